package dev.atsharness.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class CataloguePageTest {
  private static final Catalogue CATALOGUE = Catalogue.builtIn();

  @Test
  void the_page_is_what_the_files_make() throws IOException {
    Path module = Path.of("");

    assertThat(Files.readString(module.resolve("README.md")))
        .as(
            "scenarios/README.md is stale; renew it with"
                + " './mvnw -q -Dquick -Dpage=write -pl scenarios -am process-classes'")
        .isEqualTo(CataloguePage.renewed(module, CATALOGUE, Rules.builtIn()));
  }

  @TestFactory
  Stream<DynamicTest> every_rule_has_scenarios_on_both_sides_of_its_threshold() {
    return Rules.builtIn().all().stream()
        .map(rule -> DynamicTest.dynamicTest(rule.violation().code(), () -> assertCovered(rule)));
  }

  private static void assertCovered(Rule rule) {
    List<Scenario> violating =
        CATALOGUE.scenarios().stream()
            .filter(scenario -> scenario.expect().violations().contains(rule.violation()))
            .toList();
    if (rule.unreachable().isPresent()) {
      assertThat(violating).as("it is said to be unreachable").isEmpty();
      return;
    }
    assertThat(violating).isNotEmpty().allMatch(scenario -> scenario.control().isPresent());
    rule.fewerThanThree()
        .ifPresent(why -> assertThat(violating).as("fewer-than-three: " + why).hasSizeLessThan(3));
    rule.boundary()
        .ifPresent(
            boundary -> {
              assertThat(CATALOGUE.scenario(boundary.violating()).expect().violations())
                  .contains(rule.violation());
              Expectation clean = CATALOGUE.scenario(boundary.clean()).expect();
              assertThat(clean.violations()).doesNotContain(rule.violation());
              assertThat(clean.implied()).doesNotContain(rule.violation());
            });
  }
}
