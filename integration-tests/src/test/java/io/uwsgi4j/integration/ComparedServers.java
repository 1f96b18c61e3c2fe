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
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * One application, and one nginx that passes requests on to it over uwsgi and over HTTP.
 */
final class ComparedServers implements AutoCloseable {

	/** The longest body that the application takes over uwsgi. */
	static final int LIMIT_POST = 1_000_000;

	/** The longest body that nginx takes. */
	static final int NGINX_LIMIT = 1_500_000;

	/** The largest file that a form may contain. */
	static final int MULTIPART_LIMIT = 100_000;

	/** The longest form that Tomcat parses. */
	static final int FORM_LIMIT = 20_000;

	/** Length of the text among the static resources. */
	static final int RESOURCE_SIZE = 1000;

	// As users have them: buffers that are large enough on both ways, HTTP with
	// keep-alive
	// and with all headers that Spring Boot's documentation asks of a proxy.
	private static final String SERVERS = """
				client_max_body_size %5$d;
				large_client_header_buffers 8 80k;
				upstream http_application {
					server 127.0.0.1:%4$d;
					keepalive 8;
					keepalive_timeout 500ms;
				}
				server {
					listen 127.0.0.1:%1$d;
					server_name app.example;
					location / {
						uwsgi_pass unix:%3$s;
						uwsgi_buffer_size 64k;
						uwsgi_buffers 8 64k;
					}
				}
				server {
					listen 127.0.0.1:%2$d;
					server_name app.example;
					location / {
						proxy_pass http://http_application;
						proxy_http_version 1.1;
						proxy_set_header Connection "";
						proxy_set_header Host $http_host;
						proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
						proxy_set_header X-Forwarded-Proto $scheme;
						proxy_set_header X-Forwarded-Host $http_host;
						proxy_set_header X-Forwarded-Port $server_port;
						proxy_buffer_size 64k;
						proxy_buffers 8 64k;
					}
				}
			""";

	private static final Instant MODIFIED = Instant.parse("2021-03-04T05:06:07Z");

	private final WorkDirectory directory = WorkDirectory.create();

	private final ConfigurableApplicationContext context;

	private final OwnNginx nginx;

	private final int uwsgiPort = ManagedProcess.freePort();

	private final int httpPort = ManagedProcess.freePort();

	private final ExchangeClient uwsgi;

	private final ExchangeClient http;

	ComparedServers() {
		writeResources();
		this.context = startApplication();
		try {
			int port = ((WebServerApplicationContext) this.context).getWebServer().getPort();
			this.nginx = new OwnNginx(WorkDirectory.create(), this.httpPort,
					SERVERS.formatted(this.uwsgiPort, this.httpPort, unixSocket(), port, NGINX_LIMIT));
			String session = createSession();
			this.uwsgi = new ExchangeClient(this.uwsgiPort, session);
			this.http = new ExchangeClient(this.httpPort, session);
		}
		catch (Throwable ex) {
			this.context.close();
			throw ex;
		}
	}

	/**
	 * Returns the client that is answered over uwsgi.
	 * @return the client
	 */
	ExchangeClient uwsgi() {
		return this.uwsgi;
	}

	/**
	 * Returns the client that is answered over HTTP.
	 * @return the client
	 */
	ExchangeClient http() {
		return this.http;
	}

	/**
	 * Returns what nginx has to say.
	 * @return the error log
	 */
	String log() {
		return this.nginx.log();
	}

	@Override
	public void close() {
		this.nginx.close();
		this.context.close();
		this.directory.close();
	}

	// The timeout ends an answer over HTTP that is shorter than announced: it has to be
	// far from that of the client, and longer than nginx keeps a connection.
	private ConfigurableApplicationContext startApplication() {
		return SeparateApplication.start(ComparedApplication.class,
				"spring.profiles.active=" + ComparedApplication.PROFILE, "uwsgi.socket=" + unixSocket(),
				"uwsgi.http=127.0.0.1:0", "uwsgi.chmod-socket=666", "uwsgi.limit-post=" + LIMIT_POST,
				"server.servlet.context-path=/app", "server.forward-headers-strategy=native",
				"server.servlet.session.cookie.same-site=lax", "server.tomcat.keep-alive-timeout=1s",
				"server.tomcat.max-http-form-post-size=" + FORM_LIMIT,
				"spring.servlet.multipart.max-file-size=" + MULTIPART_LIMIT,
				"spring.servlet.multipart.max-request-size=" + MULTIPART_LIMIT,
				"spring.web.resources.static-locations=file:" + resources() + "/",
				"spring.web.resources.cache.cachecontrol.max-age=60",
				"server.tomcat.basedir=" + this.directory.path().resolve("tomcat"));
	}

	private String unixSocket() {
		return this.directory.path().resolve("app.sock").toString();
	}

	private Path resources() {
		return this.directory.path().resolve("static");
	}

	private void writeResources() {
		writeResource("text.txt", "0123456789".repeat(RESOURCE_SIZE / 10));
		writeResource("page.html", "<!doctype html>\n<p>page</p>\n");
		writeResource("style.css", "p { color: red }\n");
		writeResource("empty.json", "");
		writeResource("with blank.svg", "<svg/>");
	}

	private void writeResource(String name, String content) {
		try {
			Path file = Files.createDirectories(resources()).resolve(name);
			Files.writeString(file, content);
			Files.setLastModifiedTime(file, FileTime.from(MODIFIED));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private String createSession() {
		String answer = RawHttp.exchange(this.nginx.frontEnd(this.httpPort), "GET /app/answer/session HTTP/1.1",
				"Host: app.example");
		Matcher matcher = Pattern.compile("JSESSIONID=([0-9A-F]{32})").matcher(answer);
		if (!matcher.find()) {
			throw new AssertionError("no session in " + answer);
		}
		return matcher.group(1);
	}

}
