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

package io.uwsgi4j.tomcat;

import io.uwsgi4j.test.Resources;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Fails a class whose servers have left descriptors, threads or memory behind.
 */
final class NoResourceLeak implements BeforeAllCallback, AfterAllCallback {

	private Resources before = Resources.take();

	@Override
	public void beforeAll(ExtensionContext context) {
		WarmUp.once();
		this.before = Resources.take();
	}

	@Override
	public void afterAll(ExtensionContext context) {
		this.before.awaitReleased();
	}

}
