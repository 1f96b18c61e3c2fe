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

import java.time.Instant;

import io.uwsgi4j.policy.LogText;
import io.uwsgi4j.policy.SharedSecret;
import io.uwsgi4j.protocol.PacketDecoder;
import io.uwsgi4j.protocol.VarBlock;
import io.uwsgi4j.worker.CoreHandle;
import io.uwsgi4j.worker.CorePool;
import io.uwsgi4j.worker.Scoreboard;
import io.uwsgi4j.worker.ServedRequest;
import org.apache.coyote.Request;
import org.apache.coyote.Response;
import org.jspecify.annotations.Nullable;

/**
 * Keeps account of one request at a time: enters it into the scoreboard when it begins
 * and when it ends, and tells those who listen. Belongs to one processor; used by one
 * thread at a time.
 */
final class RequestAccount implements ServedRequest {

	private static final VarBlock NO_VARS = VarBlock.empty();

	// How many bytes of a block are between the start of a variable and its name.
	private static final int NAME_LENGTH_SIZE = 2;

	private static final String QUEUE_START = "REQUEST_START";

	private final UwsgiEndpoint endpoint;

	private final PacketDecoder packet;

	private final Request request;

	private final Response response;

	private final UwsgiOutputBuffer output;

	// Where the request has been entered, null if none has. Whoever gives the request up
	// needs it, so it stays until that has happened or cannot happen any more.
	private @Nullable Scoreboard scoreboard;

	private final RequestFate fate = new RequestFate();

	private VarBlock vars = NO_VARS;

	// Set while the request is being given up, read by its thread after that.
	private @Nullable DoomedRequest doomed;

	private int core;

	private long endNanos;

	private int switches;

	private boolean handled;

	private boolean exception;

	private boolean readError;

	private boolean writeError;

	RequestAccount(UwsgiEndpoint endpoint, PacketDecoder packet, Request request, Response response,
			UwsgiOutputBuffer output) {
		this.endpoint = endpoint;
		this.packet = packet;
		this.request = request;
		this.response = response;
		this.output = output;
	}

	/**
	 * Begins with a request whose variables have been read.
	 * @param vars the variables
	 */
	void begin(VarBlock vars) {
		this.vars = vars;
		begin(vars.bytes(), textLength(vars));
	}

	// As many whole variables as can be shown.
	private int textLength(VarBlock vars) {
		int length = this.packet.blockSize();
		for (int i = vars.size() - 1; i >= 0 && length > Scoreboard.TEXT_CAPACITY; i--) {
			length = vars.nameStart(i) - NAME_LENGTH_SIZE;
		}
		return length;
	}

	/**
	 * Begins with a request that cannot be read, unless it has begun before.
	 */
	void beginUnreadable() {
		if (this.scoreboard == null) {
			begin(NO_VARS.bytes(), 0);
		}
	}

	private void begin(byte[] text, int length) {
		Scoreboard scoreboard = this.endpoint.monitoring().scoreboard();
		// Threads that are not cores, those of somebody else's executor, share a place.
		CoreHandle core = CorePool.currentCore();
		this.core = (core != null && core.id() < scoreboard.cores()) ? core.id() : 0;
		this.switches = 1;
		this.scoreboard = scoreboard;
		scoreboard.begin(this.core, startMicros(), text, length);
		this.fate.begin(core);
	}

	/**
	 * Forgets a request that waits for its body and will be begun anew.
	 * @return whether it has not been given up before
	 */
	boolean withdraw() {
		Scoreboard scoreboard = this.scoreboard;
		boolean waits = settle();
		if (scoreboard != null && waits) {
			scoreboard.withdraw(this.core);
		}
		return waits;
	}

	/**
	 * Notes that the request goes on after it has been left waiting.
	 */
	void resumed() {
		this.switches++;
		this.fate.resumed(CorePool.currentCore());
	}

	/**
	 * Notes that the request is left waiting.
	 * @return whether it has not been given up before
	 */
	boolean left() {
		return this.fate.left();
	}

	/**
	 * Returns what may become of the request.
	 * @return its fate, for those who watch
	 */
	RequestFate fate() {
		return this.fate;
	}

	void handled() {
		this.handled = true;
	}

	/**
	 * Notes that the application has thrown an exception.
	 */
	void failed() {
		this.exception = true;
	}

