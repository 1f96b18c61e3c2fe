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

import io.uwsgi4j.policy.Rejection;
import io.uwsgi4j.protocol.VarBlock;
import org.apache.tomcat.util.buf.MessageBytes;
import org.apache.tomcat.util.http.MimeHeaders;
import org.jspecify.annotations.Nullable;

/**
 * The host in a target of absolute form. A proxy may have chosen the application by it
 * (RFC 9112, section 3.2.2), so it cannot be another one than the application is told.
 */
final class TargetHost {

	private static final String AUTHORITY = "//";

	private static final String HOST = "host";

	private TargetHost() {
	}

	/**
	 * Makes the host of a target the one of the request, or compares the two.
	 * @param vars the variables
	 * @param index the variable with the target
	 * @param pathStart where the path of the target starts
	 * @param headers the headers of the request
	 * @return why the packet is not a request, or {@code null} if it is one
	 */
	static @Nullable Rejection map(VarBlock vars, int index, int pathStart, MimeHeaders headers) {
		int start = vars.valueStart(index) + vars.value(index).indexOf(AUTHORITY) + AUTHORITY.length();
		if (start == pathStart) {
			return Rejection.badVariable("REQUEST_URI: no host (expected: one, as the target is absolute)");
		}
		MessageBytes target = MessageBytes.newInstance();
		target.setBytes(vars.bytes(), start, pathStart - start);
		int first = headers.findHeader(HOST, 0);
		if (first >= 0 && headers.findHeader(HOST, first + 1) >= 0) {
			return Rejection.badVariable("HTTP_HOST: several of them (expected: 1)");
		}
		MessageBytes host = headers.getValue(HOST);
		if (host == null || host.getLength() == 0) {
			headers.setValue(HOST).setBytes(vars.bytes(), start, pathStart - start);
			return null;
		}
		return host.equalsIgnoreCase(target.toString()) ? null
				: Rejection.badVariable("REQUEST_URI: host '%s' (expected: '%s' of HTTP_HOST)".formatted(target, host));
	}

}
