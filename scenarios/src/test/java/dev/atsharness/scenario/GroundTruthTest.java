package dev.atsharness.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atsharness.ats.ClientProfile;
import dev.atsharness.ats.Violation;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** What was written by hand against what the rules compute, for every scenario and profile. */
class GroundTruthTest {
  private static final Catalogue CATALOGUE = Catalogue.builtIn();

  @TestFactory
  Stream<DynamicTest> what_each_client_does_is_what_the_rules_compute() {
    return CATALOGUE.scenarios().stream()
        .flatMap(
            scenario ->
                CATALOGUE.profiles().stream()
                    .map(
                        client ->
                            DynamicTest.dynamicTest(
                                scenario.id() + " as " + client.id(),
                                () -> assertClient(scenario, client))));
  }

  @TestFactory
  Stream<DynamicTest> the_codes_are_those_of_the_reference_connection() {
    return CATALOGUE.scenarios().stream()
        .map(scenario -> DynamicTest.dynamicTest(scenario.id(), () -> assertCodes(scenario)));
  }

  @TestFactory
  Stream<DynamicTest> the_verdicts_are_what_enforcing_clients_make_of_the_server() {
    return CATALOGUE.scenarios().stream()
        .map(
            scenario ->
                DynamicTest.dynamicTest(
                    scenario.id(),
                    () -> {
                      ComputedTruth computed = new ComputedTruth(scenario);
                      Expectation stated = scenario.expect();
                      assertThat(stated.ats())
                          .as(scenario.id() + ": ats")
                          .isEqualTo(computed.verdict(CATALOGUE.profile("ats-app")));
                      assertThat(stated.fcp())
                          .as(scenario.id() + ": fcp")
                          .isEqualTo(computed.verdict(CATALOGUE.profile("fcp-app")));
                    }));
  }

  private static void assertClient(Scenario scenario, ClientProfile client) {
    ClientExpectation stated = scenario.expectationFor(client);
    ClientExpectation computed = new ComputedTruth(scenario).client(client);
    String who = scenario.id() + " as " + client.id() + ": ";
    assertThat(stated.connects()).as(who + "connects").isEqualTo(computed.connects());
    assertThat(stated.refusedBy()).as(who + "refused-by").isEqualTo(computed.refusedBy());
    assertThat(stated.alert()).as(who + "alert").isEqualTo(computed.alert());
    if (stated.stage().isPresent()) {
      assertThat(stated.stage()).as(who + "stage").isEqualTo(computed.stage());
    }
    assertThat(set(stated.logs())).as(who + "logs").isEqualTo(set(computed.logs()));
    assertThat(set(stated.mayLog())).as(who + "may-log").isEqualTo(set(computed.mayLog()));
  }

  private static void assertCodes(Scenario scenario) {
    ComputedTruth computed = new ComputedTruth(scenario);
    Set<Violation> codes =
        computed.codes(CATALOGUE.profile("ios-26.5-system"), CATALOGUE.profile("lab"));
    Set<Violation> implied = computed.implied(codes);
    Set<Violation> faults = new HashSet<>(codes);
    faults.removeAll(implied);
    assertThat(set(scenario.expect().violations()))
        .as(scenario.id() + ": violations")
        .isEqualTo(faults);
    assertThat(set(scenario.expect().implied())).as(scenario.id() + ": implied").isEqualTo(implied);
  }

  private static Set<Violation> set(java.util.Collection<Violation> violations) {
    return violations.isEmpty() ? EnumSet.noneOf(Violation.class) : EnumSet.copyOf(violations);
  }
}
