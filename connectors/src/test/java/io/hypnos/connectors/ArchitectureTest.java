package io.hypnos.connectors;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Instant;

@AnalyzeClasses(packages = "io.hypnos.connectors", importOptions = DoNotIncludeTests.class)
final class ArchitectureTest {
  @ArchTest
  static final ArchRule knowsNeitherSpringNorFlink =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.springframework..", "org.apache.flink..");

  @ArchTest
  static final ArchRule ofTheHouseKnowsEngineAndSettingsOnly =
      classes()
          .should()
          .onlyDependOnClassesThat(
              resideInAnyPackage(
                      "io.hypnos.connectors..",
                      "io.hypnos.engine..",
                      "io.hypnos.settings..",
                      "io.hypnos.schemas..")
                  .or(not(resideInAPackage("io.hypnos.."))));

  @ArchTest
  static final ArchRule packagesAreFreeOfCycles =
      slices().matching("io.hypnos.connectors.(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule theProtocolKnowsNoProvider =
      noClasses()
          .that()
          .resideInAnyPackage("..connectors.sync..", "..connectors.call..")
          .should()
          .dependOnClassesThat(
              resideInAPackage("io.hypnos.connectors..")
                  .and(not(resideInAnyPackage("..connectors.sync..", "..connectors.call.."))));

  @ArchTest
  static final ArchRule timeComesFromAClock =
      noClasses()
          .should()
          .callMethod(Instant.class, "now")
          .orShould()
          .callMethod(System.class, "currentTimeMillis");
}
