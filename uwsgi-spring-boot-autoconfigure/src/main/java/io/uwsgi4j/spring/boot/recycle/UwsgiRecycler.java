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
import java.util.concurrent.atomic.AtomicReference;

import io.uwsgi4j.recycling.RecycleCause;
import io.uwsgi4j.spring.boot.UwsgiRecyclingProperties;
import io.uwsgi4j.spring.boot.UwsgiServer;
import io.uwsgi4j.tomcat.UwsgiProtocol;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.boot.ExitCodeGenerator;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.availability.AvailabilityChangeEvent;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.Ordered;

/**
 * Ends the process, gracefully if it can, with the exit code that asks whoever has
 * started it to start it again. May be asked by any thread.
 */
public final class UwsgiRecycler {

	private static final Logger logger = LoggerFactory.getLogger(UwsgiRecycler.class);

	// As long as Spring Boot's shutdown endpoint gives its answer to get out, which
	// matters if server.shutdown is 'immediate'
	private static final Duration PAUSE = Duration.ofMillis(500);

	// For the rest of the application, once its requests have ended or been given up
	private static final Duration GRACE = Duration.ofSeconds(10);

	private final ConfigurableApplicationContext context;

	private final int exitCode;

	private final RecycleHistoryFile historyFile;

	private final ProcessEnd processEnd;

	private final Duration grace;

	private final AtomicReference<@Nullable RecycleCause> cause = new AtomicReference<>();

	private final CountDownLatch ended = new CountDownLatch(1);

	private volatile Duration mercy;

	/**
	 * Creates a recycler for the process that an application runs in.
	 * @param context the application
	 * @param properties the properties
	 */
	public UwsgiRecycler(ConfigurableApplicationContext context, UwsgiRecyclingProperties properties) {
		this(context, properties, ProcessEnd.REAL, GRACE);
	}

	UwsgiRecycler(ConfigurableApplicationContext context, UwsgiRecyclingProperties properties, ProcessEnd processEnd,
			Duration grace) {
		this.context = context;
		this.exitCode = properties.reloadExitCode();
		this.mercy = properties.workerReloadMercy();
		this.historyFile = new RecycleHistoryFile(properties.pidfile());
		this.processEnd = processEnd;
		this.grace = grace;
	}

	/**
	 * Refuses further traffic, and then closes the application and ends the process in a
	 * thread of its own. If the cause is an evil one the process ends here and now,
	 * whether or not it has been asked to before.
	 * @param cause why
	 * @return whether this is the first request; all others have no effect
	 */
	public boolean recycle(RecycleCause cause) {
		boolean first = this.cause.compareAndSet(null, cause);
		if (cause.reason().isEvil()) {
			logger.error("EVIL RELOAD: {}. The process ends with exit code {}, requests that are running are lost",
					cause.description(), this.exitCode);
			if (first) {
				remember(cause);
			}
			this.processEnd.halt(this.exitCode);
		}
		else if (first) {
			begin(cause);
		}
		return first;
	}

	private void begin(RecycleCause cause) {
		logger.info("Recycling: {}. Requests that have connected are served for up to {} s, then the process ends with"
				+ " exit code {}", cause.description(), this.mercy.toSeconds(), this.exitCode);
		remember(cause);
		start("uwsgi-mercy", true, this::limitMercy);
		AvailabilityChangeEvent.publish(this.context, ReadinessState.REFUSING_TRAFFIC);
		start("uwsgi-recycle", false, this::end);
	}

	private void remember(RecycleCause cause) {
		UwsgiProtocol protocol = protocol();
		if (protocol != null) {
			protocol.setRecycling(cause);
			this.historyFile.store(protocol.getRecycles());
		}
	}

	/**
	 * Lets the statistics go on from those of the processes before this one.
	 * @param protocol the protocol handler
	 */
	void restoreHistory(UwsgiProtocol protocol) {
		protocol.setRecycles(this.historyFile.load());
	}

	/**
	 * Returns why the process is about to end.
	 * @return the cause, or {@code null} if it is not
	 */
	public @Nullable RecycleCause cause() {
		return this.cause.get();
	}

	/**
	 * Returns the exit code with which the process ends.
	 * @return a number from 0 to 255
	 */
	public int exitCode() {
		return this.exitCode;
	}

	/**
	 * Returns how long requests may go on.
	 * @return the time
	 */
	public Duration getMercy() {
		return this.mercy;
	}

	/**
	 * Sets how long requests may go on when the process is recycled, unless it is being
	 * recycled already.
	 * @param mercy the time
	 */
	public void setMercy(Duration mercy) {
		this.mercy = mercy;
	}

	private void end() {
		await(PAUSE);
		Drain drain = new Drain(this.context, this.mercy);
		UwsgiProtocol protocol = protocol();
		if (protocol != null && protocol.getOutlivedRequests() > 0) {
			drain.leaveOutlived(protocol);
		}
		else {
			drain.allowMercy();
		}
		this.processEnd.exit(SpringApplication.exit(this.context, new ReloadCode()));
		this.ended.countDown();
	}

	private void limitMercy() {
		Duration limit = PAUSE.plus(this.mercy).plus(this.grace);
		if (await(limit)) {
			return;
		}
		logger.error("The process has not ended within {} s, NO MERCY: it ends now, with exit code {}",
				limit.toSeconds(), this.exitCode);
		this.processEnd.halt(this.exitCode);
	}

	private @Nullable UwsgiProtocol protocol() {
		if (!this.context.isActive()) {
			// It has no beans to offer any more, which must not keep an evil limit from
			// acting
			return null;
		}
		UwsgiServer server = this.context.getBeanProvider(UwsgiServer.class).getIfAvailable();
		return (server != null) ? server.protocol() : null;
	}

	private void start(String name, boolean daemon, Runnable task) {
		Thread thread = new Thread(task, name);
		thread.setContextClassLoader(getClass().getClassLoader());
		thread.setDaemon(daemon);
		thread.start();
	}

	private boolean await(Duration limit) {
		try {
			return this.ended.await(limit.toNanos(), TimeUnit.NANOSECONDS);
		}
		catch (InterruptedException ex) {
			// Nobody does that. If somebody does, it is a reason not to wait
			Thread.currentThread().interrupt();
			return false;
		}
	}

	/**
	 * The last step, which a test cannot take.
	 */
	interface ProcessEnd {

		ProcessEnd REAL = new ProcessEnd() {

			@Override
			public void exit(int status) {
				System.exit(status);
			}

			@Override
			public void halt(int status) {
				Runtime.getRuntime().halt(status);
			}

		};

		void exit(int status);

		void halt(int status);

	}

	/**
	 * Goes before the generators of the application: whoever supervises the process
	 * relies on the code.
	 */
	private final class ReloadCode implements ExitCodeGenerator, Ordered {

		@Override
		public int getExitCode() {
			return UwsgiRecycler.this.exitCode;
		}

		@Override
		public int getOrder() {
			return Ordered.HIGHEST_PRECEDENCE;
		}

	}

}
