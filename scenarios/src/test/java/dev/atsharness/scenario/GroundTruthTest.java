package dev.atsharness.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atsharness.ats.ClientProfile;
import dev.atsharness.ats.ClientProfile.Mode;
import dev.atsharness.ats.ClientProfile.Policy;
import dev.atsharness.scenario.internal.TruthCheck;
import java.util.List;
import java.util.Map;
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
              TruthCheck check = TruthCheck.withStages(scenario, CATALOGUE);
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

  @Test
  void oneScenarioAloneHasAVerdictWhereNoSourceSaysWhatAnEnforcingClientDoes() {
    assertThat(enforcing(Policy.ATS)).extracting(ClientProfile::id).contains("ats-app");
    assertThat(enforcing(Policy.FCP))
        .extracting(ClientProfile::id)
        .contains("fcp-app", "ios-27-system");
    assertThat(
            CATALOGUE.scenarios().stream()
                .filter(
                    scenario ->
                        decidedWithoutASource(scenario, scenario.expect().ats(), Policy.ATS)
                            || decidedWithoutASource(scenario, scenario.expect().fcp(), Policy.FCP))
                .map(Scenario::id))
        .containsExactly("key/rsa-2047");
  }

  private static boolean decidedWithoutASource(
      Scenario scenario, Expectation.Verdict verdict, Policy policy) {
    return verdict != Expectation.Verdict.INCONCLUSIVE
        && enforcing(policy).stream()
            .map(client -> scenario.expectationFor(client).connects())
            .allMatch(connects -> connects == ClientExpectation.Connects.UNKNOWN);
  }

  /** The clients that refuse what this policy forbids, without exceptions. */
  private static List<ClientProfile> enforcing(Policy policy) {
    return CATALOGUE.profiles().stream()
        .filter(client -> client.enforcement().policy() == policy)
        .filter(client -> client.enforcement().mode() == Mode.ENFORCE)
        .filter(client -> client.enforcement().excepted().isEmpty())
        .toList();
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

  @Test
  void anEntryHasToSayWhereTheHandshakeEnds() {
    Scenario scenario = CATALOGUE.scenario("preference/rsa-1024-certificate-tls13-first");
    ClientProfile client = CATALOGUE.profile("apple-ats-9");
    ClientExpectation stated = scenario.expect().clients().get(client.id());
    ClientExpectation without =
        ClientExpectation.refusedBy(stated.refusedBy().orElseThrow())
            .withAlert(stated.alert().orElseThrow());
    Expectation expect = scenario.expect();
    Scenario lacking =
        new Scenario(
            scenario.id(),
            scenario.description(),
            scenario.control(),
            scenario.alsoDiffers(),
            scenario.settings(),
            scenario.written(),
            new Expectation(
                expect.violations(),
                expect.implied(),
                expect.ats(),
                expect.fcp(),
                Map.of(client.id(), without)),
            scenario.grounds());

    assertThat(TruthCheck.of(lacking, CATALOGUE).clients()).isEmpty();
    assertThat(TruthCheck.withStages(lacking, CATALOGUE).clients().get(client))
        .contains("stage: client-hello");
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
