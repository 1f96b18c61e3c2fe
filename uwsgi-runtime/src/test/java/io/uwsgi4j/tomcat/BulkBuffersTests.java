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
import java.util.IdentityHashMap;
import java.util.Map;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link BulkBuffers}.
 */
class BulkBuffersTests {

	private final BulkBuffers buffers = new BulkBuffers();

	@Test
	void whenAllAreLentThenThereAreNoMore() {
		Map<ByteBuffer, Boolean> lent = new IdentityHashMap<>();
		for (int i = 0; i < BulkBuffers.MAX_COUNT; i++) {
			lent.put(this.buffers.take(), true);
		}
		assertThat(lent).hasSize(BulkBuffers.MAX_COUNT).doesNotContainKey(null);
		assertThat(this.buffers.take()).isNull();
		assertThat(this.buffers.take()).isNull();
	}

	@Test
	void whenOneIsGivenBackThenItIsLentAgainEmpty() {
		ByteBuffer buffer = this.buffers.take();
		buffer.position(100).limit(200);
		this.buffers.giveBack(buffer);
		assertThat(this.buffers.take()).isSameAs(buffer);
		assertThat(buffer.isDirect()).isTrue();
		assertThat(buffer.remaining()).isEqualTo(BulkBuffers.SIZE);
	}

	@Test
	void whenClearedThenThoseThatAreFreeAreForgottenAndAsManyCanBeLentAgain() {
		ByteBuffer kept = this.buffers.take();
		ByteBuffer free = this.buffers.take();
		this.buffers.giveBack(free);
		this.buffers.clear();
		for (int i = 1; i < BulkBuffers.MAX_COUNT; i++) {
			assertThat(this.buffers.take()).isNotNull().isNotSameAs(free);
		}
		assertThat(this.buffers.take()).isNull();
		this.buffers.giveBack(kept);
		assertThat(this.buffers.take()).isSameAs(kept);
	}

}
