package dev.atsharness.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atsharness.ats.Violation;
import dev.atsharness.scenario.internal.Product;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CureTableTest {

  static List<Product> products() {
    return Product.all();
  }

  @ParameterizedTest
  @MethodSource("products")
  void aProductIsRunOrSaysWhyNot(Product product) {
    assertThat(CureFile.of(product.label()).isEmpty()).isEqualTo(product.notRun().isPresent());
  }

  @ParameterizedTest
  @MethodSource("products")
  void aFileHasEachViolationOnce(Product product) {
    CureFile.of(product.label())
        .ifPresent(
            file ->
                assertThat(file.cases().stream().flatMap(one -> one.violations().stream()))
                    .containsExactlyInAnyOrder(CureTable.VIOLATIONS.toArray(Violation[]::new)));
  }

  /** The versions and dates are those of the last run that wrote the page. */
  @Test
  void thePageSaysWhatIsTested() throws IOException {
    assertThat(CureTable.published())
        .as(".ci/cures-table renews docs/cures.md")
        .isEqualTo(CureTable.text(CureTable.proofs()))
        .doesNotContain("not proved yet");
  }
}
