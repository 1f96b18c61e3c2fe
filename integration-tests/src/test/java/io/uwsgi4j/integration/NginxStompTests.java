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

import io.uwsgi4j.test.Await;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * STOMP through nginx.
 */
class NginxStompTests extends AbstractNginxTests {

	private static final String HEART_BEAT = "heart-beat:%1$d,%1$d".formatted(StompConfiguration.HEART_BEAT_MILLIS);

	// A client that promises so little is missed after three times as long, which is less
	// than ten heart-beats of the broker take.
	private static final String LAZY_HEART_BEAT = "heart-beat:%d,%d".formatted(3 * StompConfiguration.HEART_BEAT_MILLIS,
			StompConfiguration.HEART_BEAT_MILLIS);

	@AfterEach
	void nothingIsLogged() {
		assertThat(application().log().errors()).isEmpty();
		assertThat(application().log().stackTraces()).isEmpty();
	}

	@Test
	void whenClientConnectsThenVersionAndHeartBeatsAreAgreed() {
		try (StompClient client = new StompClient(frontEnd(), StompConfiguration.PATH)) {
			client.send("CONNECT", "", "accept-version:1.1,1.2", "host:app.example", HEART_BEAT);
			assertThat(client.subprotocol()).isEqualTo("v12.stomp");
			assertThat(client.next().lines()).startsWith("CONNECTED").contains("version:1.2", HEART_BEAT);
		}
	}

	@Test
	void whenMessagesAreSentThenSubscribersGetThemInOrder() {
		try (StompClient sender = connect("heart-beat:0,0"); StompClient receiver = connect("heart-beat:0,0")) {
			receiver.send("SUBSCRIBE", "", "id:shouts", "destination:/topic/shouts");
			// Comes back when the broker has seen the subscription before it.
			receiver.send("SUBSCRIBE", "", "id:ready", "destination:/topic/ready")
				.send("SEND", "", "destination:/topic/ready");
			assertThat(receiver.next()).startsWith("MESSAGE\n").contains("subscription:ready\n");
			for (int i = 0; i < 100; i++) {
				sender.send("SEND", "hello " + i, "destination:/app/shout", "content-type:text/plain");
			}
			for (int i = 0; i < 100; i++) {
				assertThat(receiver.next()).startsWith("MESSAGE\n")
					.contains("\ndestination:/topic/shouts\n", "\nsubscription:shouts\n")
					.endsWith("\n\nHELLO " + i);
			}
		}
	}

	@Test
	void whenBothSidesSendHeartBeatsThenTheConnectionLives() {
		try (StompClient client = connect(LAZY_HEART_BEAT)) {
			int before = client.heartBeats();
			for (int i = 1; i <= 10; i++) {
				int expected = before + i;
				Await.until("heart-beat of the broker", () -> client.heartBeats() >= expected);
				client.beat();
			}
			client.send("SUBSCRIBE", "", "id:0", "destination:/topic/mine")
				.send("SEND", "alive", "destination:/topic/mine");
			assertThat(client.next()).endsWith("\n\nalive");
			assertThat(client.isEnded()).isFalse();
		}
	}

	@Test
	void whenClientSendsNoHeartBeatsThenTheBrokerHangsUp() {
		try (StompClient client = connect(HEART_BEAT)) {
			// An ERROR frame precedes it, which Spring may lose: it does not wait for the
			// heart-beat that it sends at the same time.
			assertThat(client.awaitClose()).isIn(1002, 1006);
		}
	}

	@Test
	void whenClientDisconnectsThenItsReceiptIsTheLastFrame() {
		try (StompClient client = connect("heart-beat:0,0")) {
			client.send("DISCONNECT", "", "receipt:bye");
			assertThat(client.next()).startsWith("RECEIPT\n").contains("receipt-id:bye\n");
			assertThat(client.leave()).isEqualTo(1000);
		}
	}

	private StompClient connect(String heartBeat) {
		StompClient client = new StompClient(frontEnd(), StompConfiguration.PATH);
		client.send("CONNECT", "", "accept-version:1.2", "host:app.example", heartBeat);
		assertThat(client.next()).startsWith("CONNECTED\n");
		return client;
	}

}
