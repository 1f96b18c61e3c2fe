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

import java.io.IOException;
import java.util.concurrent.TimeUnit;

import io.netty.channel.unix.Errors.NativeIoException;
import org.apache.juli.logging.Log;
import org.apache.juli.logging.LogFactory;

/**
 * What to do and to say when no connection can be accepted. Thread-safe.
 */
final class AcceptFailures {

	/**
	 * How long to wait before the next attempt.
	 */
	static final long BACK_OFF_MILLIS = 200;

	private static final Log log = LogFactory.getLog(AcceptFailures.class);

	private static final long CALM_NANOS = TimeUnit.SECONDS.toNanos(5);

	private static final int ECONNABORTED = -103;

	private volatile boolean failing;

	private volatile long lastFailure;

	/**
	 * Returns whether only the peer has left while it was waiting, which says nothing
	 * about the next one.
	 * @param ex the failure
	 * @return whether to go on
	 */
	static boolean isHarmless(IOException ex) {
		return ex instanceof NativeIoException nativeException && nativeException.expectedErr() == ECONNABORTED;
	}

	synchronized void failed(IOException ex) {
		this.lastFailure = System.nanoTime();
		if (!this.failing) {
			this.failing = true;
			log.warn("No connection can be accepted: " + ex.getMessage() + "; trying again every " + BACK_OFF_MILLIS
					+ " ms (if files have run out, raise the limit: ulimit -n, LimitNOFILE=)");
		}
	}

	// While descriptors are short, one comes free now and then; that is not the end of
	// it.
	void succeeded() {
		if (this.failing && System.nanoTime() - this.lastFailure > CALM_NANOS) {
			calmedDown();
		}
	}

	private synchronized void calmedDown() {
		if (this.failing) {
			this.failing = false;
			log.info("Connections are accepted again");
		}
	}

}
