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

package io.uwsgi4j.test;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.netty.util.internal.PlatformDependent;

/**
 * The descriptors, threads and direct memory of this process at one moment, to find out
 * later what was not given back.
 *
 * @param descriptors number and target of each open descriptor that is no class path file
 * @param threads ids of the live threads
 * @param directBytes direct memory of the JDK and of Netty
 */
public record Resources(Map<String, String> descriptors, Set<Long> threads, long directBytes) {

	private static final Duration LIMIT = Duration.ofSeconds(15);

	private static final long DIRECT_SLACK = 2 * 1024 * 1024;

	private static final Pattern CODE = Pattern.compile(".*(\\.jar|\\.so|/modules|\\.jsa|/fd)( \\(deleted\\))?");

	private static final Pattern SYSTEM_THREAD = Pattern.compile("process reaper.*|Common-Cleaner|ForkJoinPool.*"
			+ "|globalEventExecutor.*|ObjectCleanerThread|Attach Listener|JFR.*|HttpClient-.*|Cleaner-.*"
			+ "|RMI .*|junit-.*|C[12] CompilerThread.*");

	/**
	 * Looks at the process now.
	 * @return what it holds
	 */
	public static Resources take() {
		return new Resources(openDescriptors(), threadsNow().keySet(), directBytesNow());
	}

	/**
	 * Waits until everything acquired since is given back.
	 */
	public void awaitReleased() {
		Await.until(() -> "descriptors released: " + newDescriptors(), LIMIT, () -> newDescriptors().isEmpty());
		Await.until(() -> "threads ended: " + newThreads(), LIMIT, () -> newThreads().isEmpty());
		Await.until(() -> "direct memory released: %d bytes (expected: <= %d)".formatted(directBytesNow(),
				this.directBytes + DIRECT_SLACK), LIMIT, this::isDirectMemoryReleased);
	}

	private boolean isDirectMemoryReleased() {
		if (directBytesNow() <= this.directBytes + DIRECT_SLACK) {
			return true;
		}
		System.gc();
		return false;
	}

	/**
	 * Returns the descriptors opened since and still open.
	 * @return their numbers and targets
	 */
	public Map<String, String> newDescriptors() {
		Map<String, String> descriptors = openDescriptors();
		descriptors.entrySet().removeAll(this.descriptors.entrySet());
		return descriptors;
	}

	/**
	 * Returns the threads started since and still alive.
	 * @return their names
	 */
	public List<String> newThreads() {
		return threadsNow().entrySet()
			.stream()
			.filter((thread) -> !this.threads.contains(thread.getKey()))
			.map(Map.Entry::getValue)
			.filter((name) -> !SYSTEM_THREAD.matcher(name).matches())
			.toList();
	}

	private static Map<String, String> openDescriptors() {
		Map<String, String> descriptors = new TreeMap<>();
		try (Stream<Path> links = Files.list(Path.of("/proc/self/fd"))) {
			for (Path link : links.toList()) {
				String target = targetOf(link);
				if (!CODE.matcher(target).matches()) {
					descriptors.put(link.getFileName().toString(), target);
				}
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		return descriptors;
	}

	private static String targetOf(Path link) {
		try {
			return Files.readSymbolicLink(link).toString();
		}
		catch (IOException ex) {
			return "/fd";
		}
	}

	@SuppressWarnings("deprecation")
	private static Map<Long, String> threadsNow() {
		return Thread.getAllStackTraces()
			.keySet()
			.stream()
			.collect(Collectors.toMap(Thread::getId, Thread::getName, (first, second) -> first));
	}

	private static long directBytesNow() {
		long jdk = ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class)
			.stream()
			.filter((pool) -> pool.getName().equals("direct"))
			.mapToLong(BufferPoolMXBean::getMemoryUsed)
			.sum();
		return jdk + Math.max(PlatformDependent.usedDirectMemory(), 0);
	}

}
