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
import io.uwsgi4j.policy.Rejection.Reason;
import io.uwsgi4j.policy.SharedSecret;
import io.uwsgi4j.protocol.Modifier;
import io.uwsgi4j.protocol.VarBlock;
import org.jspecify.annotations.Nullable;

/**
 * Turns packets away that nothing is done with, before their variables mean anything.
 *
 * @param secret what each packet has to say, or {@code null} for nothing
 */
record PacketGate(@Nullable SharedSecret secret) {

	@Nullable Rejection check(int modifier, VarBlock vars) {
		Rejection rejection = (this.secret != null) ? this.secret.check(vars) : null;
		if (rejection == null && modifier != Modifier.PING && !Modifier.isRequest(modifier)) {
			return new Rejection(Reason.UNSUPPORTED_MODIFIER, "modifier1: %d (expected: 0)".formatted(modifier));
		}
		return rejection;
	}

}
