package dev.atsharness;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import java.security.Provider;
import java.security.Security;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Checks the dependencies between modules and packages, and that classes do not change the JVM that
 * hosts them.
 */
class ModuleArrowsTest {

  private static final JavaClasses OURS =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("dev.atsharness")
          .that(resideOutsideOfPackages("dev.atsharness.testing..")); // only for tests

  /** Each module, and the modules that it may use. */
  private static final Map<String, Set<String>> ARROWS =
      Map.ofEntries(
          entry("io", Set.of()),
          entry("certs", Set.of()),
          entry("tls", Set.of()),
          entry("yaml", Set.of("io")),
          entry("ats", Set.of("tls")),
          entry("scenario", Set.of("io", "certs", "tls", "yaml", "ats")),
          entry("log", Set.of("io", "ats", "scenario")),
          entry("drill", Set.of("log", "ats", "tls", "scenario")),
          entry("server", Set.of("io", "certs", "tls", "yaml", "ats", "scenario")),
          entry("device", Set.of("io", "log", "certs", "tls", "ats")),
          entry(
              "conformance",
              Set.of("io", "device", "server", "log", "certs", "tls", "yaml", "ats", "scenario")),
          entry("console", Set.of("conformance", "server", "log", "drill", "ats", "scenario")),
          entry(
              "cli",
              Set.of(
                  "io",
                  "console",
                  "conformance",
                  "device",
                  "server",
                  "log",
                  "drill",
                  "certs",
                  "tls",
                  "yaml",
                  "ats",
                  "scenario")));

  static Stream<Arguments> arrows() {
    return ARROWS.entrySet().stream()
        .map(one -> Arguments.of(one.getKey(), new TreeSet<>(one.getValue())));
  }

  @ParameterizedTest
  @MethodSource("arrows")
  void aPartUsesOnlyThePartsBelowIt(String part, Set<String> below) {
    String[] allowed =
        Stream.concat(Stream.of(part), below.stream())
            .map(name -> "dev.atsharness." + name + "..")
            .toArray(String[]::new);
    classes()
        .that()
        .resideInAPackage("dev.atsharness." + part + "..")
        .should()
        .onlyDependOnClassesThat(
            resideInAnyPackage(allowed).or(resideOutsideOfPackages("dev.atsharness..")))
        .check(OURS);
  }

  @Test
  void everyPartHasItsArrows() {
    assertThat(
            OURS.stream()
                .map(one -> one.getPackageName().split("\\.", 4)[2])
                .collect(Collectors.toSet()))
        .isEqualTo(ARROWS.keySet());
  }

  @Test
  void packagesUseEachOtherInOneDirectionOnly() {
    slices()
        .assignedFrom(
            new SliceAssignment() {
              @Override
              public SliceIdentifier getIdentifierOf(JavaClass one) {
                return SliceIdentifier.of(one.getPackageName().replaceFirst("\\.internal$", ""));
              }

              @Override
              public String getDescription() {
                return "packages, where one and its package 'internal' are the same";
              }
            })
        .should()
        .beFreeOfCycles()
        .check(OURS);
  }

  @Test
  void onlyTheServerAndTheDeviceSpeakTls() {
    noClasses()
        .that(
            resideOutsideOfPackages(
                "dev.atsharness.server.internal.tls..", "dev.atsharness.device.internal.tls.."))
        .should()
        .dependOnClassesThat(resideInAnyPackage("org.bouncycastle.tls.."))
        .check(OURS);
  }

  @Test
  void theSimulatedDeviceCannotReadTheAnswers() {
    noClasses()
        .that()
        .resideInAPackage("dev.atsharness.device..")
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

  /** A checker that runs as a program in a separate JVM may change that JVM. */
  @Test
  void nothingGlobalInTheHostJvmIsChanged() {
    noClasses()
        .that()
        .resideOutsideOfPackage("dev.atsharness.conformance.internal.jsse")
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

  /** Jetty sets one of its properties when its first class loads; one class restores it. */
  @Test
  void onlyJettysSystemPropertyIsCleared() {
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
        .resideOutsideOfPackage("dev.atsharness.conformance.internal.jsse")
        .should()
        .dependOnClassesThat(resideInAnyPackage("dev.atsharness.conformance.internal.jsse"))
        .check(OURS);
  }

  @Test
  void staticFieldsAreFinal() {
    fields().that().areStatic().should().beFinal().check(OURS);
  }
}
