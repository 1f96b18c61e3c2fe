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

package io.uwsgi4j.spring.boot;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;

import io.uwsgi4j.policy.PeerPolicy;
import io.uwsgi4j.policy.SharedSecret;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.convert.DurationUnit;
import org.springframework.util.StringUtils;
import org.springframework.util.unit.DataSize;

/**
 * Properties of the uwsgi connector. Names are those of uWSGI's options, and a number
 * without a unit means uWSGI's unit.
 *
 * @param enabled Whether to serve the uwsgi protocol. When disabled, Tomcat serves plain
 * HTTP and all other properties are ignored.
 * @param socket Comma-separated list of addresses to serve the uwsgi protocol on, as
 * '/path', 'unix:/path', '@abstract', 'host:port', ':port', '[v6]:port' or 'fd://N'. When
 * not set, Tomcat serves plain HTTP and all other properties are ignored.
 * @param http Address of a plain HTTP connector to keep in addition, as 'port', ':port',
 * 'host:port' or '[v6]:port'. Without a host it binds to 'server.address', or to all
 * addresses. When not set, no HTTP port is opened, whatever 'server.port' says.
 * @param protocol Protocol to speak on the sockets. Reserved, as there is only one so
 * far.
 * @param listen Number of connections that may wait to be accepted, at most the kernel's
 * 'net.core.somaxconn'. When not set, 'server.tomcat.accept-count' is used if that is
 * set.
 * @param chmodSocket Mode of a unix socket's file, in octal. Quote it in YAML, which
 * reads a leading zero as something else.
 * @param chownSocket Owner of a unix socket's file, as 'user', 'user:group' or ':group',
 * by name or by number. When not set, the process decides.
 * @param vacuum Whether to remove a unix socket's file on shutdown.
 * @param reusePort Whether other processes may listen on the same TCP address.
 * @param tcpNodelay Whether to send small TCP segments at once.
 * @param soKeepalive Whether the kernel should probe idle TCP connections.
 * @param deferAccept Whether to accept a TCP connection only when it has sent data.
 * @param bufferSize Maximum size of the variables of a request, headers included. More is
 * answered with status 431.
 * @param maxVars Maximum number of variables of a request, headers included. More is
 * answered with status 431.
 * @param limitPost Maximum size of a request body, or 0 for no limit. More is answered
 * with status 413.
 * @param postBuffering Whether to receive a request body in full before a core is taken
 * for the request: the maximum size of a body that is kept in memory meanwhile, or 0 to
 * let the application wait for bodies. Larger bodies go to a temporary file.
 * @param socketTimeout Maximum time to wait for one read or write on a uwsgi connection.
 * If a duration suffix is not specified, seconds will be used.
 * @param httpTimeout Maximum time to wait for one read or write on the connector of
 * 'uwsgi.http'. When not set, 'server.tomcat.connection-timeout' is used if that is set.
 * If a duration suffix is not specified, seconds will be used.
 * @param threads Number of cores, which is the number of requests served at the same
 * time. When not set, 'server.tomcat.threads.max' is used.
 * @param harakiri Maximum time of a request, or 0 for no limit. One that takes longer is
 * answered with status 503 or cut off, its thread is interrupted and replaced. If a
 * duration suffix is not specified, seconds will be used.
 * @param harakiriVerbose Whether to log where the thread of such a request is.
 * @param harakiriGracefulTimeout Time such a thread may take to come back. After that the
 * worker counts as damaged and is recycled. If a duration suffix is not specified,
 * seconds will be used.
 * @param allowFrom Comma-separated list of TCP peers that may connect, as addresses or as
 * networks in CIDR notation. A socket that other machines can reach needs it.
 * @param allowUids Comma-separated list of users that may connect to unix sockets, by
 * number. When not set, the mode and owner of the socket's file decide. If groups are
 * named, too, either will do.
 * @param allowGids Comma-separated list of groups that may connect to unix sockets, by
 * number; the effective group of the peer counts.
 * @param maxConnectionsPerPeer Maximum number of open connections of one peer, or 0 for
 * no limit but the one for all of them. A peer is an address on TCP and a user on unix
 * sockets. More are answered with status 503, and more than twice as many are closed.
 * @param maxIncompletePerPeer Maximum number of connections of one peer whose packets
 * have not arrived in full, or 0 for no limit. More are answered with status 503.
 * @param secret Secret that the proxy must send in the variable UWSGI_SECRET of every
 * packet.
 * @param allowedVars Regular expression that matches the names of the variables, other
 * than the standard ones, that become request attributes.
 * @param trustRemoteUser Whether the variables REMOTE_USER and AUTH_TYPE become the
 * principal of a request.
 */
@ConfigurationProperties("uwsgi")
public record UwsgiProperties(@DefaultValue("true") boolean enabled, @DefaultValue List<String> socket,
		@Nullable String http, @DefaultValue("uwsgi") String protocol, @DefaultValue("1024") int listen,
		@DefaultValue("660") String chmodSocket, @Nullable String chownSocket, @DefaultValue("true") boolean vacuum,
		@DefaultValue("false") boolean reusePort, @DefaultValue("true") boolean tcpNodelay,
		@DefaultValue("false") boolean soKeepalive, @DefaultValue("true") boolean deferAccept,
		@DefaultValue("65535B") DataSize bufferSize, @DefaultValue("1000") int maxVars,
		@DefaultValue("0B") DataSize limitPost, @DefaultValue("0B") DataSize postBuffering,
		@DefaultValue("60s") @DurationUnit(ChronoUnit.SECONDS) Duration socketTimeout,
		@DefaultValue("60s") @DurationUnit(ChronoUnit.SECONDS) Duration httpTimeout, @Nullable Integer threads,
		@DefaultValue("0s") @DurationUnit(ChronoUnit.SECONDS) Duration harakiri,
		@DefaultValue("false") boolean harakiriVerbose,
		@DefaultValue("10s") @DurationUnit(ChronoUnit.SECONDS) Duration harakiriGracefulTimeout,
		@DefaultValue List<String> allowFrom, @DefaultValue List<Integer> allowUids,
		@DefaultValue List<Integer> allowGids, @DefaultValue("0") int maxConnectionsPerPeer,
		@DefaultValue("0") int maxIncompletePerPeer, @Nullable SharedSecret secret, @Nullable String allowedVars,
		@DefaultValue("false") boolean trustRemoteUser) {

	/**
	 * Tidies lists and optional texts: blank counts as not set.
	 */
	public UwsgiProperties {
		socket = withoutBlanks(socket);
		http = textOrNull(http);
		chownSocket = textOrNull(chownSocket);
		allowFrom = withoutBlanks(allowFrom);
		if (allowFrom.isEmpty()) {
			allowFrom = PeerPolicy.LOOPBACK;
		}
		allowUids = List.copyOf(allowUids);
		allowGids = List.copyOf(allowGids);
		allowedVars = textOrNull(allowedVars);
	}

	/**
	 * Returns whether the uwsgi protocol is to be served at all.
	 * @return whether there is a socket and nobody has switched it off
	 */
	public boolean active() {
		return this.enabled && !this.socket.isEmpty();
	}

	private static List<String> withoutBlanks(List<String> values) {
		return values.stream().filter(StringUtils::hasText).map(String::strip).toList();
	}

	private static @Nullable String textOrNull(@Nullable String value) {
		return StringUtils.hasText(value) ? value.strip() : null;
	}

}
