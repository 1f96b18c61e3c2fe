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
import java.util.ArrayList;
import java.util.List;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.apache.catalina.Context;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.startup.Tomcat;

/**
 * Says hello on a uwsgi socket, or takes too much of something, in a JVM of its own.
 */
public final class HelloServer {

	private HelloServer() {
	}

	/**
	 * Starts the server.
	 * @param args the socket, the directory for Tomcat's files, and settings of the
	 * connector as {@code name=value}
	 * @throws Exception if it does not start
	 */
	public static void main(String[] args) throws Exception {
		UwsgiProtocol protocol = new UwsgiProtocol();
		protocol.setSocket(args[0]);
		Tomcat tomcat = new Tomcat();
		tomcat.setBaseDir(args[1]);
		Connector connector = new Connector(protocol);
		for (int i = 2; i < args.length; i++) {
			String[] setting = args[i].split("=", 2);
			if (!connector.setProperty(setting[0], setting[1])) {
				throw new IllegalArgumentException(args[i]);
			}
		}
		tomcat.setConnector(connector);
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
		protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
			switch (request.getRequestURI()) {
				case "/heap" -> fillHeap(new ArrayList<>());
				case "/stack" -> response.getWriter().print(fillStack(0));
				case "/body" -> response.getWriter().print(request.getInputStream().readAllBytes().length);
				default -> response.getWriter().print("hello");
			}
		}

		private static void fillHeap(List<byte[]> heap) {
			while (true) {
				heap.add(new byte[64 * 1024]);
			}
		}

		private static int fillStack(int depth) {
			return (depth != Integer.MAX_VALUE) ? fillStack(depth + 1) + 1 : depth;
		}

	}

}
