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

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import io.uwsgi4j.recycling.RecycleCause;
import io.uwsgi4j.recycling.RecycleHistory;
import io.uwsgi4j.recycling.RecycleReason;
import io.uwsgi4j.spring.boot.UwsgiServer;
import io.uwsgi4j.test.Gate;
import io.uwsgi4j.test.UwsgiConnection;
import io.uwsgi4j.test.UwsgiPacket;
import io.uwsgi4j.tomcat.UwsgiProtocol;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The page at {@code /actuator/uwsgi/top}, as a browser shows it.
 */
@Timeout(120)
class TopPageTests {

	private static final String PAGE = "/actuator/uwsgi/top";

	private static final int CORES = 12;

	private static final String[] SETTINGS = { "server.tomcat.threads.max=" + CORES,
			"server.tomcat.relaxed-query-chars=<,>,\"", "management.endpoints.web.exposure.include=uwsgi" };

	private static final String HOSTILE = "/held?\"><img/src=x/onerror=alert(1)><script>alert(2)</script>";

	private static final Path SCREENSHOTS = Path.of("target", "screenshots");

	private static Browser browser;

	private static OwnApplication application;

	private static FrontEnd nginx;

	private BrowserTab tab;

	@BeforeAll
	static void start() throws IOException {
		Files.createDirectories(SCREENSHOTS);
		browser = Browser.start();
		application = OwnApplication.start(SETTINGS);
		nginx = NginxProxy.start(application.socket());
	}

	@BeforeEach
	void openTab() {
		this.tab = browser.open();
	}

	@AfterEach
	void closeTab() {
		this.tab.close();
	}

	@AfterAll
	static void stop() {
		for (AutoCloseable resource : new AutoCloseable[] { nginx, application, browser }) {
			close(resource);
		}
	}

	@Test
	void whenRequestsRunThenTheirCoresAreShownFirst() {
		try (Gate gate = HeldController.hold()) {
			open(nginx.uri(PAGE));
			List<UwsgiConnection> connections = application.send(3, UwsgiPacket.get("/held?who=me"));
			gate.awaitWaiting(3);
			this.tab.await(running("/held?who=me") + " === 3");
			assertThat(this.tab.text("#running tbody")).contains("GET /held?who=me", "192.0.2.7");
			assertThat(this.tab.text("#workers tbody")).contains(String.valueOf(ProcessHandle.current().pid()), "busy");
			assertThat(cores()).isEqualTo(this.tab.evaluate("document.querySelectorAll('#idle li').length").asInt()
					+ this.tab.evaluate("document.querySelectorAll('#running tbody tr').length").asInt());
			this.tab
				.await("/^(?!0 s)[0-9]+ s$/.test(document.querySelector('#running tbody td:nth-child(3)').innerText)");
			gate.open();
			this.tab.await(running("/held?who=me") + " === 0");
			connections.forEach(UwsgiConnection::close);
		}
		assertHarmless();
	}

	@Test
	void whenWorkerIsRecycledThenTheReasonsAreShown() {
		OwnApplication recycled = OwnApplication.start(SETTINGS);
		try (recycled; FrontEnd frontEnd = NginxProxy.start(recycled.socket())) {
			UwsgiProtocol protocol = recycled.context().getBean(UwsgiServer.class).protocol();
			protocol.setRecycles(RecycleHistory.NONE.plus(RecycleReason.RELOAD).plus(RecycleReason.MAX_REQUESTS));
			open(frontEnd.uri(PAGE));
			this.tab.await("document.querySelector('#totals').textContent.includes('1 max-requests, 1 reload')");
			protocol.setRecycling(new RecycleCause(RecycleReason.MAX_REQUESTS, "for the test"));
			this.tab.await("document.querySelector('#totals').textContent.includes('2 max-requests, 1 reload')");
			assertThat(this.tab.text("#workers tbody")).contains("recycling: max-requests");
			assertHarmless();
		}
	}

	@Test
	void whenRequestsEndThenTheyAreCounted() {
		open(nginx.uri(PAGE));
		String requests = "Number(document.querySelector('#totals dd span').textContent.replaceAll(',', ''))";
		int before = this.tab.evaluate(requests).asInt();
		for (int i = 0; i < 50; i++) {
			assertThat(application.exchange(UwsgiPacket.get("/hello")).status()).isEqualTo(200);
		}
		this.tab.await(requests + " >= " + (before + 50));
		this.tab.await("document.querySelector('#totals small').textContent.endsWith(' since opened')");
		for (String chart : List.of("rate", "time", "busy")) {
			this.tab
				.await("document.querySelector('#chart-%s .curve').getAttribute('d').includes('L')".formatted(chart));
			assertThat(this.tab.text("#chart-" + chart + " strong")).matches(".*[0-9].*");
		}
		assertHarmless();
	}

