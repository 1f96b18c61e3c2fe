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

package io.uwsgi4j.worker;

import java.util.concurrent.atomic.AtomicLongArray;

/**
 * The set of cores that wait for a task, one bit each. Whoever clears the bit of a core
 * decides what the core does next: another thread that clears it has to wake the core,
 * the core itself just goes on. Lock-free.
 */
final class IdleCores {

	private final AtomicLongArray words;

	IdleCores(int size) {
		this.words = new AtomicLongArray((size + Long.SIZE - 1) / Long.SIZE);
	}

	void add(int id) {
		this.words.getAndAccumulate(id / Long.SIZE, bit(id), (word, bit) -> word | bit);
	}

	boolean contains(int id) {
		return (this.words.get(id / Long.SIZE) & bit(id)) != 0;
	}

	boolean take(int id) {
		long before = this.words.getAndAccumulate(id / Long.SIZE, ~bit(id), (word, mask) -> word & mask);
		return (before & bit(id)) != 0;
	}

	/**
	 * Takes the core with the lowest number, the one that has rested the shortest under
	 * light load.
	 * @return the number of the core, or -1 if none is idle
	 */
	int takeLowest() {
		for (int i = 0; i < this.words.length(); i++) {
			long word = this.words.get(i);
			while (word != 0) {
				long lowest = Long.lowestOneBit(word);
				if (this.words.compareAndSet(i, word, word & ~lowest)) {
					return i * Long.SIZE + Long.numberOfTrailingZeros(lowest);
				}
				word = this.words.get(i);
			}
		}
		return -1;
	}

	boolean isEmpty() {
		for (int i = 0; i < this.words.length(); i++) {
			if (this.words.get(i) != 0) {
				return false;
			}
		}
		return true;
	}

	int count() {
		int count = 0;
		for (int i = 0; i < this.words.length(); i++) {
			count += Long.bitCount(this.words.get(i));
		}
		return count;
	}

	private static long bit(int id) {
		return 1L << (id % Long.SIZE);
	}

}
