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

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.zip.GZIPOutputStream;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

/**
 * What a servlet may do with a response, by name.
 */
final class Replies {

	private static final Map<String, Reply> ALL = new LinkedHashMap<>();

	static {
		addStatuses();
		addLengths();
		addHeaders();
		addContent();
		addFailures();
		addDispatches();
		addSessions();
	}

	private Replies() {
	}

	/**
	 * Returns a reply.
	 * @param name its name
	 * @return the reply or {@code null}
	 */
	static Reply find(String name) {
		return ALL.get(name);
	}

	private static void addStatuses() {
		ALL.put("status", (request, response) -> {
			response.setStatus(number(request, "code"));
			write(response, "a body\n");
		});
		ALL.put("status-only", (request, response) -> response.setStatus(number(request, "code")));
		ALL.put("error", (request, response) -> response.sendError(number(request, "code"), "a <reason>"));
		ALL.put("redirect", (request, response) -> response.sendRedirect(request.getParameter("to")));
		ALL.put("redirect-code",
				(request, response) -> response.sendRedirect("/app/tell", number(request, "code"), true));
		ALL.put("see-other", (request, response) -> {
			response.setStatus(303);
			response.setHeader("Location", request.getParameter("to"));
		});
	}

	private static void addLengths() {
		ALL.put("exact", (request, response) -> {
			response.setContentLength(5);
			write(response, "12345");
		});
		ALL.put("too-long", (request, response) -> {
			response.setContentLength(5);
			write(response, "1234567890");
		});
		ALL.put("too-short", (request, response) -> {
			response.setContentLength(100);
			write(response, "12345");
		});
		ALL.put("unknown", (request, response) -> {
			write(response, "first\n");
			response.flushBuffer();
			write(response, "second\n");
		});
		ALL.put("nothing", (request, response) -> {
		});
		ALL.put("nothing-flushed", (request, response) -> response.flushBuffer());
		ALL.put("zero", (request, response) -> response.setContentLength(0));
		ALL.put("large", (request, response) -> response.getOutputStream().write(Payload.bytes(300_000)));
		ALL.put("large-announced", (request, response) -> {
			response.setContentLength(300_000);
			response.getOutputStream().write(Payload.bytes(300_000));
		});
		ALL.put("unread", (request, response) -> write(response, "not interested\n"));
	}

	private static void addHeaders() {
		ALL.put("many-headers", (request, response) -> {
			for (int i = 0; i < number(request, "count"); i++) {
				response.addHeader("X-Header-" + i, "v".repeat(number(request, "size")));
			}
		});
		ALL.put("header", (request, response) -> {
			response.addHeader(request.getParameter("name"), request.getParameter("value"));
			write(response, "with a header\n");
		});
		ALL.put("odd-headers", (request, response) -> {
			response.addHeader("X-Empty", "");
			response.addHeader("X-Latin", "caf\u00e9");
			response.addHeader("X-Euro", "\u20ac");
			response.addHeader("X-Lines", "one\r\nX-Two: two");
			response.addHeader("X-Blanks", "  a  b  ");
			response.addHeader("x-lower", "1");
			response.addHeader("X-Twice", "1");
			response.addHeader("X-Twice", "2");
			response.addIntHeader("X-Int", -7);
			response.addDateHeader("X-Date", 0);
		});
		ALL.put("cookies", (request, response) -> {
			Cookie cookie = new Cookie("plain", "value");
			response.addCookie(cookie);
			Cookie full = new Cookie("full", "a=b&c");
			full.setPath("/app");
			full.setMaxAge(0);
			full.setHttpOnly(true);
			full.setSecure(true);
			full.setAttribute("SameSite", "Strict");
			response.addCookie(full);
			response.addHeader("Set-Cookie", "own=\"quoted\"; Path=/");
		});
		ALL.put("hop-by-hop", (request, response) -> {
			response.addHeader("Connection", "close, X-Mine");
			response.addHeader("Keep-Alive", "timeout=5");
			response.addHeader("X-Mine", "1");
			write(response, "hop\n");
		});
	}

