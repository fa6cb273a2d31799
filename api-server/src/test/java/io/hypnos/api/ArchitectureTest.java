package io.hypnos.api;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Who may know whom at the door. */
@AnalyzeClasses(packages = "io.hypnos.api", importOptions = ImportOption.DoNotIncludeTests.class)
final class ArchitectureTest {
  private static final String[] DIALECTS = {
    "..mnemoverse..", "..rememberos..", "..memorose..", "..mnemos..", "..operator.."
  };

  @ArchTest
  static final ArchRule packagesAreFreeOfCycles =
      slices().matching("io.hypnos.(**)").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule flinkStaysInTheJobs =
      noClasses().should().dependOnClassesThat().resideInAnyPackage("org.apache.flink..");

  @ArchTest
  static final ArchRule whatAllShareKnowsNoDialect =
      noClasses()
          .that()
          .resideInAnyPackage("..api.web..", "..api.security..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(DIALECTS);

  @ArchTest
  static final ArchRule dialectsDoNotKnowEachOther =
      slices()
          .matching("io.hypnos.api.(*)..")
          .namingSlices("$1")
          .as("dialects")
          .should()
          .notDependOnEachOther()
          .ignoreDependency(
              com.tngtech.archunit.base.DescribedPredicate.alwaysTrue(),
              com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage(
                  "..api.web..", "..api.security..", "..api.schedule.."));

  @ArchTest
  static final ArchRule timeComesFromAClock =
      noClasses()
          .should()
          .callMethod(java.time.Instant.class, "now")
          .orShould()
          .callMethod(System.class, "currentTimeMillis");
}
