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

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;

import org.jspecify.annotations.Nullable;

/**
 * Where a thread is, and who keeps it from going on.
 */
final class ThreadStack {

	private static final int MAX_FRAMES = 100;

	private ThreadStack() {
	}

	/**
	 * Describes the stack of a thread, and that of the owner of a monitor that it waits
	 * for.
	 * @param thread the thread
	 * @return some lines, each after a line break
	 */
	static String describe(Thread thread) {
		StringBuilder text = new StringBuilder("%n\"%s\" %s".formatted(thread.getName(), thread.getState()));
		ThreadInfo info = info(thread.getId());
		if (info != null && info.getLockName() != null) {
			text.append(" on ").append(info.getLockName());
			if (info.getLockOwnerName() != null) {
				text.append(" owned by \"").append(info.getLockOwnerName()).append('"');
			}
		}
		append(text, thread.getStackTrace());
		if (info != null && info.getLockOwnerId() >= 0) {
			appendOwner(text, info);
		}
		return text.toString();
	}

	private static void appendOwner(StringBuilder text, ThreadInfo waiting) {
		ThreadInfo owner = info(waiting.getLockOwnerId());
		if (owner != null) {
			text.append("%nowner \"%s\" %s".formatted(owner.getThreadName(), owner.getThreadState()));
			append(text, owner.getStackTrace());
		}
	}

	// Virtual threads are not known there.
	private static @Nullable ThreadInfo info(long threadId) {
		return ManagementFactory.getThreadMXBean().getThreadInfo(threadId, MAX_FRAMES);
	}

	private static void append(StringBuilder text, StackTraceElement[] stack) {
		for (int i = 0; i < Math.min(stack.length, MAX_FRAMES); i++) {
			text.append("%n\tat %s".formatted(stack[i]));
		}
	}

}
