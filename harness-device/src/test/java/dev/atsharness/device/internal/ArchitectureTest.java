package dev.atsharness.device.internal;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** The device must not know the ground truth: a device that reads the answers always agrees. */
class ArchitectureTest {

  private static final String DEVICE = "dev.atsharness.device..";

  private final JavaClasses classes =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("dev.atsharness.device");

  @Test
  void theDeviceKnowsNeitherScenariosNorTheServer() {
    noClasses()
        .that()
        .resideInAPackage(DEVICE)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("dev.atsharness.scenario..", "dev.atsharness.server..")
        .check(classes);
  }

  @Test
  void onlyItsTlsClientTouchesTheTlsLibrary() {
    noClasses()
        .that()
        .resideOutsideOfPackage("dev.atsharness.device.internal.tls..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("org.bouncycastle.tls..")
        .check(classes);
  }
}
