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
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.uwsgi4j.recycling.RecycleCause;
import io.uwsgi4j.recycling.RecycleReason;
import io.uwsgi4j.spring.boot.UwsgiRecyclingProperties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.ExitCodeGenerator;
import org.springframework.boot.availability.AvailabilityChangeEvent;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ApplicationListener;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link UwsgiRecycler}.
 */
@ExtendWith(OutputCaptureExtension.class)
@Timeout(60)
class UwsgiRecyclerTests {

	private static final RecycleCause REQUESTED = new RecycleCause(RecycleReason.RELOAD, "for the test");

	private static final RecycleCause EVIL = new RecycleCause(RecycleReason.EVIL_RELOAD_ON_RSS,
			"evil-reload-on-rss limit reached (900 MB >= 800 MB)");

	private final ObservedExit exit = new ObservedExit();

	private final ReadinessListener readiness = new ReadinessListener();

	@Test
	void whenRecyclingThenReadinessGoesBeforeTheContextAndTheProcessLast() {
		AnnotationConfigApplicationContext context = context();
		UwsgiRecycler recycler = this.exit.recycler(context, properties(Map.of()), Duration.ofMinutes(5));
		assertThat(recycler.cause()).isNull();
		assertThat(recycler.recycle(REQUESTED)).isTrue();
		assertThat(this.readiness.state).isEqualTo(ReadinessState.REFUSING_TRAFFIC);
		assertThat(this.readiness.active).isTrue();
		assertThat(this.exit.await()).isEqualTo(17);
		assertThat(context.isActive()).isFalse();
	}

	@Test
	void whenAskedAgainThenTheFirstCauseStays() {
		UwsgiRecycler recycler = this.exit.recycler(context(), properties(Map.of()), Duration.ofMinutes(5));
		recycler.recycle(REQUESTED);
		assertThat(recycler.recycle(new RecycleCause(RecycleReason.MAX_REQUESTS, "again"))).isFalse();
		assertThat(recycler.cause()).isEqualTo(REQUESTED);
		assertThat(this.exit.await()).isEqualTo(17);
	}

	@Test
	void whenAnotherExitCodeIsConfiguredThenItIsUsed() {
		UwsgiRecycler recycler = this.exit.recycler(context(), properties(Map.of("uwsgi.reload-exit-code", 75)),
				Duration.ofMinutes(5));
		assertThat(recycler.exitCode()).isEqualTo(75);
		recycler.recycle(REQUESTED);
		assertThat(this.exit.await()).isEqualTo(75);
	}

	@Test
	void whenCauseIsEvilThenTheProcessEndsWithoutClosingTheContext(CapturedOutput output) {
		try (AnnotationConfigApplicationContext context = context()) {
			this.exit.recycler(context, properties(Map.of()), Duration.ofMinutes(5)).recycle(EVIL);
			assertThat(this.exit.awaitHalt()).isEqualTo(17);
			assertThat(context.isActive()).isTrue();
			assertThat(output).contains("EVIL RELOAD: evil-reload-on-rss limit reached (900 MB >= 800 MB)");
		}
	}

	@Test
	void whenCauseIsEvilWhileTheContextClosesThenTheProcessEndsNevertheless() {
		AnnotationConfigApplicationContext context = context();
		UwsgiRecycler recycler = this.exit.recycler(context, properties(Map.of()), Duration.ofMinutes(5));
		recycler.recycle(REQUESTED);
		assertThat(this.exit.await()).isEqualTo(17);
		assertThat(context.isActive()).isFalse();
		assertThat(recycler.recycle(EVIL)).isFalse();
		assertThat(this.exit.awaitHalt()).isEqualTo(17);
	}

	@Test
	void whenContextDoesNotCloseThenThereIsNoMercy(CapturedOutput output) {
		AnnotationConfigApplicationContext context = context();
		CountDownLatch closing = new CountDownLatch(1);
		context.getDefaultListableBeanFactory()
			.registerDisposableBean("hangs", () -> assertThat(closing.await(40, TimeUnit.SECONDS)).isTrue());
		this.exit.recycler(context, properties(Map.of("uwsgi.worker-reload-mercy", 1)), Duration.ofMillis(1))
			.recycle(REQUESTED);
		assertThat(this.exit.awaitHalt()).isEqualTo(17);
		assertThat(output).contains("NO MERCY");
		closing.countDown();
		assertThat(this.exit.await()).isEqualTo(17);
	}

	private AnnotationConfigApplicationContext context() {
		AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext(ExitCodes.class);
		context.addApplicationListener(this.readiness);
		return context;
	}

	private static UwsgiRecyclingProperties properties(Map<String, Object> values) {
		return new Binder(new MapConfigurationPropertySource(values)).bindOrCreate("uwsgi",
				UwsgiRecyclingProperties.class);
	}

	private static final class ReadinessListener
			implements ApplicationListener<AvailabilityChangeEvent<ReadinessState>> {

		private ReadinessState state = ReadinessState.ACCEPTING_TRAFFIC;

		private boolean active;

		@Override
		public void onApplicationEvent(AvailabilityChangeEvent<ReadinessState> event) {
			this.state = event.getState();
			this.active = ((ConfigurableApplicationContext) event.getSource()).isActive();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class ExitCodes {

		@Bean
		ExitCodeGenerator exitCodeOfTheApplication() {
			return () -> 42;
		}

	}

}
