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

import java.io.ByteArrayInputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Base64;

/**
 * Reads a client certificate as proxies send it: PEM with its line ends intact or turned
 * into blanks (nginx: {@code $ssl_client_cert}), URL-encoded PEM (nginx:
 * {@code $ssl_client_escaped_cert}), or DER (uWSGI's HTTPS router).
 */
final class ClientCertificate {

	private static final String BEGIN = "-----BEGIN CERTIFICATE-----";

	private static final String END = "-----END CERTIFICATE-----";

	private ClientCertificate() {
	}

	/**
	 * Reads a certificate.
	 * @param value what the proxy sent, one character per byte
	 * @return the certificate
	 * @throws CertificateException if it is not one
	 */
	static X509Certificate parse(String value) throws CertificateException {
		byte[] der = value.contains("BEGIN") ? decodePem(value) : value.getBytes(StandardCharsets.ISO_8859_1);
		CertificateFactory factory = CertificateFactory.getInstance("X.509");
		return (X509Certificate) factory.generateCertificate(new ByteArrayInputStream(der));
	}

	private static byte[] decodePem(String value) throws CertificateException {
		try {
			// A plus is a plus in nginx's encoding.
			String pem = value.contains("%") ? URLDecoder.decode(value.replace("+", "%2B"), StandardCharsets.ISO_8859_1)
					: value;
			int begin = pem.indexOf(BEGIN);
			int end = pem.indexOf(END);
			if (begin < 0 || end < begin) {
				throw new CertificateException("PEM without a certificate");
			}
			return Base64.getMimeDecoder().decode(pem.substring(begin + BEGIN.length(), end));
		}
		catch (IllegalArgumentException ex) {
			throw new CertificateException("Neither PEM nor URL-encoded PEM", ex);
		}
	}

}