	private static void addContent() {
		ALL.put("type", (request, response) -> {
			response.setContentType(request.getParameter("type"));
			if (request.getParameter("charset") != null) {
				response.setCharacterEncoding(request.getParameter("charset"));
			}
			response.getWriter().write("caf\u00e9 \u20ac\n");
		});
		ALL.put("locale", (request, response) -> {
			response.setContentType("text/plain");
			response.setLocale(Locale.GERMANY);
			response.getWriter().write("gr\u00fc\u00df\n");
		});
		ALL.put("gzip", (request, response) -> {
			response.setContentType("text/plain");
			response.setHeader("Content-Encoding", "gzip");
			response.getOutputStream().write(gzip("compressed\n".repeat(100)));
		});
		ALL.put("trailers", (request, response) -> {
			response.setHeader("Trailer", "X-Sum");
			response.setTrailerFields(() -> Map.of("X-Sum", "1"));
			write(response, "with trailers\n");
		});
	}

	private static void addFailures() {
		ALL.put("fail", (request, response) -> {
			throw new IllegalStateException("on purpose");
		});
		ALL.put("fail-written", (request, response) -> {
			write(response, "never seen\n");
			throw new IllegalStateException("on purpose");
		});
		ALL.put("fail-committed", (request, response) -> {
			write(response, "before the failure\n");
			response.flushBuffer();
			throw new IllegalStateException("on purpose");
		});
		ALL.put("fail-announced", (request, response) -> {
			response.setContentLength(100);
			write(response, "before the failure\n");
			response.flushBuffer();
			throw new IllegalStateException("on purpose");
		});
		ALL.put("reset", (request, response) -> {
			response.setHeader("X-Forgotten", "1");
			write(response, "never seen\n");
			response.reset();
			response.setStatus(202);
			write(response, "after the reset\n");
		});
		ALL.put("late-header", (request, response) -> {
			response.flushBuffer();
			response.setStatus(500);
			response.setHeader("X-Late", "1");
			write(response, "committed before\n");
		});
	}

	private static void addDispatches() {
		ALL.put("forward", (request, response) -> request.getRequestDispatcher("/tell/forwarded;p=1?added=1&a=2")
			.forward(request, response));
		ALL.put("include", (request, response) -> {
			response.getOutputStream().print("before\n");
			request.getRequestDispatcher("/tell/included?added=1").include(request, response);
			response.getOutputStream().print("after\n");
		});
		ALL.put("async-dispatch", (request, response) -> request.startAsync().dispatch("/tell/dispatched?added=1"));
		ALL.put("async-complete", (request, response) -> {
			AsyncContext context = request.startAsync();
			context.start(() -> complete(context));
		});
		ALL.put("async-timeout", (request, response) -> request.startAsync().setTimeout(200));
	}

	private static void addSessions() {
		ALL.put("session", (request, response) -> {
			request.getSession().setAttribute("seen", "1");
			write(response, "url=%s\n".formatted(response.encodeURL("/app/tell?a=b#c")));
			write(response, "redirect=%s\n".formatted(response.encodeRedirectURL("/app/tell")));
			write(response, "elsewhere=%s\n".formatted(response.encodeURL("https://elsewhere.example/")));
		});
		ALL.put("session-state", (request, response) -> write(response, "session=%s, valid=%s\n"
			.formatted(request.getSession(false) != null, request.isRequestedSessionIdValid())));
		ALL.put("session-change", (request, response) -> {
			request.getSession();
			write(response, request.changeSessionId() + "\n");
		});
	}

	private static void complete(AsyncContext context) {
		try {
			write((HttpServletResponse) context.getResponse(), "from another thread\n");
			context.complete();
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static int number(HttpServletRequest request, String parameter) {
		return Integer.parseInt(request.getParameter(parameter));
	}

	private static void write(HttpServletResponse response, String text) throws IOException {
		response.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
	}

	static byte[] gzip(String text) {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
			gzip.write(text.getBytes(StandardCharsets.UTF_8));
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
		return bytes.toByteArray();
	}

	/**
	 * One way to answer.
	 */
	interface Reply {

		/**
		 * Answers.
		 * @param request the request
		 * @param response the response
		 * @throws IOException if writing fails
		 * @throws ServletException if a dispatch fails
		 */
		void answer(HttpServletRequest request, HttpServletResponse response) throws IOException, ServletException;

	}

}
