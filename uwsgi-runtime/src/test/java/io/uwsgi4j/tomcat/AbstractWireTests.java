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

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

import io.uwsgi4j.policy.Rejection.Reason;
import io.uwsgi4j.test.LogCapture;
import io.uwsgi4j.test.Packets;
import io.uwsgi4j.test.Resources;
import io.uwsgi4j.test.Response;
import io.uwsgi4j.test.SeenRequest;
import io.uwsgi4j.test.Transport;
import io.uwsgi4j.test.UwsgiClient;
import io.uwsgi4j.test.UwsgiPacket;
import io.uwsgi4j.test.UwsgiServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * One server per class and transport. After every test the server must still serve, after
 * every class it must have given back whatever it took.
 */
@ParameterizedClass(name = "{0}")
@EnumSource(Transport.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(value = 90, unit = TimeUnit.SECONDS)
abstract class AbstractWireTests {

	@Parameter
	Transport transport;

	private Resources before;

	private UwsgiServer server;

	private LogCapture log;

	@BeforeParameterizedClassInvocation
	void startServer() {
		WarmUp.once();
		this.before = Resources.take();
		this.server = UwsgiServer.start(this.transport, this::configure);
	}

	@AfterParameterizedClassInvocation
	void stopServer() {
		this.server.close();
		this.before.awaitReleased();
	}

	@BeforeEach
	void prepare() {
		this.server.reset();
		this.log = LogCapture.start();
	}

	@AfterEach
	void stillServes() {
		this.log.close();
		this.server.reset();
		assertThat(exchange(UwsgiPacket.get("/after"))).satisfies(WireAssertions::isOk);
	}

	/**
	 * Changes the settings of the server before it starts.
	 * @param protocol where the settings are
	 */
	void configure(UwsgiProtocol protocol) {
		// the defaults
	}

	UwsgiServer server() {
		return this.server;
	}

	UwsgiClient client() {
		return this.server.client();
	}

	LogCapture log() {
		return this.log;
	}

	/**
	 * Returns how many packets were rejected so far.
	 * @param reason the reason
	 * @return the number of packets
	 */
	long rejected(Reason reason) {
		return this.server.protocol().getRejections().count(reason);
	}

	Response exchange(UwsgiPacket packet) {
		return client().exchange(packet);
	}

	Response exchange(byte[] bytes) {
		return client().exchange(bytes);
	}

	/**
	 * Sends a request that has to reach the application.
	 * @param packet the request
	 * @return what the application saw
	 */
	SeenRequest see(UwsgiPacket packet) {
		AtomicReference<SeenRequest> seen = new AtomicReference<>();
		this.server.handle((request, response) -> {
			seen.set(SeenRequest.of(request));
			response.getOutputStream().write(Packets.octets("seen"));
		});
		assertThat(exchange(packet).text()).isEqualTo("seen");
		return seen.get();
	}

}
