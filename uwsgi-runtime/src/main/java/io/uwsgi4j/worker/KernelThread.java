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

import java.io.FileInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A thread as the kernel sees it, through {@code /proc}. Thread-safe.
 */
final class KernelThread {

	private static final Path SELF = Path.of("/proc/thread-self");

	// The state follows the name in parentheses, which may contain any character; the
	// rest of the line is numbers.
	private static final int ENOUGH = 64;

	private final String stat;

	private volatile boolean known;

	private KernelThread(String stat, boolean known) {
		this.stat = stat;
		this.known = known;
	}

	/**
	 * Returns the calling thread.
	 * @return the thread, which may be unknown to the kernel
	 */
	static KernelThread current() {
		try {
			return new KernelThread("/proc/" + Files.readSymbolicLink(SELF) + "/stat", true);
		}
		catch (IOException | RuntimeException ex) {
			return new KernelThread("", false);
		}
	}

	/**
	 * Returns whether the kernel tells how the thread is doing.
	 * @return whether {@link #isSleeping()} means anything
	 */
	boolean isKnown() {
		return this.known;
	}

	/**
	 * Returns whether the thread waits for something other than a processor.
	 * @return whether it sleeps, {@code false} if it runs, could run, or is unknown
	 */
	boolean isSleeping() {
		try (FileInputStream in = new FileInputStream(this.stat)) {
			return isSleeping(in.readNBytes(ENOUGH));
		}
		catch (IOException ex) {
			// The thread has ended, or files have run out.
			return false;
		}
	}

	private static boolean isSleeping(byte[] stat) {
		for (int i = stat.length - 1; i > 0; i--) {
			if (stat[i] == ')') {
				return i + 2 < stat.length && stat[i + 2] != 'R';
			}
		}
		return false;
	}

}
