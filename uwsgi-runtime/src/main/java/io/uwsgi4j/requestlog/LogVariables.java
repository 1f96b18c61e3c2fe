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

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;

import io.uwsgi4j.worker.MemoryProbe;
import io.uwsgi4j.worker.ServedRequest;
import org.jspecify.annotations.Nullable;

/**
 * The variables that a format may contain.
 */
final class LogVariables {

	private static final String REQUEST_VARIABLE = "var.";

	private static final String MISSING = "-";

	private static final long MEGABYTE = 1024 * 1024;

	private static final Map<String, LinePart> TEXTS = Map.ofEntries(Map.entry("uri", variable("REQUEST_URI")),
			Map.entry("method", variable("REQUEST_METHOD")), Map.entry("user", variable("REMOTE_USER")),
			Map.entry("proto", variable("SERVER_PROTOCOL")), Map.entry("uagent", variable("HTTP_USER_AGENT")),
			Map.entry("referer", variable("HTTP_REFERER")), Map.entry("host", text(LoggedRequest::host)),
			Map.entry("ctime", time(SecondFormat.CTIME)), Map.entry("ltime", time(SecondFormat.LTIME)),
			Map.entry("ftime", time(SecondFormat.LTIME)), Map.entry("secs", LogVariables::appendSeconds));

	private static final Map<String, LinePart> SIZES = Map.ofEntries(
			Map.entry("rsize", number(ServedRequest::bodySize)), Map.entry("hsize", number(ServedRequest::headSize)),
			Map.entry("size", number((request) -> request.headSize() + request.bodySize())),
			Map.entry("cl", number((request) -> Math.max(0, request.contentLength()))),
			Map.entry("pktsize", number(ServedRequest::packetSize)),
			Map.entry("headers", number(ServedRequest::headerCount)),
			Map.entry("vars", (line, logged) -> line.append(logged.vars())));

	private static final Map<String, LinePart> TIMES = Map.ofEntries(
			Map.entry("micros", (line, logged) -> line.append(logged.micros())),
			Map.entry("msecs", (line, logged) -> line.append(logged.micros() / 1000)),
			Map.entry("time", number((request) -> request.startMicros() / 1_000_000)),
			Map.entry("tmsecs", number((request) -> request.startMicros() / 1000)),
			Map.entry("tmicros", number(ServedRequest::startMicros)),
			Map.entry("epoch", number((request) -> System.currentTimeMillis() / 1000)));

	private static final Map<String, LinePart> NUMBERS = Map.ofEntries(
			Map.entry("status", number(ServedRequest::status)),
			Map.entry("pid", number((request) -> ProcessHandle.current().pid())),
			Map.entry("wid", number(ServedRequest::worker)), Map.entry("core", number(ServedRequest::core)),
			Map.entry("switches", number(ServedRequest::switches)),
			Map.entry("modifier1", number(ServedRequest::modifier1)),
			Map.entry("modifier2", number(ServedRequest::modifier2)),
			Map.entry("rerr", number((request) -> count(request.hasReadError()))),
			Map.entry("werr", number((request) -> count(request.hasWriteError()))),
			Map.entry("ioerr", number((request) -> count(request.hasReadError()) + count(request.hasWriteError()))));

	private final boolean xForwardedFor;

	private final Supplier<MemoryProbe> memory;

	LogVariables(RequestLogSettings settings, Supplier<MemoryProbe> memory) {
		this.xForwardedFor = settings.logXForwardedFor();
		this.memory = memory;
	}

	/**
	 * Finds a variable.
	 * @param name what stands between the parentheses
	 * @return the variable, {@code -} if there is none of that name
	 */
	LinePart find(String name) {
		if (name.startsWith(REQUEST_VARIABLE)) {
			return variable(name.substring(REQUEST_VARIABLE.length()));
		}
		return switch (name) {
			case "addr" -> text((logged) -> logged.address(this.xForwardedFor));
			case "vsz" -> (line, logged) -> line.append(this.memory.get().addressSpace());
			case "rss" -> (line, logged) -> line.append(this.memory.get().residentSize());
			case "vszM" -> (line, logged) -> line.append(this.memory.get().addressSpace() / MEGABYTE);
			case "rssM" -> (line, logged) -> line.append(this.memory.get().residentSize() / MEGABYTE);
			default -> findConstant(name);
		};
	}

	private static LinePart findConstant(String name) {
		for (Map<String, LinePart> variables : List.of(TEXTS, SIZES, TIMES, NUMBERS)) {
			LinePart variable = variables.get(name);
			if (variable != null) {
				return variable;
			}
		}
		return (line, logged) -> line.append(MISSING);
	}

	private static LinePart variable(String name) {
		return text((logged) -> logged.request().variable(name));
	}

	private static LinePart text(Function<LoggedRequest, @Nullable String> text) {
		return (line, logged) -> {
			String value = text.apply(logged);
			Escaping.appendQuotable(line, (value != null && !value.isEmpty()) ? value : MISSING);
		};
	}

	private static LinePart number(ToLongFunction<ServedRequest> number) {
		return (line, logged) -> line.append(number.applyAsLong(logged.request()));
	}

	private static LinePart time(SecondFormat format) {
		return (line, logged) -> line.append(format.format(logged.request().startMicros() / 1_000_000));
	}

	private static void appendSeconds(StringBuilder line, LoggedRequest logged) {
		// The digit in front of the fraction keeps its leading zeros
		String fraction = Long.toString(1_000_000 + logged.micros() % 1_000_000);
		line.append(logged.micros() / 1_000_000).append('.').append(fraction, 1, fraction.length());
	}

	private static int count(boolean failed) {
		return failed ? 1 : 0;
	}

}
