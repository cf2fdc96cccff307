package dev.atsharness.scenario.internal;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import dev.atsharness.ats.Violation;
import dev.atsharness.scenario.Catalogue;
import dev.atsharness.scenario.Expectation;
import dev.atsharness.scenario.Scenario;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class CataloguePageTest {
  private static final Catalogue CATALOGUE = Catalogue.builtIn();

  @Test
  void thePageIsWhatTheFilesMake() throws IOException {
    Path module = Path.of("");

    assertThat(Files.readString(module.resolve("README.md")))
        .as(
            "scenarios/README.md is stale; renew it with"
                + " './mvnw -q -Dquick -Dpage=write -pl scenarios -am process-classes'")
        .isEqualTo(CataloguePage.renewed(module, CATALOGUE, Rules.builtIn()));
  }

  @Test
  void everyKeyOfAScenarioFileIsDescribed() {
    assertThat(SchemaKey.ofScenarios())
        .extracting(SchemaKey::path)
        .contains("why", "tls.versions", "certificate.issuing-ca.key", "expect.clients.*.may-log");
    assertThat(SchemaKey.ofScenarios())
        .allSatisfy(key -> assertThat(key.meaning()).as(key.path()).endsWith("."));
  }

  @Test
  void everyReferenceIsAmongTheSources() throws IOException {
    String page = Files.readString(Path.of("README.md"));
    String sources = page.substring(page.indexOf("## Sources"));

    assertThat(CATALOGUE.scenarios())
        .flatExtracting(scenario -> scenario.grounds().references())
        .allSatisfy(key -> assertThat(sources).contains("- `" + key + "` "));
  }

  @Test
  void theCoverageTableHasNoHole() throws IOException {
    String page = CataloguePage.renewed(Path.of(""), CATALOGUE, Rules.builtIn());
    String table =
        page.substring(page.indexOf("| rule | violating"), page.indexOf("## How a device"));

    assertThat(table.lines().filter(line -> line.startsWith("| [")))
        .hasSize(Violation.values().length)
        .allSatisfy(row -> assertThat(row.substring(1).split("\\|")).noneMatch(String::isBlank));
  }

  @Test
  void everyScenarioOfATestOfNiapIsInTheCatalogue() {
    Set<String> ids = CATALOGUE.scenariosById().keySet();
    List<NiapTest> tests = NiapTest.read(Path.of("niap-tests.yaml"));

    assertThat(tests).extracting(NiapTest::id).doesNotHaveDuplicates();
    assertThat(tests.stream().flatMap(test -> test.scenarios().stream())).isSubsetOf(ids);
  }

  @TestFactory
  Stream<DynamicTest> everyRuleHasScenariosOnBothSidesOfItsThreshold() {
    return Rules.builtIn().all().stream()
        .map(rule -> DynamicTest.dynamicTest(rule.violation().code(), () -> assertCovered(rule)));
  }

  /**
   * Returns the differences between a server and its control, and the way in which devices get to
   * trust it, if they do.
   */
  private static Object route(Scenario scenario) {
    ServerSettings control = CATALOGUE.scenario(scenario.control().orElseThrow()).settings();
    return List.of(
        SettingsDiff.changes(scenario.settings(), control),
        scenario.settings().certificate().issuer());
  }

  private static void assertCovered(Rule rule) {
    List<Scenario> violating =
        CATALOGUE.scenarios().stream()
            .filter(scenario -> scenario.expect().violations().contains(rule.violation()))
            .toList();
    if (rule.coverage().unreachable().isPresent()) {
      assertThat(violating).as("the rule says that it is unreachable").isEmpty();
      return;
    }
    assertThat(violating).isNotEmpty().allMatch(scenario -> scenario.control().isPresent());
    Set<Object> routes = violating.stream().map(CataloguePageTest::route).collect(toSet());
    rule.coverage()
        .fewerThanThree()
        .ifPresentOrElse(
            why -> assertThat(routes).as("fewer-than-three: " + why).hasSizeLessThan(3),
            () ->
                assertThat(routes)
                    .as("ways to cause the violation")
                    .hasSizeGreaterThanOrEqualTo(3));
    assertThat(
            rule.coverage().boundary().isPresent()
                ? Optional.of("there")
                : rule.coverage().noBoundary())
        .as("scenarios at the threshold, or the reason why there are none")
        .isPresent();
    rule.coverage()
        .boundary()
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
