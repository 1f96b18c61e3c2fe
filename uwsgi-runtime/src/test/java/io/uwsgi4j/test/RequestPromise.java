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

package io.uwsgi4j.test;

import java.util.List;
import java.util.Locale;

/**
 * What a request is cannot be a matter of opinion, and what somebody has tried to make it
 * one. Each line is a request, what has to become of it, and where nginx sees it
 * otherwise, what becomes of it there.
 */
public enum RequestPromise {

	/** Dots, slashes and what they are written with mean what Tomcat takes them for. */
	A_PATH_IS_DECODED_AND_NORMALISED_ONCE(
	// @formatter:off
		Trick.target("/a/../b").isSeen("uri=/a/../b", "path=/b"),
		Trick.target("/a/./b").isSeen("path=/a/b"),
		Trick.target("/./a/.").isSeen("path=/a"),
		Trick.target("/a/..").isSeen("path=/"),
		Trick.target("/a/.../b").isSeen("path=/a/.../b"),
		Trick.target("//a///b").isSeen("path=/a/b"),
		Trick.target("//other.example/a").isSeen("path=/other.example/a"),
		Trick.target("/../a").isAnswered(400),
		Trick.target("/a/../../b").isAnswered(400),
		Trick.target("/%2e%2e/a").isAnswered(400),
		Trick.target("/a/%2e%2e/b").isSeen("uri=/a/%2e%2e/b", "path=/b"),
		Trick.target("/a/.%2E/b").isSeen("path=/b"),
		Trick.target("/a/%2e/b").isSeen("path=/a/b"),
		Trick.target("/a/..%20/b").isSeen("path=/a/.. /b"),
		Trick.target("/a/..%09/b").isSeen("path=/a/..\\u0009/b"),
		Trick.target("/a/.. /b").isAnswered(400),
		Trick.target("/a%2Fb").isAnswered(400),
		Trick.target("/a%2fb").isAnswered(400),
		Trick.target("/%2F").isAnswered(400),
		Trick.target("/a/..%2Fb").isAnswered(400),
		Trick.target("/..%2f..%2fetc/passwd").isAnswered(400),
		Trick.target("/a%252Fb").isSeen("uri=/a%252Fb", "path=/a%2Fb"),
		Trick.target("/%252e%252e/b").isSeen("path=/%2e%2e/b"),
		Trick.target("/a%25%32%46b").isSeen("path=/a%2Fb"),
		Trick.target("/a%25252Fb").isSeen("path=/a%252Fb"),
		Trick.target("/a%5Cb").isAnswered(400),
		Trick.target("/a%5c..%5cb").isAnswered(400),
		Trick.target("/a\\b").isAnswered(400),
		Trick.target("/..\\..\\b").isAnswered(400),
		Trick.target("/a%3Fb=c").isSeen("path=/a?b=c", "query=null"),
		Trick.target("/a%23b").isSeen("path=/a#b", "query=null"),
		Trick.target("/a%00").isAnswered(400),
		Trick.target("/a%00b").isAnswered(400),
		Trick.target("/a%0ab").isAnswered(400),
		Trick.target("/a%0d%0aX-Evil:%201").isAnswered(400),
		Trick.target("/a%1fb").isAnswered(400),
		Trick.target("/a%7fb").isAnswered(400),
		Trick.target("/%").isAnswered(400),
		Trick.target("/a%4").isAnswered(400),
		Trick.target("/a%zz").isAnswered(400),
		Trick.target("/a%u002fb").isAnswered(400),
		Trick.target("/a%-1b").isAnswered(400)),

	/** Bytes that are no UTF-8 are not another spelling of something. */
	A_PATH_HAS_NO_SECOND_SPELLING(
		Trick.target("/caf%C3%A9").isSeen("path=/caf\\u00e9"),
		Trick.target("/a%C0%AFb").isAnswered(400),
		Trick.target("/a%c0%afb").isAnswered(400),
		Trick.target("/a%E0%80%AFb").isAnswered(400),
		Trick.target("/a%F0%80%80%AFb").isAnswered(400),
		Trick.target("/%C0%AE%C0%AE/b").isAnswered(400),
		Trick.target("/a/%e0%80%ae%e0%80%ae/b").isAnswered(400),
		Trick.target("/a%C0%80b").isAnswered(400),
		Trick.target("/a%ED%A0%80b").isAnswered(400),
		Trick.target("/a%ff").isAnswered(400),
		Trick.target("/a%c3%28").isAnswered(400),
		Trick.target("/a%EF%BC%8Fb").isSeen("path=/a\\uff0fb"),
		Trick.target("/a%E2%88%95b").isSeen("path=/a\\u2215b"),
		Trick.target("/a%EF%BC%8E%EF%BC%8E/b").isSeen("path=/a\\uff0e\\uff0e/b"),
		Trick.target("/caf\u00c3\u00a9").isAnswered(400),
		Trick.target("/a\u00ff").isAnswered(400),
		Trick.target("/a|b").isAnswered(400),
		Trick.target("/a{b}").isAnswered(400),
		Trick.target("/a\"b").isAnswered(400),
		Trick.target("/a<b>").isAnswered(400),
		Trick.target("/a^b`c").isAnswered(400),
		Trick.target("/a[b]").isAnswered(400),
		Trick.target("/a\tb").isAnswered(400),
		Trick.target("/a\u0000b").isAnswered(400),
		Trick.target("/a\u000bb").isAnswered(400),
		Trick.target("/a\u007fb").isAnswered(400)),

