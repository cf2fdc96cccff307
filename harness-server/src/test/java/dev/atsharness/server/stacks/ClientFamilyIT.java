package dev.atsharness.server.stacks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.atsharness.server.AtsHarness;
import dev.atsharness.server.Endpoint;
import dev.atsharness.server.journal.ConnectionOutcome;
import dev.atsharness.server.journal.JournalEntry;
import dev.atsharness.server.journal.SeenAlert;
import dev.atsharness.server.proof.Command;
import dev.atsharness.testing.OutsideProgram;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/**
 * OpenSSL, in curl, refuses every server that breaks the protocol, with the alert that its source
 * has for the fault, and the journal shows it. The same command gets through at the servers without
 * the fault.
 */
@TestInstance(Lifecycle.PER_CLASS)
class ClientFamilyIT {

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private static final String FAMILY = "client/";

  /** OpenSSL sends no alert if the first record is not one of TLS. */
  private static final String NONE = "none";

  /** The oldest version that the client allows, where it is not TLS 1.2. */
  private static final Map<String, String> LOWEST =
      Map.of("client/tls12-server-hello", "--tlsv1.3");

  /** The alert at each fault whose alert is not that of a suite or group, illegal_parameter. */
  private static final Map<String, String> ALERTS =
      Map.ofEntries(
          Map.entry("client/ssl2-server-hello", NONE),
          Map.entry("client/ssl3-server-hello", "protocol_version"),
          Map.entry("client/tls10-server-hello", "protocol_version"),
          Map.entry("client/tls11-server-hello", "protocol_version"),
          Map.entry("client/tls12-server-hello", "protocol_version"),
          Map.entry("client/raw-public-key", "bad_certificate"),
          Map.entry("client/empty-certificate-tls12", "decode_error"),
          Map.entry("client/empty-certificate-tls13", "decode_error"),
          Map.entry("client/scheme-not-offered-tls12", "handshake_failure"),
          Map.entry("client/corrupt-signature-tls12", "decrypt_error"),
          Map.entry("client/corrupt-signature-tls13", "decrypt_error"),
          Map.entry("client/corrupt-finished-tls12", "decrypt_error"),
          Map.entry("client/corrupt-finished-tls13", "decrypt_error"),
          Map.entry("client/missing-finished-tls12", "unexpected_message"),
          Map.entry("client/missing-finished-tls13", "unexpected_message"));

  /** The servers at which the client has sent its Finished before it finds the fault. */
  private static final Set<String> AFTER_FINISHED =
      Set.of("client/corrupt-finished-tls12", "client/missing-finished-tls12");

  private static final String MAY_GO_ON = "client/hello-request";

  private AtsHarness harness;
  private Path ca;

  @BeforeAll
  void start(@TempDir Path directory) throws Exception {
    OutsideProgram.require("curl");
    harness =
        AtsHarness.builder()
            .only(
                FAMILY + "*",
                "baseline/tls12",
                "baseline/tls12-ecdsa",
                "baseline/tls13",
                "baseline/tls13-only",
                "handshake/p256-only",
                "handshake/tls13-*-only")
            .start();
    ca = Files.writeString(directory.resolve("ca.pem"), harness.caPem());
  }

  @AfterAll
  void stop() {
    if (harness != null) {
      harness.close();
    }
  }

  @TestFactory
  Stream<DynamicTest> openSslRefusesEachFault() {
    return faulty()
        .filter(endpoint -> !endpoint.id().equals(MAY_GO_ON))
        .map(endpoint -> dynamicTest(endpoint.id(), () -> isRefused(endpoint)));
  }

  private void isRefused(Endpoint endpoint) throws Exception {
    String said = get(endpoint);
    assertThat(said).doesNotContain("HTTP/1.1 200");
    String alert = ALERTS.getOrDefault(endpoint.id(), "illegal_parameter");
    if (alert.equals(NONE)) {
      JournalEntry seen = harness.journal().take(endpoint.id(), PATIENCE);
      assertThat(seen.outcome()).isEqualTo(ConnectionOutcome.CLOSED_EARLY);
      assertThat(seen.handshake().firstAlert()).isEmpty();
      assertThat(said).containsIgnoringCase("wrong version number");
      return;
    }
    JournalEntry seen =
        harness
            .journal()
            .take(endpoint.id(), PATIENCE, one -> one.handshake().firstAlert().isPresent());
    assertThat(seen.handshake().firstAlert().map(SeenAlert::toString).orElseThrow())
        .as(said)
        .startsWith("client: " + alert + " ");
    assertThat(seen.outcome()).isEqualTo(ConnectionOutcome.REFUSED_BY_CLIENT);
    assertThat(seen.handshake().lastClientMessage())
        .contains(AFTER_FINISHED.contains(endpoint.id()) ? "finished" : "client-hello");
    assertThat(seen.requests()).isEmpty();
  }

  @Test
  void openSslGoesOnAfterAHelloRequest() throws Exception {
    assertThat(get(harness.endpoint(MAY_GO_ON))).contains("HTTP/1.1 200");
    JournalEntry seen =
        harness.journal().take(MAY_GO_ON, PATIENCE, one -> !one.requests().isEmpty());
    assertThat(seen.outcome()).isEqualTo(ConnectionOutcome.COMPLETED);
  }

  @Test
  void openSslMayDeclineTheRenegotiationAndGoOn() throws Exception {
    OutsideProgram.require("openssl");
    Endpoint endpoint = harness.endpoint(MAY_GO_ON);
    String said =
        new Command(
                List.of(
                    "sh",
                    "-c",
                    "printf 'GET / HTTP/1.1\\r\\nHost: %s\\r\\nConnection: close\\r\\n\\r\\n' "
                        + endpoint.host()
                        + " | openssl s_client -quiet -no_renegotiation -verify_return_error -CAfile "
                        + ca
                        + " -servername "
                        + endpoint.host()
                        + " -connect "
                        + endpoint.address()
                        + ":"
                        + endpoint.port()),
                PATIENCE)
            .output();
    assertThat(said).contains("HTTP/1.1 200");
  }

  @TestFactory
  Stream<DynamicTest> openSslConnectsWhereTheFaultIsAbsent() {
    return faulty()
        .map(endpoint -> endpoint.scenario().control().orElseThrow())
        .distinct()
        .map(
            control ->
                dynamicTest(
                    control,
                    () -> {
                      assertThat(get(harness.endpoint(control))).contains("HTTP/1.1 200");
                      JournalEntry seen =
                          harness
                              .journal()
                              .take(control, PATIENCE, one -> !one.requests().isEmpty());
                      assertThat(seen.handshake().lastClientMessage()).contains("application-data");
                    }));
  }

  private Stream<Endpoint> faulty() {
    return harness.endpoints().stream().filter(endpoint -> endpoint.id().startsWith(FAMILY));
  }

  /** The headers of the response, or why there is none. */
  private String get(Endpoint endpoint) throws Exception {
    String place = endpoint.host() + ":" + endpoint.port();
    return new Command(
            List.of(
                "curl",
                "--silent",
                "--show-error",
                "--include",
                "--noproxy",
                "*",
                "--http1.1",
                LOWEST.getOrDefault(endpoint.id(), "--tlsv1.2"),
                "--cacert",
                ca.toString(),
                "--resolve",
                place + ":" + endpoint.address(),
                "https://" + place + "/"),
            PATIENCE)
        .output();
  }
}
