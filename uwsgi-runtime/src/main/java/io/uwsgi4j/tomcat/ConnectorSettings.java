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

import java.nio.file.Path;
import java.util.List;

import io.uwsgi4j.policy.CredentialPolicy;
import io.uwsgi4j.policy.PeerLimits;
import io.uwsgi4j.policy.PeerPolicy;
import io.uwsgi4j.policy.RequestPolicy;
import io.uwsgi4j.policy.SharedSecret;
import io.uwsgi4j.protocol.PacketLimits;
import io.uwsgi4j.socket.ListenOptions;
import io.uwsgi4j.socket.UwsgiAddress;
import org.jspecify.annotations.Nullable;

/**
 * What the protocol handler was told and the endpoint acts on. Written before the start
 * and only read afterwards.
 */
final class ConnectorSettings {

	private static final long DEFAULT_MAX_SWALLOW_SIZE = 64L * 1024 * 1024;

	private List<UwsgiAddress> addresses = List.of();

	private ListenOptions listenOptions = ListenOptions.defaults();

	private PacketLimits packetLimits = PacketLimits.defaults();

	private RequestPolicy requestPolicy = RequestPolicy.defaults();

	private @Nullable PeerPolicy peerPolicy;

	private CredentialPolicy credentialPolicy = CredentialPolicy.OPEN;

	private PeerLimits peerLimits = PeerLimits.NONE;

	private @Nullable SharedSecret secret;

	private boolean handOver;

	private long maxSwallowSize = DEFAULT_MAX_SWALLOW_SIZE;

	private long postBuffering;

	private @Nullable Path bodyDirectory;

	List<UwsgiAddress> getAddresses() {
		return this.addresses;
	}

	void setAddresses(List<UwsgiAddress> addresses) {
		this.addresses = List.copyOf(addresses);
	}

	ListenOptions getListenOptions() {
		return this.listenOptions;
	}

	void setListenOptions(ListenOptions listenOptions) {
		this.listenOptions = listenOptions;
	}

	PacketLimits getPacketLimits() {
		return this.packetLimits;
	}

	void setPacketLimits(PacketLimits packetLimits) {
		this.packetLimits = packetLimits;
	}

	RequestPolicy getRequestPolicy() {
		return this.requestPolicy;
	}

	void setRequestPolicy(RequestPolicy requestPolicy) {
		this.requestPolicy = requestPolicy;
	}

	@Nullable PeerPolicy getPeerPolicy() {
		return this.peerPolicy;
	}

	void setPeerPolicy(@Nullable PeerPolicy peerPolicy) {
		this.peerPolicy = peerPolicy;
	}

	CredentialPolicy getCredentialPolicy() {
		return this.credentialPolicy;
	}

	void setCredentialPolicy(CredentialPolicy credentialPolicy) {
		this.credentialPolicy = credentialPolicy;
	}

	PeerLimits getPeerLimits() {
		return this.peerLimits;
	}

	void setPeerLimits(PeerLimits peerLimits) {
		this.peerLimits = peerLimits;
	}

	@Nullable SharedSecret getSecret() {
		return this.secret;
	}

	void setSecret(@Nullable SharedSecret secret) {
		this.secret = secret;
	}

	boolean isHandOver() {
		return this.handOver;
	}

	void setHandOver(boolean handOver) {
		this.handOver = handOver;
	}

	long getMaxSwallowSize() {
		return this.maxSwallowSize;
	}

	void setMaxSwallowSize(long maxSwallowSize) {
		this.maxSwallowSize = maxSwallowSize;
	}

	long getPostBuffering() {
		return this.postBuffering;
	}

	void setPostBuffering(long postBuffering) {
		this.postBuffering = postBuffering;
	}

	@Nullable Path getBodyDirectory() {
		return this.bodyDirectory;
	}

	void setBodyDirectory(@Nullable Path bodyDirectory) {
		this.bodyDirectory = bodyDirectory;
	}

}
