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

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.core.io.Resource;
import org.springframework.stereotype.Component;
import org.springframework.web.util.HtmlUtils;

/**
 * Renders {@link Whoami} into {@code page.html}. The template has two marks, each of
 * which is replaced by table rows; every name and value in them is escaped, as most of
 * them were chosen by the client.
 */
@Component
class WhoamiPage {

	/**
	 * The page needs its style sheet and its upload form, and no script at all.
	 */
	static final String CONTENT_SECURITY_POLICY = "default-src 'none'; style-src 'self'; img-src data:; "
			+ "form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

	private final String template;

	WhoamiPage(@Value("classpath:page.html") Resource template) throws IOException {
		this.template = template.getContentAsString(StandardCharsets.UTF_8);
	}

	String render(Whoami whoami) {
		String facts = facts(whoami).entrySet()
			.stream()
			.map((fact) -> row(fact.getKey(), fact.getValue()))
			.collect(Collectors.joining());
		String headers = whoami.headers()
			.stream()
			.map((header) -> row(header.name(), header.value()))
			.collect(Collectors.joining());
		return replaceMarks(facts, headers);
	}

	private String replaceMarks(String facts, String headers) {
		return this.template.replace("<!-- headers -->", headers).replace("<!-- facts -->", facts);
	}

	private Map<String, Object> facts(Whoami whoami) {
		Map<String, Object> facts = new LinkedHashMap<>();
		facts.put("Worker", "%d (pid %d)".formatted(whoami.worker(), whoami.pid()));
		facts.put("Core", whoami.core());
		facts.put("Socket", whoami.socket());
		facts.put("Came over", whoami.via());
		facts.put("Client", client(whoami));
		facts.put("Asked for", "%s://%s:%d".formatted(whoami.scheme(), whoami.host(), whoami.port()));
		facts.put("Request", "%s %s %s".formatted(whoami.method(), whoami.uri(), whoami.protocol()));
		return facts;
	}

	private String client(Whoami whoami) {
		return (whoami.clientPort() > 0) ? "%s, port %d".formatted(whoami.client(), whoami.clientPort())
				: whoami.client();
	}

	private String row(String name, Object value) {
		return "<tr><th scope=\"row\">%s</th><td>%s</td></tr>%n".formatted(escape(name), escape(value.toString()));
	}

	private String escape(String text) {
		return HtmlUtils.htmlEscape(text, StandardCharsets.UTF_8.name());
	}

}
