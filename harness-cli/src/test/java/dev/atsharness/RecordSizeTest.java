package dev.atsharness;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The number of components of records: a caller of a long constructor can only count. */
class RecordSizeTest {

  private static final int MAX = 8;

  /** Larger records, each with the reason. */
  private static final Map<String, String> LARGER =
      Map.of(
          "dev.atsharness.server.internal.device.TourMarkup$Stop",
          "a view: each component is a name in the template tour.mustache");

  @Test
  void aRecordHasFewComponents() {
    assertThat(
            new ClassFileImporter()
                    .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                    .importPackages("dev.atsharness")
                    .that(resideOutsideOfPackages("dev.atsharness.testing..")) // for tests alone
                    .stream()
                    .filter(one -> one.isRecord() && components(one) > MAX)
                    .map(JavaClass::getName)
                    .collect(Collectors.toSet()))
        .as("records of more than %d components; group those that belong together", MAX)
        .isEqualTo(LARGER.keySet());
  }

  /** A record has one instance field for each component, and no other. */
  private static long components(JavaClass type) {
    return type.getFields().stream()
        .filter(field -> !field.getModifiers().contains(JavaModifier.STATIC))
        .count();
  }
}
