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

package io.uwsgi4j.spring.boot.actuate;

import java.util.HashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.EndpointId;
import org.springframework.boot.actuate.endpoint.InvocationContext;
import org.springframework.boot.actuate.endpoint.OperationArgumentResolver;
import org.springframework.boot.actuate.endpoint.OperationType;
import org.springframework.boot.actuate.endpoint.SecurityContext;
import org.springframework.boot.actuate.endpoint.invoke.OperationInvoker;
import org.springframework.boot.actuate.endpoint.invoke.OperationInvokerAdvisor;
import org.springframework.boot.actuate.endpoint.invoke.OperationParameters;

/**
 * Makes one argument of all members of a request's body. The names of settings have
 * dashes, which parameters of a method cannot have, and a setting that does not exist is
 * to be refused rather than overlooked.
 */
public final class SettingsArgumentsAdvisor implements OperationInvokerAdvisor {

	private static final EndpointId ID = EndpointId.of("uwsgi");

	private static final String OPERATION = "operation";

	private static final String SETTINGS = "settings";

	@Override
	public OperationInvoker apply(EndpointId endpointId, OperationType operationType, OperationParameters parameters,
			OperationInvoker invoker) {
		boolean applies = endpointId.equals(ID) && operationType == OperationType.WRITE;
		return applies ? (context) -> invoker.invoke(collect(context)) : invoker;
	}

	private static InvocationContext collect(InvocationContext context) {
		Map<String, Object> arguments = context.getArguments();
		// As a client of JMX passes it
		if (arguments.get(SETTINGS) instanceof Map) {
			return context;
		}
		Map<String, Object> settings = new HashMap<>(arguments);
		Object operation = settings.remove(OPERATION);
		Map<String, Object> collected = new HashMap<>();
		if (operation != null) {
			collected.put(OPERATION, operation);
		}
		collected.put(SETTINGS, settings);
		SecurityContext security = context.resolveArgument(SecurityContext.class);
		return new InvocationContext((security != null) ? security : SecurityContext.NONE, collected,
				new ParentResolver(context));
	}

	private record ParentResolver(InvocationContext context) implements OperationArgumentResolver {

		@Override
		public boolean canResolve(Class<?> type) {
			return this.context.canResolve(type);
		}

		@Override
		public <T> @Nullable T resolve(Class<T> type) {
			return this.context.resolveArgument(type);
		}

	}

}
