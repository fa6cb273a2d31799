package io.hypnos.consolidation;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "io.hypnos.consolidation", importOptions = DoNotIncludeTests.class)
final class ArchitectureTest {
  /** The module has only its room so far, so the rule must hold for nothing as well. */
  @ArchTest
  static final ArchRule KNOWS_NO_SPRING =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.springframework..")
          .allowEmptyShould(true);
}
