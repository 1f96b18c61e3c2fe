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

package io.uwsgi4j.policy;

import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link CredentialPolicy}.
 */
class CredentialPolicyTests {

	@Test
	void whenNobodyIsNamedThenEverybodyMayConnect() {
		assertThat(CredentialPolicy.OPEN.isOpen()).isTrue();
		assertThat(CredentialPolicy.OPEN.allows(1000, 1000)).isTrue();
	}

	@Test
	void whenUsersAreNamedThenOnlyTheyMayConnect() {
		CredentialPolicy policy = CredentialPolicy.OPEN.withUids(List.of(33, 1000));
		assertThat(policy.isOpen()).isFalse();
		assertThat(policy.allows(33, 5)).isTrue();
		assertThat(policy.allows(34, 33)).isFalse();
		assertThat(policy.allows(0, 0)).isFalse();
	}

	@Test
	void whenUsersAndGroupsAreNamedThenEitherWillDo() {
		CredentialPolicy policy = CredentialPolicy.OPEN.withUids(List.of(33)).withGids(List.of(44));
		assertThat(policy.allows(33, 1)).isTrue();
		assertThat(policy.allows(1, 44)).isTrue();
		assertThat(policy.allows(44, 33)).isFalse();
	}

}
