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

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.web.filter.ShallowEtagHeaderFilter;

/**
 * The application that is asked over uwsgi and over HTTP. Not a component, so that the
 * sample does not find it.
 */
@EnableAutoConfiguration
@Import({ ComparedController.class, ComparedAsyncController.class })
class ComparedApplication {

	/**
	 * Activates the controllers, which are components of the same package as the sample.
	 */
	static final String PROFILE = "comparison";

	@Bean
	ServletRegistrationBean<HttpServlet> tellServlet() {
		return new ServletRegistrationBean<>(new TellServlet(), "/tell/*");
	}

	@Bean
	ServletRegistrationBean<HttpServlet> answerServlet() {
		return new ServletRegistrationBean<>(new AnswerServlet(), "/answer/*");
	}

	@Bean
	FilterRegistrationBean<ShallowEtagHeaderFilter> etagFilter() {
		FilterRegistrationBean<ShallowEtagHeaderFilter> registration = new FilterRegistrationBean<>(
				new ShallowEtagHeaderFilter());
		registration.addUrlPatterns("/mvc/tagged");
		return registration;
	}

	/**
	 * Answers as the path says, whatever the method is.
	 */
	static final class AnswerServlet extends HttpServlet {

		private static final long serialVersionUID = 1L;

		@Override
		protected void service(HttpServletRequest request, HttpServletResponse response)
				throws ServletException, IOException {
			Replies.Reply reply = Replies.find(request.getPathInfo().substring(1));
			if (reply == null) {
				response.sendError(404, "no such reply");
				return;
			}
			reply.answer(request, response);
		}

	}

}
