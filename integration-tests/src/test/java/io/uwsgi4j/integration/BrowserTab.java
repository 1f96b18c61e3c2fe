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
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import io.uwsgi4j.test.Await;
import tools.jackson.databind.JsonNode;

/**
 * A tab, and what a user of the developer tools would see of it.
 */
final class BrowserTab implements AutoCloseable {

	private final DevTools tools;

	private final String target;

	private final String session;

	BrowserTab(DevTools tools, String target, String session) {
		this.tools = tools;
		this.target = target;
		this.session = session;
		for (String domain : List.of("Page", "Runtime", "Log", "Network", "Audits")) {
			send(domain + ".enable", Map.of());
		}
	}

	/**
	 * Chooses what the screen is like.
	 * @param width in CSS pixels
	 * @param height in CSS pixels
	 * @param scheme {@code light} or {@code dark}
	 * @return this
	 */
	BrowserTab screen(int width, int height, String scheme) {
		send("Emulation.setDeviceMetricsOverride",
				Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", width < 600));
		send("Emulation.setEmulatedMedia",
				Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", scheme))));
		return this;
	}

	/**
	 * Opens an address.
	 * @param address the address
	 * @return this
	 */
	BrowserTab go(URI address) {
		JsonNode result = send("Page.navigate", Map.of("url", address.toString()));
		if (result.has("errorText")) {
			throw new AssertionError("%s: %s".formatted(address, result.get("errorText").asString()));
		}
		return await("location.href !== 'about:blank' && document.readyState === 'complete'");
	}

	/**
	 * Evaluates an expression in the page.
	 * @param expression JavaScript
	 * @return its value
	 */
	JsonNode evaluate(String expression) {
		JsonNode result = send("Runtime.evaluate",
				Map.of("expression", expression, "returnByValue", true, "awaitPromise", true));
		if (result.has("exceptionDetails")) {
			throw new AssertionError("%s: %s".formatted(expression, result.get("exceptionDetails")));
		}
		return result.path("result").path("value");
	}

	String text(String selector) {
		return evaluate("document.querySelector('%s').innerText".formatted(selector)).asString();
	}

	/**
	 * Waits for a condition.
	 * @param expression JavaScript
	 * @return this
	 */
	BrowserTab await(String expression) {
		Await.until(() -> "'%s' in a page that says '%s' and complains %s".formatted(expression, text("body"),
				complaints()), Await.LIMIT, () -> evaluate("Boolean(" + expression + ")").asBoolean());
		return this;
	}

	/**
	 * Returns what the page has asked for.
	 * @return the addresses
	 */
	List<String> requests() {
		return this.tools.events(this.session, "Network.requestWillBeSent")
			.stream()
			.map((event) -> event.path("request").path("url").asString())
			.toList();
	}

	/**
	 * Returns what the console shows: errors, warnings, violations of the policy.
	 * @return the messages
	 */
	List<String> complaints() {
		return Stream
			.of("Runtime.consoleAPICalled", "Runtime.exceptionThrown", "Log.entryAdded", "Audits.issueAdded",
					"Page.javascriptDialogOpening")
			.flatMap((method) -> this.tools.events(this.session, method).stream())
			.map(JsonNode::toString)
			.toList();
	}

	/**
	 * Writes what the page looks like.
	 * @param file the PNG
	 * @param whole whether what is below the screen is on it, too
	 */
	void screenshot(Path file, boolean whole) {
		JsonNode result = send("Page.captureScreenshot", Map.of("format", "png", "captureBeyondViewport", whole));
		try {
			Files.write(file, Base64.getDecoder().decode(result.get("data").asString()));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	@Override
	public void close() {
		this.tools.send(null, "Target.closeTarget", Map.of("targetId", this.target));
	}

	private JsonNode send(String method, Map<String, ?> parameters) {
		return this.tools.send(this.session, method, parameters);
	}

}
