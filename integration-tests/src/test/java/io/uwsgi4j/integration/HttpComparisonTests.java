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

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The same requests to the same application, with {@code uwsgi_pass} and with
 * {@code proxy_pass}: clients and the application see the same, apart from what
 * {@link KnownDifference} lists.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(value = 90, unit = TimeUnit.SECONDS)
class HttpComparisonTests {

	private ComparedServers servers;

	@BeforeAll
	void start() {
		this.servers = new ComparedServers();
	}

	@AfterAll
	void stop() {
		if (this.servers != null) {
			this.servers.close();
		}
	}

	static Stream<Exchange> exchanges() {
		return Stream
			.of(MethodExchanges.all(), PathExchanges.all(), QueryExchanges.all(), HeaderExchanges.all(),
					BodyExchanges.all(), LimitExchanges.all(), ResponseExchanges.all(), ErrorExchanges.all(),
					MvcExchanges.all(), ResourceExchanges.all(), SessionExchanges.all())
			.flatMap(List::stream);
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("exchanges")
	void whenRequestTakesBothWaysThenOnlyKnownDifferencesShow(Exchange exchange) {
		List<String> uwsgi = this.servers.uwsgi().send(exchange);
		List<String> http = this.servers.http().send(exchange);
		List<String> restOfUwsgi = new ArrayList<>(uwsgi);
		List<String> restOfHttp = new ArrayList<>(http);
		Set<KnownDifference> known = known(exchange, uwsgi, http);
		for (KnownDifference difference : known) {
			assertThat(difference.remove(restOfUwsgi, restOfHttp))
				.as(() -> "%s is a difference%s".formatted(difference, report(uwsgi, http)))
				.isTrue();
		}
		assertThat(restOfUwsgi).as(() -> "the same but for " + known + report(uwsgi, http)).isEqualTo(restOfHttp);
	}

	@Test
	void whenExchangesAreListedThenEachHasItsOwnName() {
		assertThat(exchanges().map(Exchange::name)).doesNotHaveDuplicates();
	}

	@Test
	void whenDifferenceIsKnownThenAnExchangeShowsIt() {
		Set<KnownDifference> shown = EnumSet.copyOf(KnownDifference.OF_WHAT_IS_TOLD);
		shown.add(KnownDifference.REASON_PHRASE);
		exchanges().map(Exchange::differences).forEach(shown::addAll);
		assertThat(shown).containsExactlyInAnyOrder(KnownDifference.values());
	}

	@Test
	void whenDifferenceIsKnownThenTheDocumentExplainsIt() {
		assertThat(DifferencesDocument.names("What clients and applications see"))
			.containsExactlyElementsOf(Arrays.stream(KnownDifference.values()).map(DifferencesDocument::name).toList());
	}

	private static Set<KnownDifference> known(Exchange exchange, List<String> uwsgi, List<String> http) {
		Set<KnownDifference> known = EnumSet.noneOf(KnownDifference.class);
		if (http.contains("reason: ") && !uwsgi.contains("reason: ")) {
			known.add(KnownDifference.REASON_PHRASE);
		}
		if (uwsgi.stream().anyMatch((line) -> line.startsWith("body: " + TellServlet.MARK))
				&& http.stream().anyMatch((line) -> line.startsWith("body: " + TellServlet.MARK))) {
			known.addAll(KnownDifference.OF_WHAT_IS_TOLD);
		}
		known.addAll(exchange.differences());
		return known;
	}

	private String report(List<String> uwsgi, List<String> http) {
		return "%n--- uwsgi ---%n%s%n--- http ---%n%s%n--- nginx ---%n%s".formatted(String.join("\n", uwsgi),
				String.join("\n", http), this.servers.log());
	}

}
