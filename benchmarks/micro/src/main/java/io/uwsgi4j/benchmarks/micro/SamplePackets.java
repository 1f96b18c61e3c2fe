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

package io.uwsgi4j.benchmarks.micro;

import io.uwsgi4j.test.UwsgiPacket;

/**
 * Requests of a browser as nginx passes them on: the variables of its stock
 * {@code uwsgi_params} and a dozen of headers.
 */
public final class SamplePackets {

	private SamplePackets() {
	}

	/**
	 * Returns a packet as most are: nginx means the path that the client has sent.
	 * @return the bytes of the packet, with 25 variables
	 */
	public static byte[] plain() {
		return get("/api/orders/4711?expand=items&page=2");
	}

	/**
	 * Returns a packet with a path that looks different when nginx has decoded it.
	 * @return the bytes of the packet, with 25 variables
	 */
	public static byte[] encoded() {
		return get("/api/orders/caf%C3%A9%20au%20lait?expand=items&page=2");
	}

	private static byte[] get(String target) {
		return UwsgiPacket.get(target)
			.set("HTTP_USER_AGENT", "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0")
			.set("HTTP_ACCEPT", "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8")
			.header("Accept-Language", "en-US,en;q=0.5")
			.header("Accept-Encoding", "gzip, deflate, br, zstd")
			.header("Referer", "https://app.example/orders?page=2")
			.header("Connection", "keep-alive")
			.header("Cookie", "JSESSIONID=0123456789ABCDEF0123456789ABCDEF; theme=dark")
			.header("Upgrade-Insecure-Requests", "1")
			.header("Sec-Fetch-Dest", "document")
			.header("Sec-Fetch-Mode", "navigate")
			.header("Sec-Fetch-Site", "same-origin")
			.toBytes();
	}

}
