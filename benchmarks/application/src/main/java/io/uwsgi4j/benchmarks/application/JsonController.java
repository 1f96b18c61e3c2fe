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

package io.uwsgi4j.benchmarks.application;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.IntStream;

import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * Answers with about 10 KB of JSON, which is made anew for each request.
 */
@RestController
class JsonController {

	private static final int ARTICLES = 67;

	private final Catalogue catalogue = new Catalogue("spring", LocalDate.EPOCH,
			IntStream.range(0, ARTICLES).mapToObj(JsonController::article).toList());

	@GetMapping("/json")
	Catalogue json() {
		return this.catalogue;
	}

	private static Article article(int number) {
		return new Article(number, "Article " + number, "What there is to say about article " + number,
				BigDecimal.valueOf(1999L + number, 2), number % 3 != 0, List.of("new", "small", "blue"));
	}

	/**
	 * A list of articles.
	 *
	 * @param season when it is valid
	 * @param printed when it was made
	 * @param articles what is in it
	 */
	record Catalogue(String season, LocalDate printed, List<Article> articles) {

	}

	/**
	 * One article.
	 *
	 * @param number identifies it
	 * @param name what it is called
	 * @param description what it is
	 * @param price what it costs
	 * @param available whether it can be had
	 * @param labels words to find it by
	 */
	record Article(int number, String name, String description, BigDecimal price, boolean available,
			List<String> labels) {

	}

}
