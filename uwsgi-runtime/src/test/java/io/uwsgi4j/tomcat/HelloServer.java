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

import java.io.IOException;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.apache.catalina.Context;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.startup.Tomcat;

/**
 * Says hello on a uwsgi socket, in a JVM of its own.
 */
public final class HelloServer {

	private HelloServer() {
	}

	public static void main(String[] args) throws Exception {
		UwsgiProtocol protocol = new UwsgiProtocol();
		protocol.setSocket(args[0]);
		Tomcat tomcat = new Tomcat();
		tomcat.setBaseDir(args[1]);
		tomcat.setConnector(new Connector(protocol));
		Context context = tomcat.addContext("", null);
		Tomcat.addServlet(context, "hello", new HelloServlet());
		context.addServletMappingDecoded("/", "hello");
		tomcat.start();
		System.out.println("ready");
		tomcat.getServer().await();
	}

	private static final class HelloServlet extends HttpServlet {

		private static final long serialVersionUID = 1L;

		@Override
		protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
			response.getWriter().print("hello");
		}

	}

}
