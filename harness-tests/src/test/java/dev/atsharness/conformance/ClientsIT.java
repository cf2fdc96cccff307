package dev.atsharness.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atsharness.conformance.checker.Checkers;
import dev.atsharness.conformance.internal.LocalJournal;
import dev.atsharness.conformance.internal.Progress;
import dev.atsharness.scenario.Catalogue;
import dev.atsharness.server.AtsHarness;
import dev.atsharness.testing.OutsideProgram;
import dev.atsharness.testing.Skip;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Runs every client in {@code harness-tests/clients} over the tests of clients: its file declares
 * all its deviations, and every declared deviation occurs. A client that is made wrong on purpose
 * is caught at exactly what concerns it.
 */
@Tag("proof")
class ClientsIT {

  private static final Path CLIENTS = Path.of("clients");

  /** Clients that not every machine can have. */
  private static final Set<String> WHERE_IT_INSTALLS = Set.of("go", "boringssl");

  /** What a client that does not verify certificates accepts. */
  private static final Set<String> WITHOUT_VERIFICATION = Set.of("trust", "signature");

  private static final String CURL =
      "curl -sS --noproxy '*' --cacert {ca} --connect-to ::{address}: -o /dev/null"
          + " https://{host}:{port}/";

  private static AtsHarness harness;

  @BeforeAll
  static void start() throws Exception {
    String[] tests =
        Catalogue.builtIn().scenarios().stream()
            .filter(scenario -> scenario.expect().duty().isPresent())
            .map(scenario -> scenario.id())
            .toArray(String[]::new);
    harness = AtsHarness.builder().only(tests).journalCapacity(4000).start();
  }

  @AfterAll
  static void stop() {
    harness.close();
  }

  static Stream<Path> clients() throws IOException {
    try (Stream<Path> files = Files.list(CLIENTS)) {
      return files.filter(file -> file.toString().endsWith(".yaml")).sorted().toList().stream();
    }
  }

  @ParameterizedTest
  @MethodSource("clients")
  void deviatesInNothingButWhatItsFileLists(Path file) throws Exception {
    CheckerResult result = run(installed(file));

    assertThat(result.voided()).isEmpty();
    assertThat(result.deviations())
        .extracting(check -> check.scenario() + ": " + check.judgement().explanation())
        .isEmpty();
    assertThat(result.count(Outcome.UNSUPPORTED)).isZero();
    assertThat(result.count(Outcome.AGREED)).isGreaterThan(40);
  }

  private static Checker installed(Path file) throws Exception {
    String name = file.getFileName().toString().replace(".yaml", "");
    try {
      return checkers().named(file.toString()).get(0);
    } catch (IllegalArgumentException | IOException e) { // it is absent
      Skip.unless(!WHERE_IT_INSTALLS.contains(name), e.getMessage());
      OutsideProgram.require(false, name + " (" + e.getMessage() + ")");
      throw e;
    }
  }

  private static Checkers checkers() {
    return new Checkers(Catalogue.builtIn().profiles(), Clock.systemUTC(), System.getenv("PATH"));
  }

  @Test
  void aClientThatDoesNotVerifyIsCaughtAtTheCertificatesAlone() throws Exception {
    OutsideProgram.require("curl");

    CheckerResult result = run(checkers().client(CURL + " --insecure"));

    assertThat(scenarios(result, Outcome.ACCEPTED)).isEqualTo(mustRefuse(WITHOUT_VERIFICATION));
    assertThat(result.count(Outcome.REFUSED)).isZero();
  }

  @Test
  void aClientWithWeakSettingsIsCaughtAtTheOldVersionsAlone() throws Exception {
    OutsideProgram.require("curl");

    CheckerResult result = run(checkers().client(CURL + " --tlsv1.0 --ciphers DEFAULT@SECLEVEL=0"));

    assertThat(scenarios(result, Outcome.ACCEPTED))
        .containsExactlyInAnyOrder(
            "client/tls10-server-hello",
            "client/tls11-server-hello",
            "protocol/tls10-old-stack",
            "protocol/tls10-only",
            "protocol/tls11-old-stack",
            "protocol/tls11-only");
    assertThat(result.count(Outcome.REFUSED)).isZero();
  }

  @Test
  void aClientThatConnectsTwiceIsJudgedByTheConnectionThatResumes() throws Exception {
    OutsideProgram.require("openssl");

    CheckerResult result =
        run(
            checkers()
                .client(
                    "openssl s_client -connect {address}:{port} -servername {host} -CAfile {ca}"
                        + " -verify_return_error -tls1_2 -reconnect"));

    assertThat(scenarios(result, Outcome.AGREED))
        .contains(
            "handshake/resumption-adds-ems",
            "handshake/resumption-drops-ems",
            "handshake/ticket-adds-ems",
            "handshake/ticket-drops-ems");
  }

  @Test
  void aProgramThatNeverConnectsIsNotRightAnywhere() throws Exception {
    CheckerResult result = run(checkers().client("exit 1 # {url}"));

    assertThat(result.voided())
        .hasValueSatisfying(why -> assertThat(why).contains("never sent a ClientHello"));
    assertThat(result.count(Outcome.AGREED)).isZero();
  }

  private static Set<String> mustRefuse(Set<String> families) {
    return Catalogue.builtIn().scenarios().stream()
        .filter(scenario -> families.contains(scenario.family()))
        .filter(scenario -> scenario.expect().duty().filter(duty -> !duty.connects()).isPresent())
        .map(scenario -> scenario.id())
        .collect(Collectors.toSet());
  }

  private static Set<String> scenarios(CheckerResult result, Outcome outcome) {
    return result.verdicts().stream()
        .filter(check -> check.outcome() == outcome)
        .map(CheckResult::scenario)
        .collect(Collectors.toSet());
  }

  private static CheckerResult run(Checker client) throws InterruptedException {
    try (Conformance run =
        new Conformance(
            List.of(client),
            CheckedEndpoint.of(harness.manifest()),
            new LocalJournal(harness),
            Options.defaults(),
            Progress.NONE)) {
      return run.run().checkers().get(0);
    }
  }
}
