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

package io.uwsgi4j.socket;

import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link UwsgiAddress} and its forms.
 */
class UwsgiAddressTests {

	private static final String HERE = Path.of("").toAbsolutePath().toString();

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			/run/app.sock             | unix:/run/app.sock
			unix:/run/app.sock        | unix:/run/app.sock
			unix:///run//app.sock     | unix:/run/app.sock
			/run/./app.sock           | unix:/run/app.sock
			/run/link/../app.sock     | unix:/run/link/../app.sock
			/run/with:colon           | unix:/run/with:colon
			unix:/run/with:colon      | unix:/run/with:colon
			@name                     | unix:@name
			@name/with:all            | unix:@name/with:all
			unix:@name                | unix:@name
			127.0.0.1:3031            | 127.0.0.1:3031
			localhost:3031            | localhost:3031
			my_host-1.example.org:1   | my_host-1.example.org:1
			:3031                     | :3031
			:0                        | :0
			127.0.0.1:65535           | 127.0.0.1:65535
			[::1]:3031                | [::1]:3031
			[::]:3031                 | [::]:3031
			[fe80::1%eth0]:3031       | [fe80::1%eth0]:3031
			[::ffff:127.0.0.1]:3031   | [::ffff:127.0.0.1]:3031
			fd://0                    | fd://0
			fd://3                    | fd://3
			""")
	void everyFormIsParsedAndFormatted(String text, String formatted) {
		UwsgiAddress address = UwsgiAddress.parse(text);
		assertThat(address).hasToString(formatted);
		assertThat(UwsgiAddress.parse(formatted)).isEqualTo(address);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			./app.sock      | /app.sock
			app.sock        | /app.sock
			dir/app.sock    | /dir/app.sock
			unix:app.sock   | /app.sock
			./with:colon    | /with:colon
			3031            | /3031
			""")
	void relativePathBecomesAbsolute(String text, String path) {
		assertThat(UwsgiAddress.parse(text)).isEqualTo(new UnixAddress(Path.of(HERE + path)))
			.hasToString("unix:" + HERE + path);
	}

	@Test
	void whenTextHasSurroundingWhiteSpaceThenItIsIgnored() {
		assertThat(UwsgiAddress.parse(" :3031\t")).isEqualTo(new TcpAddress("", 3031));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
			""                     | it is empty
			"  "                   | it is empty
			unix:                  | the path is empty
			@                      | the abstract name is empty
			unix:@                 | the abstract name is empty
			/                      | has no file name
			/..                    | has no file name
			/run/..                | has no file name
			fd://                  | '' is not the number of a descriptor
			fd://x                 | 'x' is not the number of a descriptor
			fd://-1                | '-1' is not the number of a descriptor
			fd://3x                | '3x' is not the number of a descriptor
			fd://9999999999        | '9999999999' is not the number of a descriptor
			host:                  | the port is missing
			:                      | the port is missing
			host:http              | 'http' is not a port
			host:-1                | '-1' is not a port
			host:+1                | '+1' is not a port
			host: 80               | ' 80' is not a port
			host:0x50              | '0x50' is not a port
			host:65536             | the port must be between 0 and 65535, not 65536
			host:9999999999        | '9999999999' is not a port
			::1:3031               | an IPv6 address must be in brackets
			::                     | the port is missing
			[::1]                  | '1]' is not a port
			[]:80                  | '' is not an IPv6 address
			[host]:80              | 'host' is not an IPv6 address
			[127.0.0.1]:80         | '127.0.0.1' is not an IPv6 address
			[12345::]:80           | '12345::' is not an IPv6 address
			[::1%]:80              | '::1%' is not an IPv6 address
			[::1:80                | '[::1' is not a host name or address
			1:2:3:4:5:6:7:8:9      | an IPv6 address must be in brackets
			*:80                   | '*' is not a host name or address
			127.*:80               | '127.*' is not a host name or address
			a b:80                 | 'a b' is not a host name or address
			user@host:80           | 'user@host' is not a host name or address
			http://host            | '//host' is not a port
			tcp://host:80          | 'tcp://host' is not a host name or address
			""")
	void whenTextIsInvalidThenTheReasonAndTheAcceptedFormsAreNamed(String text, String reason) {
		assertThatIllegalArgumentException().isThrownBy(() -> UwsgiAddress.parse(text))
			.withMessageContaining("invalid socket address '" + text.strip() + "'")
			.withMessageContaining(reason)
			.withMessageEndingWith("(accepted forms: /path, ./path, unix:/path, @name, unix:@name, host:port, :port,"
					+ " [v6]:port, fd://N)");
	}

	@ParameterizedTest
	@ValueSource(strings = { "/run/a\nb", "@a\nb", "/run/a\u0000b", "@a\u0000b" })
	void whenNameContainsControlCharactersThenItIsRefused(String text) {
		assertThatIllegalArgumentException().isThrownBy(() -> UwsgiAddress.parse(text))
			.withMessageContaining("invalid socket address");
	}

	@Test
	void whenHostContainsAControlCharacterBeyondAsciiThenItIsRefused() {
		assertThatIllegalArgumentException().isThrownBy(() -> UwsgiAddress.parse("a\u0085b:80"))
			.withMessageContaining("is not a host name or address");
	}

	@Test
	void whenPathEndsWithWhiteSpaceThenItIsRefusedBecauseItCouldNotBeReadBack() {
		assertThatIllegalArgumentException().isThrownBy(() -> UwsgiAddress.parse("/run/ /."))
			.withMessageContaining("the path must not end with white space");
	}

	@Test
	void whenRecordCouldNotBeReadBackThenItIsNotCreated() {
		assertThatIllegalArgumentException().isThrownBy(() -> new UnixAddress(Path.of("/run/app.sock ")));
		assertThatIllegalArgumentException().isThrownBy(() -> new AbstractAddress("name "));
		assertThatIllegalArgumentException().isThrownBy(() -> new TcpAddress("unix", 80));
		assertThatIllegalArgumentException().isThrownBy(() -> new TcpAddress(".example.org", 80));
		assertThatIllegalArgumentException().isThrownBy(() -> new TcpAddress("\u2003host", 80));
	}

	@Test
	void whenRecordsAreCreatedDirectlyThenTheyAreCheckedToo() {
		assertThatIllegalArgumentException().isThrownBy(() -> new TcpAddress("", -1));
		assertThatIllegalArgumentException().isThrownBy(() -> new TcpAddress("", 65536));
		assertThatIllegalArgumentException().isThrownBy(() -> new TcpAddress("[::1]", 80));
		assertThatIllegalArgumentException().isThrownBy(() -> new TcpAddress("a:b", 80));
		assertThatIllegalArgumentException().isThrownBy(() -> new InheritedAddress(-1));
		assertThatIllegalArgumentException().isThrownBy(() -> new AbstractAddress(""));
		assertThatIllegalArgumentException().isThrownBy(() -> new UnixAddress(Path.of("/")));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			127.0.0.1:1             | true
			127.9.8.7:1             | true
			localhost:1             | true
			[::1]:1                 | true
			[::ffff:127.0.0.1]:1    | true
			:1                      | false
			0.0.0.0:1               | false
			[::]:1                  | false
			192.0.2.1:1             | false
			[2001:db8::1]:1         | false
			no-such-host.invalid:1  | false
			""")
	void loopbackIsRecognised(String text, boolean loopback) {
		assertThat(((TcpAddress) UwsgiAddress.parse(text)).isLoopback()).isEqualTo(loopback);
	}

}
