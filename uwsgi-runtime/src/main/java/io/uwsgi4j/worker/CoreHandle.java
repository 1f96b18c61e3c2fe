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

package io.uwsgi4j.worker;

/**
 * One core, as those see it who may have to give up what it is doing. Thread-safe.
 */
public interface CoreHandle {

	/**
	 * Returns the number of the core.
	 * @return the number, from 0
	 */
	int id();

	/**
	 * Returns which task the core is running. To be called by the thread of the core.
	 * @return a number that no other task of this core has
	 */
	long turn();

	/**
	 * Puts another core in the place of this one, whose task does not end. The thread
	 * that runs the task is left to itself, and ends with the task. No more threads than
	 * the pool has cores can be left so at a time.
	 * @param turn the task
	 * @return whether the core has been replaced; if not, the task has ended, or too many
	 * others have not
	 */
	boolean replace(long turn);

}
