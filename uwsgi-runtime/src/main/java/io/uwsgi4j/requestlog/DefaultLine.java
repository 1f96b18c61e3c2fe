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

package io.uwsgi4j.requestlog;

import java.util.function.Supplier;

import io.uwsgi4j.worker.MemoryProbe;
import io.uwsgi4j.worker.ServedRequest;

/**
 * The line that uWSGI writes without {@code log-format}.
 */
final class DefaultLine implements LinePart {

	// With the line feed, which is the appender's
	private static final int MAX_LENGTH = 4096;

	private static final long MEGABYTE = 1024 * 1024;

	private final boolean xForwardedFor;

	private final boolean micros;

	private final boolean memoryReport;

	private final Supplier<MemoryProbe> memory;

	DefaultLine(RequestLogSettings settings, boolean memoryReport, Supplier<MemoryProbe> memory) {
		this.xForwardedFor = settings.logXForwardedFor();
		this.micros = settings.logMicros();
		this.memoryReport = memoryReport;
		this.memory = memory;
	}

	@Override
	public void append(StringBuilder line, LoggedRequest logged) {
		if (this.memoryReport) {
			appendMemory(line, this.memory.get());
		}
		int start = line.length();
		appendAll(line, logged, true);
		if (line.length() - start >= MAX_LENGTH) {
			line.setLength(start);
			appendAll(line, logged, false);
		}
	}

	private void appendAll(StringBuilder line, LoggedRequest logged, boolean withTexts) {
		ServedRequest request = logged.request();
		appendNumbers(line, logged);
		if (withTexts) {
			Escaping.append(line, logged.address(this.xForwardedFor));
			Escaping.append(line.append(" ("), request.variable("REMOTE_USER"));
		}
		else {
			line.append("0.0.0.0 (");
		}
		line.append(") {").append(logged.vars()).append(" vars in ").append(request.packetSize()).append(" bytes} [");
		line.append(SecondFormat.CTIME.format(request.startMicros() / 1_000_000)).append("] ");
		appendRequestLine(line, request, withTexts);
		appendResponse(line, logged, withTexts);
	}

	private static void appendNumbers(StringBuilder line, LoggedRequest logged) {
		line.append("[pid: ").append(ProcessHandle.current().pid());
		line.append("|app: ").append(logged.request().isHandled() ? 0 : -1);
		line.append("|req: ").append(logged.applicationNumber()).append('/').append(logged.number()).append("] ");
	}

	private static void appendRequestLine(StringBuilder line, ServedRequest request, boolean withTexts) {
		if (withTexts) {
			Escaping.append(line, request.variable("REQUEST_METHOD"));
			Escaping.append(line.append(' '), request.variable("REQUEST_URI"));
		}
		else {
			line.append("- -");
		}
	}

	private void appendResponse(StringBuilder line, LoggedRequest logged, boolean withTexts) {
		ServedRequest request = logged.request();
		line.append(" => generated ").append(request.bodySize()).append(" bytes in ");
		line.append(this.micros ? logged.micros() : logged.micros() / 1000);
		line.append(this.micros ? " micros" : " msecs").append(request.isSentFromFile() ? " via sendfile() (" : " (");
		Escaping.append(line, withTexts ? request.variable("SERVER_PROTOCOL") : "-");
		line.append(' ').append(request.status()).append(") ");
		line.append(request.headerCount()).append(" headers in ").append(request.headSize()).append(" bytes (");
		line.append(request.switches()).append(" switches on core ").append(request.core()).append(')');
	}

	private static void appendMemory(StringBuilder line, MemoryProbe usage) {
		appendMemory(line, "address space", usage.addressSpace());
		appendMemory(line, "rss", usage.residentSize());
	}

	private static void appendMemory(StringBuilder line, String what, long bytes) {
		line.append('{').append(what).append(" usage: ").append(bytes).append(" bytes/");
		line.append(bytes / MEGABYTE).append("MB} ");
	}

}
