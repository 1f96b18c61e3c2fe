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

package io.uwsgi4j.policy;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;

import io.uwsgi4j.policy.Rejection.Reason;
import io.uwsgi4j.protocol.CgiVariable;
import io.uwsgi4j.protocol.VarBlock;
import org.jspecify.annotations.Nullable;

/**
 * What a proxy has to say in every packet, whatever kind it is, in the variable
 * {@code UWSGI_SECRET} (Tomcat's AJP connector: {@code secret}). Immutable and
 * thread-safe.
 */
public final class SharedSecret {

	/**
	 * The name of the variable.
	 */
	public static final String VARIABLE = CgiVariable.UWSGI_SECRET.name();

	private final byte[] secret;

	private SharedSecret(byte[] secret) {
		this.secret = secret;
	}

	/**
	 * Creates a secret.
	 * @param text the secret, compared as UTF-8
	 * @return the secret
	 * @throws IllegalArgumentException if it is blank
	 */
	public static SharedSecret of(String text) {
		if (text.isBlank()) {
			throw new IllegalArgumentException("the secret is blank");
		}
		return new SharedSecret(text.getBytes(StandardCharsets.UTF_8));
	}

	/**
	 * Checks a packet. Takes as long for a wrong secret as for the right one.
	 * @param vars the variables of the packet
	 * @return why the packet is refused, or {@code null} if the secret is there, once,
	 * and right
	 */
	public @Nullable Rejection check(VarBlock vars) {
		int found = -1;
		for (int i = 0; i < vars.size(); i++) {
			if (vars.isNamed(i, VARIABLE)) {
				if (found >= 0) {
					return refuse("there are several");
				}
				found = i;
			}
		}
		if (found < 0) {
			return refuse("it is missing");
		}
		int start = vars.valueStart(found);
		byte[] value = Arrays.copyOfRange(vars.bytes(), start, start + vars.valueLength(found));
		return MessageDigest.isEqual(this.secret, value) ? null : refuse("it is wrong");
	}

	private static Rejection refuse(String detail) {
		return new Rejection(Reason.SECRET_NOT_KNOWN, VARIABLE + ": " + detail);
	}

	@Override
	public String toString() {
		return "******";
	}

}
