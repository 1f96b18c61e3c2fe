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

package io.uwsgi4j.spring.boot;

import io.uwsgi4j.tomcat.UwsgiProtocol;
import org.apache.catalina.connector.Connector;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.boot.tomcat.TomcatConnectorCustomizer;

/**
 * Applies a customizer that may have been written with HTTP in mind to a uwsgi connector.
 * If it casts the protocol handler to a class of an HTTP connector, what is left of it
 * does not apply.
 *
 * @param delegate the customizer
 */
record GuardedConnectorCustomizer(TomcatConnectorCustomizer delegate) implements TomcatConnectorCustomizer {

	private static final Logger logger = LoggerFactory.getLogger(GuardedConnectorCustomizer.class);

	@Override
	public void customize(Connector connector) {
		try {
			this.delegate.customize(connector);
		}
		catch (ClassCastException ex) {
			if (!isAboutProtocol(ex)) {
				throw ex;
			}
			logger.warn("Connector customizer {} is made for HTTP and was not applied to the uwsgi connector: {}",
					this.delegate.getClass().getName(), ex.getMessage());
		}
	}

	private static boolean isAboutProtocol(ClassCastException ex) {
		String message = ex.getMessage();
		return message != null && message.startsWith("class " + UwsgiProtocol.class.getName() + " ");
	}

}
