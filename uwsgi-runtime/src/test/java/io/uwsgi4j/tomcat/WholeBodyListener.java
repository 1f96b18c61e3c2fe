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

package io.uwsgi4j.tomcat;

import java.io.IOException;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

/**
 * Writes one body in pieces, each when there is room.
 */
final class WholeBodyListener implements WriteListener {

	private static final int PIECE = 10_000;

	private final AsyncContext context;

	private final ServletOutputStream out;

	private final byte[] body;

	private int position;

	private WholeBodyListener(AsyncContext context, ServletOutputStream out, byte[] body) {
		this.context = context;
		this.out = out;
		this.body = body;
	}

	static void start(HttpServletRequest request, HttpServletResponse response, byte[] body) throws IOException {
		ServletOutputStream out = response.getOutputStream();
		out.setWriteListener(new WholeBodyListener(request.startAsync(), out, body));
	}

	@Override
	public void onWritePossible() throws IOException {
		while (this.out.isReady()) {
			if (this.position == this.body.length) {
				this.context.complete();
				return;
			}
			int length = Math.min(PIECE, this.body.length - this.position);
			this.out.write(this.body, this.position, length);
			this.position += length;
		}
	}

	@Override
	public void onError(Throwable throwable) {
		this.context.complete();
	}

}
