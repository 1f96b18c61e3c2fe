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

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

import org.apache.coyote.Constants;
import org.apache.coyote.Request;
import org.jspecify.annotations.Nullable;

/**
 * A file, or a part of one, that is left to the connector to be sent as the body of a
 * response, as Tomcat's default servlet does with large files. It goes through the write
 * buffer and never through the heap.
 *
 * @param file the file
 * @param start position of the first byte
 * @param end position after the last byte
 */
record FileBody(Path file, long start, long end) {

	/**
	 * Returns what the application asked for with the attributes of Tomcat's sendfile.
	 * @param request the request
	 * @return the body, or {@code null} if the application writes it itself
	 */
	static @Nullable FileBody of(Request request) {
		Object name = request.getAttribute(Constants.SENDFILE_FILENAME_ATTR);
		if (name == null) {
			return null;
		}
		long start = (Long) request.getAttribute(Constants.SENDFILE_FILE_START_ATTR);
		long end = (Long) request.getAttribute(Constants.SENDFILE_FILE_END_ATTR);
		return new FileBody(Path.of(name.toString()), start, end);
	}

	long size() {
		return this.end - this.start;
	}

	void writeTo(UwsgiSocketWrapper wrapper) throws IOException {
		try (FileChannel channel = FileChannel.open(this.file, StandardOpenOption.READ)) {
			wrapper.writeFile(channel, this.start, this.end);
		}
	}

}
