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

import io.uwsgi4j.test.Response;
import io.uwsgi4j.test.UwsgiPacket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What {@code server.servlet.*} does to a request, in whatever way the proxy describes
 * it.
 */
@Timeout(90)
class ServletSettingsTests {

	private static final String TARGET = "/app/inspect/a%20b?q=1";

	private static final int MODIFIER_SCRIPT_NAME_IN_PATH = 30;

	@Test
	void whenContextPathIsSetThenItIsFoundInWhateverTheProxySends() {
		try (OwnApplication application = OwnApplication.start("server.servlet.context-path=/app")) {
			assertInspected(application, UwsgiPacket.get(TARGET));
			assertInspected(application, script(TARGET, "/app", "/inspect/a b"));
			assertInspected(application, script(TARGET, "/app", "/inspect/a b").without("REQUEST_URI"));
			assertInspected(application, script(TARGET, "/app", "/app/inspect/a b"));
			assertInspected(application,
					script(TARGET, "/app", "/app/inspect/a b").modifier1(MODIFIER_SCRIPT_NAME_IN_PATH));
			assertInspected(application,
					script(TARGET, "/app", "/app/inspect/a b").modifier1(MODIFIER_SCRIPT_NAME_IN_PATH)
						.without("REQUEST_URI"));
		}
	}

	@Test
	void whenScriptNameIsNotTheContextPathThenItIsPartOfThePath() {
		try (OwnApplication application = OwnApplication.start()) {
			assertThat(application.exchange(script("/app/inspect/a", "/app", "/inspect/a")).status()).isEqualTo(404);
			assertThat(application.exchange(script("/inspect/a", "/inspect", "/a")).text().lines())
				.contains("contextPath=", "uri=/inspect/a", "path=/a");
		}
	}

	@Test
	void whenContextPathIsSetThenOtherPathsAreNotFound() {
		try (OwnApplication application = OwnApplication.start("server.servlet.context-path=/app")) {
			assertThat(application.exchange(UwsgiPacket.get("/hello")).status()).isEqualTo(404);
			assertThat(application.exchange(UwsgiPacket.get("/app/hello")).text()).isEqualTo("hello");
		}
	}

	@Test
	void whenContextRootLacksItsSlashThenRedirectIsOnlyAPath() {
		try (OwnApplication application = OwnApplication.start("server.servlet.context-path=/app",
				"server.tomcat.use-relative-redirects=true")) {
			Response response = application.exchange(UwsgiPacket.get("/app"));
			assertThat(response.status()).isEqualTo(302);
			assertThat(response.header("Location")).isEqualTo("/app/");
		}
	}

	@Test
	void whenCookieOfSessionIsConfiguredThenItIsAsConfigured() {
		try (OwnApplication application = OwnApplication.start("server.servlet.context-path=/app",
				"server.servlet.session.cookie.name=SID", "server.servlet.session.cookie.domain=app.example",
				"server.servlet.session.cookie.path=/app/x", "server.servlet.session.cookie.http-only=true",
				"server.servlet.session.cookie.secure=true", "server.servlet.session.cookie.same-site=strict",
				"server.servlet.session.cookie.max-age=1h", "server.servlet.session.timeout=2m")) {
			Response response = application.exchange(UwsgiPacket.get("/app/session"));
			assertThat(response.text()).startsWith("count=1 timeout=120 ");
			String cookie = response.header("Set-Cookie");
			assertThat(cookie).startsWith("SID=")
				.contains("; Domain=app.example", "; Path=/app/x", "; Secure", "; HttpOnly", "; SameSite=Strict",
						"; Max-Age=3600");
			UwsgiPacket next = UwsgiPacket.get("/app/session")
				.header("Cookie", "a=1; " + cookie.substring(0, cookie.indexOf(';')));
			assertThat(application.exchange(next).text()).startsWith("count=2 ");
		}
	}

	@Test
	void whenClientSpeaksTlsThenCookieOfSessionIsSecure() {
		try (OwnApplication application = OwnApplication.start()) {
			UwsgiPacket packet = UwsgiPacket.get("/session").set("REQUEST_SCHEME", "https").var("HTTPS", "on");
			assertThat(application.exchange(packet).header("Set-Cookie")).contains("; Secure");
			assertThat(application.exchange(UwsgiPacket.get("/session")).header("Set-Cookie")).doesNotContain("Secure");
		}
	}

	@Test
	void whenSessionIsTrackedByUrlThenThePathTellsIt() {
		try (OwnApplication application = OwnApplication.start("server.servlet.session.tracking-modes=url")) {
			Response response = application.exchange(UwsgiPacket.get("/session"));
			assertThat(response.headers("Set-Cookie")).isEmpty();
			String link = response.text().substring(response.text().indexOf("link=") + "link=".length());
			assertThat(link).startsWith("/session;jsessionid=");
			assertThat(application.exchange(UwsgiPacket.get(link)).text()).startsWith("count=2 ");
		}
	}

	private static UwsgiPacket script(String target, String scriptName, String pathInfo) {
		return UwsgiPacket.get(target).set("SCRIPT_NAME", scriptName).set("PATH_INFO", pathInfo);
	}

	private static void assertInspected(OwnApplication application, UwsgiPacket packet) {
		assertThat(application.exchange(packet).text().lines()).as(packet.toString())
			.contains("contextPath=/app", "uri=/app/inspect/a%20b", "path=/a b", "query=q=1");
	}

}
