package dev.atsharness;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Compares the API for users of the libraries with its listing: the public types outside packages
 * named {@code internal}, with their public members. Each module's listing is its {@code
 * public-api.txt}.
 */
class PublicApiTest {

  /** Members that every record or enum has. */
  private static final Set<String> IMPLIED =
      Set.of("equals", "hashCode", "toString", "valueOf", "values", "$values");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "harness-certs",
        "scenarios",
        "harness-logs",
        "harness-server",
        "harness-device",
        "harness-tests",
        "harness-console",
        "harness-cli"
      })
  void theListingIsUpToDate(String module) throws IOException {
    Path directory = Path.of("..", module);
    Path listing = directory.resolve("public-api.txt");
    String now = listing(directory.resolve("target/classes"));
    if (Boolean.getBoolean("public-api.write")) {
      Files.writeString(listing, now);
    }
    assertThat(Files.exists(listing) ? Files.readString(listing) : "")
        .as(
            "%s: if the change is meant, renew it with ./mvnw verify -pl harness-cli -am"
                + " -Dtest=PublicApiTest -Dsurefire.failIfNoSpecifiedTests=false -DskipITs"
                + " -Dpublic-api.write=true",
            listing.normalize())
        .isEqualTo(now);
  }

  private static String listing(Path classes) {
    return new ClassFileImporter()
        .importPath(classes).stream()
            .filter(PublicApiTest::isPublic)
            .sorted(Comparator.comparing(JavaClass::getName))
            .map(PublicApiTest::listing)
            .collect(Collectors.joining("\n"));
  }

  private static boolean isPublic(JavaClass type) {
    return type.getModifiers().contains(JavaModifier.PUBLIC)
        && !List.of(type.getPackageName().split("\\.")).contains("internal")
        && type.getEnclosingClass().map(PublicApiTest::isPublic).orElse(true);
  }

  private static String listing(JavaClass type) {
    Stream<String> fields =
        type.getFields().stream()
            .filter(field -> isVisible(field.getModifiers()))
            .map(PublicApiTest::field);
    Stream<String> units =
        type.getCodeUnits().stream()
            .filter(unit -> isVisible(unit.getModifiers()))
            .filter(unit -> !IMPLIED.contains(unit.getName()))
            .map(PublicApiTest::unit);
    return Stream.concat(
            Stream.of(kind(type) + " " + type.getName()), Stream.concat(fields, units).sorted())
        .collect(Collectors.joining("\n", "", "\n"));
  }

  private static boolean isVisible(Set<JavaModifier> modifiers) {
    return (modifiers.contains(JavaModifier.PUBLIC) || modifiers.contains(JavaModifier.PROTECTED))
        && !modifiers.contains(JavaModifier.SYNTHETIC);
  }

  private static String kind(JavaClass type) {
    if (type.isAnnotation()) {
      return "annotation";
    }
    if (type.isInterface()) {
      return "interface";
    }
    if (type.isEnum()) {
      return "enum";
    }
    return type.isRecord() ? "record" : "class";
  }

  private static String field(JavaField field) {
    return "  " + field.getName() + ": " + field.getRawType().getSimpleName();
  }

  private static String unit(JavaCodeUnit unit) {
    Optional<String> name = Optional.of(unit.getName()).filter(text -> !text.equals("<init>"));
    return "  "
        + name.orElse("new")
        + unit.getRawParameterTypes().stream()
            .map(JavaClass::getSimpleName)
            .collect(Collectors.joining(", ", "(", ")"))
        + name.map(text -> ": " + unit.getRawReturnType().getSimpleName()).orElse("");
  }
}
