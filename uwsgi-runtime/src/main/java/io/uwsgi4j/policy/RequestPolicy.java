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

import java.util.EnumSet;
import java.util.Set;
import java.util.regex.Pattern;

import io.uwsgi4j.policy.Rejection.Reason;
import io.uwsgi4j.protocol.CgiVariable;
import org.jspecify.annotations.Nullable;

/**
 * What a request may contain, and which of the proxy's statements are believed. Immutable
 * and thread-safe.
 *
 * @param limitPost longest body in bytes, 0 for no limit (uWSGI: {@code limit-post})
 * @param trustRemoteUser whether {@code REMOTE_USER} and {@code AUTH_TYPE} become the
 * principal of the request
 * @param allowedVars names of further variables that become request attributes, or
 * {@code null} for none
 */
public record RequestPolicy(long limitPost, boolean trustRemoteUser, @Nullable Pattern allowedVars) {

	/**
	 * What {@link #contentLength} returns if there is no body.
	 */
	public static final long NO_BODY = -1;

	/**
	 * What {@link #contentLength} returns for a value that is not a number.
	 */
	public static final long INVALID = -2;

	// What the request is, whose it is and where it ends. Of all others the last one
	// counts, as in uWSGI: users put their own below the stock file.
	private static final Set<CgiVariable> SAID_ONCE = EnumSet.of(CgiVariable.REQUEST_METHOD, CgiVariable.REQUEST_URI,
			CgiVariable.SERVER_PROTOCOL, CgiVariable.CONTENT_LENGTH, CgiVariable.REMOTE_USER, CgiVariable.AUTH_TYPE);

	/**
	 * Checks the range of the limit.
	 * @throws IllegalArgumentException if the limit is negative
	 */
	public RequestPolicy {
		if (limitPost < 0) {
			throw new IllegalArgumentException("limit-post: %d (expected: >= 0)".formatted(limitPost));
		}
	}

	/**
	 * Returns the policy that trusts nothing beyond the standard variables.
	 * @return the default policy
	 */
	public static RequestPolicy defaults() {
		return new RequestPolicy(0, false, null);
	}

	/**
	 * Returns the rejection of a body that is too long.
	 * @param length length of the body in bytes
	 * @return the rejection, or {@code null} if the length is within the limit
	 */
	public @Nullable Rejection checkBodyLength(long length) {
		if (this.limitPost == 0 || length <= this.limitPost) {
			return null;
		}
		return new Rejection(Reason.BODY_TOO_LARGE,
				"CONTENT_LENGTH: %d (expected: <= %d)".formatted(length, this.limitPost));
	}

	/**
	 * Returns whether a variable becomes a request attribute.
	 * @param name the name of a variable without a meaning of its own
	 * @return whether it is allowed
	 */
	public boolean allowsVariable(String name) {
		return this.allowedVars != null && this.allowedVars.matcher(name).matches();
	}

	/**
	 * Returns whether a variable may have only one value.
	 * @param variable the variable
	 * @return whether a packet with a second value is no request
	 */
	public static boolean isSaidOnce(CgiVariable variable) {
		return SAID_ONCE.contains(variable);
	}

	/**
	 * Reads a {@code CONTENT_LENGTH}. It ends the body, so nothing but digits will do
	 * (RFC 9112, section 6.3): a sign, a blank or a prefix is not ignored.
	 * @param bytes the array that contains the value
	 * @param start position of the first byte
	 * @param length number of bytes
	 * @return the length in bytes, {@link #NO_BODY} for an empty value, or
	 * {@link #INVALID}
	 */
	public static long contentLength(byte[] bytes, int start, int length) {
		if (length == 0) {
			return NO_BODY;
		}
		long value = 0;
		for (int i = start; i < start + length; i++) {
			int digit = bytes[i] - '0';
			if (digit < 0 || digit > 9 || value > (Long.MAX_VALUE - digit) / 10) {
				return INVALID;
			}
			value = value * 10 + digit;
		}
		return value;
	}

}
