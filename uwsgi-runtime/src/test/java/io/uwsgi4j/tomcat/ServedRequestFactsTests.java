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

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

import io.uwsgi4j.test.UwsgiPacket;
import io.uwsgi4j.worker.RequestListener;
import io.uwsgi4j.worker.ServedRequest;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What listeners are told of a request is what was sent and received.
 */
class ServedRequestFactsTests extends AbstractWireTests {

	@Test
	void whenVariablesHaveBecomeHeadersThenTheyAreStillFound() {
		UwsgiPacket packet = UwsgiPacket.get("/a?b=c")
			.set("HTTP_USER_AGENT", "curl")
			.var("HTTP_X_1_A", "one")
			.var("HTTP_X_1_A", "two")
			.var("HTTP_PROXY", "dropped")
			.var("TENANT", "blue");
		assertThat(tell(packet,
				(request) -> List.of(String.valueOf(request.variable("HTTP_USER_AGENT")),
						String.valueOf(request.variable("HTTP_X_1_A")), String.valueOf(request.variable("HTTP_PROXY")),
						String.valueOf(request.variable("TENANT")), String.valueOf(request.variable("REQUEST_URI")))))
			.containsExactly("curl", "one", "dropped", "blue", "/a?b=c");
		assertThat(tell(packet,
				(request) -> List.of(String.valueOf(request.variable("HTTP_USER_AGEN")),
						String.valueOf(request.variable("HTTP_USER_AGENTS")),
						String.valueOf(request.variable("XXXX_USER_AGENT")), String.valueOf(request.variable("tenant")),
						String.valueOf(request.variable("HTTP_")))))
			.containsOnly("null");
	}

	@Test
	void whenConnectorRefusesARequestThenStatusIsWhatWasSent() {
		UwsgiPacket packet = UwsgiPacket.get("/").set("CONTENT_LENGTH", "many").set("HTTP_USER_AGENT", "curl");
		assertThat(
				tell(packet,
						(request) -> List.of(String.valueOf(request.status()), String.valueOf(request.isHandled()),
								String.valueOf(request.variable("HTTP_USER_AGENT")))))
			.containsExactly("400", "false", "curl");
	}

	private List<String> tell(UwsgiPacket packet, Function<ServedRequest, List<String>> facts) {
		List<String> told = new CopyOnWriteArrayList<>();
		RequestListener listener = (request) -> told.addAll(facts.apply(request));
		server().protocol().addRequestListener(listener);
		try {
			client().exchange(packet);
		}
		finally {
			server().protocol().removeRequestListener(listener);
		}
		return told;
	}

}