	@ParameterizedTest
	@CsvSource({ "1280, 900, light", "1280, 900, dark", "768, 1024, light", "360, 740, light", "360, 740, dark" })
	void whenScreenIsOfAnyKindThenTheHostileRequestIsReadableText(int width, int height, String scheme) {
		try (Gate gate = HeldController.hold()) {
			this.tab.screen(width, height, scheme);
			open(nginx.uri(PAGE));
			String uri = HOSTILE + "x".repeat(500);
			List<UwsgiConnection> connections = application.send(2, UwsgiPacket.get(uri));
			gate.awaitWaiting(2);
			this.tab.await(running(uri.replace("\"", "\\\"")) + " === 2");
			assertThat(this.tab.evaluate("document.querySelectorAll('img, script, iframe').length").asInt()).isOne();
			assertThat(this.tab.evaluate("document.documentElement.scrollWidth").asInt()).isEqualTo(width);
			assertThat(this.tab.evaluate("matchMedia('(prefers-color-scheme: dark)').matches").asBoolean())
				.isEqualTo(scheme.equals("dark"));
			assertThat(this.tab.evaluate(Contrast.POOR).asString()).isEmpty();
			this.tab.screenshot(SCREENSHOTS.resolve("top-%d-%s.png".formatted(width, scheme)), true);
			gate.open();
			connections.forEach((connection) -> assertThat(connection.response().status()).isEqualTo(200));
			connections.forEach(UwsgiConnection::close);
		}
		assertHarmless();
	}

	@Test
	void whenProxyTakesPathPrefixAwayThenThePageFindsItsData() {
		int port = ManagedProcess.freePort();
		try (OwnNginx proxy = new OwnNginx(WorkDirectory.create(), port, """
				server {
					listen 127.0.0.1:%d;
					location /shop/ {
						rewrite ^/shop(/.*)$ $1 break;
						uwsgi_pass unix:%s;
					}
				}
				""".formatted(port, application.socket()))) {
			open(proxy.frontEnd(port).uri("/shop" + PAGE));
			assertHarmless();
		}
	}

	@Test
	void whenEndpointsHaveTheirOwnPortAndPathThenThePageFindsItsData() {
		try (OwnApplication managed = OwnApplication.start("management.endpoints.web.exposure.include=uwsgi",
				"management.server.port=0", "management.server.address=127.0.0.1",
				"management.server.base-path=/manage", "management.endpoints.web.base-path=/admin",
				"management.endpoints.web.path-mapping.uwsgi=server")) {
			int port = managed.context().getEnvironment().getRequiredProperty("local.management.port", Integer.class);
			open(URI.create("http://127.0.0.1:%d/manage/admin/server/top".formatted(port)));
			assertThat(this.tab.text("#sockets")).contains(managed.socket().toString());
			assertHarmless();
		}
	}

	@Test
	void whenServerStopsThenThePageSaysSoAndGoesOnLater() {
		try (WorkDirectory directory = WorkDirectory.create()) {
			Path socket = directory.path().resolve("app.sock");
			ConfigurableApplicationContext context = OwnApplication.run(directory, socket, SETTINGS);
			try (FrontEnd proxy = NginxProxy.start(socket)) {
				open(proxy.uri(PAGE));
				context.close();
				this.tab.await("!document.querySelector('#notice').hidden");
				assertThat(this.tab.text("#notice")).contains("HTTP 502", "Next try in", "old");
				assertThat(this.tab.text("#state")).isEqualTo("no answer");
				this.tab.screenshot(SCREENSHOTS.resolve("top-lost.png"), false);
				context = OwnApplication.run(directory, socket, SETTINGS);
				this.tab.await("document.querySelector('#notice').hidden");
				assertThat(this.tab.text("#state")).isEqualTo("live");
			}
			finally {
				context.close();
			}
		}
	}

	@Test
	void whenPausedThenNothingIsAsked() {
		open(nginx.uri(PAGE));
		this.tab.evaluate("document.querySelector('#pause').click()");
		this.tab.await("document.querySelector('#state').innerText === 'paused'");
		assertThat(this.tab.evaluate("document.querySelector('#pause').ariaPressed").asString()).isEqualTo("true");
		String moment = "new Promise((done) => setTimeout(done, 2500))";
		this.tab.evaluate(moment);
		int before = this.tab.requests().size();
		this.tab.evaluate(moment);
		assertThat(this.tab.requests()).hasSize(before);
		this.tab.evaluate("document.querySelector('#pause').click()");
		this.tab.await("document.querySelector('#state').innerText === 'live'");
		assertHarmless();
	}

	private void open(URI page) {
		this.tab.go(page).await("document.querySelector('#state').innerText === 'live'");
		// Of a value that is per second there are none before the second answer.
		this.tab.await("document.querySelector('#chart-rate .curve')");
	}

	private int cores() {
		String[] busyOfAll = this.tab.text("#chart-busy strong").split(" of ");
		return Integer.parseInt(busyOfAll[1]);
	}

	private static String running(String uri) {
		return "[...document.querySelectorAll('#running .uri')].filter((uri) => uri.textContent === \"%s\").length"
			.formatted(uri);
	}

	private void assertHarmless() {
		assertThat(this.tab.complaints()).isEmpty();
		String origin = this.tab.evaluate("location.origin").asString();
		List<String> elsewhere = new ArrayList<>(this.tab.requests());
		elsewhere.removeIf((address) -> address.startsWith(origin + "/") || address.startsWith("data:"));
		assertThat(elsewhere).isEmpty();
	}

	private static void close(AutoCloseable resource) {
		try {
			if (resource != null) {
				resource.close();
			}
		}
		catch (Exception ex) {
			throw new IllegalStateException(ex);
		}
	}

}