	/** What follows a semicolon is no part of a path, wherever it stands. */
	A_PATH_PARAMETER_IS_NO_PATH(
		Trick.target("/a;v=1/b;w").isSeen("uri=/a;v=1/b;w", "path=/a/b"),
		Trick.target("/a;jsessionid=1;x/b").isSeen("path=/a/b"),
		Trick.target("/a/..;/b").isAnswered(400),
		Trick.target("/a/..;x=y/b").isAnswered(400),
		Trick.target("/a/..;x/..;y/b").isAnswered(400),
		Trick.target("/..;/b").isAnswered(400),
		Trick.target("/a/%2e%2e;/b").isAnswered(400),
		Trick.target("/a/.%2E;/b").isAnswered(400),
		Trick.target("/a/...;/b").isSeen("path=/a/.../b"),
		Trick.target("/a/..;").isAnswered(400),
		Trick.target("/a/.;/b").isAnswered(400),
		Trick.target("/a;/../b").isSeen("path=/b"),
		Trick.target("/a/;/b").isSeen("path=/a/b"),
		Trick.target("/;a/b").isSeen("path=/b"),
		Trick.target("/;").isSeen("path=/"),
		Trick.target("/a;%2F/b").isSeen("uri=/a;%2F/b", "path=/a/b"),
		Trick.target("/a;%2e%2e/b").isSeen("path=/a/b"),
		Trick.target("/a;b?c;d").isSeen("path=/a", "query=c;d"),
		Trick.target("/a%3Bb").isSeen("path=/a;b"),
		Trick.target("/a/..%3B/b").isSeen("path=/a/..;/b"),
		Trick.target("/a%3B/../b").isSeen("path=/b")),

	/** Only what follows the first question mark is a query, and it stays as it is. */
	A_QUERY_IS_NO_PATH(
		Trick.target("/a?b=/../c").isSeen("path=/a", "query=b=/../c"),
		Trick.target("/a??b").isSeen("path=/a", "query=?b"),
		Trick.target("/a?b=%2F%00%zz").isSeen("path=/a", "query=b=%2F%00%zz"),
		Trick.target("/a?").isSeen("path=/a"),
		Trick.target("/a?b c").isAnswered(400),
		Trick.target("/a?b|c").isAnswered(400),
		Trick.target("/a?b\\c").isAnswered(400),
		Trick.target("/a?b\u0000c").isAnswered(400),
		Trick.target("/a?\u00e9").isAnswered(400),
		Trick.target("/a#b").isAnswered(400).butProxiedIsSeen("uri=/a", "path=/a"),
		Trick.target("/a?b#c").isAnswered(400).butProxiedIsSeen("uri=/a", "query=b"),
		Trick.target("/a?#b").isAnswered(400),
		Trick.target("/#/../a").isAnswered(400).butProxiedIsSeen("uri=/", "path=/"),
		Trick.packet("query of the proxy", UwsgiPacket.get("/a?b=c").set("QUERY_STRING", "d=e")).isSeen("query=d=e"),
		Trick.packet("query with a line break", UwsgiPacket.get("/a").set("QUERY_STRING", "d\r\ne")).isAnswered(400)),

	/** A target is a path, or names this server in front of one. */
	A_TARGET_NAMES_NO_OTHER_SERVER(
		Trick.target("http://app.example/a?b=c").with(absolute("http://app.example:8080/a?b=c"))
			.isSeen("uri=/a", "path=/a", "query=b=c"),
		Trick.target("HTTP://APP.EXAMPLE/a").with(absolute("HTTP://APP.EXAMPLE:8080/a")).isSeen("uri=/a"),
		Trick.target("http://app.example").with(absolute("http://app.example:8080")).isSeen("uri=/"),
		Trick.target("http://app.example?b=c").with(absolute("http://app.example:8080?b=c"))
			.isSeen("uri=/", "query=b=c"),
		Trick.target("http://app.example/../a").with(absolute("http://app.example:8080/../a")).isAnswered(400),
		Trick.target("http://app.example/a%2Fb").with(absolute("http://app.example:8080/a%2Fb")).isAnswered(400),
		Trick.target("http://app.example/a\\b").with(absolute("http://app.example:8080/a\\b")).isAnswered(400),
		Trick.packet("another host", absolute("http://other.example/a")).isAnswered(400),
		Trick.packet("another port", absolute("http://app.example:81/a")).isAnswered(400),
		Trick.packet("a user", absolute("http://user@app.example:8080/a")).isAnswered(400),
		Trick.packet("the host of a user", absolute("http://app.example:8080@other.example/a")).isAnswered(400),
		Trick.packet("no host", absolute("http:///a")).isAnswered(400),
		Trick.packet("host only in the target", absolute("http://other.example:81/a").without("HTTP_HOST"))
			.isSeen("server=other.example:81", "uri=/a"),
		Trick.packet("host in the target, none, and another one",
				absolute("http://other.example/a").set("HTTP_HOST", "").header("Host", "app.example")).isAnswered(400),
		Trick.packet("host only in the target, and none", absolute("http://a b/a").without("HTTP_HOST")).isAnswered(400),
		Trick.target("http:/a").with(absolute("http:/a")).isAnswered(400),
		Trick.target("http:a").with(absolute("http:a")).isAnswered(400),
		Trick.target("ftp://app.example/a").with(absolute("ftp://app.example/a")).isAnswered(400).butProxiedIsSeen("uri=/a"),
		Trick.target("app.example:80").with(absolute("app.example:80")).isAnswered(400),
		Trick.target("a/b").with(absolute("a/b")).isAnswered(400),
		Trick.target("?a").with(absolute("?a")).isSeen("path=/", "query=a").butProxiedIsAnswered(400),
		Trick.target("*").with(absolute("*")).isAnswered(400),
		Trick.packet("asterisk and path", UwsgiPacket.get("/a").set("REQUEST_URI", "*")).isAnswered(400)),

