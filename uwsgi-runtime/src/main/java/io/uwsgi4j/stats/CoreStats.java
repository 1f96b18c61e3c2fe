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

package io.uwsgi4j.stats;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;

/**
 * Statistics of one core.
 *
 * @param id number of the core, from 0
 * @param requests requests that have ended, by the core that started them
 * @param staticRequests always 0: static files are requests like others
 * @param routedRequests always 0
 * @param offloadedRequests always 0
 * @param writeErrors responses that could not be written in full
 * @param readErrors bodies that could not be read in full
 * @param inRequest whether a request is running that the core has started, 0 or 1
 * @param vars variables of the request that was started last, as {@code NAME=value},
 * empty if none is running
 * @param requestStart when that request was started, in seconds since 1970, 0 if none is
 * running
 */
public record CoreStats(int id, long requests, long staticRequests, long routedRequests, long offloadedRequests,
		long writeErrors, long readErrors, long inRequest, List<String> vars, long requestStart) {

	/**
	 * Creates statistics that do not change with the list they were made of.
	 */
	public CoreStats {
		vars = List.copyOf(vars);
	}

	/**
	 * Returns the variables as uWSGI's document has them, with an empty text at the end.
	 * uWSGI copies the bytes, which is the same if they are UTF-8, and no JSON otherwise:
	 * then each byte is a character here.
	 * @return the texts, none if no request is running
	 */
	public List<String> documentVars() {
		return (this.inRequest != 0) ? Stream.concat(this.vars.stream().map(CoreStats::text), Stream.of("")).toList()
				: List.of();
	}

	private static String text(String bytes) {
		try {
			return StandardCharsets.UTF_8.newDecoder()
				.decode(ByteBuffer.wrap(bytes.getBytes(StandardCharsets.ISO_8859_1)))
				.toString();
		}
		catch (CharacterCodingException ex) {
			return bytes;
		}
	}

}
