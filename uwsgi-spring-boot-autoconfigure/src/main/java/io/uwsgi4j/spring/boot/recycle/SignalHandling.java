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

package io.uwsgi4j.spring.boot.recycle;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.util.ClassUtils;
import org.springframework.util.ReflectionUtils;

/**
 * What the process does on a signal, as long as it is not restored. Goes through
 * {@code sun.misc.Signal} of the module {@code jdk.unsupported}, by reflection as the
 * compiler warns of any other use; there is nothing else in the JDK. Where the signal
 * cannot be handled, as with {@code -Xrs}, that is logged and the signal left alone. One
 * that is ignored, as SIGHUP is below {@code nohup}, stays so.
 */
final class SignalHandling implements InvocationHandler {

	private static final Logger logger = LoggerFactory.getLogger(SignalHandling.class);

	private final String name;

	private final Runnable action;

	private @Nullable Object previous;

	// Written by the thread that closes the application, read by those of signals
	private volatile boolean restored;

	private SignalHandling(String name, Runnable action) {
		this.name = name;
		this.action = action;
	}

	/**
	 * Handles a signal.
	 * @param name its name without SIG
	 * @param action called by a thread of its own for each signal
	 * @return what restores the behaviour there was before
	 */
	static SignalHandling install(String name, Runnable action) {
		SignalHandling handling = new SignalHandling(name, action);
		handling.previous = handling.handle(handling::proxy);
		return handling;
	}

	/**
	 * Brings back what was there before. If another application has installed its own
	 * meanwhile, that stays, and finds what was before when it goes.
	 */
	void restore() {
		Object before = this.previous;
		this.restored = true;
		if (before != null) {
			Object current = handle((type) -> before);
			if (current != null && !isOwn(current)) {
				handle((type) -> current);
			}
		}
	}

	private boolean isOwn(Object handler) {
		return Proxy.isProxyClass(handler.getClass()) && Proxy.getInvocationHandler(handler) == this;
	}

	private @Nullable Object handle(HandlerFactory handler) {
		try {
			Class<?> signal = ClassUtils.forName("sun.misc.Signal", null);
			Class<?> type = ClassUtils.forName("sun.misc.SignalHandler", null);
			return signal.getMethod("handle", signal, type)
				.invoke(null, signal.getConstructor(String.class).newInstance(this.name), handler.create(type));
		}
		catch (InvocationTargetException ex) {
			logger.info("SIG{} keeps its meaning: {}", this.name, ex.getTargetException().getMessage());
		}
		catch (ReflectiveOperationException | LinkageError ex) {
			logger.info("SIG{} keeps its meaning: {}", this.name, ex.toString());
		}
		return null;
	}

	private Object proxy(Class<?> type) {
		return Proxy.newProxyInstance(SignalHandling.class.getClassLoader(), new Class<?>[] { type }, this);
	}

	@Override
	public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments) throws Throwable {
		if (ReflectionUtils.isEqualsMethod(method)) {
			return arguments != null && proxy == arguments[0];
		}
		if (ReflectionUtils.isHashCodeMethod(method)) {
			return System.identityHashCode(proxy);
		}
		if (ReflectionUtils.isToStringMethod(method)) {
			return "uwsgi handler of SIG" + this.name;
		}
		Object before = this.previous;
		if (!this.restored) {
			this.action.run();
		}
		else if (before != null) {
			method.invoke(before, arguments);
		}
		return null;
	}

	@FunctionalInterface
	private interface HandlerFactory {

		Object create(Class<?> type);

	}

}
