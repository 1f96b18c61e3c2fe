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

import java.util.Collection;
import java.util.List;

import io.uwsgi4j.policy.PeerPolicy;
import io.uwsgi4j.policy.SharedSecret;
import org.jspecify.annotations.Nullable;

/**
 * Who may connect, and what they have to know.
 */
public abstract class AbstractGuardedProtocol extends AbstractUwsgiProtocol {

	private final ConnectorSettings settings;

	private String allowFrom = "";

	AbstractGuardedProtocol(UwsgiEndpoint endpoint) {
		super(endpoint);
		this.settings = endpoint.settings();
	}

	/**
	 * Sets which TCP peers may connect. Without it only loopback addresses may, and a
	 * socket that can be reached from elsewhere is refused at start.
	 * @param cidrs addresses or networks in CIDR notation
	 * @throws IllegalArgumentException if one of them cannot be parsed
	 */
	public void setAllowFrom(List<String> cidrs) {
		this.settings.setPeerPolicy(PeerPolicy.allowing(cidrs));
		this.allowFrom = String.join(",", cidrs);
	}

	/**
	 * Returns which TCP peers may connect.
	 * @return what was configured, separated by commas, empty if nothing was
	 */
	public String getAllowFrom() {
		return this.allowFrom;
	}

	/**
	 * Sets which users may connect to unix sockets. If groups are named, too, either will
	 * do.
	 * @param uids numbers of users; empty, the default, for those whom the file lets in
	 */
	public void setAllowUids(Collection<Integer> uids) {
		this.settings.setCredentialPolicy(this.settings.getCredentialPolicy().withUids(uids));
	}

	/**
	 * Sets which groups may connect to unix sockets, by the effective group of the
	 * process.
	 * @param gids numbers of groups; empty, the default, for those whom the file lets in
	 */
	public void setAllowGids(Collection<Integer> gids) {
		this.settings.setCredentialPolicy(this.settings.getCredentialPolicy().withGids(gids));
	}

	/**
	 * Sets how many connections one peer may have, where a peer is an address on TCP and
	 * a user on unix sockets. Further ones are answered with 503, and closed without an
	 * answer if there are more than twice as many.
	 * @param limit most connections of a peer; 0, the default, for no limit but the one
	 * for all peers
	 * @throws IllegalArgumentException if the limit is negative
	 */
	public void setMaxConnectionsPerPeer(int limit) {
		this.settings.setPeerLimits(this.settings.getPeerLimits().withConnections(limit));
	}

	/**
	 * Returns how many connections one peer may have.
	 * @return the limit, or 0 for none
	 */
	public int getMaxConnectionsPerPeer() {
		return this.settings.getPeerLimits().connections();
	}

	/**
	 * Sets how many connections of one peer may wait for the rest of their packets.
	 * Further ones are answered with 503.
	 * @param limit most such connections of a peer; 0, the default, for no limit but the
	 * one for all peers
	 * @throws IllegalArgumentException if the limit is negative
	 */
	public void setMaxIncompletePerPeer(int limit) {
		this.settings.setPeerLimits(this.settings.getPeerLimits().withIncomplete(limit));
	}

	/**
	 * Returns how many connections of one peer may wait for the rest of their packets.
	 * @return the limit, or 0 for none
	 */
	public int getMaxIncompletePerPeer() {
		return this.settings.getPeerLimits().incomplete();
	}

	/**
	 * Sets what every packet has to say in its variable {@code UWSGI_SECRET}. It is
	 * neither logged nor shown.
	 * @param secret the secret, or {@code null} for none, the default
	 */
	public void setSecret(@Nullable SharedSecret secret) {
		this.settings.setSecret(secret);
	}

	/**
	 * Returns whether packets have to say a secret.
	 * @return whether there is one
	 */
	public boolean isSecretRequired() {
		return this.settings.getSecret() != null;
	}

}
