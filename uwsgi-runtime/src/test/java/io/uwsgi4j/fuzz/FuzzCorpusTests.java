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

package io.uwsgi4j.fuzz;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

/**
 * What is in the corpus, and all that it begins with, keeps the promises that
 * {@code bin/fuzz} tries to break.
 */
class FuzzCorpusTests {

	// The rest of a longer input is not cut byte by byte
	private static final int MAX_CUT = 1500;

	static List<FuzzTarget> targets() throws IOException {
		return FuzzTarget.all();
	}

	static Stream<Arguments> inputs() throws IOException {
		return targets().stream()
			.flatMap((target) -> target.inputs().stream().map((file) -> Arguments.of(target, file)));
	}

	@ParameterizedTest
	@MethodSource("inputs")
	void promisesAreKept(FuzzTarget target, Path file) throws IOException {
		byte[] input = Files.readAllBytes(file);
		assertThatCode(() -> target.feed(input)).as("%s: %s", target, file).doesNotThrowAnyException();
		for (int length = 0; length < Math.min(MAX_CUT, input.length); length++) {
			byte[] beginning = Arrays.copyOf(input, length);
			assertThatCode(() -> target.feed(beginning)).as("%s: the first %d bytes of %s", target, length, file)
				.doesNotThrowAnyException();
		}
	}

	@ParameterizedTest
	@MethodSource("targets")
	void everyTargetHasACorpus(FuzzTarget target) {
		assertThat(target.inputs()).hasSizeGreaterThan(5);
	}

}
