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

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;

import io.uwsgi4j.policy.Rejection;
import io.uwsgi4j.policy.Rejection.Reason;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link CollectedBody} and {@link PartialBody}.
 */
class CollectedBodyTests {

	private static final int MEMORY_LIMIT = 10_000;

	@TempDir
	private Path directory;

	@ParameterizedTest
	@ValueSource(ints = { 1, 4096, MEMORY_LIMIT - 1, MEMORY_LIMIT, MEMORY_LIMIT + 1, 100_000 })
	void whenBodyIsCollectedInPiecesThenItIsReadInOthers(int length) throws IOException {
		byte[] bytes = Bodies.random(length);
		CollectedBody body = CollectedBody.create(length, MEMORY_LIMIT, this.directory);
		for (int from = 0; from < length; from += 777) {
			body.append(ByteBuffer.wrap(bytes, from, Math.min(777, length - from)));
		}
		assertThat(body.missing()).isZero();
		ByteBuffer target = ByteBuffer.allocateDirect(1000);
		for (int from = 0; from < length; from += 1000) {
			assertThat(body.read(target.clear())).isEqualTo(Math.min(1000, length - from));
			byte[] piece = new byte[target.flip().remaining()];
			target.get(piece);
			assertThat(piece).isEqualTo(Arrays.copyOfRange(bytes, from, from + piece.length));
		}
		assertThatExceptionOfType(EOFException.class).isThrownBy(() -> body.read(target.clear()));
		body.close();
	}

	@Test
	void whenBodyIsStoredInAFileThenTheFileHasNoName() throws IOException {
		CollectedBody body = CollectedBody.create(MEMORY_LIMIT + 1, MEMORY_LIMIT, this.directory);
		body.append(ByteBuffer.allocate(MEMORY_LIMIT));
		assertThat(this.directory).isEmptyDirectory();
		body.close();
	}

	@Test
	void whenThereCanBeNoFileThenCreationFails() {
		assertThatExceptionOfType(NoSuchFileException.class)
			.isThrownBy(() -> CollectedBody.create(1, 0, this.directory.resolve("missing")));
	}

	@Test
	void whenDiskIsFullThenBodyIsGivenUp() throws IOException {
		FileChannel full = FileChannel.open(Path.of("/dev/full"), StandardOpenOption.WRITE);
		PartialBody partial = PartialBody.of(new byte[4], new CollectedBody(1000, full), ByteBuffer.allocate(10),
				Long.MAX_VALUE / 2);
		assertThat(partial.isReady()).isTrue();
		assertThat(partial.failure()).extracting(Rejection::reason).isEqualTo(Reason.BODY_NOT_STORED);
		assertThat(partial.failure().detail()).contains("No space left on device");
		partial.close();
		assertThat(full.isOpen()).isFalse();
	}

}
