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

package io.uwsgi4j.stats.server;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

import io.uwsgi4j.policy.PeerPolicy;
import io.uwsgi4j.socket.ListenOptions;
import io.uwsgi4j.socket.UwsgiAddress;
import io.uwsgi4j.stats.ServerStats;
import io.uwsgi4j.stats.StatsSamples;
import io.uwsgi4j.stats.StatsWriter;
import io.uwsgi4j.test.LogCapture;
import io.uwsgi4j.test.Packets;
import io.uwsgi4j.test.Resources;
import io.uwsgi4j.test.UwsgiClient;
import io.uwsgi4j.test.UwsgiConnection;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A stats server on each kind of socket. Whatever a test has opened is gone after it.
 */
@ParameterizedClass
@EnumSource(AbstractStatsServerTests.Kind.class)
@Timeout(value = 60, unit = TimeUnit.SECONDS)
abstract class AbstractStatsServerTests {

	static final StatsWriter WRITER = new StatsWriter(true, false);

	static final String HTTP_HEAD = "HTTP/1.0 200 OK\r\nConnection: close\r\nAccess-Control-Allow-Origin: *\r\n"
			+ "Content-Type: application/json\r\n\r\n";

	static final Duration LONG = Duration.ofSeconds(60);

	@Parameter
	Kind kind;

	@TempDir
	Path directory;

	Resources before;

	final List<UwsgiConnection> connections = new ArrayList<>();

	final LogCapture log = LogCapture.start();

	@BeforeAll
	static void warmUp(@TempDir Path directory) throws IOException {
		for (Kind kind : Kind.values()) {
			try (StatsServer server = StatsServer.bind(kind.address(directory), ListenOptions.defaults())) {
				server.start("warm-up", settings(true, LONG), () -> StatsSamples.idle(1));
				try (UwsgiConnection connection = new UwsgiClient(peer(server)).connect()) {
					connection.send(Packets.octets("x")).readToEnd();
				}
			}
		}
	}

	@BeforeEach
	void remember() {
		this.before = Resources.take();
	}

	@AfterEach
	void everythingIsReleased() {
		this.connections.forEach(UwsgiConnection::close);
		this.log.close();
		this.before.awaitReleased();
		assertThat(this.directory).isEmptyDirectory();
	}

	StatsServer start(boolean http, Duration timeout, Supplier<ServerStats> statistics) {
		try {
			StatsServer server = StatsServer.bind(this.kind.address(this.directory), ListenOptions.defaults());
			server.start("stats-test", settings(http, timeout), statistics);
			return server;
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

	UwsgiConnection connect(StatsServer server) {
		UwsgiConnection connection = new UwsgiClient(peer(server)).connect();
		this.connections.add(connection);
		return connection;
	}

	static byte[] read(UwsgiConnection connection) {
		return connection.readToEnd();
	}

	static StatsServerSettings settings(boolean http, Duration timeout) {
		return new StatsServerSettings(WRITER, http, timeout, PeerPolicy.allowing(PeerPolicy.LOOPBACK));
	}

	static String peer(StatsServer server) {
		return server.address().toString().replaceFirst("^unix:", "");
	}

	static byte[] document(ServerStats stats) {
		try {
			ByteArrayOutputStream target = new ByteArrayOutputStream();
			WRITER.write(stats, target);
			return target.toByteArray();
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * Where a stats server listens.
	 */
	enum Kind {

		UNIX {
			@Override
			UwsgiAddress address(Path directory) {
				return UwsgiAddress.parse(directory.resolve("stats.sock").toString());
			}
		},

		ABSTRACT {
			@Override
			UwsgiAddress address(Path directory) {
				return UwsgiAddress.parse("@uwsgi4j-stats-" + ProcessHandle.current().pid());
			}
		},

		TCP {
			@Override
			UwsgiAddress address(Path directory) {
				return UwsgiAddress.parse("127.0.0.1:0");
			}
		};

		abstract UwsgiAddress address(Path directory);

	}

}
