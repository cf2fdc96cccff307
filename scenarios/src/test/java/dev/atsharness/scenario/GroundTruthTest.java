package dev.atsharness.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atsharness.scenario.internal.TruthCheck;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Compares the written expectations with the results that the rules compute, for every scenario and
 * profile.
 */
class GroundTruthTest {
  private static final Catalogue CATALOGUE = Catalogue.builtIn();

  @TestFactory
  Stream<DynamicTest> whatEachClientDoesIsWhatTheRulesCompute() {
    return CATALOGUE.scenarios().stream()
        .flatMap(
            scenario -> {
              TruthCheck check = TruthCheck.of(scenario, CATALOGUE);
              return CATALOGUE.profiles().stream()
                  .map(
                      client ->
                          DynamicTest.dynamicTest(
                              scenario.id() + " as " + client.id(),
                              () -> assertThat(check.clients().get(client)).isNull()));
            });
  }

  @TestFactory
  Stream<DynamicTest> theCodesAndVerdictsAreWhatTheRulesCompute() {
    return CATALOGUE.scenarios().stream()
        .map(
            scenario ->
                DynamicTest.dynamicTest(
                    scenario.id(),
                    () ->
                        assertThat(TruthCheck.of(scenario, CATALOGUE).lines())
                            .as(scenario.id())
                            .isEmpty()));
  }

  /**
   * The enforcing clients are ats-app for ATS, and fcp-app and the system processes of 27 for FCP
   * v2.1.
   */
  @Test
  void oneScenarioAloneHasAVerdictWhereNoSourceSaysWhatAnEnforcingClientDoes() {
    assertThat(
            CATALOGUE.scenarios().stream()
                .filter(
                    scenario ->
                        decidedWithoutASource(scenario, scenario.expect().ats(), "ats-app")
                            || decidedWithoutASource(
                                scenario, scenario.expect().fcp(), "fcp-app", "ios-27-system"))
                .map(Scenario::id))
        .containsExactly("key/rsa-2047");
  }

  private static boolean decidedWithoutASource(
      Scenario scenario, Expectation.Verdict verdict, String... enforcing) {
    return verdict != Expectation.Verdict.INCONCLUSIVE
        && Stream.of(enforcing)
            .map(id -> scenario.expectationFor(CATALOGUE.profile(id)).connects())
            .allMatch(connects -> connects == ClientExpectation.Connects.UNKNOWN);
  }

  /** Proves that the comparison finds differences. */
  @TestFactory
  Stream<DynamicTest> anotherScenariosSettingsDoNotFitTheGroundTruth() {
    Scenario noEms = CATALOGUE.scenario("handshake/no-ems");
    return List.of("baseline/tls12", "protocol/tls10-only", "key/p224").stream()
        .map(
            other ->
                DynamicTest.dynamicTest(
                    other,
                    () -> {
                      TruthCheck check =
                          TruthCheck.of(with(noEms, CATALOGUE.scenario(other)), CATALOGUE);
                      assertThat(check.lines()).containsKey("violations");
                      assertThat(check.clients()).isNotEmpty();
                    }));
  }

  private static Scenario with(Scenario stated, Scenario settings) {
    return new Scenario(
        stated.id(),
        stated.description(),
        stated.control(),
        stated.alsoDiffers(),
        settings.settings(),
        settings.written(),
        stated.expect(),
        stated.grounds());
  }
}
