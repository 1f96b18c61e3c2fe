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

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link RequestUri}.
 */
class RequestUriTests {

	@ParameterizedTest
	@CsvSource({ "/a/b, '', /a/b", "/a%20b, '', '/a b'", "/a//b, '', /a/b", "/a/./b, '', /a/b", "/a/x/../b, '', /a/b",
			"/a%2Fb, '', /a/b", "/a%2fb, '', /a/b", "/a;v=1/b, '', /a;v=1/b", "/u/x, /u, /x", "/u/x, /u, /u/x",
			"/u, /u, ''", "/, '', /", "/, '', ''", "/a/, '', /a/", "/a/b/.., '', /a/", "/a/b/., '', /a/b/",
			"/%C3%A9, '', /\u00c3\u00a9", "/a/../../b, '', /b", "//a, '', /a", "/.hidden, '', /.hidden",
			"/a.b/..c, '', /a.b/..c", "/x, /, /x" })
	void whenProxyHasOnlyDecodedThePathThenItIsUnchanged(String raw, String scriptName, String pathInfo) {
		assertThat(RequestUri.isUnchanged(raw, scriptName, pathInfo)).isTrue();
	}

	@ParameterizedTest
	@CsvSource({ "/old, '', /new", "/a/b, '', /b", "/a, '', /a/index.html", "/a/, '', /a", "/u/x, /v, /x",
			"/a%2Fb, '', /a%2Fb", "/A, '', /a" })
	void whenProxyHasRewrittenThePathThenItIsChanged(String raw, String scriptName, String pathInfo) {
		assertThat(RequestUri.isUnchanged(raw, scriptName, pathInfo)).isFalse();
	}

	@ParameterizedTest
	@CsvSource({ "/a%", "/a%2", "/a%zz", "/%%20" })
	void whenPathCannotBeDecodedThenItIsLeftForTomcatToRefuse(String raw) {
		assertThat(RequestUri.isUnchanged(raw, "", "/whatever")).isTrue();
	}

	@ParameterizedTest
	@CsvSource({ "/a/b, /a/b", "'/a b', /a%20b", "/a?b, /a%3Fb", "/a%b, /a%25b", "/\u00c3\u00a9, /%C3%A9",
			"/a;v=1, /a;v=1", "a, /a", "'', /", "'/a#b', /a%23b", "'/\"<>', /%22%3C%3E" })
	void whenDecodedPathIsUsedThenItIsEncoded(String path, String expected) {
		assertThat(RequestUri.encode(path)).isEqualTo(expected);
	}

}
