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

import java.util.HashMap;

/**
 * The application of the target "uwsgi-jvm", for uWSGI's plugin "jwsgi".
 */
public class Hello {

	private static final HashMap<String, Object> HEADERS = new HashMap<>();

	static {
		HEADERS.put("Content-Type", "text/plain;charset=UTF-8");
		HEADERS.put("Content-Length", "5");
	}

	public static Object[] application(HashMap<String, String> environment) {
		return new Object[] { 200, HEADERS, "Hello" };
	}

}
