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
import java.nio.ByteBuffer;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

/**
 * Keeps a connection open after the response until its peer has sent the rest of the
 * request body, bounded in bytes and time. Runs in the event loop and holds no core.
 */
final class LingeringClose implements ChannelListener {

	private static final long MAX_MILLIS = TimeUnit.SECONDS.toMillis(5);

	// Other connections get their turn after so many bytes.
	private static final int READS_PER_EVENT = 16;

	private final UwsgiChannel channel;

	private final Peer peer;

	private final UwsgiEndpoint endpoint;

	private long bytesLeft;

	LingeringClose(UwsgiChannel channel, Peer peer, UwsgiEndpoint endpoint) {
		this.channel = channel;
		this.peer = peer;
		this.endpoint = endpoint;
		this.bytesLeft = endpoint.settings().getMaxSwallowSize();
	}

	void start() {
		this.channel.setListener(this);
		// First, as only what lingers is closed in the end.
		this.endpoint.lingering(this);
		try {
			// The peer may wait for the end of the response before it stops sending.
			this.channel.shutdownOutput();
			this.endpoint.loop().schedule(this::finish, MAX_MILLIS, TimeUnit.MILLISECONDS);
			this.channel.request(UwsgiChannel.READ);
		}
		catch (IOException | RejectedExecutionException ex) {
			finish();
		}
	}

	@Override
	public void readable() {
		try {
			for (int i = 0; i < READS_PER_EVENT; i++) {
				ByteBuffer scratch = this.endpoint.loop().scratch();
				int count = this.channel.receive(scratch);
				this.bytesLeft -= count;
				if (this.bytesLeft < 0) {
					finish();
					return;
				}
				if (count == 0) {
					break;
				}
			}
			this.channel.request(UwsgiChannel.READ);
		}
		catch (IOException ex) {
			finish();
		}
	}

	@Override
	public void writable() {
		// Not asked for.
	}

	void finish() {
		if (this.endpoint.lingered(this)) {
			this.channel.close();
			this.endpoint.connectionClosed(this.peer);
		}
	}

}
