package dev.atsharness.conformance.junit;

import static dev.atsharness.ats.Violation.EMS_NOT_NEGOTIATED;
import static dev.atsharness.conformance.junit.HarnessAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atsharness.conformance.CheckerOutput;
import dev.atsharness.conformance.Finding;
import dev.atsharness.conformance.KnownLimitations;
import dev.atsharness.server.journal.JournalEntry;
import dev.atsharness.tls.Alert;
import dev.atsharness.tls.CipherSuite;
import dev.atsharness.tls.TlsVersion;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.opentest4j.TestAbortedException;

/** Tests what the assertions accept, and their messages for the rest. */
class HarnessAssertionsIT {

  private static final String NO_EMS = "handshake/no-ems";
  private static final String OWN_ANCHOR = "anchored/p256-anchored";
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final List<Finding> NOTHING = List.of();
  private static final List<Finding> EMS =
      List.of(new Finding(EMS_NOT_NEGOTIATED, "no EMS, it says"));

  @StartHarness(only = {NO_EMS, "baseline/tls12", "baseline/tls13", OWN_ANCHOR})
  private static TestHarness harness;

  @Test
  void findingsThatAreTrueAgree() throws Exception {
    assertThat(EMS).agreeWith(harness.endpoint(NO_EMS));
    TestEndpoint clean = harness.endpoint("baseline/tls12");
    visit(clean);
    assertThat(NOTHING).agreeWith(clean);
  }

  @Test
  void aMissedFaultFailsWithTheWordsOfTheJudge() throws Exception {
    TestEndpoint endpoint = harness.endpoint(NO_EMS);
    visit(endpoint);

    assertThatThrownBy(() -> assertThat(NOTHING).as("my scanner").agreeWith(endpoint))
        .isInstanceOf(AssertionError.class)
        .hasMessageStartingWith(
            "[my scanner] handshake/no-ems: missed: It did not report ems-not-negotiated, which is"
                + " what is wrong with this server.")
        .hasMessageContaining("\nexpected: ems-not-negotiated\nactual:   nothing\n")
        .hasMessageContaining("\njournal:  completed, TLSv1.2 TLS_ECDHE_");
  }

  @Test
  void aFalseAlarmFailsWithItsEvidence() {
    assertThatThrownBy(() -> assertThat(EMS).agreeWith(harness.endpoint("baseline/tls12")))
        .isInstanceOf(AssertionError.class)
        .hasMessageStartingWith("baseline/tls12: false-alarm: It reported ems-not-negotiated")
        .hasMessageContaining("evidence: no EMS, it says");
  }

  @Test
  void aCheckerThatNeverCameFails() {
    assertThatThrownBy(() -> assertThat(NOTHING).agreeWith(harness.endpoint("baseline/tls13")))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("baseline/tls13: no-contact: ")
        .hasMessageContaining("the server's journal shows that it never connected");
  }

  @Test
  void whatShowsNothingAbortsTheTest() throws Exception {
    TestEndpoint endpoint = harness.endpoint(NO_EMS);
    visit(endpoint);
    KnownLimitations blind =
        new KnownLimitations(true, Map.of(EMS_NOT_NEGOTIATED, "JSSE does not tell"), List.of());

    assertThatThrownBy(() -> assertThat(NOTHING).withLimits(blind).agreeWith(endpoint))
        .isInstanceOf(TestAbortedException.class)
        .hasMessageContaining("cannot-see: ")
        .hasMessageContaining("JSSE does not tell");
  }

  @Test
  void aDeviceIsJudgedAsOne() {
    TestEndpoint endpoint = harness.endpoint(NO_EMS);

    assertThat(CheckerOutput.finished(EMS)).ofDevice("ios-26.5-system").agreeWith(endpoint);
    assertThatThrownBy(() -> assertThat(NOTHING).ofDevice("ios-27-system").agreeWith(endpoint))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("handshake/no-ems: no-contact: It logged nothing, and the server");
    assertThat(CheckerOutput.finished(EMS))
        .as("a release that is not listed is like the one before")
        .ofDevice("ios-26.6-system")
        .agreeWith(endpoint);
    assertThatThrownBy(() -> assertThat(EMS).ofDevice("ios-26.5-sytem").agreeWith(endpoint))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("no client profile 'ios-26.5-sytem'; did you mean ");
  }

