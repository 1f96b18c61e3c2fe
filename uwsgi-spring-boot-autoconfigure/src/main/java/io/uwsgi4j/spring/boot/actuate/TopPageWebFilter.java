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

package io.uwsgi4j.spring.boot.actuate;

import java.util.List;

import reactor.core.publisher.Mono;

import org.springframework.http.HttpHeaders;
import org.springframework.http.server.PathContainer;
import org.springframework.http.server.PathContainer.PathSegment;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;

/**
 * What {@link TopPageFilter} is, for a reactive application.
 */
public final class TopPageWebFilter implements WebFilter {

	private final TopPage page;

	private final TopPagePath path;

	/**
	 * Creates a filter.
	 * @param page the page
	 * @param path where it is
	 */
	public TopPageWebFilter(TopPage page, TopPagePath path) {
		this.page = page;
		this.path = path;
	}

	@Override
	public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
		ServerHttpRequest request = exchange.getRequest();
		if (!this.path.matches(decode(request.getPath().pathWithinApplication()))) {
			return chain.filter(exchange);
		}
		ServerHttpResponse response = exchange.getResponse();
		this.page.headers().forEach(response.getHeaders()::set);
		response.getHeaders().add(HttpHeaders.VARY, HttpHeaders.ACCEPT);
		List<String> accept = request.getHeaders().getOrEmpty(HttpHeaders.ACCEPT);
		return TopPage.isWanted(request.getMethod().name(), accept) ? write(response) : chain.filter(exchange);
	}

	private Mono<Void> write(ServerHttpResponse response) {
		byte[] document = this.page.document();
		response.getHeaders().setContentType(this.page.type());
		response.getHeaders().setContentLength(document.length);
		return response.writeWith(Mono.fromSupplier(() -> response.bufferFactory().wrap(document)));
	}

	// As the mapping of the endpoints sees it
	private static String decode(PathContainer path) {
		StringBuilder decoded = new StringBuilder();
		path.elements()
			.forEach((element) -> decoded
				.append((element instanceof PathSegment segment) ? segment.valueToMatch() : element.value()));
		return decoded.toString();
	}

}
