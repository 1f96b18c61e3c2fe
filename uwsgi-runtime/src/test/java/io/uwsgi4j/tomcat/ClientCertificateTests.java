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

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;

import io.uwsgi4j.test.SeenRequest;
import io.uwsgi4j.test.UwsgiPacket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The client certificate that the proxy has checked reaches the application in the
 * standard way.
 */
class ClientCertificateTests extends AbstractWireTests {

	private static final String ATTRIBUTE = "jakarta.servlet.request.X509Certificate";

	private static final String PEM = """
			-----BEGIN CERTIFICATE-----
			MIIBuDCCAV2gAwIBAgIUG2Mgutn3KAP7n/gkFWkIh7+o5RQwCgYIKoZIzj0EAwIw
			MDEXMBUGA1UEAwwOY2xpZW50LmV4YW1wbGUxFTATBgNVBAoMDHV3c2dpNGogdGVz
			dDAgFw0yNjExMjEwNTAzNDdaGA8yMTI2MTAyODA1MDM0N1owMDEXMBUGA1UEAwwO
			Y2xpZW50LmV4YW1wbGUxFTATBgNVBAoMDHV3c2dpNGogdGVzdDBZMBMGByqGSM49
			AgEGCCqGSM49AwEHA0IABBeZmAYO7/naDrtnKVtSUnuntSbmg06tmNyd/tn/6tKg
			3OTkq2HGAH7/rNkee/G9xFqbNv4lij2VcGd+omR5+sajUzBRMB0GA1UdDgQWBBQm
			dD2EdiH984/XYg0wdcFMD2GnSDAfBgNVHSMEGDAWgBQmdD2EdiH984/XYg0wdcFM
			D2GnSDAPBgNVHRMBAf8EBTADAQH/MAoGCCqGSM49BAMCA0kAMEYCIQCL7J4GmYPG
			f6+kL7h0kZ6h6T1QzQwRi99xy0HNYmgbYgIhAOn04fyb+TtgPI9ARLCykVEb3OeT
			Qzpkr/1ok+MQpmoU
			-----END CERTIFICATE-----
			""";

	@Test
	void whenCertificateIsPemThenItIsTheStandardAttribute() {
		hasCertificate(see(UwsgiPacket.get("/").var("HTTPS", "on").var("SSL_CLIENT_CERT", PEM)));
	}

	@Test
	void whenCertificateIsIndentedAsNginxDoesThenItIsTheStandardAttribute() {
		String indented = PEM.strip().replace("\n", "\n\t");
		hasCertificate(see(UwsgiPacket.get("/").var("HTTPS", "on").var("SSL_CLIENT_CERT", indented)));
	}

	@Test
	void whenCertificateIsUrlEscapedThenItIsTheStandardAttribute() {
		String escaped = URLEncoder.encode(PEM, StandardCharsets.US_ASCII).replace("+", "%20");
		hasCertificate(see(UwsgiPacket.get("/").var("HTTPS", "on").var("SSL_CLIENT_CERT", escaped)));
	}

	@Test
	void whenCertificateIsUrlEscapedAsNginxDoesThenItIsTheStandardAttribute() {
		String escaped = PEM.replace(" ", "%20").replace("\n", "%0A").replace("=", "%3D").replace("+", "%2B");
		hasCertificate(see(UwsgiPacket.get("/").var("HTTPS", "on").var("SSL_CLIENT_CERT", escaped)));
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "garbage", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n" })
	void whenCertificateIsNoneThenRequestIsServedWithout(String value) {
		SeenRequest seen = see(UwsgiPacket.get("/").var("HTTPS", "on").var("SSL_CLIENT_CERT", value));
		assertThat(seen.attributes()).doesNotContainKey(ATTRIBUTE);
	}

	@Test
	void whenClientSendsTheCertificateAsAHeaderThenItIsOnlyAHeader() {
		SeenRequest seen = see(UwsgiPacket.get("/").header("SSL-CLIENT-CERT", PEM.replace("\n", " ")));
		assertThat(seen.attributes()).doesNotContainKey(ATTRIBUTE);
	}

	private static void hasCertificate(SeenRequest seen) {
		assertThat(seen.attributes().get(ATTRIBUTE)).isInstanceOfSatisfying(X509Certificate[].class,
				(chain) -> assertThat(chain[0].getSubjectX500Principal().getName()).contains("CN=client.example"));
	}

}
