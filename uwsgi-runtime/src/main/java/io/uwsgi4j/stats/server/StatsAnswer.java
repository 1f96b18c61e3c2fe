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

package io.uwsgi4j.stats.server;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufOutputStream;
import io.uwsgi4j.stats.ServerStats;
import org.jspecify.annotations.Nullable;

/**
 * Makes the answers of a stats server. Only used by its thread.
 */
final class StatsAnswer {

	private static final Logger logger = System.getLogger(StatsServer.class.getName());

	// As uWSGI: a type without charset, which is what uwsgi_exporter asks for, and no
	// length
	private static final byte[] HTTP_HEAD = """
			HTTP/1.0 200 OK\r
			Connection: close\r
			Access-Control-Allow-Origin: *\r
			Content-Type: application/json\r
			\r
			""".getBytes(StandardCharsets.US_ASCII);

	private final StatsServerSettings settings;

	private final Supplier<ServerStats> statistics;

	private boolean failing;

	StatsAnswer(StatsServerSettings settings, Supplier<ServerStats> statistics) {
		this.settings = settings;
		this.statistics = statistics;
	}

	/**
	 * Makes an answer out of what is true now.
	 * @param allocator where its bytes come from
	 * @return the answer, to be released by the caller, or {@code null} if there is none,
	 * which has been logged
	 */
	@Nullable ByteBuf make(ByteBufAllocator allocator) {
		ByteBuf bytes = allocator.ioBuffer();
		try {
			if (this.settings.http()) {
				bytes.writeBytes(HTTP_HEAD);
			}
			this.settings.writer().write(this.statistics.get(), new ByteBufOutputStream(bytes));
			this.failing = false;
			return bytes;
		}
		catch (IOException | RuntimeException | Error ex) {
			bytes.release();
			report(ex);
			return null;
		}
	}

	private void report(Throwable failure) {
		if (!this.failing) {
			this.failing = true;
			logger.log(Level.ERROR, "The stats server has no statistics to send; this is logged once until it has",
					failure);
		}
	}

}
