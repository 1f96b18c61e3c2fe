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

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * The file of a unix socket that this process bound.
 *
 * @param path where it was bound
 * @param status what identifies the file
 */
record SocketFile(Path path, FileStatus status) {

	private static final Logger logger = System.getLogger(SocketFile.class.getName());

	/**
	 * Unlinks the file unless somebody has removed or replaced it. To be called while the
	 * socket is still open: only until then the kernel keeps the inode number from being
	 * used for another file.
	 */
	void vacuum() {
		try {
			if (!this.status.isSameFileAs(FileStatus.read(this.path, LinkOption.NOFOLLOW_LINKS))) {
				logger.log(Level.WARNING, "VACUUM WARNING: unix socket {0} changed inode. Skip removal", this.path);
				return;
			}
			Files.delete(this.path);
			logger.log(Level.DEBUG, "VACUUM: unix socket {0} removed.", this.path);
		}
		catch (NoSuchFileException ex) {
			logger.log(Level.DEBUG, "VACUUM: unix socket {0} is already gone.", this.path);
		}
		catch (IOException ex) {
			logger.log(Level.WARNING, "VACUUM: unix socket " + this.path + " could not be removed", ex);
		}
	}

}
