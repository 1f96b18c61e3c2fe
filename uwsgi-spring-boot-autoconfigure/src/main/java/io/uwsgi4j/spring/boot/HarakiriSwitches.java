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
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Function;

import io.uwsgi4j.tomcat.UwsgiProtocol;

import org.springframework.boot.convert.DurationStyle;

/**
 * The properties about requests that take too long, as settings that can be changed while
 * the application runs.
 */
public final class HarakiriSwitches implements RuntimeSettings {

	private final UwsgiServer server;

	/**
	 * Creates the table.
	 * @param server where the connector is found
	 */
	public HarakiriSwitches(UwsgiServer server) {
		this.server = server;
	}

	@Override
	public List<RuntimeSetting<?>> list() {
		return List.of(
				setting("uwsgi.harakiri", HarakiriSwitches::duration,
						(protocol) -> Duration.ofSeconds(protocol.getHarakiri()),
						(protocol, limit) -> protocol.setHarakiri((int) limit.toSeconds())),
				setting("uwsgi.harakiri-verbose", HarakiriSwitches::flag, UwsgiProtocol::isHarakiriVerbose,
						UwsgiProtocol::setHarakiriVerbose),
				setting("uwsgi.harakiri-graceful-timeout", HarakiriSwitches::duration,
						(protocol) -> Duration.ofSeconds(protocol.getHarakiriGracefulTimeout()),
						(protocol, limit) -> protocol.setHarakiriGracefulTimeout((int) limit.toSeconds())));
	}

	private <T> RuntimeSetting<T> setting(String name, Function<String, T> parser, Function<UwsgiProtocol, T> current,
			BiConsumer<UwsgiProtocol, T> change) {
		return new RuntimeSetting<>(name, parser, () -> current.apply(protocol()),
				(value) -> change.accept(protocol(), value));
	}

	private UwsgiProtocol protocol() {
		UwsgiProtocol protocol = this.server.protocol();
		if (protocol == null) {
			throw new IllegalStateException("uwsgi is not served");
		}
		return protocol;
	}

	private static Duration duration(String text) {
		Duration duration = DurationStyle.detectAndParse(text, ChronoUnit.SECONDS);
		if (duration.isNegative() || duration.toMillisPart() != 0 || duration.toSeconds() > Integer.MAX_VALUE / 1000) {
			throw new IllegalArgumentException("it is not a number of whole seconds");
		}
		return duration;
	}

	private static boolean flag(String text) {
		return switch (text) {
			case "true" -> true;
			case "false" -> false;
			default -> throw new IllegalArgumentException("it is neither true nor false");
		};
	}

}
