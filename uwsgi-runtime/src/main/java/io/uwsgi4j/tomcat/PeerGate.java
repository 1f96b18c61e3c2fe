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

import java.net.InetAddress;

import io.uwsgi4j.policy.PeerPolicy;
import io.uwsgi4j.policy.Rejection;
import io.uwsgi4j.policy.RejectionLog;

/**
 * Turns TCP peers away that may not connect, before a byte of theirs is read.
 *
 * @param policy who may connect
 * @param rejections where those who may not are counted
 */
record PeerGate(PeerPolicy policy, RejectionLog rejections) {

	boolean admits(InetAddress address) {
		if (this.policy.allows(address)) {
			return true;
		}
		this.rejections.report(new Rejection(Rejection.Reason.PEER_NOT_ALLOWED, "the address is not in " + this.policy),
				address.getHostAddress());
		return false;
	}

}
