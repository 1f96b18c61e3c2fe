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
import org.jspecify.annotations.Nullable;

import org.springframework.boot.tomcat.TomcatWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;

/**
 * Where the connector of the application is found by whoever observes it. Knows it before
 * it is started, so that nothing is missed. A management server of its own is not meant:
 * it does not see the customizers of the application.
 */
public final class UwsgiServer implements WebServerFactoryCustomizer<TomcatWebServerFactory> {

	// Written by the thread that starts the application, read by all
	private volatile @Nullable UwsgiProtocol protocol;

	private final Runnable damageListener;

	/**
	 * Creates a finder.
	 * @param damageListener told when the worker has become damaged
	 */
	public UwsgiServer(Runnable damageListener) {
		this.damageListener = damageListener;
	}

	@Override
	public void customize(TomcatWebServerFactory factory) {
		factory.addConnectorCustomizers(this::remember);
	}

	/**
	 * Returns the protocol handler of the application's connector.
	 * @return the protocol handler, which may be stopped, or {@code null} if uwsgi is not
	 * served or the server has not been created yet
	 */
	public @Nullable UwsgiProtocol protocol() {
		return this.protocol;
	}

	private void remember(Connector connector) {
		if (connector.getProtocolHandler() instanceof UwsgiProtocol handler) {
			this.protocol = handler;
			handler.setDamageListener(this.damageListener);
		}
	}

}
