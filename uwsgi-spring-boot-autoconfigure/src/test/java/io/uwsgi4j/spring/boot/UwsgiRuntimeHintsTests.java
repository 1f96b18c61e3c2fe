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

import java.util.List;

import io.uwsgi4j.tomcat.UwsgiProtocol;
import org.junit.jupiter.api.Test;

import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;
import org.springframework.aot.hint.predicate.RuntimeHintsPredicates;
import org.springframework.beans.factory.aot.AotServices;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link UwsgiRuntimeHints}.
 */
class UwsgiRuntimeHintsTests {

	@Test
	void protocolHandlerCanBeCreatedAndSetByName() throws NoSuchMethodException {
		RuntimeHints hints = new RuntimeHints();
		List<UwsgiRuntimeHints> registrars = AotServices.factories()
			.load(RuntimeHintsRegistrar.class)
			.stream()
			.filter(UwsgiRuntimeHints.class::isInstance)
			.map(UwsgiRuntimeHints.class::cast)
			.toList();
		assertThat(registrars).hasSize(1);
		registrars.get(0).registerHints(hints, getClass().getClassLoader());
		assertThat(RuntimeHintsPredicates.reflection().onConstructorInvocation(UwsgiProtocol.class.getConstructor()))
			.accepts(hints);
		assertThat(RuntimeHintsPredicates.reflection()
			.onMethodInvocation(UwsgiProtocol.class.getMethod("setServer", String.class))).accepts(hints);
	}

}
