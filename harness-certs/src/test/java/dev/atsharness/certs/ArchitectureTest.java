package dev.atsharness.certs;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.security.Provider;
import java.security.Security;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The module depends on no other module and does not change its host's JVM. */
class ArchitectureTest {
  private final JavaClasses module =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("dev.atsharness.certs");

  @Test
  void dependsOnNoOtherModule() {
    classes()
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage("dev.atsharness.certs..", "java..", "org.bouncycastle..")
        .check(module);
  }

  @Test
  void setsNoPropertyAndRegistersNoProvider() {
    noClasses()
        .should()
        .callMethod(System.class, "setProperty", String.class, String.class)
        .orShould()
        .callMethod(Security.class, "setProperty", String.class, String.class)
        .orShould()
        .callMethod(Security.class, "addProvider", Provider.class)
        .orShould()
        .callMethod(Security.class, "insertProviderAt", Provider.class, int.class)
        .check(module);
  }

  @Test
  void hasNoStaticMutableState() {
    fields().that().areStatic().should().beFinal().check(module);
    fields()
        .that()
        .areStatic()
        .and()
        .doNotHaveModifier(JavaModifier.SYNTHETIC)
        .should()
        .haveRawType(
            DescribedPredicate.describe(
                "an immutable type",
                type ->
                    type.isPrimitive()
                        || type.isEnum()
                        || type.isRecord()
                        || Set.of(
                                "java.lang.String",
                                "java.math.BigInteger",
                                "java.time.Duration",
                                "java.time.Instant",
                                "java.time.format.DateTimeFormatter",
                                "java.util.List",
                                "java.util.Set",
                                "java.util.regex.Pattern")
                            .contains(type.getName())))
        .check(module);
  }
}
