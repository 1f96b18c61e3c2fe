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

import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.uwsgi4j.test.Await;
import io.uwsgi4j.test.LogCapture;
import io.uwsgi4j.tomcat.DoomedRequest.Execution;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class HarakiriLogTests {

	private static final Pattern COUNTED = Pattern.compile("(\\d+) more requests were given up");

	private final LogCapture capture = LogCapture.start();

	private final HarakiriLog log = new HarakiriLog();

	@AfterEach
	void stopCapture() {
		this.capture.close();
	}

	@Test
	void whenManyAreGivenUpAtOnceThenSomeAreReportedAndTheOthersCounted() {
		for (int i = 0; i < 200; i++) {
			this.log.givenUp(request(true, true), Duration.ofSeconds(1));
		}
		Await.until("all are reported or counted", () -> {
			this.log.tick();
			return reports().size() + counted() == 200;
		});
		// Ten a second, and the second may have changed in between.
		assertThat(reports()).hasSizeBetween(10, 20);
	}

	@Test
	void whenResponseWasCutAndCoreIsLostThenThatIsSaid() {
		this.log.givenUp(request(false, false), Duration.ofMillis(1234));
		assertThat(reports()).singleElement()
			.asString()
			.endsWith("GET / from 192.0.2.7, running for 1.2 s, the response was cut off; the core is lost");
	}

	private static DoomedRequest request(boolean answered, boolean replaced) {
		return new DoomedRequest(1, "GET / from 192.0.2.7", System.nanoTime(),
				new Execution(Thread.currentThread(), replaced, answered, ""));
	}

	private List<String> reports() {
		return this.capture.linesWith("*** HARAKIRI ON WORKER 1 CORE 1");
	}

	private int counted() {
		return this.capture.linesWith("more requests were given up").stream().mapToInt((line) -> {
			Matcher matcher = COUNTED.matcher(line);
			assertThat(matcher.find()).isTrue();
			return Integer.parseInt(matcher.group(1));
		}).sum();
	}

}