	/** What the proxy says the path is wins over what the client has said. */
	A_REWRITTEN_PATH_WINS(
		rewritten("/public", "/admin").isSeen("uri=/admin", "path=/admin"),
		rewritten("/public?a=b", "/admin").isSeen("path=/admin", "query=a=b"),
		rewritten("/a/..;/b", "/b").isSeen("uri=/b", "path=/b"),
		rewritten("/a%2Fb", "/a/b").isAnswered(400),
		rewritten("/a%252Fb", "/a%2Fb").isSeen("uri=/a%252Fb", "path=/a%2Fb"),
		rewritten("/a", "/b%2Fc").isSeen("uri=/b%252Fc", "path=/b%2Fc"),
		rewritten("/a", "/b?c=d").isSeen("path=/b?c=d", "query=null"),
		rewritten("/a", "/b#c").isSeen("path=/b#c"),
		rewritten("/a", "b").isSeen("path=/b"),
		rewritten("/a", "").isSeen("path=/"),
		rewritten("/a", "//other.example/b").isSeen("path=/other.example/b"),
		rewritten("/a", "http://other.example/b").isSeen("server=app.example:8080"),
		rewritten("/a", "/b/../c").isSeen("path=/c"),
		rewritten("/a", "/../b").isAnswered(400),
		rewritten("/a", "/b\\c").isAnswered(400),
		rewritten("/a", "/b\nc").isAnswered(400),
		rewritten("/a", "/b\u0000").isAnswered(400),
		rewritten("/a", "/\u00c0\u00afb").isAnswered(400),
		rewritten("/a%00", "/a").isSeen("path=/a"),
		rewritten("/%zz", "/a").isAnswered(400),
		rewritten("/a#b", "/a").isSeen("uri=/a"),
		rewritten("", "/a").isSeen("path=/a"),
		Trick.packet("no path at all", UwsgiPacket.get("/").without("REQUEST_URI", "PATH_INFO")).isAnswered(400)),

	/** {@code SCRIPT_NAME} leads to a path, and nowhere else. */
	A_SCRIPT_NAME_IS_ONLY_A_PREFIX(
		script("/u", "/rest", "/u/rest").isSeen("context=", "uri=/u/rest", "path=/u/rest"),
		script("/u", "/u/rest", "/u/rest").isSeen("path=/u/rest"),
		script("/", "/rest", "/rest").isSeen("path=/rest"),
		script("/u", "/rest", "/other").isSeen("path=/u/rest"),
		script("/u", "/rest", "").isSeen("path=/u/rest"),
		script("u", "/rest", "").isSeen("path=/u/rest"),
		script("/..", "/rest", "").isAnswered(400),
		script("/u/..", "/rest", "").isSeen("path=/rest"),
		script("/u", "/../../rest", "").isAnswered(400),
		script("/u%2f..", "/rest", "").isSeen("path=/u%2f../rest"),
		script("/u?a", "/rest", "").isSeen("path=/u?a/rest", "query=null"),
		script("/u;a", "/rest", "").isSeen("path=/u/rest"),
		script("//other.example", "/rest", "").isSeen("path=/other.example/rest", "server=app.example:8080"),
		script("http://other.example", "/rest", "").isSeen("server=app.example:8080", "context="),
		script("/u\\..", "/rest", "").isAnswered(400),
		script("/u\r\nX-Evil: 1", "/rest", "").isAnswered(400),
		script("/u\u0000", "/rest", "").isAnswered(400),
		script("/u", "/u/rest", "").with(modifier30("/u", "/u/rest")).isSeen("path=/u/rest"),
		Trick.packet("two script names", UwsgiPacket.get("/x").without("REQUEST_URI").set("PATH_INFO", "/rest")
			.var("SCRIPT_NAME", "/admin").var("SCRIPT_NAME", "/u")).isSeen("path=/u/rest")),

	/** What the request is, and whose, is said once; an empty value says nothing, or takes it back. */
	WHAT_THE_REQUEST_IS_IS_SAID_ONCE(
		Trick.packet("two methods", UwsgiPacket.get("/").var("REQUEST_METHOD", "POST")).isAnswered(400),
		Trick.packet("one method twice", UwsgiPacket.get("/").var("REQUEST_METHOD", "GET")).isAnswered(400),
		Trick.packet("two targets", UwsgiPacket.get("/a").without("PATH_INFO").var("REQUEST_URI", "/b")).isAnswered(400),
		Trick.packet("no second target", UwsgiPacket.get("/a").set("PATH_INFO", "/b").var("REQUEST_URI", ""))
			.isSeen("uri=/b", "path=/b"),
		Trick.packet("two protocols", UwsgiPacket.get("/").var("SERVER_PROTOCOL", "HTTP/1.0")).isAnswered(400),
		Trick.packet("two users", UwsgiPacket.get("/").var("REMOTE_USER", "a").var("REMOTE_USER", "b")).isAnswered(400),
		Trick.packet("two kinds of users", UwsgiPacket.get("/").var("AUTH_TYPE", "a").var("AUTH_TYPE", "b"))
			.isAnswered(400),
		Trick.packet("a user taken back", UwsgiPacket.get("/").var("REMOTE_USER", "a").var("REMOTE_USER", ""))
			.isSeen("user=null")),

	/** Of others the last one counts, as users write their own below the stock ones. */
	THE_LAST_VARIABLE_COUNTS(
		Trick.packet("two paths", UwsgiPacket.get("/a").var("PATH_INFO", "/b").var("PATH_INFO", "/a")).isSeen("path=/a"),
		Trick.packet("two queries", UwsgiPacket.get("/?a").var("QUERY_STRING", "b")).isSeen("query=b"),
		Trick.packet("two addresses", UwsgiPacket.get("/").var("REMOTE_ADDR", "192.0.2.9")).isSeen("remote=192.0.2.9"),
		Trick.packet("two types", UwsgiPacket.get("/").set("CONTENT_TYPE", "a/b").var("CONTENT_TYPE", "c/d"))
			.isSeen("type=c/d", "header.content-type=c/d"),
		Trick.packet("two schemes", UwsgiPacket.get("/").var("REQUEST_SCHEME", "https")).isSeen("scheme=https"),
		Trick.packet("another case", UwsgiPacket.get("/a").var("request_uri", "/b").var("Path_Info", "/b"))
			.isSeen("uri=/a", "path=/a"),
		Trick.packet("a name with a blank", UwsgiPacket.get("/a").var("REQUEST_URI ", "/b").var(" PATH_INFO", "/b"))
			.isSeen("uri=/a", "path=/a"),
		Trick.packet("a name with NUL", UwsgiPacket.get("/a").var("REQUEST_URI\u0000", "/b")).isSeen("uri=/a")),

