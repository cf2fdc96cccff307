package dev.atsharness.conformance.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atsharness.conformance.CheckResult;
import dev.atsharness.conformance.CheckedEndpoint;
import dev.atsharness.conformance.CheckerOutput;
import dev.atsharness.conformance.Outcome;
import dev.atsharness.scenario.ClientDuty;
import dev.atsharness.scenario.ClientExpectation.Side;
import dev.atsharness.scenario.Expectation;
import dev.atsharness.scenario.Expectation.Verdict;
import dev.atsharness.scenario.Role;
import dev.atsharness.scenario.Scenario.Evidence;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ClientJudgeTest {

  private static final CheckerOutput CONNECTED = CheckerOutput.client(true);
  private static final CheckerOutput NOT_CONNECTED = CheckerOutput.client(false);
  private static final ClientDuty CONNECT =
      new ClientDuty(
          Optional.empty(), List.of(), Optional.empty(), "RFC 8446", List.of(), List.of());
  private static final ClientDuty REFUSE = refuseAfter("server-key-exchange");
  private static final SeenHandshake COMPLETED = handshake(true, false, null, null);
  private static final SeenHandshake WITH_REQUEST = handshake(true, true, null, null);
  private static final SeenHandshake CLOSED = handshake(false, false, null, null);

  @Test
  void aClientThatConnectsWhereItMustAgrees() {
    assertThat(outcome(CONNECT, CONNECTED, WITH_REQUEST)).isEqualTo(Outcome.AGREED);
  }

  @Test
  void aClientThatDoesNotConnectWhereItMustRefusesWhatItMustAccept() {
    assertThat(judgement(CONNECT, NOT_CONNECTED, refused("bad_certificate")).explanation())
        .isEqualTo("It refused what it must accept, with bad_certificate (RFC 8446).");
    assertThat(judgement(CONNECT, NOT_CONNECTED, COMPLETED).explanation())
        .isEqualTo("It refused what it must accept, after the handshake (RFC 8446).");
    assertThat(outcome(CONNECT, NOT_CONNECTED, COMPLETED)).isEqualTo(Outcome.REFUSED);
  }

  @Test
  void itsWordForAConnectionIsNotBelievedAgainstTheJournal() {
    assertCannotTell(judgement(CONNECT, CONNECTED, CLOSED), "no completed handshake");
  }

  @Test
  void theRightAlertAndASilentCloseAgreeWhereItMustRefuse() {
    assertThat(outcome(REFUSE, NOT_CONNECTED, refused("decrypt_error"))).isEqualTo(Outcome.AGREED);
    assertThat(outcome(REFUSE, NOT_CONNECTED, CLOSED)).isEqualTo(Outcome.AGREED);
  }

  @Test
  void anotherAlertIsAnotherReason() {
    Judgement judgement = judgement(REFUSE, NOT_CONNECTED, refused("internal_error"));

    assertThat(judgement.outcome()).isEqualTo(Outcome.WRONG_REASON);
    assertThat(judgement.explanation())
        .isEqualTo(
            "It refused with another alert: internal_error, and not decrypt_error (RFC"
                + " 5246).");
  }

  @Test
  void aClientThatSaysSoOrGoesOnAccepts() {
    assertThat(outcome(REFUSE, CONNECTED, COMPLETED)).isEqualTo(Outcome.ACCEPTED);
    assertThat(outcome(REFUSE, NOT_CONNECTED, COMPLETED)).isEqualTo(Outcome.ACCEPTED);
    assertThat(outcome(REFUSE, NOT_CONNECTED, lastMessage("client-key-exchange")))
        .isEqualTo(Outcome.ACCEPTED);
    assertThat(outcome(REFUSE, NOT_CONNECTED, lastMessage("client-hello")))
        .isEqualTo(Outcome.AGREED);
  }

  @Test
  void itsStatusIsNotBelievedAgainstItsOwnRefusal() {
    assertCannotTell(
        judgement(REFUSE, CONNECTED, refused("decrypt_error")),
        "it refused the server with decrypt_error");
    assertCannotTell(judgement(REFUSE, CONNECTED, CLOSED), "no completed handshake");
  }

  @Test
  void aClientMustCheckTheServersFinishedBeforeItSendsItsOwn() {
    ClientDuty finished = refuseAfter("server-finished");

    assertThat(outcome(finished, NOT_CONNECTED, lastMessage("finished")))
        .isEqualTo(Outcome.ACCEPTED);
    assertThat(outcome(finished, NOT_CONNECTED, lastMessage("client-hello")))
        .isEqualTo(Outcome.AGREED);
    assertThat(outcome(refuseAfter("finished"), NOT_CONNECTED, lastMessage("finished")))
        .isEqualTo(Outcome.AGREED);
  }

  @Test
  void allConditionsOfADutyMustHoldInOneConnection() {
    ClientDuty both = refuse(List.of("TLSv1.2", "TLSv1.3"), List.of());

    assertThat(outcome(both, CONNECTED, COMPLETED)).isEqualTo(Outcome.NOT_OFFERED);
    assertThat(outcome(refuse(List.of("TLSv1.2"), List.of()), CONNECTED, COMPLETED))
        .isEqualTo(Outcome.ACCEPTED);
  }

  @Test
  void aClientMayJudgeTheCertificateAfterTheHandshakeButNotAfterARequest() {
    ClientDuty certificate = refuseAfter("finished");

    assertThat(outcome(certificate, NOT_CONNECTED, COMPLETED)).isEqualTo(Outcome.AGREED);
    assertThat(outcome(certificate, NOT_CONNECTED, WITH_REQUEST)).isEqualTo(Outcome.ACCEPTED);
    assertThat(outcome(certificate, CONNECTED, COMPLETED)).isEqualTo(Outcome.ACCEPTED);
  }

  @Test
  void aClientThatNeverConnectedIsNeverRight() {
    assertCannotTell(judgement(REFUSE, NOT_CONNECTED), "never sent a ClientHello");
    assertCannotTell(judgement(CONNECT, NOT_CONNECTED), "never sent a ClientHello");
  }

  @Test
  void aClientThatOffersNothingThatTheServerHasIsNotJudged() {
    SeenHandshake nothing =
        new SeenHandshake(
            Set.of("TLSv1.2"),
            false,
            false,
            false,
            Optional.of(Side.SERVER),
            Optional.of("protocol_version"),
            Optional.empty());

    assertThat(outcome(CONNECT, NOT_CONNECTED, nothing)).isEqualTo(Outcome.NOT_OFFERED);
    assertThat(outcome(REFUSE, NOT_CONNECTED, nothing)).isEqualTo(Outcome.NOT_OFFERED);
  }

  @Test
  void aClientMayEndAfterTheMessageThatTheDutyNames() {
    ClientDuty mayEnd =
        new ClientDuty(
            Optional.empty(),
            List.of(),
            Optional.of("hello-request"),
            "RFC 5246",
            List.of(),
            List.of());

    assertThat(outcome(mayEnd, NOT_CONNECTED, COMPLETED)).isEqualTo(Outcome.AGREED);
    assertThat(outcome(mayEnd, CONNECTED, COMPLETED)).isEqualTo(Outcome.AGREED);
    assertThat(outcome(mayEnd, NOT_CONNECTED, CLOSED)).isEqualTo(Outcome.REFUSED);
    assertThat(outcome(CONNECT, NOT_CONNECTED, COMPLETED)).isEqualTo(Outcome.REFUSED);
  }

  @Test
  void theConditionsOfADutyAreReadOffTheClientHello() {
    ClientDuty ifOffered = refuse(List.of("TLSv1.3"), List.of());
    ClientDuty unlessOffered = refuse(List.of(), List.of("TLSv1.2"));

    assertThat(outcome(ifOffered, CONNECTED, COMPLETED)).isEqualTo(Outcome.NOT_OFFERED);
    assertThat(outcome(unlessOffered, CONNECTED, COMPLETED)).isEqualTo(Outcome.NOT_OFFERED);
    assertThat(outcome(refuse(List.of("TLSv1.2"), List.of("x25519")), CONNECTED, COMPLETED))
        .isEqualTo(Outcome.ACCEPTED);
  }

  @Test
  void aRefusalShowsNothingIfTheClientDoesNotConnectToTheControl() {
    assertCannotTell(afterControl(Outcome.REFUSED), "control baseline/tls12");
    assertThat(afterControl(Outcome.NOT_OFFERED).outcome()).isEqualTo(Outcome.NOT_OFFERED);
    assertThat(afterControl(Outcome.AGREED).outcome()).isEqualTo(Outcome.AGREED);
  }

  private static Judgement afterControl(Outcome outcome) {
    CheckResult control =
        new CheckResult(
            "client",
            "baseline/tls12",
            new Observation(NOT_CONNECTED, Optional.empty(), Instant.EPOCH, Duration.ZERO),
            new Judgement(outcome, false, "", "", "", Set.of(), Set.of()));
    return ClientJudge.judge(
        endpoint(REFUSE), NOT_CONNECTED, Optional.of(List.of(CLOSED)), Optional.of(control));
  }

  private static void assertCannotTell(Judgement judgement, String why) {
    assertThat(judgement.outcome()).isEqualTo(Outcome.UNSUPPORTED);
    assertThat(judgement.deviation()).isFalse();
    assertThat(judgement.explanation()).startsWith("Cannot tell: ").contains(why);
  }

  private static Outcome outcome(ClientDuty duty, CheckerOutput report, SeenHandshake... seen) {
    return judgement(duty, report, seen).outcome();
  }

  private static Judgement judgement(ClientDuty duty, CheckerOutput report, SeenHandshake... seen) {
    return ClientJudge.judge(endpoint(duty), report, Optional.of(List.of(seen)), Optional.empty());
  }

  private static ClientDuty refuseAfter(String message) {
    return new ClientDuty(
        Optional.of(message),
        List.of("decrypt_error"),
        Optional.empty(),
        "RFC 5246",
        List.of(),
        List.of());
  }

  private static ClientDuty refuse(List<String> ifOffered, List<String> unlessOffered) {
    return new ClientDuty(
        Optional.of("server-hello"),
        List.of("illegal_parameter"),
        Optional.empty(),
        "RFC 5246",
        ifOffered,
        unlessOffered);
  }

  private static SeenHandshake refused(String alert) {
    return handshake(false, false, Side.CLIENT, alert);
  }

  private static SeenHandshake lastMessage(String message) {
    return new SeenHandshake(
        Set.of("TLSv1.2"),
        true,
        false,
        false,
        Optional.of(Side.SERVER),
        Optional.of("unexpected_message"),
        Optional.of(message));
  }

  private static SeenHandshake handshake(
      boolean finished, boolean requests, Side alertFrom, String alert) {
    return new SeenHandshake(
        Set.of("TLSv1.2"),
        true,
        finished,
        requests,
        Optional.ofNullable(alertFrom),
        Optional.ofNullable(alert),
        Optional.empty());
  }

  private static CheckedEndpoint endpoint(ClientDuty duty) {
    return new CheckedEndpoint(
        "client/test",
        new CheckedEndpoint.Description(
            "A test", Role.MDM, Optional.of("baseline/tls12"), "", Evidence.INFERRED),
        CheckedEndpoint.Location.dedicated(
            "test.ats-harness.test", "127.0.0.1", 9443, URI.create("https://test:8443/")),
        Optional.empty(),
        new Expectation(
            List.of(),
            List.of(),
            Verdict.INCONCLUSIVE,
            Verdict.INCONCLUSIVE,
            List.of(),
            Map.of(),
            Optional.of(duty)),
        "");
  }
}
