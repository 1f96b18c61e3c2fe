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

package io.uwsgi4j.spring.boot;

import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Pattern;

import io.uwsgi4j.policy.PeerPolicy;
import io.uwsgi4j.socket.TcpAddress;
import io.uwsgi4j.socket.UwsgiAddress;
import org.jspecify.annotations.Nullable;

/**
 * Checks the properties before anything is opened. Every failure names the property, its
 * value and what to write instead.
 */
final class UwsgiPropertiesValidator {

	// The owner must be able to connect. This also catches 432, which is YAML's 0660
	private static final Pattern MODE = Pattern.compile("0?[67][0-7]{2}");

	private static final Pattern OWNER = Pattern.compile("[^:\\s]+(:[^:\\s]+)?|:[^:\\s]+");

	private static final int MAX_BUFFER_SIZE = 65535;

	private static final int MAX_VARS = 32767;

	private final UwsgiProperties properties;

	private final ConfiguredProperties configured;

	UwsgiPropertiesValidator(UwsgiProperties properties, ConfiguredProperties configured) {
		this.properties = properties;
		this.configured = configured;
	}

	void validate() {
		UnsupportedProperties.check(this.configured);
		validateProtocol();
		this.properties.allowFrom().forEach(this::validateAllowFrom);
		this.properties.allowUids().forEach((id) -> validateId("allow-uids", id));
		this.properties.allowGids().forEach((id) -> validateId("allow-gids", id));
		this.properties.socket().forEach(this::validateSocket);
		validateHttp();
		validateChmodSocket();
		validateChownSocket();
		validateLimits();
		validateTimeout("socket-timeout", this.properties.socketTimeout());
		validateTimeout("http-timeout", this.properties.httpTimeout());
		validateSeconds("harakiri", this.properties.harakiri());
		validateSeconds("harakiri-graceful-timeout", this.properties.harakiriGracefulTimeout());
		validateAllowedVars();
	}

	private void validateProtocol() {
		String protocol = this.properties.protocol();
		check(protocol.equals("uwsgi"), "protocol", protocol, "only 'uwsgi' can be spoken on the sockets",
				"Remove 'uwsgi.protocol'. To serve plain HTTP as well, set 'uwsgi.http'.");
	}

	private void validateAllowFrom(String network) {
		parse("allow-from", network, (cidr) -> PeerPolicy.allowing(List.of(cidr)),
				"Set 'uwsgi.allow-from' to addresses or networks such as 127.0.0.1 or 10.0.0.0/24.");
	}

	private void validateId(String option, int id) {
		check(id >= 0, option, id, "it is negative",
				"Set 'uwsgi." + option + "' to numbers as the command 'id' prints them, such as 33 for www-data.");
	}

	private void validateSocket(String socket) {
		UwsgiAddress address = parse("socket", socket, UwsgiAddress::parse,
				"Set 'uwsgi.socket' to an address such as unix:/run/app/app.sock or 127.0.0.1:3031.");
		boolean guarded = !(address instanceof TcpAddress tcp) || tcp.isLoopback()
				|| this.configured.contains("uwsgi.allow-from");
		check(guarded, "socket", socket,
				"other machines may be able to connect, and 'uwsgi.allow-from' does not say which of them are allowed"
						+ " to",
				"Set 'uwsgi.allow-from' to the addresses of the proxies, such as 10.0.0.0/24, or use a unix socket or"
						+ " a loopback address such as 127.0.0.1:3031.");
	}

	private void validateHttp() {
		String http = this.properties.http();
		if (http != null) {
			parse("http", http, HttpAddress::parse,
					"Set 'uwsgi.http' to a port such as 8080 or an address such as 127.0.0.1:8080.");
		}
	}

	private void validateChmodSocket() {
		String mode = this.properties.chmodSocket();
		check(MODE.matcher(mode).matches(), "chmod-socket", mode,
				"it is not an octal mode of three digits that lets the owner connect",
				"Set 'uwsgi.chmod-socket' to a mode such as 660. In YAML put it in quotes, as YAML takes an unquoted"
						+ " 0660 for the number 432.");
	}

	private void validateChownSocket() {
		String owner = this.properties.chownSocket();
		check(owner == null || OWNER.matcher(owner).matches(), "chown-socket", owner,
				"it is not of the form user, user:group or :group",
				"Set 'uwsgi.chown-socket' to an owner such as www-data:www-data.");
	}

	private void validateLimits() {
		validateRange("listen", this.properties.listen(), 1, Integer.MAX_VALUE);
		validateRange("buffer-size", this.properties.bufferSize().toBytes(), 1, MAX_BUFFER_SIZE);
		validateRange("max-vars", this.properties.maxVars(), 1, MAX_VARS);
		validateRange("max-connections-per-peer", this.properties.maxConnectionsPerPeer(), 0, Integer.MAX_VALUE);
		validateRange("max-incomplete-per-peer", this.properties.maxIncompletePerPeer(), 0, Integer.MAX_VALUE);
		validateRange("limit-post", this.properties.limitPost().toBytes(), 0, Long.MAX_VALUE);
		validateRange("post-buffering", this.properties.postBuffering().toBytes(), 0, Long.MAX_VALUE);
		Integer threads = this.properties.threads();
		if (threads != null) {
			validateRange("threads", threads, 1, Integer.MAX_VALUE);
		}
	}

	private void validateRange(String option, long value, long min, long max) {
		String range = (max < Integer.MAX_VALUE) ? "between " + min + " and " + max : "of at least " + min;
		check(value >= min && value <= max, option, value, "it is out of range",
				"Set 'uwsgi." + option + "' to a number " + range + ".");
	}

	private void validateTimeout(String option, Duration timeout) {
		boolean wholeSeconds = timeout.toSeconds() >= 1 && timeout.toSeconds() <= Integer.MAX_VALUE / 1000
				&& timeout.toMillisPart() == 0;
		check(wholeSeconds, option, timeout.toMillis() + "ms", "it is not a positive number of whole seconds",
				"Set 'uwsgi." + option + "' to a number of seconds such as 60.");
	}

	private void validateSeconds(String option, Duration duration) {
		boolean wholeSeconds = !duration.isNegative() && duration.toSeconds() <= Integer.MAX_VALUE / 1000
				&& duration.toMillisPart() == 0;
		check(wholeSeconds, option, duration.toMillis() + "ms", "it is not a number of whole seconds",
				"Set 'uwsgi." + option + "' to a number of seconds such as 30.");
	}

	private void validateAllowedVars() {
		String expression = this.properties.allowedVars();
		if (expression != null) {
			parse("allowed-vars", expression, Pattern::compile,
					"Set 'uwsgi.allowed-vars' to a regular expression such as 'GEOIP_.*|TENANT'.");
		}
	}

	private <T> T parse(String option, String value, Function<String, T> parser, String action) {
		try {
			return parser.apply(value);
		}
		catch (IllegalArgumentException ex) {
			throw this.configured.invalid("uwsgi." + option, value, String.valueOf(ex.getMessage()), action);
		}
	}

	private void check(boolean valid, String option, @Nullable Object value, String reason, String action) {
		if (!valid) {
			throw this.configured.invalid("uwsgi." + option, value, reason, action);
		}
	}

}