	/** A length is digits, there is one of it, and the body is not longer nor shorter. */
	A_LENGTH_IS_NO_MATTER_OF_OPINION(
		Trick.length("5", "12345").isSeen("length=5", "body=12345"),
		Trick.length("0", "").isSeen("length=0", "body="),
		Trick.length("05", "12345").isSeen("length=5", "body=12345"),
		Trick.length("00000000000000000000000000000005", "12345").isSeen("length=5", "body=12345"),
		Trick.length("", "").isSeen("length=-1", "body=").butProxiedIsAnswered(400),
		Trick.length("+5", "12345").isAnswered(400),
		Trick.length("-5", "12345").isAnswered(400),
		Trick.length("-0", "").isAnswered(400),
		Trick.length("5 5", "12345").isAnswered(400),
		Trick.length("5,5", "12345").isAnswered(400),
		Trick.length("5, 5", "12345").isAnswered(400),
		Trick.length("5;5", "12345").isAnswered(400),
		Trick.length("5.0", "12345").isAnswered(400),
		Trick.length("5e0", "12345").isAnswered(400),
		Trick.length("0x5", "12345").isAnswered(400),
		Trick.length("0b1", "1").isAnswered(400),
		Trick.length("5h", "12345").isAnswered(400),
		Trick.length("1_0", "1234567890").isAnswered(400),
		Trick.length("'5'", "12345").isAnswered(400),
		Trick.length("five", "12345").isAnswered(400),
		Trick.length("5\u0000", "12345").isAnswered(400),
		Trick.length("5\u000b", "12345").isAnswered(400),
		Trick.length("5\rX", "12345").isAnswered(400),
		Trick.length("5\u00a0", "12345").isAnswered(400),
		Trick.length("\u00ef\u00bc\u0095", "12345").isAnswered(400),
		Trick.length(" 5", "12345").isAnswered(400).butProxiedIsSeen("length=5", "body=12345"),
		Trick.length("5 ", "12345").isAnswered(400).butProxiedIsSeen("length=5", "body=12345"),
		Trick.length("5\t", "12345").isAnswered(400),
		Trick.length("9223372036854775808", "12345").isAnswered(400),
		Trick.length("18446744073709551621", "12345").isAnswered(400),
		Trick.length("99999999999999999999999999", "12345").isAnswered(400),
		Trick.length("9223372036854775807", "12345").failsWith(400).butIsCutOff().butProxiedIsAnswered(413),
		Trick.length("10", "12345").failsWith(400).butIsCutOff().butProxiedIsAnswered(0),
		Trick.length("5", "").failsWith(400).butIsCutOff().butProxiedIsAnswered(0),
		Trick.headers("Content-Length: 5", "Content-Length: 5").with(lengths("5", "5")).isAnswered(400),
		Trick.headers("Content-Length: 5", "Content-Length: 6").with(lengths("5", "6")).isAnswered(400),
		Trick.headers("Content-Length: 0", "Content-Length: 5").with(lengths("0", "5")).isAnswered(400),
		Trick.packet("a length taken back", lengths("5", "")).isSeen("length=-1", "body="),
		Trick.packet("no first length", lengths("", "5")).isSeen("length=5", "body=12345"),
		Trick.packet("length of a header", UwsgiPacket.request("POST", "/").header("Content-Length", "5"))
			.isSeen("length=-1", "body="),
		Trick.packet("length of a header in another spelling",
				UwsgiPacket.request("POST", "/").var("HTTP_Content-Length", "5")).isSeen("length=-1", "body="),
		Trick.packet("length in lower case", UwsgiPacket.request("POST", "/").var("content_length", "5"))
			.isSeen("length=-1", "body="),
		Trick.packet("length with a hyphen", UwsgiPacket.request("POST", "/").var("CONTENT-LENGTH", "5"))
			.isSeen("length=-1", "body="),
		Trick.packet("length of a header besides",
				UwsgiPacket.post("/", Packets.octets("12345")).header("Content-Length", "3"))
			.isSeen("length=5", "header.content-length=5", "body=12345"),
		Trick.packet("length of a method without a body",
				UwsgiPacket.get("/").set("CONTENT_LENGTH", "5").body(Packets.octets("12345"))).isSeen("body=12345"),
		Trick.length("45", "GET /hidden HTTP/1.1\r\nHost: app.example\r\n\r\n12")
			.isSeen("body=GET /hidden HTTP/1.1\\u000d\\u000aHost: app.example\\u000d\\u000a\\u000d\\u000a12"),
		Trick.http("POST / HTTP/1.1", "Host: app.example", "Connection: close", "Content-Length : 5", "", "12345")
			.isAnswered(400),
		Trick.http("POST / HTTP/1.1", "Host: app.example", "Connection: close", "Content_Length: 3", "Content-Length: 5",
				"", "12345").isSeen("length=5", "body=12345"),
		Trick.http("POST / HTTP/1.1", "Host: app.example", "Connection: close", "Content_Length: 5", "", "12345")
			.isSeen("length=-1", "body="),
		Trick.http("POST / HTTP/1.1", "Host: app.example", "Connection: close", "Content-Length:5\nX-Y: 1", "", "12345")
			.isSeen("length=5", "body=12345")),

