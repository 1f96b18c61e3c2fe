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

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.boot.ExitCodeGenerator;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.availability.AvailabilityChangeEvent;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.Ordered;

/**
 * Ends the process gracefully, with the exit code that asks whoever has started it to
 * start it again. It can be asked by any thread and acts once.
 */
public final class UwsgiRecycler {

	/**
	 * Exit code of a process that wants to be started again, the same as uWSGI's.
	 */
	public static final int EXIT_CODE = 17;

	private static final Logger logger = LoggerFactory.getLogger(UwsgiRecycler.class);

	// As long as Spring Boot's shutdown endpoint gives its answer to get out, which
	// matters if server.shutdown is 'immediate'
	private static final Duration PAUSE = Duration.ofMillis(500);

	private final ConfigurableApplicationContext context;

	private final ProcessExit exit;

	private final AtomicBoolean requested = new AtomicBoolean();

	/**
	 * Creates a recycler for the process that an application runs in.
	 * @param context the application
	 */
	public UwsgiRecycler(ConfigurableApplicationContext context) {
		this(context, System::exit);
	}

	UwsgiRecycler(ConfigurableApplicationContext context, ProcessExit exit) {
		this.context = context;
		this.exit = exit;
	}

	/**
	 * Refuses further traffic, and then closes the application and ends the process in a
	 * thread of its own.
	 * @param reason why, for the log
	 * @return whether this is the first request; all others have no effect
	 */
	public boolean recycle(String reason) {
		if (!this.requested.compareAndSet(false, true)) {
			return false;
		}
		logger.info("Recycling: {}. Requests that have connected are served, then the process exits with code {}",
				reason, EXIT_CODE);
		AvailabilityChangeEvent.publish(this.context, ReadinessState.REFUSING_TRAFFIC);
		Thread thread = new Thread(this::end, "uwsgi-recycle");
		thread.setContextClassLoader(getClass().getClassLoader());
		thread.setDaemon(false);
		thread.start();
		return true;
	}

	/**
	 * Returns whether the process is about to end.
	 * @return whether it has been asked to
	 */
	public boolean isRecycling() {
		return this.requested.get();
	}

	private void end() {
		try {
			Thread.sleep(PAUSE.toMillis());
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		this.exit.exit(SpringApplication.exit(this.context, new ReloadCode()));
	}

	/**
	 * The last step, which a test cannot take.
	 */
	@FunctionalInterface
	interface ProcessExit {

		void exit(int status);

	}

	/**
	 * Goes before the generators of the application: whoever supervises the process
	 * relies on the code.
	 */
	private static final class ReloadCode implements ExitCodeGenerator, Ordered {

		@Override
		public int getExitCode() {
			return EXIT_CODE;
		}

		@Override
		public int getOrder() {
			return Ordered.HIGHEST_PRECEDENCE;
		}

	}

}
