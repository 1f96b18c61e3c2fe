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

package io.uwsgi4j.spring.boot.autoconfigure;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

import io.uwsgi4j.test.UwsgiClient;
import io.uwsgi4j.test.UwsgiPacket;
import io.uwsgi4j.tomcat.UwsgiProtocol;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.apache.catalina.connector.Connector;
import org.apache.coyote.http11.AbstractHttp11Protocol;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.assertj.ApplicationContextAssertProvider;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.boot.tomcat.TomcatWebServer;
import org.springframework.boot.tomcat.autoconfigure.servlet.TomcatServletWebServerAutoConfiguration;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.boot.web.server.servlet.context.AnnotationConfigServletWebServerApplicationContext;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Starts, looks into and talks to real servers.
 */
final class Servers {

	private Servers() {
	}

	/**
	 * Returns what runs an application that says hello.
	 * @param socket where it serves uwsgi
	 * @return the runner
	 */
	static WebApplicationContextRunner runner(Path socket) {
		return new WebApplicationContextRunner(AnnotationConfigServletWebServerApplicationContext::new)
			.withConfiguration(
					AutoConfigurations.of(TomcatServletWebServerAutoConfiguration.class, UwsgiAutoConfiguration.class))
			.withUserConfiguration(HelloConfiguration.class)
			.withPropertyValues("uwsgi.socket=" + socket);
	}

	static TomcatWebServer server(ApplicationContext context) {
		ApplicationContext source = (context instanceof ApplicationContextAssertProvider<?> provider)
				? provider.getSourceApplicationContext() : context;
		return (TomcatWebServer) ((WebServerApplicationContext) source).getWebServer();
	}

	static List<Connector> connectors(ApplicationContext context) {
		return Arrays.asList(server(context).getTomcat().getService().findConnectors());
	}

	static Connector uwsgiConnector(ApplicationContext context) {
		return connectors(context).stream()
			.filter((connector) -> connector.getProtocolHandler() instanceof UwsgiProtocol)
			.findFirst()
			.orElseThrow();
	}

	static UwsgiProtocol uwsgi(ApplicationContext context) {
		return (UwsgiProtocol) uwsgiConnector(context).getProtocolHandler();
	}

	static AbstractHttp11Protocol<?> http(ApplicationContext context) {
		return connectors(context).stream()
			.map(Connector::getProtocolHandler)
			.filter(AbstractHttp11Protocol.class::isInstance)
			.map((handler) -> (AbstractHttp11Protocol<?>) handler)
			.findFirst()
			.orElseThrow();
	}

	static String getOverUwsgi(Object address) {
		return new UwsgiClient(address.toString().replaceFirst("^unix:", "")).exchange(UwsgiPacket.get("/")).text();
	}

	static String getOverHttp(String host, int port) throws IOException, InterruptedException {
		return getOverHttp(host, port, "/").body();
	}

	static HttpResponse<String> getOverHttp(String host, int port, String path)
			throws IOException, InterruptedException {
		HttpRequest request = HttpRequest.newBuilder(URI.create("http://" + host + ":" + port + path)).build();
		return HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
	}

	@Configuration(proxyBeanMethods = false)
	static class HelloConfiguration {

		@Bean
		ServletRegistrationBean<HttpServlet> hello() {
			return new ServletRegistrationBean<>(new HelloServlet(), "/*");
		}

	}

	private static final class HelloServlet extends HttpServlet {

		private static final long serialVersionUID = 1L;

		@Override
		protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
			response.setHeader("X-Thread", Thread.currentThread().toString());
			response.getWriter().print("hello " + request.getRemoteAddr());
		}

	}

}