	/** A body of unknown length is in chunks, and nothing else. */
	AN_ENCODING_IS_CHUNKED_OR_NOTHING(
		Trick.encoding("chunked", "1\r\na\r\n0\r\n\r\n").isSeen("body=a", "!header.transfer-encoding"),
		Trick.encoding("Chunked", "1\r\na\r\n0\r\n\r\n").isSeen("body=a"),
		Trick.encoding(" chunked", "1\r\na\r\n0\r\n\r\n").isSeen("body=a"),
		Trick.encoding("chunked ", "1\r\na\r\n0\r\n\r\n").isSeen("body=a"),
		Trick.encoding("", "1\r\na\r\n0\r\n\r\n").isSeen("body=").butProxiedIsAnswered(501),
		Trick.encoding("\u000bchunked", "1\r\na\r\n0\r\n\r\n").isAnswered(400).butProxiedIsAnswered(501),
		Trick.encoding("chunked\u00a0", "1\r\na\r\n0\r\n\r\n").isAnswered(400).butProxiedIsAnswered(501),
		Trick.encoding("xchunked", "1\r\na\r\n0\r\n\r\n").isAnswered(400).butProxiedIsAnswered(501),
		Trick.encoding("chunkedx", "1\r\na\r\n0\r\n\r\n").isAnswered(400).butProxiedIsAnswered(501),
		Trick.encoding("chun ked", "1\r\na\r\n0\r\n\r\n").isAnswered(400).butProxiedIsAnswered(501),
		Trick.encoding("\"chunked\"", "1\r\na\r\n0\r\n\r\n").isAnswered(400).butProxiedIsAnswered(501),
		Trick.encoding("chunked;q=1", "1\r\na\r\n0\r\n\r\n").isAnswered(400).butProxiedIsAnswered(501),
		Trick.encoding("chunked,", "1\r\na\r\n0\r\n\r\n").isAnswered(400).butProxiedIsAnswered(501),
		Trick.encoding(",chunked", "1\r\na\r\n0\r\n\r\n").isAnswered(400).butProxiedIsAnswered(501),
		Trick.encoding("chunked, chunked", "1\r\na\r\n0\r\n\r\n").isAnswered(400).butProxiedIsAnswered(501),
		Trick.encoding("chunked, identity", "1\r\na\r\n0\r\n\r\n").isAnswered(400).butProxiedIsAnswered(501),
		Trick.encoding("identity", "1\r\na\r\n0\r\n\r\n").isAnswered(400).butProxiedIsAnswered(501),
		Trick.encoding("identity, chunked", "1\r\na\r\n0\r\n\r\n").isAnswered(400).butProxiedIsAnswered(501),
		Trick.encoding("gzip", "1\r\na\r\n0\r\n\r\n").isAnswered(400).butProxiedIsAnswered(501),
		Trick.encoding("gzip, chunked", "1\r\na\r\n0\r\n\r\n").isAnswered(400).butProxiedIsAnswered(501),
		Trick.headers("Transfer-Encoding: gzip", "Transfer-Encoding: chunked").isAnswered(400),
		Trick.headers("Transfer-Encoding: chunked", "Transfer-Encoding: gzip").isAnswered(400),
		Trick.headers("Transfer-Encoding: chunked", "Transfer-Encoding: chunked").isAnswered(400),
		Trick.headers("Transfer-Encoding: identity", "Transfer-Encoding: chunked").isAnswered(400),
		Trick.headers("Transfer-Encoding: chunked", "Transfer-Encoding: ").isAnswered(400),
		Trick.packet("another spelling of the name", UwsgiPacket.request("POST", "/").var("HTTP_Transfer-Encoding", "chunked")
			.body(Packets.octets("1\r\na\r\n0\r\n\r\n"))).isSeen("body=a"),
		Trick.packet("two spellings of the name", UwsgiPacket.request("POST", "/").var("HTTP_Transfer-Encoding", "chunked")
			.header("Transfer-Encoding", "x").body(Packets.octets("1\r\na\r\n0\r\n\r\n"))).isAnswered(400),
		Trick.packet("length and encoding", UwsgiPacket.post("/", Packets.octets("12345"))
			.header("Transfer-Encoding", "chunked")).isSeen("length=5", "body=12345"),
		Trick.packet("length 0 and encoding", UwsgiPacket.post("/", new byte[0]).header("Transfer-Encoding", "chunked")
			.body(Packets.octets("1\r\na\r\n0\r\n\r\n"))).isSeen("length=0", "body="),
		Trick.packet("length and two encodings", UwsgiPacket.post("/", Packets.octets("12345"))
			.header("Transfer-Encoding", "chunked").header("Transfer-Encoding", "gzip"))
			.isSeen("length=5", "body=12345"),
		Trick.packet("encoding as a variable", UwsgiPacket.request("POST", "/").var("TRANSFER_ENCODING", "chunked"))
			.isSeen("body="),
		Trick.http("POST / HTTP/1.1", "Host: app.example", "Connection: close", "Content-Length: 5",
				"Transfer-Encoding: chunked", "", "0", "", "").isAnswered(400),
		Trick.http("POST / HTTP/1.1", "Host: app.example", "Connection: close", "Transfer-Encoding: chunked",
				"Content-Length: 5", "", "0", "", "").isAnswered(400),
		Trick.http("POST / HTTP/1.1", "Host: app.example", "Connection: close", "Transfer_Encoding: chunked",
				"Content-Length: 5", "", "12345").isSeen("length=5", "body=12345"),
		Trick.http("POST / HTTP/1.1", "Host: app.example", "Connection: close", "Transfer-Encoding : chunked", "", "0",
				"", "").isAnswered(400),
		Trick.http("POST / HTTP/1.0", "Host: app.example", "Connection: close", "Transfer-Encoding: chunked", "", "0",
				"", "").isAnswered(400)),

