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

package io.uwsgi4j;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

/**
 * Holds the arrows between the packages of the runtime.
 */
class ArchitectureTests {

	private static final JavaClasses RUNTIME = new ClassFileImporter()
		.withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
		.importPackages("io.uwsgi4j");

	@Test
	void runtimeKnowsNeitherSpringNorMicrometer() {
		noClasses().should()
			.dependOnClassesThat()
			.resideInAnyPackage("org.springframework..", "io.micrometer..", "io.uwsgi4j.spring..")
			.because("a worker without Spring, and a master without an application, use the same runtime")
			.check(RUNTIME);
	}

	@Test
	void protocolDoesNoInputOrOutput() {
		noClasses().that()
			.resideInAPackage("..protocol..")
			.should()
			.dependOnClassesThat()
			.resideOutsideOfPackages("io.uwsgi4j.protocol..", "java.lang..", "java.util..", "java.nio",
					"java.nio.charset..", "java.io", "org.jspecify..")
			.because("the wire format is pure computation")
			.check(RUNTIME);
		noClasses().that()
			.resideInAPackage("..protocol..")
			.should()
			.dependOnClassesThat()
			.haveNameMatching("java\\.io\\.(?!Serial).*")
			.because("the wire format is pure computation")
			.check(RUNTIME);
	}

	@Test
	void foundationPackagesStandAlone() {
		for (String name : new String[] { "protocol..", "socket..", "stats" }) {
			noClasses().that()
				.resideInAPackage("io.uwsgi4j." + name)
				.should()
				.dependOnClassesThat(resideInAPackage("io.uwsgi4j..").and(not(resideInAPackage("io.uwsgi4j." + name))))
				.allowEmptyShould(true)
				.because("protocol, socket and stats are used from above and know nobody")
				.check(RUNTIME);
		}
	}

	@Test
	void statsServerKnowsNoConnector() {
		noClasses().that()
			.resideInAPackage("io.uwsgi4j.stats.server..")
			.should()
			.dependOnClassesThat(resideInAPackage("io.uwsgi4j..")
				.and(not(resideInAnyPackage("io.uwsgi4j.stats..", "io.uwsgi4j.socket..", "io.uwsgi4j.policy.."))))
			.because("a master without a connector serves its statistics, too")
			.check(RUNTIME);
		noClasses().that()
			.resideOutsideOfPackages("io.uwsgi4j.stats.server..", "io.uwsgi4j.tomcat..")
			.should()
			.dependOnClassesThat()
			.resideInAPackage("io.uwsgi4j.stats.server..")
			.because("statistics are collected whether or not they are served")
			.check(RUNTIME);
	}

	@Test
	void policyKnowsTheProtocolOnly() {
		noClasses().that()
			.resideInAPackage("..policy..")
			.should()
			.dependOnClassesThat()
			.resideInAnyPackage("..socket..", "..worker..", "..stats..", "io.uwsgi4j.tomcat..")
			.because("what is allowed does not depend on how it is served")
			.check(RUNTIME);
	}

	@Test
	void workerKnowsNoConnections() {
		noClasses().that()
			.resideInAPackage("..worker..")
			.should()
			.dependOnClassesThat()
			.resideInAnyPackage("..protocol..", "..policy..", "..socket..", "io.uwsgi4j.tomcat..", "io.netty..")
			.because("a core runs tasks, whatever they are")
			.check(RUNTIME);
	}

	@Test
	void requestLogKnowsTheWorkerOnly() {
		noClasses().that()
			.resideInAPackage("..requestlog..")
			.should()
			.dependOnClassesThat(resideInAPackage("io.uwsgi4j..").and(not(resideInAPackage("io.uwsgi4j.worker..")))
				.and(not(resideInAPackage("io.uwsgi4j.requestlog.."))))
			.because("a line is made of what is told of a request")
			.check(RUNTIME);
	}

	@Test
	void recyclingKnowsTheWorkerOnly() {
		noClasses().that()
			.resideInAPackage("..recycling..")
			.should()
			.dependOnClassesThat(resideInAPackage("io.uwsgi4j..").and(not(resideInAPackage("io.uwsgi4j.worker..")))
				.and(not(resideInAPackage("io.uwsgi4j.recycling.."))))
			.because("when a worker is replaced does not depend on what it serves")
			.check(RUNTIME);
	}

	@Test
	void packagesFormNoCycles() {
		slices().matching("io.uwsgi4j.(*)..").should().beFreeOfCycles().check(RUNTIME);
	}

}
