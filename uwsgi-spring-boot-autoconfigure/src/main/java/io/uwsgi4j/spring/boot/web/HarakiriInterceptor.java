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

package io.uwsgi4j.spring.boot.web;

import java.lang.reflect.Method;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

import io.uwsgi4j.tomcat.UwsgiProtocol;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerInterceptor;

/**
 * Passes on to the connector what {@link Harakiri @Harakiri} says. Thread-safe.
 */
public final class HarakiriInterceptor implements HandlerInterceptor {

	// Bounded by the number of handler methods.
	private final Map<Method, Optional<Harakiri>> limits = new ConcurrentHashMap<>();

	@Override
	public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
		if (handler instanceof HandlerMethod method) {
			Optional<Harakiri> limit = this.limits.computeIfAbsent(method.getMethod(), (key) -> find(method));
			limit.ifPresent((harakiri) -> request.setAttribute(UwsgiProtocol.HARAKIRI_ATTRIBUTE, harakiri.value()));
		}
		return true;
	}

	private static Optional<Harakiri> find(HandlerMethod method) {
		Harakiri ofMethod = method.getMethodAnnotation(Harakiri.class);
		return Optional.ofNullable((ofMethod != null) ? ofMethod
				: AnnotatedElementUtils.findMergedAnnotation(method.getBeanType(), Harakiri.class));
	}

}