	/** A chunk is as long as its size says in hexadecimal digits, and between line ends. */
	A_CHUNK_ENDS_WHERE_IT_SAYS(
		Trick.chunked("5\r\nhello\r\n0\r\n\r\n").isSeen("body=hello"),
		Trick.chunked("5;a=b\r\nhello\r\n0;c\r\n\r\n").isSeen("body=hello"),
		Trick.chunked("5;a=\"0\r\n\r\n\"\r\nhello\r\n0\r\n\r\n").failsWith(400).butProxiedIsAnswered(400),
		Trick.chunked("5\r\nhello\r\n0\r\nX-Trailer: 1\r\nContent-Length: 7\r\n\r\n")
			.isSeen("body=hello", "!header.x-trailer", "!header.content-length=7"),
		Trick.chunked("A\r\n1234567890\r\n0\r\n\r\n").isSeen("body=1234567890"),
		Trick.chunked("00000005\r\nhello\r\n0\r\n\r\n").isSeen("body=hello"),
		Trick.chunked("000000000000000000005\r\nhello\r\n0\r\n\r\n").failsWith(400).butProxiedIsSeen("body=hello"),
		Trick.chunked("5 \r\nhello\r\n0\r\n\r\n").failsWith(400).butProxiedIsSeen("body=hello"),
		Trick.chunked("5\t\r\nhello\r\n0\r\n\r\n").failsWith(400).butProxiedIsSeen("body=hello"),
		Trick.chunked(" 5\r\nhello\r\n0\r\n\r\n").failsWith(400).butProxiedIsAnswered(400),
		Trick.chunked("5 5\r\nhello\r\n0\r\n\r\n").failsWith(400).butProxiedIsSeen("body=hello"),
		Trick.chunked("+5\r\nhello\r\n0\r\n\r\n").failsWith(400).butProxiedIsAnswered(400),
		Trick.chunked("-5\r\nhello\r\n0\r\n\r\n").failsWith(400).butProxiedIsAnswered(400),
		Trick.chunked("-0\r\n\r\n").failsWith(400).butProxiedIsAnswered(400),
		Trick.chunked("0x5\r\nhello\r\n0\r\n\r\n").failsWith(400).butProxiedIsAnswered(400),
		Trick.chunked("5h\r\nhello\r\n0\r\n\r\n").failsWith(400).butProxiedIsAnswered(400),
		Trick.chunked("g\r\nhello\r\n0\r\n\r\n").failsWith(400).butProxiedIsAnswered(400),
		Trick.chunked("5_0\r\nhello\r\n0\r\n\r\n").failsWith(400).butProxiedIsAnswered(400),
		Trick.chunked("5\u0000\r\nhello\r\n0\r\n\r\n").failsWith(400).butProxiedIsAnswered(400),
		Trick.chunked("\r\nhello\r\n0\r\n\r\n").failsWith(400).butProxiedIsAnswered(400),
		Trick.chunked("\r\n5\r\nhello\r\n0\r\n\r\n").failsWith(400).butProxiedIsAnswered(400),
		Trick.chunked(";a\r\nhello\r\n0\r\n\r\n").failsWith(400).butProxiedIsAnswered(400),
		Trick.chunked("5\nhello\r\n0\r\n\r\n").failsWith(400).butProxiedIsSeen("body=hello"),
		Trick.chunked("5\rhello\r\n0\r\n\r\n").failsWith(400).butProxiedIsAnswered(400),
		Trick.chunked("5\r\r\nhello\r\n0\r\n\r\n").failsWith(400).butProxiedIsAnswered(400),
		Trick.chunked("5\r\nhello\n0\r\n\r\n").failsWith(400).butProxiedIsSeen("body=hello"),
		Trick.chunked("5\r\nhello0\r\n\r\n").failsWith(400).butProxiedIsAnswered(400),
		Trick.chunked("5\r\nhelloXX0\r\n\r\n").failsWith(400).butProxiedIsAnswered(400),
		Trick.chunked("5\r\nhello world\r\n0\r\n\r\n").failsWith(400).butProxiedIsAnswered(400),
		Trick.chunked("5\r\nhello\r\n0\n\n").failsWith(400).butProxiedIsSeen("body=hello"),
		Trick.chunked("5\r\nhello\r\n0\r\nX: 1\n\r\n").failsWith(400).butProxiedIsSeen("body=hello"),
		Trick.chunked("5\r\nhello\r\n0\r\nX Y: 1\r\n\r\n").failsWith(400).butProxiedIsSeen("body=hello"),
		Trick.chunked("5;a=b\nhello\r\n0\r\n\r\n").failsWith(400).butProxiedIsSeen("body=hello"),
		Trick.chunked("5;a\rb\r\nhello\r\n0\r\n\r\n").failsWith(400).butProxiedIsAnswered(400),
		Trick.chunked("7fffffff\r\nhello\r\n0\r\n\r\n").failsWith(400).butIsCutOff().butProxiedIsAnswered(413),
		Trick.chunked("80000000\r\nhello\r\n0\r\n\r\n").failsWith(400).butProxiedIsAnswered(413),
		Trick.chunked("ffffffff\r\nhello\r\n0\r\n\r\n").failsWith(400).butProxiedIsAnswered(413),
		Trick.chunked("100000005\r\nhello\r\n0\r\n\r\n").failsWith(400).butProxiedIsAnswered(413),
		Trick.chunked("10000000000000005\r\nhello\r\n0\r\n\r\n").failsWith(400).butProxiedIsAnswered(400),
		Trick.chunked("5\r\nhel").failsWith(400).butIsCutOff().butProxiedIsAnswered(0),
		Trick.chunked("5\r\nhello\r\n").failsWith(400).butIsCutOff().butProxiedIsAnswered(0),
		Trick.chunked("5\r\nhello\r\n0\r\n").failsWith(400).butIsCutOff().butProxiedIsAnswered(0),
		Trick.chunked("0\r\n\r\nGET /hidden HTTP/1.1\r\nHost: app.example\r\n\r\n").isSeen("body=")),

