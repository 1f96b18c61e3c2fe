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

package io.uwsgi4j.worker;

import io.uwsgi4j.benchmarks.micro.AbstractBenchmark;
import io.uwsgi4j.benchmarks.micro.SamplePackets;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/**
 * What a request costs for being counted and shown, and a look at all cores.
 */
@State(Scope.Benchmark)
public class ScoreboardBenchmark extends AbstractBenchmark {

	static final int CORES = 200;

	private final Scoreboard scoreboard = Scoreboard.allocate(CORES);

	private final byte[] text = SamplePackets.plain();

	private final ServedRequest request = new EndedRequest(1).taking(100_000).sending(300, 20);

	/**
	 * Enters a request when it begins and when it ends.
	 */
	@Benchmark
	public Scoreboard request() {
		this.scoreboard.begin(1, 1, this.text, this.text.length);
		this.scoreboard.end(this.request);
		return this.scoreboard;
	}

	/**
	 * Reads the counters of all cores.
	 */
	@Benchmark
	public long look() {
		long requests = 0;
		for (int core = 0; core < CORES; core++) {
			requests += this.scoreboard.counters(core).requests();
		}
		return requests;
	}

}