	/**
	 * Ends the request, unless it has ended before.
	 * @param connection its connection, {@code null} if that is not known any more
	 */
	void end(@Nullable UwsgiSocketWrapper connection) {
		Scoreboard scoreboard = this.scoreboard;
		if (scoreboard == null) {
			return;
		}
		this.endNanos = System.nanoTime();
		if (!settle()) {
			// Given up: it has been reported, and counts as nothing else.
			return;
		}
		if (connection != null) {
			this.readError = connection.hasReadError();
			this.writeError = connection.hasWriteError();
		}
		scoreboard.end(this);
		this.endpoint.monitoring().listeners().requestEnded(this);
	}

	// Returns whether the request has not been given up before; if it has, those who
	// watch
	// are told that its thread has come back.
	private boolean settle() {
		boolean ended = this.fate.end();
		this.scoreboard = null;
		DoomedRequest request = this.doomed;
		if (!ended && request != null) {
			request.ended();
		}
		return ended;
	}

	/**
	 * Takes the request off the scoreboard. Called by those who watch, before they
	 * {@linkplain #giveUp give it up}.
	 */
	void discount() {
		Scoreboard scoreboard = this.scoreboard;
		if (scoreboard != null) {
			scoreboard.giveUp(this.core);
		}
	}

	/**
	 * Gives the request up and describes it. Called by those who watch, while the request
	 * cannot end.
	 * @param nowNanos the current time by {@link System#nanoTime()}
	 * @param execution what was done to it
	 * @return what it is
	 */
	DoomedRequest giveUp(long nowNanos, DoomedRequest.Execution execution) {
		DoomedRequest request = new DoomedRequest(this.core,
				text("REQUEST_METHOD") + " " + text("REQUEST_URI") + " from " + text("REMOTE_ADDR"), nowNanos,
				execution);
		this.doomed = request;
		return request;
	}

	private String text(String variable) {
		String value = variable(variable);
		return (value != null) ? LogText.escape(value) : "-";
	}

	/**
	 * Returns how long the request has been running.
	 * @param nowNanos the current time by {@link System#nanoTime()}
	 * @return the time in nanoseconds
	 */
	long runningNanos(long nowNanos) {
		return nowNanos - this.request.getStartTimeNanos();
	}

	/**
	 * Returns how long the request may take by its own account.
	 * @return the limit in nanoseconds, 0 for none, -1 if it has nothing to say about it
	 */
	long ownLimitNanos() {
		return HarakiriLimit.of(this.request);
	}

	void recycle() {
		this.vars = NO_VARS;
		this.doomed = null;
		this.handled = false;
		this.exception = false;
		this.readError = false;
		this.writeError = false;
	}

	@Override
	public int worker() {
		return Monitoring.WORKER;
	}

	@Override
	public int core() {
		return this.core;
	}

	@Override
	public @Nullable String variable(String name) {
		if (name.equals(SharedSecret.VARIABLE)) {
			return null;
		}
		for (int i = 0; i < this.vars.size(); i++) {
			// The names of headers are not what they were
			if (HeaderMapper.isNamed(this.vars, i, name)) {
				return this.vars.value(i);
			}
		}
		return null;
	}

	@Override
	public int variableCount() {
		return this.vars.size();
	}

	@Override
	public int packetSize() {
		return this.packet.blockSize();
	}

	@Override
	public int modifier1() {
		return this.packet.modifier1();
	}

	@Override
	public int modifier2() {
		return this.packet.modifier2();
	}

	@Override
	public long contentLength() {
		return this.request.getContentLengthLong();
	}

	@Override
	public boolean isHandled() {
		return this.handled;
	}

	@Override
	public int status() {
		return this.response.getStatus();
	}

	@Override
	public long bodySize() {
		return this.output.getBodySize();
	}

	@Override
	public int headSize() {
		return this.output.getHeadSize();
	}

	@Override
	public int headerCount() {
		return this.output.getHeaderCount();
	}

	@Override
	public boolean isSentFromFile() {
		return this.output.isSentFromFile();
	}

	@Override
	public long startMicros() {
		Instant start = this.request.getStartInstant();
		return start.getEpochSecond() * 1_000_000 + start.getNano() / 1000;
	}

	@Override
	public long durationNanos() {
		return this.endNanos - this.request.getStartTimeNanos();
	}

	@Override
	public long queuedMicros() {
		String queued = variable(QUEUE_START);
		long start = (queued != null) ? EpochSeconds.parseMicros(queued) : -1;
		return (start >= 0) ? Math.max(0, startMicros() - start) : -1;
	}

	@Override
	public int switches() {
		return this.switches;
	}

	@Override
	public boolean hasReadError() {
		return this.readError;
	}

	@Override
	public boolean hasWriteError() {
		return this.writeError;
	}

	@Override
	public boolean hasException() {
		return this.exception;
	}

}
