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

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.uwsgi4j.test.Await;
import io.uwsgi4j.test.Telling;
import io.uwsgi4j.test.Transport;
import io.uwsgi4j.test.UwsgiClient;
import io.uwsgi4j.test.UwsgiConnection;
import io.uwsgi4j.test.UwsgiServer;

/**
 * Our connector and uWSGI, each with an application that tells what it has been asked,
 * and with the same limits.
 */
final class ComparedConnectors implements AutoCloseable {

	private static final int THREADS = 8;

	private static final Pattern STATUS_LINE = Pattern.compile("([^\r\n]*?) (\\d{3}) [^\r\n]*\r\n");

	private final ExecutorService clients = Executors.newFixedThreadPool(THREADS);

	private final UwsgiServer ours;

	private final PythonUwsgi theirs;

	ComparedConnectors() {
		this.theirs = PythonUwsgi.telling("--threads", String.valueOf(THREADS), "--buffer-size", "65535", "--max-vars",
				"500", "--socket-timeout", "1");
		try {
			this.ours = UwsgiServer.start(Transport.UNIX, (protocol) -> {
				protocol.setMaxThreads(THREADS);
				protocol.setSocketTimeout(1);
			});
			this.ours.handle(new Telling());
		}
		catch (Throwable ex) {
			this.theirs.close();
			throw ex;
		}
	}

	/**
	 * Sends packets to both.
	 * @param packets the packets
	 * @return what became of each
	 */
	List<ComparedPacket> compare(List<SentPacket> packets) {
		List<Future<ComparedPacket>> compared = packets.stream()
			.map((packet) -> this.clients.submit(() -> compare(packet)))
			.toList();
		List<ComparedPacket> results = new ArrayList<>();
		for (Future<ComparedPacket> each : compared) {
			results.add(await(each));
		}
		return results;
	}

	@Override
	public void close() {
		this.clients.shutdownNow();
		try (this.theirs) {
			this.ours.close();
		}
	}

	private ComparedPacket compare(SentPacket packet) {
		return new ComparedPacket(packet, send(packet, this.ours.client()),
				send(packet, new UwsgiClient(this.theirs.socket())));
	}

	private ComparedPacket await(Future<ComparedPacket> future) {
		try {
			return future.get(Await.LIMIT.toSeconds(), TimeUnit.SECONDS);
		}
		catch (InterruptedException | ExecutionException | TimeoutException ex) {
			throw new IllegalStateException("no answer from both\n--- uWSGI ---\n" + log(), ex);
		}
	}

	private String log() {
		List<String> lines = this.theirs.lines();
		return String.join("\n", lines.subList(Math.max(0, lines.size() - 50), lines.size()));
	}

	private static List<String> send(SentPacket packet, UwsgiClient client) {
		try (UwsgiConnection connection = client.connect().send(packet.bytes())) {
			if (!packet.isHeld()) {
				connection.halfClose();
			}
			return lines(new String(connection.awaitEnd(), StandardCharsets.ISO_8859_1));
		}
	}

	private static List<String> lines(String answer) {
		Matcher status = STATUS_LINE.matcher(answer);
		if (!status.lookingAt()) {
			return List.of("answer: " + (answer.isEmpty() ? "none" : Telling.escape(answer)));
		}
		List<String> lines = new ArrayList<>(List.of("status: " + status.group(2), "version: " + status.group(1)));
		if (status.group(2).equals("200")) {
			lines.addAll(answer.substring(answer.indexOf("\r\n\r\n") + 4).lines().sorted().toList());
		}
		return lines;
	}

}
