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

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A Chromium that nobody sees.
 */
final class Browser implements AutoCloseable {

	private static final String READY = "DevTools listening on ";

	private static final Pattern ADDRESS = Pattern.compile(READY + "(ws://\\S+)");

	private final WorkDirectory directory = WorkDirectory.create();

	private final ManagedProcess process;

	private final DevTools tools;

	private Browser() {
		// No sandbox, as root cannot have one. No requests of its own.
		List<String> command = List.of(ManagedProcess.find("chromium", "chromium"), "--headless=new", "--no-sandbox",
				"--disable-gpu", "--disable-dev-shm-usage", "--no-first-run", "--disable-background-networking",
				"--disable-component-update", "--disable-sync", "--disable-extensions", "--hide-scrollbars",
				"--force-device-scale-factor=1", "--remote-debugging-port=0",
				"--user-data-dir=" + this.directory.path().resolve("profile"), "about:blank");
		this.process = ManagedProcess.start(this.directory.path(), command, READY);
		Matcher matcher = ADDRESS.matcher(this.process.log());
		if (!matcher.find()) {
			throw new AssertionError(this.process.log());
		}
		this.tools = new DevTools(URI.create(matcher.group(1)));
	}

	static Browser start() {
		return new Browser();
	}

	/**
	 * Opens an empty tab.
	 * @return the tab
	 */
	BrowserTab open() {
		String target = this.tools.send(null, "Target.createTarget", Map.of("url", "about:blank", "newWindow", true))
			.get("targetId")
			.asString();
		String session = this.tools.send(null, "Target.attachToTarget", Map.of("targetId", target, "flatten", true))
			.get("sessionId")
			.asString();
		return new BrowserTab(this.tools, target, session);
	}

	@Override
	public void close() {
		this.tools.close();
		this.process.close();
		this.directory.close();
	}

}
