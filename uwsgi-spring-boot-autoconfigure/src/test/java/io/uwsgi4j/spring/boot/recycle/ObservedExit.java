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
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import io.uwsgi4j.spring.boot.UwsgiRecyclingProperties;

import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * The end of a process that does not take place.
 */
public final class ObservedExit {

	private final CompletableFuture<Integer> exited = new CompletableFuture<>();

	private final CompletableFuture<Integer> halted = new CompletableFuture<>();

	/**
	 * Creates a recycler that ends here.
	 * @param context the application
	 * @return a recycler that closes the application and leaves the process alone
	 */
	public UwsgiRecycler recycler(ConfigurableApplicationContext context) {
		return recycler(context, context.getBean(UwsgiRecyclingProperties.class), Duration.ofMinutes(5));
	}

	UwsgiRecycler recycler(ConfigurableApplicationContext context, UwsgiRecyclingProperties properties,
			Duration grace) {
		return new UwsgiRecycler(context, properties, new UwsgiRecycler.ProcessEnd() {

			@Override
			public void exit(int status) {
				ObservedExit.this.exited.complete(status);
			}

			@Override
			public void halt(int status) {
				ObservedExit.this.halted.complete(status);
			}

		}, grace);
	}

	/**
	 * Returns whether the process would have ended.
	 * @return whether the last step was taken
	 */
	public boolean hasHappened() {
		return this.exited.isDone() || this.halted.isDone();
	}

	/**
	 * Waits for a graceful end.
	 * @return the exit status
	 */
	public int await() {
		return this.exited.orTimeout(20, TimeUnit.SECONDS).join();
	}

	int awaitHalt() {
		return this.halted.orTimeout(30, TimeUnit.SECONDS).join();
	}

	/**
	 * To be imported by an application whose process is not to end.
	 */
	@Configuration(proxyBeanMethods = false)
	public static class Beans {

		@Bean
		ObservedExit observedExit() {
			return new ObservedExit();
		}

		@Bean
		UwsgiRecycler observedRecycler(ObservedExit exit, ConfigurableApplicationContext context) {
			return exit.recycler(context);
		}

	}

}
