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
import java.io.UncheckedIOException;

import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpUpgradeHandler;
import jakarta.servlet.http.WebConnection;

/**
 * Sends back what comes on an upgraded connection, until the peer has no more to say.
 */
public final class UpgradedEcho implements HttpUpgradeHandler, ReadListener, WriteListener {

	private final byte[] buffer = new byte[8192];

	private WebConnection connection;

	private ServletInputStream in;

	private ServletOutputStream out;

	@Override
	public void init(WebConnection webConnection) {
		this.connection = webConnection;
		try {
			this.in = webConnection.getInputStream();
			this.out = webConnection.getOutputStream();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		this.in.setReadListener(this);
		this.out.setWriteListener(this);
	}

	@Override
	public void onDataAvailable() throws IOException {
		pump();
	}

	@Override
	public void onWritePossible() throws IOException {
		pump();
	}

	@Override
	public void onAllDataRead() {
		close();
	}

	@Override
	public void onError(Throwable throwable) {
		close();
	}

	@Override
	public void destroy() {
		// nothing is held
	}

	private synchronized void pump() throws IOException {
		while (this.out.isReady() && this.in.isReady()) {
			int count = this.in.read(this.buffer);
			if (count < 0) {
				close();
				return;
			}
			this.out.write(this.buffer, 0, count);
			if (this.out.isReady()) {
				this.out.flush();
			}
		}
	}

	private void close() {
		try {
			this.connection.close();
		}
		catch (Exception ex) {
			throw new IllegalStateException(ex);
		}
	}

}
