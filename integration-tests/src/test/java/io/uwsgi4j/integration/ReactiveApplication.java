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

package io.uwsgi4j.integration;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;

/**
 * A WebFlux application, without an annotation that would make it part of the other one.
 */
@EnableAutoConfiguration
class ReactiveApplication {

	private static final Queue<Sinks.Many<String>> STREAMS = new ConcurrentLinkedQueue<>();

	@Bean
	RouterFunction<ServerResponse> routes() {
		return RouterFunctions.route()
			.GET("/hello", (request) -> ServerResponse.ok().bodyValue("hello"))
			.GET("/client", ReactiveApplication::client)
			.POST("/echo", ReactiveApplication::echo)
			.GET("/events", (request) -> events())
			.build();
	}

	/**
	 * Takes the oldest stream that nobody has taken.
	 * @return the stream or {@code null}
	 */
	static Sinks.Many<String> take() {
		return STREAMS.poll();
	}

	private static Mono<ServerResponse> client(ServerRequest request) {
		return Mono.justOrEmpty(request.remoteAddress())
			.map((address) -> address.getAddress().getHostAddress() + ":" + address.getPort())
			.flatMap((client) -> ServerResponse.ok().bodyValue(client));
	}

	// Reads everything before it answers, as nginx sends no more of a request once it has
	// seen the head of the response.
	private static Mono<ServerResponse> echo(ServerRequest request) {
		return request.bodyToMono(byte[].class)
			.flatMap((body) -> ServerResponse.ok().contentType(MediaType.APPLICATION_OCTET_STREAM).bodyValue(body));
	}

	private static Mono<ServerResponse> events() {
		Sinks.Many<String> sink = Sinks.many().unicast().onBackpressureBuffer();
		STREAMS.add(sink);
		return ServerResponse.ok().contentType(MediaType.TEXT_EVENT_STREAM).body(sink.asFlux(), String.class);
	}

}
