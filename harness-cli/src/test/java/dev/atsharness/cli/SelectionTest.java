package dev.atsharness.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atsharness.conformance.CheckedEndpoint;
import dev.atsharness.conformance.Checker;
import dev.atsharness.conformance.CheckerOutput;
import dev.atsharness.scenario.ClientDuty;
import dev.atsharness.scenario.Expectation;
import dev.atsharness.scenario.Expectation.Verdict;
import dev.atsharness.scenario.Role;
import dev.atsharness.scenario.Scenario.Evidence;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class SelectionTest {

  private static final List<CheckedEndpoint> ENDPOINTS =
      List.of(
          endpoint("baseline/tls13", true),
          endpoint("client/ssl2", true),
          endpoint("handshake/no-ems", false),
          endpoint("trust/expired", true));

  @Test
  void aScannerVisitsTheFamilyForClientsOnlyIfItIsNamed() {
    assertThat(visited(checker(false, Optional.empty()), false))
        .containsExactly("baseline/tls13", "handshake/no-ems", "trust/expired");
    assertThat(visited(checker(false, Optional.empty()), true)).hasSize(4);
    assertThat(visited(checker(false, Optional.of("lab")), false)).hasSize(4);
  }

  @Test
  void aClientVisitsTheTestsOfClients() {
    assertThat(visited(checker(true, Optional.empty()), false))
        .containsExactly("baseline/tls13", "client/ssl2", "trust/expired");
    assertThat(visited(checker(true, Optional.empty()), true))
        .containsExactly("baseline/tls13", "client/ssl2", "trust/expired");
  }

  @Test
  void aClientIsNotSentWhereNothingCanBeJudged() {
    List<CheckedEndpoint> endpoints =
        List.of(endpoint("baseline/tls13", true), endpoint("handshake/no-ems", false));
    Checker client = checker(true, Optional.empty());

    assertThatThrownBy(() -> new Selection().plan(List.of(client), endpoints, true))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("a client cannot be judged at handshake/no-ems");
  }

  @Test
  void aClientVisitsTheControlsOfItsPartWhereverTheyBelong() {
    Checker client = checker(true, Optional.empty());
    List<CheckedEndpoint> endpoints =
        List.of(
            endpoint("baseline/tls13", true),
            endpoint("a/first", true),
            endpoint("b/second", true, Optional.of("a/first")),
            endpoint("c/third", true),
            endpoint("d/fourth", true, Optional.of("b/second")));
    Selection selection = new Selection();
    new CommandLine(selection).parseArgs("--shard", "2/2");

    assertThat(selection.plan(List.of(client), endpoints, false).get(client))
        .extracting(CheckedEndpoint::scenario)
        .containsExactly("baseline/tls13", "b/second", "d/fourth", "a/first");
  }

  private static List<String> visited(Checker checker, boolean named) {
    return new Selection()
        .plan(List.of(checker), ENDPOINTS, named).get(checker).stream()
            .map(CheckedEndpoint::scenario)
            .toList();
  }

  private static Checker checker(boolean client, Optional<String> profile) {
    return new Checker() {
      @Override
      public String name() {
        return "mine";
      }

      @Override
      public String version() {
        return "";
      }

      @Override
      public boolean client() {
        return client;
      }

      @Override
      public Optional<String> profile() {
        return profile;
      }

      @Override
      public CheckerOutput check(CheckedEndpoint endpoint, Duration limit) {
        return CheckerOutput.client(true);
      }
    };
  }

  private static CheckedEndpoint endpoint(String id, boolean test) {
    return endpoint(id, test, Optional.empty());
  }

  private static CheckedEndpoint endpoint(String id, boolean test, Optional<String> control) {
    return new CheckedEndpoint(
        id,
        new CheckedEndpoint.Description(id, Role.MDM, control, "", Evidence.INFERRED),
        CheckedEndpoint.Location.dedicated(
            "a.ats-harness.test", "127.0.0.1", 9443, URI.create("https://a.ats-harness.test/")),
        Optional.empty(),
        new Expectation(
            List.of(),
            List.of(),
            Verdict.PASS,
            Verdict.PASS,
            List.of(),
            Map.of(),
            test
                ? Optional.of(
                    new ClientDuty(
                        Optional.empty(), List.of(), Optional.empty(), "RFC", List.of(), List.of()))
                : Optional.empty()),
        "");
  }
}
