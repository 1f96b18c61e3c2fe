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

package io.uwsgi4j.spring.boot.actuate;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.Map;

import org.springframework.http.HttpHeaders;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;

/**
 * The page that shows the statistics as they change. It is one document, and all that a
 * browser loads beside it are the statistics, from the same address.
 */
public final class TopPage {

	/** Last part of the path of the page. */
	static final String NAME = "top";

	/** Where the parts of the page are on the class path. */
	static final String LOCATION = "io/uwsgi4j/spring/boot/actuate/";

	private static final MediaType HTML = new MediaType(MediaType.TEXT_HTML, StandardCharsets.UTF_8);

	private final byte[] document;

	private final Map<String, String> headers;

	/**
	 * Creates the page from its parts.
	 */
	public TopPage() {
		String style = read("top.css");
		String script = read("top.js");
		String policy = String.join("; ", "default-src 'none'", "script-src " + hash(script),
				"style-src " + hash(style), "connect-src 'self'", "img-src data:", "base-uri 'none'",
				"form-action 'none'", "require-trusted-types-for 'script'", "trusted-types 'none'");
		this.document = read("top.html").replace("@policy@", policy)
			.replace("@style@", style)
			.replace("@script@", script)
			.getBytes(StandardCharsets.UTF_8);
		// Frames can be forbidden in a header only.
		this.headers = Map.of("Content-Security-Policy", policy + "; frame-ancestors 'none'", "X-Content-Type-Options",
				"nosniff", "Referrer-Policy", "no-referrer", HttpHeaders.CACHE_CONTROL, "no-store");
	}

	/**
	 * Returns the page itself.
	 * @return the bytes, not to be changed
	 */
	byte[] document() {
		return this.document;
	}

	/**
	 * Returns the type of the page.
	 * @return the type of HTML in UTF-8
	 */
	MediaType type() {
		return HTML;
	}

	/**
	 * Returns what a browser has to know, also about the statistics.
	 * @return headers by name
	 */
	Map<String, String> headers() {
		return this.headers;
	}

	/**
	 * Tells whether a request is for the page and not for the statistics that it shows.
	 * @param method the method
	 * @param accept the values of the header {@code Accept}
	 * @return whether HTML is asked for by its name and is at least as welcome as JSON
	 */
	static boolean isWanted(String method, List<String> accept) {
		if (!method.equals("GET") && !method.equals("HEAD")) {
			return false;
		}
		try {
			List<MediaType> types = MediaType.parseMediaTypes(accept);
			double html = quality(types, MediaType.TEXT_HTML);
			return html > 0 && html >= quality(types, MediaType.APPLICATION_JSON);
		}
		catch (InvalidMediaTypeException ex) {
			return false;
		}
	}

	private static double quality(List<MediaType> types, MediaType wanted) {
		return types.stream()
			.filter(wanted::equalsTypeAndSubtype)
			.mapToDouble(MediaType::getQualityValue)
			.max()
			.orElse(0);
	}

	private static String hash(String text) {
		try {
			byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
			return "'sha256-" + Base64.getEncoder().encodeToString(digest) + "'";
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static String read(String name) {
		try (InputStream in = TopPage.class.getResourceAsStream(name)) {
			if (in == null) {
				throw new IllegalStateException("'%s%s' is not on the class path".formatted(LOCATION, name));
			}
			return new String(in.readAllBytes(), StandardCharsets.UTF_8);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
