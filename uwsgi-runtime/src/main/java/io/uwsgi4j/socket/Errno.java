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

package io.uwsgi4j.socket;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.netty.channel.unix.Errors.NativeIoException;
import org.jspecify.annotations.Nullable;

/**
 * Error numbers of Linux, and where Netty's exceptions hide them.
 */
final class Errno {

	static final int EPERM = 1;

	static final int ENOENT = 2;

	static final int EAGAIN = 11;

	static final int EACCES = 13;

	static final int EPROTOTYPE = 91;

	static final int EADDRINUSE = 98;

	static final int EADDRNOTAVAIL = 99;

	static final int ECONNREFUSED = 111;

	// connect(..) has the number in the text only, which strerror may have translated
	private static final Pattern NUMBER_IN_MESSAGE = Pattern.compile("error\\(-(\\d{1,4})\\)");

	private Errno() {
	}

	/**
	 * Finds the error number of a failed system call.
	 * @param failure what Netty threw
	 * @return the positive error number, or 0 if there is none
	 */
	static int of(@Nullable Throwable failure) {
		for (Throwable ex = failure; ex != null; ex = ex.getCause()) {
			int errno = ofSingle(ex);
			if (errno != 0) {
				return errno;
			}
		}
		return 0;
	}

	/**
	 * Returns why a file operation failed, without the name of the file: it may be a
	 * temporary one that means nothing to the operator.
	 * @param failure what the JDK or Netty threw
	 * @return the reason
	 */
	static String reason(IOException failure) {
		if (failure instanceof AccessDeniedException) {
			return "Permission denied";
		}
		if (failure instanceof FileSystemException fileFailure && fileFailure.getReason() != null) {
			return fileFailure.getReason();
		}
		return String.valueOf(failure.getMessage());
	}

	private static int ofSingle(Throwable ex) {
		if (ex instanceof NativeIoException nativeFailure) {
			return -nativeFailure.expectedErr();
		}
		if (ex instanceof FileNotFoundException) {
			return ENOENT;
		}
		Matcher matcher = NUMBER_IN_MESSAGE.matcher(String.valueOf(ex.getMessage()));
		return matcher.find() ? Integer.parseInt(matcher.group(1)) : 0;
	}

}
