/*
 * Copyright 2026-present the original author or authors.
 *
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *      https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */

package io.uwsgi4j.integration;

/**
 * An application and nginx, which are started once for all test classes that do not need
 * their own.
 */
final class Environment implements AutoCloseable {

	private final RunningApplication application;

	private final Nginx nginx;

	Environment() {
		this(RunningApplication.start());
	}

	/**
	 * Puts nginx in front of an application that a test class has for itself.
	 * @param application the running application, which ends with the environment
	 */
	Environment(RunningApplication application) {
		this.application = application;
		try {
			this.nginx = new Nginx(this.application);
		}
		catch (Throwable ex) {
			this.application.close();
			throw ex;
		}
	}

	RunningApplication application() {
		return this.application;
	}

	Nginx nginx() {
		return this.nginx;
	}

	@Override
	public void close() {
		this.nginx.close();
		this.application.close();
	}

}
