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

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

import io.uwsgi4j.policy.SharedSecret;
import io.uwsgi4j.protocol.PacketDecoder;
import io.uwsgi4j.protocol.PacketException;
import io.uwsgi4j.protocol.PacketLimits;
import io.uwsgi4j.protocol.VarBlock;

/**
 * The variables of a running request as they may be shown: secrets have a mask in place
 * of their value. Thread-safe.
 */
final class MaskedVars {

	private static final String MASK = "******";

	private static final Set<String> ALWAYS = Set.of("HTTP_AUTHORIZATION", "HTTP_PROXY_AUTHORIZATION", "HTTP_COOKIE",
			SharedSecret.VARIABLE);

	private volatile Set<String> secrets = ALWAYS;

	/**
	 * Sets which variables are secret beyond those that always are.
	 * @param names their names
	 */
	void setFurther(Collection<String> names) {
		Set<String> all = new TreeSet<>(ALWAYS);
		// A header has the same meaning however its variable is spelt.
		names.forEach((name) -> all.add(name.toUpperCase(Locale.ROOT)));
		this.secrets = all;
	}

	/**
	 * Returns the variables of a block.
	 * @param block the block, as it was received; it may end early, but not within a
	 * variable
	 * @return {@code NAME=value} for each, one character per byte
	 */
	List<String> of(byte[] block) {
		List<String> texts = new ArrayList<>();
		try {
			VarBlock vars = decode(block);
			for (int i = 0; i < vars.size(); i++) {
				String name = vars.name(i);
				texts.add(name + "=" + (this.secrets.contains(name.toUpperCase(Locale.ROOT)) ? MASK : vars.value(i)));
			}
		}
		catch (PacketException ex) {
			// Only the part that could be understood is shown.
			return texts;
		}
		return texts;
	}

	private static VarBlock decode(byte[] block) throws PacketException {
		PacketDecoder decoder = new PacketDecoder(new PacketLimits(PacketLimits.MAX_BLOCK_SIZE, Integer.MAX_VALUE));
		ByteBuffer packet = ByteBuffer.allocate(PacketDecoder.HEADER_SIZE + block.length);
		packet.put(1, (byte) block.length).put(2, (byte) (block.length >> 8));
		packet.put(PacketDecoder.HEADER_SIZE, block);
		decoder.decode(packet);
		return decoder.vars();
	}

}
