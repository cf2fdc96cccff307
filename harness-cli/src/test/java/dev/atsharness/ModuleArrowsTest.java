package dev.atsharness;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.security.Provider;
import java.security.Security;
import java.util.Properties;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;

/** The arrows between modules and packages, and what no class may do to the JVM that hosts it. */
class ModuleArrowsTest {

  private static final JavaClasses OURS =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("dev.atsharness")
          .that(resideOutsideOfPackages("dev.atsharness.testing..")); // for tests alone

  @Test
  void arrowsPointDownOnly() {
    layeredArchitecture()
        .consideringOnlyDependenciesInAnyPackage("dev.atsharness..")
        .layer("cli")
        .definedBy("dev.atsharness.cli..")
        .layer("conformance")
        .definedBy("dev.atsharness.conformance..")
        .layer("server")
        .definedBy("dev.atsharness.server..")
        .layer("scenario")
        .definedBy("dev.atsharness.scenario..")
        .layer("ats")
        .definedBy("dev.atsharness.ats..")
        .layer("tls")
        .definedBy("dev.atsharness.tls..")
        .layer("certs")
        .definedBy("dev.atsharness.certs..")
        .whereLayer("cli")
        .mayNotBeAccessedByAnyLayer()
        .whereLayer("conformance")
        .mayOnlyBeAccessedByLayers("cli")
        .whereLayer("server")
        .mayOnlyBeAccessedByLayers("conformance", "cli")
        .whereLayer("scenario")
        .mayOnlyBeAccessedByLayers("server", "conformance", "cli")
        .whereLayer("ats")
        .mayOnlyBeAccessedByLayers("scenario", "server", "conformance", "cli")
        .check(OURS);
  }

  @Test
  void onlyTheServerAndTheDeviceSpeakTls() {
    noClasses()
        .that(
            resideOutsideOfPackages(
                "dev.atsharness.server.tls..", "dev.atsharness.conformance.device.tls.."))
        .should()
        .dependOnClassesThat(resideInAnyPackage("org.bouncycastle.tls.."))
        .check(OURS);
  }

  @Test
  void theSimulatedDeviceCannotReadTheAnswers() {
    noClasses()
        .that()
        .resideInAPackage("dev.atsharness.conformance.device..")
        .should()
        .dependOnClassesThat(
            resideInAnyPackage("dev.atsharness.scenario..", "dev.atsharness.server.."))
        .check(OURS);
  }

  @Test
  void appleRulesNeedNeitherIoNorATlsLibrary() {
    noClasses()
        .that()
        .resideInAPackage("dev.atsharness.ats..")
        .should()
        .dependOnClassesThat(
            resideInAnyPackage("java.io..", "java.nio..", "java.net..", "org.bouncycastle.."))
        .check(OURS);
  }

  @Test
  void onlyTheJunitPackageNeedsJunit() {
    noClasses()
        .that()
        .resideOutsideOfPackages("dev.atsharness.conformance.junit..")
        .should()
        .dependOnClassesThat(resideInAnyPackage("org.junit..", "org.opentest4j..", "org.assertj.."))
        .check(OURS);
  }

  /** A checker that is a program, in a JVM of its own, may do there what it likes. */
  @Test
  void nothingGlobalInTheHostJvmIsChanged() {
    noClasses()
        .that()
        .resideOutsideOfPackage("dev.atsharness.conformance.jsse")
        .should()
        .callMethod(System.class, "setProperty", String.class, String.class)
        .orShould()
        .callMethod(System.class, "setProperties", Properties.class)
        .orShould()
        .callMethod(Security.class, "setProperty", String.class, String.class)
        .orShould()
        .callMethod(Security.class, "addProvider", Provider.class)
        .orShould()
        .callMethod(Security.class, "insertProviderAt", Provider.class, int.class)
        .orShould()
        .callMethod(SSLContext.class, "setDefault", SSLContext.class)
        .check(OURS);
  }

  /** Jetty sets a property of its own when its first class loads; one class takes it back. */
  @Test
  void noSystemPropertyIsClearedButJettySOwn() {
    noClasses()
        .that()
        .doNotHaveFullyQualifiedName("dev.atsharness.server.HarnessServer")
        .should()
        .callMethod(System.class, "clearProperty", String.class)
        .check(OURS);
  }

  @Test
  void nothingUsesTheClassesOfACheckerThatIsAProgram() {
    noClasses()
        .that()
        .resideOutsideOfPackage("dev.atsharness.conformance.jsse")
        .should()
        .dependOnClassesThat(resideInAnyPackage("dev.atsharness.conformance.jsse"))
        .check(OURS);
  }

  @Test
  void staticFieldsAreFinal() {
    fields().that().areStatic().should().beFinal().check(OURS);
  }
}
