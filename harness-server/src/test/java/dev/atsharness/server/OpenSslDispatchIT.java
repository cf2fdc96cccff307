package dev.atsharness.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atsharness.server.journal.ConnectionOutcome;
import dev.atsharness.server.journal.JournalEntry;
import dev.atsharness.testing.OutsideProgram;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An independent TLS stack finds the endpoints by name and by port. */
class OpenSslDispatchIT {

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir static Path directory;

  private static AtsHarness harness;
  private static Path ca;

  @BeforeAll
  static void start() throws IOException {
    OutsideProgram.require("openssl");
    harness = AtsHarness.builder().only("baseline/*", "handshake/no-ems").start();
    ca = Files.writeString(directory.resolve("ca.pem"), harness.caPem());
  }

  @AfterAll
  static void stop() {
    if (harness != null) {
      harness.close();
    }
  }

  @Test
  void theServerNamePicksTheEndpointAndItsCertificateVerifies() throws Exception {
    for (Endpoint endpoint : harness.endpoints()) {
      String output =
          connect(
              harness.manifest().listeners().https().port(),
              "-servername",
              endpoint.host(),
              "-verify_hostname",
              endpoint.host(),
              "-verify_return_error");
      assertThat(output)
          .as(endpoint.id())
          .contains("Verify return code: 0 (ok)")
          .contains("CN = " + endpoint.host());
    }
  }

  @Test
  void aDedicatedPortNeedsNoNameAndFitsTheAddress() throws Exception {
    for (Endpoint endpoint : harness.endpoints()) {
      assertThat(
              connect(
                  endpoint.port(),
                  "-noservername",
                  "-verify_ip",
                  "127.0.0.1",
                  "-verify_return_error"))
          .as(endpoint.id())
          .contains("Verify return code: 0 (ok)")
          .contains("CN = " + endpoint.host());
    }
  }

  @Test
  void aClientWithoutNameGetsALeafWithAddressesAndTheSameKey() throws Exception {
    for (Endpoint endpoint : harness.endpoints()) {
      X509Certificate named = leaf(endpoint.port(), "-servername", endpoint.host());
      X509Certificate unnamed = leaf(endpoint.port(), "-noservername");
      assertThat(names(named)).as(endpoint.id()).containsExactly(endpoint.host());
      assertThat(names(unnamed))
          .as(endpoint.id())
          .containsExactly(endpoint.host(), "127.0.0.1", "0:0:0:0:0:0:0:1");
      assertThat(unnamed.getPublicKey()).isEqualTo(named.getPublicKey());
      assertThat(unnamed.getSerialNumber()).isNotEqualTo(named.getSerialNumber());
    }
  }

  /** RFC 6066 section 3 forbids an address as server name; some clients send one all the same. */
  @Test
  void anAddressAsServerNameCountsAsNone() throws Exception {
    Endpoint any = harness.endpoints().get(0);
    assertThat(leaf(any.port(), "-servername", "127.0.0.1"))
        .isEqualTo(leaf(any.port(), "-noservername"));
    assertThat(leaf(any.port(), "-servername", "::1")).isEqualTo(leaf(any.port(), "-noservername"));
  }

  private static List<String> names(X509Certificate leaf) throws CertificateException {
    return leaf.getSubjectAlternativeNames().stream().map(name -> name.get(1).toString()).toList();
  }

  /** The first certificate that s_client prints. */
  private static X509Certificate leaf(int port, String... options) throws Exception {
    String output = connect(port, options);
    String pem = output.substring(output.indexOf("-----BEGIN CERTIFICATE-----"));
    return (X509Certificate)
        CertificateFactory.getInstance("X.509")
            .generateCertificate(
                new ByteArrayInputStream(pem.getBytes(StandardCharsets.ISO_8859_1)));
  }

  @Test
  void noNameOnTheSharedPortIsRefusedAsEachVersionSays() throws Exception {
    Map<String, String> alertByVersion =
        Map.of("-tls1_3", "missing_extension", "-tls1_2", "handshake_failure");
    for (Map.Entry<String, String> expected : alertByVersion.entrySet()) {
      long before = lastSequence();
      assertThat(
              connect(
                  harness.manifest().listeners().https().port(),
                  "-noservername",
                  expected.getKey()))
          .containsPattern("(?i)alert.*" + expected.getValue().replace('_', ' '));
      JournalEntry seen = await(entry -> entry.sequence() > before);
      assertThat(seen.outcome()).isEqualTo(ConnectionOutcome.UNROUTED);
      assertThat(seen.scenario()).isEmpty();
      assertThat(seen.handshake().firstAlert().orElseThrow().name()).isEqualTo(expected.getValue());
    }
  }

  private static long lastSequence() {
    return harness.journal().entries().stream().mapToLong(JournalEntry::sequence).max().orElse(0);
  }

  private static JournalEntry await(Predicate<JournalEntry> wanted) {
    return Awaitility.await()
        .atMost(PATIENCE)
        .until(
            () -> harness.journal().entries().stream().filter(wanted).toList(),
            found -> !found.isEmpty())
        .get(0);
  }

  /** The output of s_client. Its standard input is empty, so it connects and ends. */
  private static String connect(int port, String... options) throws Exception {
    List<String> command =
        new ArrayList<>(
            List.of(
                "openssl", "s_client", "-connect", "127.0.0.1:" + port, "-CAfile", ca.toString()));
    command.addAll(List.of(options));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    try {
      process.getOutputStream().close();
      String output =
          new String(process.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
      assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).as(output).isTrue();
      return output;
    } finally {
      process.destroyForcibly();
    }
  }
}
