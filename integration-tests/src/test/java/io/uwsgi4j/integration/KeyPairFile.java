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

package io.uwsgi4j.integration;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.concurrent.TimeUnit;

import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * A key and its own certificate, made by the JDK's keytool.
 *
 * @param store where both are
 */
record KeyPairFile(KeyStore store) {

	private static final String ALIAS = "key";

	private static final char[] PASSWORD = "password".toCharArray();

	/**
	 * Makes a key pair.
	 * @param directory where its file is put
	 * @param name the common name of the certificate
	 * @return the key pair
	 */
	static KeyPairFile create(WorkDirectory directory, String name) {
		Path file = directory.path().resolve(name + ".p12");
		try {
			run(Path.of(System.getProperty("java.home"), "bin", "keytool").toString(), "-genkeypair", "-alias", ALIAS,
					"-keyalg", "EC", "-groupname", "secp256r1", "-dname", "CN=" + name + ",O=Test", "-storetype",
					"PKCS12", "-keystore", file.toString(), "-storepass", new String(PASSWORD));
			KeyStore store = KeyStore.getInstance("PKCS12");
			try (InputStream in = Files.newInputStream(file)) {
				store.load(in, PASSWORD);
			}
			return new KeyPairFile(store);
		}
		catch (IOException | GeneralSecurityException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * Returns the certificate.
	 * @return the certificate
	 */
	X509Certificate certificate() {
		try {
			return (X509Certificate) this.store.getCertificate(ALIAS);
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * Writes key and certificate as nginx reads them.
	 * @param directory where to write to
	 * @param name the name of the file
	 */
	void writePem(WorkDirectory directory, String name) {
		try {
			directory.write(name, pem("PRIVATE KEY", this.store.getKey(ALIAS, PASSWORD).getEncoded())
					+ pem("CERTIFICATE", certificate().getEncoded()));
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * Creates what a client needs that has this key and trusts a server.
	 * @param server the key pair of the server
	 * @return the context
	 */
	SSLContext clientOf(KeyPairFile server) {
		try {
			KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
			keys.init(this.store, PASSWORD);
			return context(keys.getKeyManagers(), server);
		}
		catch (IOException | GeneralSecurityException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * Creates what a client needs that has no key.
	 * @param server the key pair of the server
	 * @return the context
	 */
	static SSLContext anonymousClientOf(KeyPairFile server) {
		try {
			return context(new KeyManager[0], server);
		}
		catch (IOException | GeneralSecurityException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static SSLContext context(KeyManager[] keys, KeyPairFile server)
			throws IOException, GeneralSecurityException {
		KeyStore trusted = KeyStore.getInstance("PKCS12");
		trusted.load(null, null);
		trusted.setCertificateEntry(ALIAS, server.certificate());
		TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
		trust.init(trusted);
		SSLContext context = SSLContext.getInstance("TLS");
		context.init(keys, trust.getTrustManagers(), new SecureRandom());
		return context;
	}

	private static String pem(String type, byte[] encoded) {
		String text = Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII)).encodeToString(encoded);
		return "-----BEGIN %1$s-----\n%2$s\n-----END %1$s-----\n".formatted(type, text);
	}

	private static void run(String... command) throws IOException {
		Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
		try (InputStream in = process.getInputStream()) {
			String output = new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
			if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0) {
				throw new IllegalStateException(output);
			}
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
