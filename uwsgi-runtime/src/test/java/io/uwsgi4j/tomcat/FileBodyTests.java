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
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

import io.uwsgi4j.test.Response;
import io.uwsgi4j.test.UwsgiConnection;
import io.uwsgi4j.test.UwsgiPacket;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.apache.catalina.Globals;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Files that are left to the connector with the attributes of Tomcat's sendfile.
 */
class FileBodyTests extends AbstractWireTests {

	private static final int SIZE = 5_000_000;

	@TempDir
	private Path directory;

	private byte[] content;

	private Path file;

	@BeforeEach
	void writeFile() throws IOException {
		this.content = Bodies.random(SIZE);
		this.file = Files.write(this.directory.resolve("file.bin"), this.content);
	}

	@ParameterizedTest
	@CsvSource({ "0, 5000000", "0, 0", "0, 1", "4999999, 5000000", "100000, 200000", "0, 32768" })
	void whenPartOfAFileIsLeftToTheConnectorThenItIsSent(int start, int end) {
		serve(start, end, end - start);
		Response response = exchange(UwsgiPacket.get("/"));
		assertThat(response.header("Content-Length")).isEqualTo(Integer.toString(end - start));
		assertThat(Arrays.equals(response.body(), Arrays.copyOfRange(this.content, start, end))).isTrue();
	}

	@Test
	void whenMethodIsHeadThenFileIsNotSent() {
		serve(0, SIZE, SIZE);
		Response response = exchange(UwsgiPacket.get("/").set("REQUEST_METHOD", "HEAD"));
		assertThat(response.header("Content-Length")).isEqualTo(Integer.toString(SIZE));
		assertThat(response.body()).isEmpty();
	}

	@Test
	void whenPeerReadsLateThenTheWholeFileArrives() {
		serve(0, SIZE, SIZE);
		try (UwsgiConnection connection = client().connect()) {
			connection.send(UwsgiPacket.get("/").toBytes()).readAtLeast(1);
			server().reset();
			assertThat(exchange(UwsgiPacket.get("/"))).satisfies(WireAssertions::isOk);
			assertThat(Arrays.equals(connection.response().body(), this.content)).isTrue();
		}
	}

	@Test
	void whenFileIsShorterThanAnnouncedThenConnectionIsCut() {
		serve(0, SIZE + 1000, SIZE + 1000);
		assertThat(exchange(UwsgiPacket.get("/")).body()).hasSizeLessThanOrEqualTo(SIZE);
	}

	private void serve(long start, long end, long length) {
		server().handle((request, response) -> sendFile(request, response, start, end, length));
	}

	private void sendFile(HttpServletRequest request, HttpServletResponse response, long start, long end, long length) {
		assertThat(request.getAttribute(Globals.SENDFILE_SUPPORTED_ATTR)).isEqualTo(true);
		response.setContentLengthLong(length);
		request.setAttribute(Globals.SENDFILE_FILENAME_ATTR, this.file.toString());
		request.setAttribute(Globals.SENDFILE_FILE_START_ATTR, start);
		request.setAttribute(Globals.SENDFILE_FILE_END_ATTR, end);
	}

}
