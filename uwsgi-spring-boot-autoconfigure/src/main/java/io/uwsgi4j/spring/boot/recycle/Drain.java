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

package io.uwsgi4j.spring.boot.recycle;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.uwsgi4j.tomcat.UwsgiProtocol;

import org.springframework.boot.web.server.WebServer;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.AbstractApplicationContext;
import org.springframework.context.support.DefaultLifecycleProcessor;

/**
 * Decides how long the end of an application waits for its requests.
 */
final class Drain {

	private static final long LOOK_MILLIS = 50;

	private final ConfigurableApplicationContext context;

	private final Duration mercy;

	Drain(ConfigurableApplicationContext context, Duration mercy) {
		this.context = context;
		this.mercy = mercy;
	}

	/**
	 * Has the graceful shutdown wait as long as the mercy lasts, whatever
	 * {@code spring.lifecycle.timeout-per-shutdown-phase} says.
	 */
	void allowMercy() {
		limitGracefulShutdown(this.mercy);
	}

	/**
	 * Waits for the requests that there is hope for, and has the graceful shutdown not
	 * wait for those that were given up but whose threads do not come back. Tomcat counts
	 * them, and would wait in vain while nobody accepts connections.
	 * @param protocol the protocol handler
	 */
	void leaveOutlived(UwsgiProtocol protocol) {
		CountDownLatch ended = new CountDownLatch(1);
		WebServer server = (this.context instanceof WebServerApplicationContext web) ? web.getWebServer() : null;
		if (server != null) {
			server.shutDownGracefully((result) -> ended.countDown());
			awaitOthers(protocol, ended);
		}
		limitGracefulShutdown(Duration.ofMillis(1));
	}

	private void awaitOthers(UwsgiProtocol protocol, CountDownLatch ended) {
		long deadline = System.nanoTime() + this.mercy.toNanos();
		try {
			while (!ended.await(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
				if (protocol.getBusyCores() == 0 || System.nanoTime() - deadline >= 0) {
					return;
				}
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private void limitGracefulShutdown(Duration limit) {
		String name = AbstractApplicationContext.LIFECYCLE_PROCESSOR_BEAN_NAME;
		if (this.context.getBeanFactory().getSingleton(name) instanceof DefaultLifecycleProcessor processor) {
			processor.setTimeoutForShutdownPhase(WebServerApplicationContext.GRACEFUL_SHUTDOWN_PHASE,
					Math.max(1, limit.toMillis()));
		}
	}

}