	/** Two headers that become one name are one header with two values, or refused. */
	NAMES_THAT_COLLAPSE_ARE_ONE_HEADER(
		Trick.packet("underscore and hyphen", UwsgiPacket.get("/").var("HTTP_X_Y", "1").var("HTTP_X-Y", "2"))
			.isSeen("header.x-y=1|2"),
		Trick.packet("upper and lower case", UwsgiPacket.get("/").var("HTTP_X_Y", "1").var("HTTP_x_y", "2"))
			.isSeen("header.x-y=1|2"),
		Trick.packet("two hosts in two spellings", UwsgiPacket.get("/").var("HTTP_host", "other.example")).isAnswered(400),
		Trick.packet("prefix in lower case", UwsgiPacket.get("/").var("http_X_Y", "1")).isSeen("!header.x-y"),
		Trick.packet("type of a header", UwsgiPacket.get("/").var("HTTP_Content-Type", "a/b"))
			.isSeen("type=null", "!header.content-type"),
		Trick.packet("proxy in another spelling", UwsgiPacket.get("/").var("HTTP_proxy", "evil")).isSeen("!header.proxy"),
		Trick.packet("no name", UwsgiPacket.get("/").var("HTTP_", "1")).isAnswered(400),
		Trick.packet("a blank in the name", UwsgiPacket.get("/").var("HTTP_X Y", "1")).isAnswered(400),
		Trick.packet("a blank behind the name", UwsgiPacket.get("/").var("HTTP_CONTENT_LENGTH ", "1")).isAnswered(400),
		Trick.packet("a colon in the name", UwsgiPacket.get("/").var("HTTP_X:Y", "1")).isAnswered(400),
		Trick.packet("a line break in the name", UwsgiPacket.get("/").var("HTTP_X\r\nY", "1")).isAnswered(400),
		Trick.packet("NUL in the name", UwsgiPacket.get("/").var("HTTP_X\u0000", "1")).isAnswered(400),
		Trick.packet("a tab in the name", UwsgiPacket.get("/").var("HTTP_X\t", "1")).isAnswered(400),
		Trick.packet("a high octet in the name", UwsgiPacket.get("/").var("HTTP_X\u00e9", "1")).isAnswered(400),
		Trick.http("GET / HTTP/1.1", "Host: app.example", "Connection: close", "X_Y: 1", "X-Y: 2", "", "")
			.isSeen("header.x-y=2"),
		Trick.http("GET / HTTP/1.1", "Host: app.example", "Connection: close", "X-Y: 1", "x-y: 2", "", "")
			.isSeen("header.x-y=1|2"),
		Trick.http("GET / HTTP/1.1", "Host: app.example", "Connection: close", "X Y: 1", "", "").isAnswered(400),
		Trick.http("GET / HTTP/1.1", "Host: app.example", "Connection: close", "X-Y : 1", "", "").isAnswered(400),
		Trick.http("GET / HTTP/1.1", "Host: app.example", "Connection: close", ": 1", "", "").isAnswered(400),
		Trick.http("GET / HTTP/1.1", "Host: app.example", "Connection: close", "X\u0000Y: 1", "", "").isAnswered(400)),

	/** A value is one value, wherever it is written to. */
	A_VALUE_ENDS_WHERE_IT_ENDS(
		Trick.headers("X-Y: a\tb").isSeen("header.x-y=a\\u0009b"),
		Trick.headers("X-Y: caf\u00c3\u00a9").isSeen("header.x-y=caf\\u00c3\\u00a9"),
		Trick.headers("X-Y: a\rX-Evil: 1").isAnswered(400),
		Trick.headers("X-Y: a\u0000b").isAnswered(400),
		Trick.headers("X-Y: a\u0001b").isAnswered(400),
		Trick.headers("X-Y: a\u000bb").isAnswered(400),
		Trick.headers("X-Y: a\u007fb").isAnswered(400),
		Trick.headers("Cookie: a=1\r; b=2").isAnswered(400),
		Trick.headers("X-Y: a\nX-Z: 1").isAnswered(400).butProxiedIsSeen("header.x-y=a", "header.x-z=1"),
		Trick.headers("X-Y: a\r\nX-Z: 1").isAnswered(400).butProxiedIsSeen("header.x-y=a", "header.x-z=1"),
		Trick.headers("X-Y: a\r\n b").isAnswered(400),
		Trick.headers("X-Y: a\r\n\r\nGET /hidden HTTP/1.1").isAnswered(400).butProxiedIsSeen("header.x-y=a"),
		Trick.packet("line break in the method", UwsgiPacket.request("GET /hidden HTTP/1.1\r\nX: ", "/")).isAnswered(400),
		Trick.packet("line break in the protocol", UwsgiPacket.get("/").set("SERVER_PROTOCOL", "HTTP/1.1\r\nX: 1"))
			.isAnswered(400),
		Trick.packet("no address", UwsgiPacket.get("/").set("REMOTE_ADDR", "unknown")).isAnswered(400),
		Trick.packet("a list of addresses", UwsgiPacket.get("/").set("REMOTE_ADDR", "192.0.2.7, 127.0.0.1"))
			.isAnswered(400),
		Trick.packet("a name in place of an address", UwsgiPacket.get("/").set("REMOTE_ADDR", "localhost"))
			.isAnswered(400),
		Trick.packet("line break in the address", UwsgiPacket.get("/").set("REMOTE_ADDR", "192.0.2.7\n")).isAnswered(400),
		Trick.packet("NUL in the type", UwsgiPacket.get("/").set("CONTENT_TYPE", "a/b\u0000")).isAnswered(400),
		Trick.packet("another protocol", UwsgiPacket.get("/").set("SERVER_PROTOCOL", "ICY")).isSeen("protocol=HTTP/1.1")),

	/** What a client writes is a header, and not what the proxy says. */
	A_HEADER_IS_NO_VARIABLE(
		Trick.headers("Remote-Addr: 192.0.2.66").isSeen("header.remote-addr=192.0.2.66", "!remote=192.0.2.66"),
		Trick.headers("Remote-User: admin").isSeen("user=null"),
		Trick.headers("Https: on").isSeen("scheme=http"),
		Trick.headers("Uwsgi-Scheme: https").isSeen("scheme=http"),
		Trick.headers("Request-Uri: /admin").isSeen("uri=/", "path=/"),
		Trick.headers("Path-Info: /admin").isSeen("uri=/", "path=/"),
		Trick.headers("Script-Name: /admin").isSeen("context=", "uri=/"),
		Trick.headers("Query-String: a=b").isSeen("query=null"),
		Trick.headers("Request-Method: DELETE").isSeen("method=GET"),
		Trick.headers("Server-Name: other.example").isSeen("!server=other.example"),
		Trick.headers("X-Original-Url: /admin").isSeen("path=/"),
		Trick.headers("X-Rewrite-Url: /admin").isSeen("path=/"),
		Trick.headers("X-Http-Method-Override: DELETE").isSeen("method=GET"),
		Trick.headers("X-Forwarded-For: 192.0.2.66").isSeen("!remote=192.0.2.66"),
		Trick.headers("X-Forwarded-Proto: https").isSeen("scheme=http"),
		Trick.headers("X-Forwarded-Host: other.example").isSeen("!server=other.example"),
		Trick.headers("X-Forwarded-Prefix: /admin").isSeen("context="),
		Trick.headers("Proxy: http://other.example").isSeen("!header.proxy"),
		Trick.headers("Uwsgi-File: /etc/passwd").isSeen("header.uwsgi-file=/etc/passwd"),
		Trick.packet("file", UwsgiPacket.get("/").var("UWSGI_FILE", "/etc/passwd").var("UWSGI_POSTFILE", "/etc/passwd"))
			.isSeen("length=-1", "body=")),

