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

package io.uwsgi4j.spring.boot;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

/**
 * Holds the arrows between the packages.
 */
class ArchitectureTests {

	private static final JavaClasses CLASSES = new ClassFileImporter()
		.withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
		.withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_JARS)
		.importPackages("io.uwsgi4j.spring.boot");

	@Test
	void packagesHaveNoCycles() {
		slices().matching("io.uwsgi4j.spring.(**)").should().beFreeOfCycles().check(CLASSES);
	}

	@Test
	void optionalLibrariesAreUsedWhereTheyBelong() {
		assertUsedOnlyBy("actuate",
				"Uwsgi((Endpoint|HealthContributor|InfoContributor)Auto|TopManagementContext)Configuration",
				"org.springframework.boot.actuate..", "org.springframework.boot.health..");
		assertUsedOnlyBy("metrics", "UwsgiMetricsAutoConfiguration", "io.micrometer..");
		noClasses().that()
			.resideOutsideOfPackage("io.uwsgi4j.spring.boot.test")
			.should()
			.dependOnClassesThat()
			.resideInAnyPackage("org.springframework.test..", "org.springframework.boot.test..")
			.check(CLASSES);
	}

	@Test
	void autoConfigurationsArePublicAndFinal() {
		classes().that()
			.haveSimpleNameEndingWith("AutoConfiguration")
			.should()
			.bePublic()
			.andShould()
			.haveModifier(JavaModifier.FINAL)
			.check(CLASSES);
	}

	private static void assertUsedOnlyBy(String user, String autoConfigurations, String... packages) {
		noClasses().that()
			.resideOutsideOfPackage("io.uwsgi4j.spring.boot." + user)
			.and()
			.haveNameNotMatching("io\\.uwsgi4j\\.spring\\.boot\\.autoconfigure\\." + autoConfigurations)
			.should()
			.dependOnClassesThat()
			.resideInAnyPackage(packages)
			.check(CLASSES);
	}

}