  @Test
  void aHandshakeThatIsAsItShouldBePasses() throws Exception {
    TestEndpoint endpoint = harness.endpoint(NO_EMS);
    visit(endpoint);

    assertThat(endpoint.takeHandshake(PATIENCE))
        .completed()
        .withoutAlert()
        .negotiated(TlsVersion.TLS_1_2);
  }

  @Test
  void aClientThatRefusesIsSeenAsThat() throws Exception {
    TestEndpoint endpoint = harness.endpoint("baseline/tls13");
    assertThatThrownBy(() -> visit(endpoint, SSLContext.getDefault()))
        .isInstanceOf(SSLHandshakeException.class);
    JournalEntry seen = endpoint.takeHandshake(PATIENCE);

    assertThat(seen).abortedByClient().withAlert(Alert.CERTIFICATE_UNKNOWN);
    assertThatThrownBy(() -> assertThat(seen).completed())
        .hasMessageStartingWith(
            "the connection to baseline/tls13 should be completed, but the journal has:"
                + " refused-by-client, TLSv1.3")
        .hasMessageContaining("alert from client: certificate_unknown (46)");
    assertThatThrownBy(() -> assertThat(seen).abortedByServer())
        .hasMessageContaining("should be aborted by the server, but ");
    assertThatThrownBy(() -> assertThat(seen).withAlert(Alert.UNKNOWN_CA))
        .hasMessageContaining("should have the alert unknown_ca, but ");
    assertThatThrownBy(() -> assertThat(seen).withoutAlert())
        .hasMessageContaining("should have no alert, but ");
  }

  @Test
  void anEndpointIsTrustedThatHasItsOwnAnchor() throws Exception {
    TestEndpoint endpoint = harness.endpoint(OWN_ANCHOR);

    visit(endpoint);

    assertThat(endpoint.trustStore().size()).isEqualTo(2);
    assertThat(endpoint.takeHandshake(PATIENCE)).completed();
  }

  @Test
  void whatWasNegotiatedMustBeThat() throws Exception {
    TestEndpoint endpoint = harness.endpoint(NO_EMS);
    visit(endpoint);
    JournalEntry seen = endpoint.takeHandshake(PATIENCE);

    assertThat(seen).negotiated(seen.handshake().negotiated().orElseThrow().cipherSuite());
    assertThatThrownBy(() -> assertThat(seen).negotiated(TlsVersion.TLS_1_3))
        .hasMessageContaining("should negotiate TLSv1.3, but the journal has: completed, TLSv1.2 ");
    assertThatThrownBy(
            () -> assertThat(seen).negotiated(CipherSuite.named("TLS_AES_128_GCM_SHA256")))
        .hasMessageContaining("should negotiate TLS_AES_128_GCM_SHA256, but ");
    assertThatThrownBy(() -> assertThat(seen).negotiatedExtendedMasterSecret())
        .hasMessageContaining("should negotiate extended_master_secret, but ");
    assertThatThrownBy(() -> assertThat(seen).abortedByClient())
        .hasMessageContaining("should be aborted by the client, but ");
  }

  private static void visit(TestEndpoint endpoint) throws IOException, GeneralSecurityException {
    visit(endpoint, endpoint.sslContext());
  }

  private static void visit(TestEndpoint endpoint, SSLContext context) throws IOException {
    try (SSLSocket socket =
        (SSLSocket) context.getSocketFactory().createSocket(endpoint.address(), endpoint.port())) {
      socket.startHandshake();
    }
  }
}
