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

import java.util.Collection;
import java.util.Set;

/**
 * Which users may connect to a unix socket, beyond what the mode and owner of its file
 * say: the kernel tells who has called {@code connect} (SO_PEERCRED). Immutable and
 * thread-safe.
 *
 * @param uids numbers of users
 * @param gids numbers of groups; a peer's effective group counts, not its others
 */
public record CredentialPolicy(Set<Integer> uids, Set<Integer> gids) {

	/**
	 * Everybody whom the file lets in.
	 */
	public static final CredentialPolicy OPEN = new CredentialPolicy(Set.of(), Set.of());

	/**
	 * Creates a policy that does not change with the sets it was made of.
	 */
	public CredentialPolicy {
		uids = Set.copyOf(uids);
		gids = Set.copyOf(gids);
	}

	/**
	 * Returns the policy for other users.
	 * @param uids numbers of users
	 * @return the new policy
	 */
	public CredentialPolicy withUids(Collection<Integer> uids) {
		return new CredentialPolicy(Set.copyOf(uids), this.gids);
	}

	/**
	 * Returns the policy for other groups.
	 * @param gids numbers of groups
	 * @return the new policy
	 */
	public CredentialPolicy withGids(Collection<Integer> gids) {
		return new CredentialPolicy(this.uids, Set.copyOf(gids));
	}

	/**
	 * Returns whether nobody has to be asked who they are.
	 * @return whether neither users nor groups are named
	 */
	public boolean isOpen() {
		return this.uids.isEmpty() && this.gids.isEmpty();
	}

	/**
	 * Returns whether a peer may connect: its user or its group is named.
	 * @param uid number of its user
	 * @param gid number of its effective group
	 * @return whether the peer may connect
	 */
	public boolean allows(int uid, int gid) {
		return isOpen() || this.uids.contains(uid) || this.gids.contains(gid);
	}

}
