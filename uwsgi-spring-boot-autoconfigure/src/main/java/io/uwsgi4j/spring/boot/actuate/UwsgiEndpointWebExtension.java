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

import java.util.LinkedHashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import org.springframework.boot.actuate.endpoint.web.annotation.EndpointWebExtension;

/**
 * {@link EndpointWebExtension @EndpointWebExtension} of the {@link UwsgiEndpoint} that
 * answers with the statuses of HTTP.
 */
@EndpointWebExtension(endpoint = UwsgiEndpoint.class)
public final class UwsgiEndpointWebExtension {

	private static final int ACCEPTED = 202;

	private final UwsgiEndpoint delegate;

	/**
	 * Creates an extension.
	 * @param delegate the endpoint
	 */
	public UwsgiEndpointWebExtension(UwsgiEndpoint delegate) {
		this.delegate = delegate;
	}

	/**
	 * Returns something else to look at than the endpoint itself.
	 * @param view {@code top}, the stats document once more for the page that is there,
	 * or a view of the endpoint
	 * @return the view, or {@code null} if there is no such one
	 */
	@ReadOperation
	public @Nullable Map<String, Object> view(@Selector String view) {
		return view.equals(TopPage.NAME) ? this.delegate.stats() : this.delegate.view(view);
	}

	/**
	 * Changes settings or recycles the process.
	 * @param operation {@code settings} or {@code reload}
	 * @param settings new values by name, for the former only
	 * @return what has been done with status 200 or 202, or what is wrong with status 400
	 * or 404
	 */
	@WriteOperation
	public WebEndpointResponse<Map<String, Object>> perform(@Selector String operation,
			@Nullable Map<String, @Nullable Object> settings) {
		try {
			Map<String, Object> result = this.delegate.perform(operation, settings);
			if (result == null) {
				return new WebEndpointResponse<>(WebEndpointResponse.STATUS_NOT_FOUND);
			}
			return new WebEndpointResponse<>(result,
					operation.equals(UwsgiEndpoint.RELOAD) ? ACCEPTED : WebEndpointResponse.STATUS_OK);
		}
		catch (InvalidSettingsException ex) {
			Map<String, Object> body = new LinkedHashMap<>();
			body.put("error", ex.getReason());
			body.put("changeable", ex.changeable());
			return new WebEndpointResponse<>(body, WebEndpointResponse.STATUS_BAD_REQUEST);
		}
	}

}