	/** There is one host, and it is one. */
	A_HOST_IS_ONE_HOST(
		Trick.host("app.example").isSeen("!server=app.example:8081"),
		Trick.host("app.example:81").isSeen("server=app.example:81"),
		Trick.host("127.0.0.1").isSeen("!server=app"),
		Trick.host("[::1]:81").isSeen("server=[::1]:81"),
		Trick.host("[::1").isAnswered(400),
		Trick.host("::1").isAnswered(400),
		Trick.host("a b").isAnswered(400),
		Trick.host("a/b").isAnswered(400),
		Trick.host("a\\b").isAnswered(400),
		Trick.host("a@b").isAnswered(400),
		Trick.host("a,b").isAnswered(400),
		Trick.host("a?b").isAnswered(400),
		Trick.host("a#b").isAnswered(400),
		Trick.host("a:b").isAnswered(400),
		Trick.host("a:80:80").isAnswered(400),
		Trick.host("a:-1").isAnswered(400),
		Trick.host("a:+80").isAnswered(400),
		Trick.host("a:65536").isSeen("server=a:65536"),
		Trick.host("a:4294967376").isAnswered(400),
		Trick.host("a:99999999999999999999").isAnswered(400),
		Trick.host("a\u0000b").isAnswered(400),
		Trick.host("a\tb").isAnswered(400),
		Trick.host("%61").isAnswered(400),
		Trick.host("a..b").isAnswered(400),
		Trick.host(":80").isAnswered(400),
		Trick.packet("two hosts", UwsgiPacket.get("/").header("Host", "other.example")).isAnswered(400),
		Trick.http("GET / HTTP/1.1", "Host: app.example", "Host: other.example", "Connection: close", "", "")
			.isAnswered(400),
		Trick.http("GET / HTTP/1.1", "Connection: close", "", "").isAnswered(400)),

	/** A method is a token, and changes nothing about where a request ends. */
	A_METHOD_IS_A_TOKEN(
		Trick.method("PROPFIND", "/").isSeen("method=PROPFIND"),
		Trick.method("X-Y", "/").isSeen("method=X-Y"),
		Trick.method("get", "/").isSeen("method=get").butProxiedIsAnswered(400),
		Trick.method("GET ", "/").isAnswered(400).butProxiedIsSeen("method=GET", "uri=/"),
		Trick.method("GE T", "/").isAnswered(400),
		Trick.method("G\tT", "/").isAnswered(400),
		Trick.method("G:T", "/").isAnswered(400),
		Trick.method("G\u00c9T", "/").isAnswered(400),
		Trick.method("GET\u0000", "/").isAnswered(400),
		Trick.method("", "/").isAnswered(400),
		Trick.method("TRACE", "/").isAnswered(405),
		Trick.method("CONNECT", "/").isAnswered(501).butProxiedIsAnswered(405),
		Trick.method("CONNECT", "app.example:80").isAnswered(501).butProxiedIsAnswered(400),
		Trick.method("OPTIONS", "*").with(UwsgiPacket.request("OPTIONS", "/").set("REQUEST_URI", "*").without("PATH_INFO"))
			.isAnswered(200).butProxiedIsAnswered(400),
		Trick.packet("a very long method", UwsgiPacket.request("M".repeat(8000), "/")).isSeen("uri=/"),
		Trick.packet("no method", UwsgiPacket.get("/").without("REQUEST_METHOD")).isAnswered(400),
		Trick.http("PRI * HTTP/2.0", "", "SM", "", "").isAnswered(400),
		Trick.http("GET  / HTTP/1.1", "Host: app.example", "Connection: close", "", "").isSeen("uri=/"),
		Trick.http("GET / HTTP/1.1 HTTP/1.1", "Host: app.example", "Connection: close", "", "").isAnswered(400),
		Trick.http("GET / HTTP/2.0", "Host: app.example", "Connection: close", "", "").isAnswered(505));
	// @formatter:on

	private final List<Trick> tricks;

	RequestPromise(Trick... tricks) {
		this.tricks = List.of(tricks);
	}

	/**
	 * Returns what has been tried against it.
	 * @return the requests
	 */
	public List<Trick> tricks() {
		return this.tricks;
	}

	@Override
	public String toString() {
		return name().toLowerCase(Locale.ROOT).replace('_', ' ');
	}

	private static UwsgiPacket absolute(String target) {
		return UwsgiPacket.get("/").set("REQUEST_URI", target).without("PATH_INFO", "QUERY_STRING");
	}

	private static Trick rewritten(String target, String path) {
		return Trick.packet("'%s' rewritten to '%s'".formatted(target, path),
				UwsgiPacket.get(target.isEmpty() ? "/" : target).set("REQUEST_URI", target).set("PATH_INFO", path));
	}

	private static Trick script(String scriptName, String pathInfo, String target) {
		return Trick.packet("script '%s', path '%s' of '%s'".formatted(scriptName, pathInfo, target),
				UwsgiPacket.get("/")
					.set("REQUEST_URI", target)
					.set("SCRIPT_NAME", scriptName)
					.set("PATH_INFO", pathInfo));
	}

	private static UwsgiPacket modifier30(String scriptName, String pathInfo) {
		return UwsgiPacket.get("/")
			.without("REQUEST_URI")
			.set("SCRIPT_NAME", scriptName)
			.set("PATH_INFO", pathInfo)
			.modifier1(30);
	}

	private static UwsgiPacket lengths(String first, String second) {
		return UwsgiPacket.request("POST", "/")
			.set("CONTENT_LENGTH", first)
			.var("CONTENT_LENGTH", second)
			.body(Packets.octets("12345"));
	}

}
