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

package io.uwsgi4j.sample;

import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.webmvc.test.autoconfigure.WebMvcTest;
import org.springframework.context.annotation.Import;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.request.RequestPostProcessor;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link WhoamiController} and {@link WhoamiPage}.
 */
@WebMvcTest(WhoamiController.class)
@Import(WhoamiPage.class)
class WhoamiControllerTests {

	@Autowired
	private MockMvcTester mvc;

	@Test
	void pageShowsClientAndHeaders() {
		assertThat(this.mvc.get().uri("/?a=b").header("X-Color", "green").with(client("192.0.2.7", 40123)))
			.hasStatusOk()
			.hasContentTypeCompatibleWith(MediaType.TEXT_HTML)
			.bodyText()
			.contains("<td>192.0.2.7, port 40123</td>")
			.contains("<td>GET /?a=b ")
			.contains("<th scope=\"row\">X-Color</th><td>green</td>")
			.doesNotContain("<!-- facts -->", "<!-- headers -->");
	}

	@Test
	void pageEscapesWhatTheClientChose() {
		assertThat(this.mvc.get().uri("/").header("X-Bad", "<script>alert('1')</script>&\"")).hasStatusOk()
			.bodyText()
			.contains("&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt;&amp;&quot;")
			.doesNotContain("<script>");
	}

	@Test
	void pageAllowsNoScriptAndIsNotStored() {
		assertThat(this.mvc.get().uri("/")).hasHeader("Content-Security-Policy", WhoamiPage.CONTENT_SECURITY_POLICY)
			.hasHeader("Cache-Control", "no-store");
	}

	@Test
	void pageWithoutClientPortShowsAddressOnly() {
		assertThat(this.mvc.get().uri("/").with(client("127.0.0.1", -1))).bodyText().contains("<td>127.0.0.1</td>");
	}

	@Test
	void jsonHasTheSameFacts() {
		assertThat(this.mvc.get().uri("/api/whoami").with(client("2001:db8::7", 40123))).hasStatusOk()
			.bodyJson()
			.hasPathSatisfying("$.worker", (value) -> value.assertThat().isEqualTo(1))
			.hasPathSatisfying("$.pid",
					(value) -> value.assertThat().asNumber().isEqualTo((int) ProcessHandle.current().pid()))
			.hasPathSatisfying("$.client", (value) -> value.assertThat().isEqualTo("2001:db8::7"))
			.hasPathSatisfying("$.clientPort", (value) -> value.assertThat().isEqualTo(40123));
	}

	@Test
	void repeatedHeadersAreKeptApartAndSecretsLeftOut() {
		assertThat(this.mvc.get()
			.uri("/api/whoami")
			.header("X-Color", "green", "blue")
			.header("Authorization", "Bearer abcdef")).bodyText()
			.contains("green", "blue", "(13 characters, not shown)")
			.doesNotContain("abcdef");
	}

	private static RequestPostProcessor client(String address, int port) {
		return (request) -> {
			request.setRemoteAddr(address);
			request.setRemotePort(port);
			return request;
		};
	}

}
