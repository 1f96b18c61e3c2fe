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

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import io.uwsgi4j.worker.RequestListener;
import io.uwsgi4j.worker.ServedRequest;
import org.apache.juli.logging.Log;
import org.apache.juli.logging.LogFactory;
import org.apache.tomcat.util.ExceptionUtils;

/**
 * Who is told of requests that have ended. Thread-safe.
 */
final class RequestListeners {

	private static final Log log = LogFactory.getLog(RequestListeners.class);

	private final List<RequestListener> listeners = new CopyOnWriteArrayList<>();

	void add(RequestListener listener) {
		this.listeners.add(listener);
	}

	void remove(RequestListener listener) {
		this.listeners.remove(listener);
	}

	void requestEnded(ServedRequest request) {
		for (RequestListener listener : this.listeners) {
			try {
				listener.requestEnded(request);
			}
			catch (Throwable ex) {
				ExceptionUtils.handleThrowable(ex);
				log.error("A request could not be reported to " + listener, ex);
			}
		}
	}

}
