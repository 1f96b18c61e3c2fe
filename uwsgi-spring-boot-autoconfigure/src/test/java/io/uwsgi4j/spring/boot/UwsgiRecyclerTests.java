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

import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;

import org.springframework.boot.ExitCodeGenerator;
import org.springframework.boot.availability.AvailabilityChangeEvent;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.context.ApplicationListener;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link UwsgiRecycler}.
 */
class UwsgiRecyclerTests {

	private final BlockingQueue<String> events = new LinkedBlockingQueue<>();

	@Test
	void whenRecyclingThenReadinessGoesBeforeTheContextAndTheProcessLast() throws InterruptedException {
		AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext(ExitCodes.class);
		context.addApplicationListener(readiness());
		UwsgiRecycler recycler = new UwsgiRecycler(context,
				(status) -> this.events.add("exit " + status + ", active " + context.isActive()));
		assertThat(recycler.isRecycling()).isFalse();
		assertThat(recycler.recycle("for the test")).isTrue();
		assertThat(recycler.isRecycling()).isTrue();
		assertThat(recycler.recycle("again")).isFalse();
		assertThat(List.of(next(), next())).containsExactly("REFUSING_TRAFFIC", "exit 17, active false");
		assertThat(this.events).isEmpty();
	}

	private ApplicationListener<AvailabilityChangeEvent<ReadinessState>> readiness() {
		return new ApplicationListener<>() {

			@Override
			public void onApplicationEvent(AvailabilityChangeEvent<ReadinessState> event) {
				UwsgiRecyclerTests.this.events.add(event.getState().name());
			}

		};
	}

	private String next() throws InterruptedException {
		String event = this.events.poll(20, TimeUnit.SECONDS);
		assertThat(event).isNotNull();
		return event;
	}

	@Configuration(proxyBeanMethods = false)
	static class ExitCodes {

		@Bean
		ExitCodeGenerator exitCodeOfTheApplication() {
			return () -> 42;
		}

	}

}
