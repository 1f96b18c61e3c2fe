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

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

import io.uwsgi4j.tomcat.DoomedRequest.Execution;
import io.uwsgi4j.worker.Watch;
import org.apache.juli.logging.Log;
import org.apache.juli.logging.LogFactory;
import org.apache.tomcat.util.ExceptionUtils;
import org.apache.tomcat.util.net.SocketEvent;
import org.apache.tomcat.util.net.SocketWrapperBase;
import org.jspecify.annotations.Nullable;

/**
 * Gives up requests that take too long: says so, ends their connection, interrupts their
 * thread and has another core take its place. Looks at all connections a few times a
 * second, so that requests need not do anything for it.
 */
final class HarakiriWatch {

	private static final Log log = LogFactory.getLog(HarakiriWatch.class);

	private static final long PERIOD_NANOS = TimeUnit.MILLISECONDS.toNanos(250);

	private static final byte[] ANSWER = ("HTTP/1.1 503 Service Unavailable\r\nContent-Type: text/plain;charset=UTF-8\r\n"
			+ "Content-Length: 24\r\nConnection: close\r\n\r\n503 Service Unavailable\n")
		.getBytes(StandardCharsets.US_ASCII);

	private final UwsgiEndpoint endpoint;

	private final Monitoring monitoring;

	private final HarakiriLog report = new HarakiriLog();

	private final ByteBuffer answer = ByteBuffer.allocateDirect(ANSWER.length).put(ANSWER);

	// Requests whose threads have not come back. They may do so after a restart.
	private final List<DoomedRequest> outlived = new ArrayList<>();

	// There between start and stop, which the endpoint calls one after the other.
	private @Nullable Watch watch;

	HarakiriWatch(UwsgiEndpoint endpoint) {
		this.endpoint = endpoint;
		this.monitoring = endpoint.monitoring();
	}

	void start() {
		Watch watch = new Watch(this.endpoint.getName() + "-harakiri", this::lookSafely);
		this.watch = watch;
		watch.start();
	}

	void stop() {
		Watch watch = this.watch;
		if (watch != null) {
			this.watch = null;
			watch.stop();
		}
	}

	// Whatever a logger or an application throws, the others are looked after.
	private long lookSafely() {
		for (SocketWrapperBase<UwsgiChannel> connection : this.endpoint.getConnections()) {
			try {
				look((UwsgiSocketWrapper) connection);
			}
			catch (Throwable ex) {
				failed(ex);
			}
		}
		try {
			review(System.nanoTime());
			this.report.tick();
		}
		catch (Throwable ex) {
			failed(ex);
		}
		return PERIOD_NANOS;
	}

	private static void failed(Throwable ex) {
		ExceptionUtils.handleThrowable(ex);
		try {
			log.error("A request could not be watched", ex);
		}
		catch (Throwable again) {
			ExceptionUtils.handleThrowable(again);
		}
	}

	private void look(UwsgiSocketWrapper connection) {
		RequestAccount account = connection.account();
		long observed = (account != null) ? account.fate().observe() : 0;
		if (account == null || observed == 0) {
			return;
		}
		long now = System.nanoTime();
		long own = account.ownLimitNanos();
		long limit = (own >= 0) ? own : this.monitoring.harakiri().limit().toNanos();
		long age = account.runningNanos(now);
		if (limit > 0 && age >= limit) {
			giveUp(connection, account, observed, now, Duration.ofNanos(age));
		}
	}

	private void giveUp(UwsgiSocketWrapper connection, RequestAccount account, long observed, long now, Duration age) {
		AtomicReference<DoomedRequest> doomed = new AtomicReference<>();
		account.fate().doom(observed, (served) -> {
			account.discount();
			this.monitoring.outlivedRequests().incrementAndGet();
			// Before the interrupt: the thread is still where it was, and can send
			// nothing
			// afterwards.
			String stack = stack(served.thread());
			boolean answered = connection.end(this.answer);
			doomed.set(account.giveUp(now, new Execution(served.thread(), served.stop(), answered, stack)));
		});
		DoomedRequest request = doomed.get();
		if (request == null) {
			return;
		}
		if (request.thread() == null) {
			// Lets the application know, which has its say without a connection.
			this.endpoint.dispatch(connection, SocketEvent.ERROR);
		}
		else {
			connection.close();
		}
		this.outlived.add(request);
		this.report.givenUp(request, age);
	}

	private String stack(@Nullable Thread thread) {
		return (thread != null && this.monitoring.harakiri().verbose()) ? ThreadStack.describe(thread) : "";
	}

	private void review(long now) {
		int damaged = 0;
		int ended = 0;
		for (Iterator<DoomedRequest> requests = this.outlived.iterator(); requests.hasNext();) {
			DoomedRequest request = requests.next();
			if (request.hasEnded()) {
				requests.remove();
				this.report.ended(request, request.since(now));
				ended++;
			}
			else if (isDamage(request, now)) {
				damaged++;
			}
		}
		this.monitoring.setDamagedCores(damaged);
		// Last, so that nothing is left of a request that does not count any more.
		this.monitoring.outlivedRequests().addAndGet(-ended);
	}

	private boolean isDamage(DoomedRequest request, long now) {
		boolean lost = request.thread() != null && !request.isReplaced();
		boolean late = request.since(now).compareTo(this.monitoring.harakiri().gracefulTimeout()) >= 0;
		if ((lost || late) && !request.isDamage()) {
			request.setDamage();
			this.report.damaged(request, request.since(now));
		}
		return request.isDamage();
	}

}
