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

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.Locale;

import org.jspecify.annotations.Nullable;

/**
 * Formats points in time to the second, in local time, and keeps the last text: requests
 * of the same second share it.
 */
final class SecondFormat {

	/** As {@code ctime(3)} has it: {@code Sat Nov 21 02:50:28 2026}. */
	static final SecondFormat CTIME = new SecondFormat(new DateTimeFormatterBuilder().appendPattern("EEE MMM ")
		.padNext(2)
		.appendPattern("d HH:mm:ss yyyy")
		.toFormatter(Locale.ENGLISH));

	/** As access logs have it: {@code 21/Nov/2026:02:50:28 +0000}. */
	static final SecondFormat LTIME = new SecondFormat(
			DateTimeFormatter.ofPattern("dd/MMM/yyyy:HH:mm:ss Z", Locale.ENGLISH));

	private final DateTimeFormatter formatter;

	private volatile @Nullable Formatted last;

	private SecondFormat(DateTimeFormatter formatter) {
		this.formatter = formatter;
	}

	String format(long epochSecond) {
		Formatted formatted = this.last;
		if (formatted == null || formatted.epochSecond != epochSecond) {
			String text = this.formatter.format(Instant.ofEpochSecond(epochSecond).atZone(ZoneId.systemDefault()));
			formatted = new Formatted(epochSecond, text);
			this.last = formatted;
		}
		return formatted.text;
	}

	private record Formatted(long epochSecond, String text) {

	}

}
