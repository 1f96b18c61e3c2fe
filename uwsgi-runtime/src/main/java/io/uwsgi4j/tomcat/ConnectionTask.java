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

import org.apache.tomcat.util.net.AbstractEndpoint.Handler;
import org.apache.tomcat.util.net.AbstractEndpoint.Handler.SocketState;
import org.apache.tomcat.util.net.SocketEvent;
import org.apache.tomcat.util.net.SocketProcessorBase;
import org.apache.tomcat.util.net.SocketWrapperBase;

/**
 * Lets Tomcat process one event of a connection. Runs on a core.
 */
final class ConnectionTask extends SocketProcessorBase<UwsgiChannel> {

	private final Handler<UwsgiChannel> handler;

	ConnectionTask(Handler<UwsgiChannel> handler, SocketWrapperBase<UwsgiChannel> wrapper, SocketEvent event) {
		super(wrapper, event);
		this.handler = handler;
	}

	/**
	 * Ends a connection that nobody can serve.
	 */
	void refuse() {
		this.socketWrapper.close();
	}

	@Override
	protected void doRun() {
		boolean open = false;
		try {
			open = this.handler.process(this.socketWrapper, this.event) != SocketState.CLOSED;
		}
		finally {
			if (!open) {
				this.socketWrapper.close();
			}
		}
	}

}
