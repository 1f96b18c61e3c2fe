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

/**
 * What {@link io.uwsgi4j.test.Telling} is for servlets, for WSGI: an application that
 * tells what it has been asked, one thing a line. Where WSGI has nothing, it says what a
 * servlet would.
 */
final class WsgiTelling {

	/** The application in Python. */
	static final String APPLICATION = """
			TOLD = {'REQUEST_METHOD', 'SCRIPT_NAME', 'REQUEST_URI', 'PATH_INFO', 'QUERY_STRING', 'SERVER_PROTOCOL',
			        'SERVER_NAME', 'SERVER_PORT', 'REMOTE_ADDR', 'REMOTE_USER', 'CONTENT_LENGTH', 'CONTENT_TYPE'}

			def escape(text):
			    units = text.encode('utf-16-be', 'surrogatepass')
			    codes = [units[i] * 256 + units[i + 1] for i in range(0, len(units), 2)]
			    return ''.join(chr(code) if 0x20 <= code < 0x7f else '\\\\u%04x' % code for code in codes)

			def path(octets):
			    return octets.encode('latin-1').decode('utf-8', 'replace')

			def application(environ, start_response):
			    scheme = environ['wsgi.url_scheme']
			    lines = []
			    def tell(name, value):
			        lines.append(escape(name) + '=' + escape(value))
			    tell('method', environ.get('REQUEST_METHOD', ''))
			    tell('context', path(environ.get('SCRIPT_NAME', '')))
			    tell('uri', environ.get('REQUEST_URI', '').partition('?')[0])
			    tell('path', path(environ.get('PATH_INFO', '')))
			    tell('query', environ.get('QUERY_STRING') or 'null')
			    tell('protocol', environ.get('SERVER_PROTOCOL', ''))
			    tell('scheme', scheme)
			    tell('server', environ.get('HTTP_HOST')
			        or environ.get('SERVER_NAME', '') + ':' + environ.get('SERVER_PORT', ''))
			    tell('remote', environ.get('REMOTE_ADDR') or 'null')
			    tell('user', environ.get('REMOTE_USER') or 'null')
			    tell('length', environ.get('CONTENT_LENGTH') or '-1')
			    tell('type', environ.get('CONTENT_TYPE') or 'null')
			    for name, value in environ.items():
			        if name.startswith('HTTP_'):
			            tell('header.' + name[5:].lower().replace('_', '-'), value)
			        elif name not in TOLD and isinstance(value, str):
			            tell('var.' + name, value)
			    tell('body', environ['wsgi.input'].read().decode('latin-1'))
			    start_response('200 OK', [('Content-Type', 'text/plain')])
			    return ['\\n'.join(lines).encode('ascii')]
			""";

	private WsgiTelling() {
	}

}
