package dev.atsharness.conformance.internal;

import static dev.atsharness.ats.Violation.CERTIFICATE_NOT_TRUSTED;
import static dev.atsharness.ats.Violation.EMS_NOT_NEGOTIATED;
import static dev.atsharness.ats.Violation.RSA_KEY_BELOW_2048;
import static dev.atsharness.scenario.ClientExpectation.Side.CLIENT;
import static dev.atsharness.scenario.ClientExpectation.Side.SERVER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.atsharness.ats.Violation;
import dev.atsharness.conformance.CheckedEndpoint;
import dev.atsharness.conformance.CheckedEndpoints;
import dev.atsharness.conformance.CheckerOutput;
import dev.atsharness.conformance.CheckerOutput.Connection;
import dev.atsharness.conformance.CheckerOutput.Status;
import dev.atsharness.conformance.Finding;
import dev.atsharness.conformance.KnownLimitations;
import dev.atsharness.conformance.Outcome;
import dev.atsharness.scenario.ClientExpectation;
import dev.atsharness.scenario.ClientExpectation.Connects;
import dev.atsharness.scenario.ClientExpectation.Side;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class DeviceJudgeTest {

  private static final String PROFILE = "ios-26.5-system";
  private static final List<Violation> NONE = List.of();
  private static final List<Violation> EMS = List.of(EMS_NOT_NEGOTIATED);
  private static final List<Violation> TRUST = List.of(CERTIFICATE_NOT_TRUSTED);
  private static final List<Violation> KEY = List.of(RSA_KEY_BELOW_2048);

  private static final Optional<List<String>> CAME = Optional.of(List.of("completed"));
  private static final Optional<List<String>> NOBODY = Optional.of(List.of());

  private static final Connection CONNECTED =
      new Connection(true, Optional.empty(), Optional.empty());

  static Stream<Arguments> connections() {
    ClientExpectation silent = ClientExpectation.connects(NONE);
    ClientExpectation warns = ClientExpectation.connects(EMS);
    ClientExpectation distrusts = refused(Optional.of(CLIENT), Optional.of("unknown"), TRUST, KEY);
    ClientExpectation noCommonSuite =
        refused(Optional.of(SERVER), Optional.of("handshake_failure"), NONE, NONE);
    ClientExpectation reset = refused(Optional.empty(), Optional.empty(), NONE, NONE);
    ClientExpectation open =
        new ClientExpectation(
            Connects.UNKNOWN,
            Optional.empty(),
            Optional.empty(),
            Optional.of("unknown"),
            NONE,
            EMS);
    return Stream.of(
        // expectation, logged, connection -> outcome
        arguments(silent, NONE, CONNECTED, Outcome.AGREED),
        arguments(silent, EMS, CONNECTED, Outcome.FALSE_ALARM),
        arguments(silent, NONE, refusal(CLIENT, "bad_certificate"), Outcome.FALSE_ALARM),
        arguments(warns, EMS, CONNECTED, Outcome.AGREED),
        arguments(warns, NONE, CONNECTED, Outcome.MISSED),
        arguments(warns, TRUST, CONNECTED, Outcome.FALSE_ALARM),
        arguments(warns, EMS, refusal(CLIENT, "handshake_failure"), Outcome.FALSE_ALARM),
        arguments(distrusts, TRUST, refusal(CLIENT, "bad_certificate"), Outcome.AGREED),
        arguments(distrusts, both(TRUST, KEY), refusal(CLIENT, "unknown_ca"), Outcome.AGREED),
        arguments(distrusts, KEY, refusal(CLIENT, "bad_certificate"), Outcome.MISSED),
        arguments(distrusts, both(TRUST, EMS), refusal(CLIENT, "x"), Outcome.FALSE_ALARM),
        arguments(distrusts, TRUST, CONNECTED, Outcome.MISSED),
        arguments(distrusts, TRUST, refusal(SERVER, "handshake_failure"), Outcome.WRONG_REASON),
        arguments(
            distrusts,
            TRUST,
            new Connection(false, Optional.empty(), Optional.empty()),
            Outcome.AGREED),
        arguments(noCommonSuite, NONE, refusal(SERVER, "handshake_failure"), Outcome.AGREED),
        arguments(noCommonSuite, NONE, refusal(SERVER, "unknown"), Outcome.AGREED),
        arguments(noCommonSuite, NONE, refusal(SERVER, "internal_error"), Outcome.WRONG_REASON),
        arguments(
            noCommonSuite,
            NONE,
            new Connection(false, Optional.of(SERVER), Optional.empty()),
            Outcome.WRONG_REASON),
        arguments(noCommonSuite, NONE, refusal(CLIENT, "handshake_failure"), Outcome.WRONG_REASON),
        arguments(
            reset,
            NONE,
            new Connection(false, Optional.of(SERVER), Optional.empty()),
            Outcome.AGREED),
        arguments(reset, NONE, refusal(SERVER, "close_notify"), Outcome.WRONG_REASON),
        arguments(open, NONE, CONNECTED, Outcome.AGREED),
        arguments(open, EMS, refusal(CLIENT, "whatever"), Outcome.AGREED),
        arguments(open, KEY, CONNECTED, Outcome.FALSE_ALARM));
  }

  @ParameterizedTest
  @MethodSource("connections")
  void judgesWhatTheDeviceDidAndLogged(
      ClientExpectation expect, List<Violation> logged, Connection actual, Outcome outcome) {
    Judgement judgement = judge("https", expect, seen(logged, Optional.of(actual), CAME));

    assertThat(judgement.outcome()).isEqualTo(outcome);
    assertThat(judgement.deviation()).isEqualTo(outcome.deviation());
    assertThat(judgement.explanation()).endsWith(".");
  }

  @Test
  void judgesALogAloneWhereTheConnectionIsNotKnown() {
    Observation seen = seen(EMS, Optional.empty(), CAME);

    assertThat(judge("https", ClientExpectation.connects(EMS), seen).outcome())
        .isEqualTo(Outcome.AGREED);
  }

  @Test
  void noticesADeviceThatNeverCame() {
    Observation seen = seen(NONE, Optional.empty(), NOBODY);

    assertThat(judge("https", ClientExpectation.connects(NONE), seen).outcome())
        .isEqualTo(Outcome.NO_CONTACT);
  }

  @Test
  void expectsNoContactWithPlainHttpFromADeviceThatInsistsOnTls() {
    ClientExpectation blocked = refused(Optional.of(CLIENT), Optional.empty(), NONE, NONE);
    Connection never = new Connection(false, Optional.of(CLIENT), Optional.empty());

    assertThat(judge("http", blocked, seen(NONE, Optional.of(never), NOBODY)).outcome())
        .isEqualTo(Outcome.AGREED);
  }

  @Test
  void saysWhatADeviceThatDidNotConnectLogged() {
    ClientExpectation blocked = refused(Optional.of(CLIENT), Optional.empty(), NONE, EMS);
    Connection refusal = new Connection(false, Optional.of(CLIENT), Optional.empty());

    assertThat(judge("https", blocked, seen(NONE, Optional.of(refusal), CAME)).explanation())
        .isEqualTo(
            "It refused the connection, as it should, and logged what such a device logs:"
                + " nothing.");
    assertThat(judge("https", blocked, seen(EMS, Optional.of(refusal), CAME)).explanation())
        .isEqualTo(
            "It refused the connection, as it should, and logged what such a device logs:"
                + " ems-not-negotiated.");
    Connection ended = new Connection(false, Optional.empty(), Optional.empty());
    assertThat(judge("https", blocked, seen(EMS, Optional.of(ended), CAME)).explanation())
        .isEqualTo("It did not connect and logged what such a device logs: ems-not-negotiated.");
  }

  @Test
  void tellsADeviceThatCameAndLoggedNothing() {
    assertThat(
            judge("https", ClientExpectation.connects(EMS), seen(NONE, Optional.empty(), CAME))
                .explanation())
        .isEqualTo("It connected and logged nothing; it should have logged ems-not-negotiated.");
  }

  @Test
  void concludesNothingFromADeviceThatCouldNotBeUnderstood() {
    CheckerOutput report =
        new CheckerOutput(
            Status.INCONCLUSIVE, CheckedEndpoints.findings(), Optional.empty(), "new words", "");
    Observation seen = new Observation(report, CAME, Instant.EPOCH, Duration.ZERO);

    Judgement judgement = judge("https", ClientExpectation.connects(NONE), seen);

    assertThat(judgement.outcome()).isEqualTo(Outcome.INCONCLUSIVE);
    assertThat(judgement.deviation()).isTrue();
    assertThat(judgement.explanation()).contains("new words");
  }

  @Test
  void neverJudgesADeviceOnTheViolations() {
    CheckedEndpoint target = CheckedEndpoints.faulty("handshake/no-ems", EMS, NONE);

    Judgement judgement =
        Judge.judge(
            target,
            Optional.of("some-device"),
            KnownLimitations.NONE,
            seen(EMS, Optional.of(CONNECTED), CAME));

    assertThat(judgement.outcome()).isEqualTo(Outcome.INCONCLUSIVE);
    assertThat(judgement.deviation()).isTrue();
    assertThat(judgement.explanation()).contains("some-device");
  }

  @Test
  void saysNothingOfADeviceWhoseConnectionBrokeOff() {
    Connection broken = new Connection(false, Optional.empty(), Optional.empty());

    Judgement judgement =
        judge("https", ClientExpectation.connects(NONE), seen(NONE, Optional.of(broken), CAME));

    assertThat(judgement.outcome()).isEqualTo(Outcome.UNSUPPORTED);
    assertThat(judgement.deviation()).isFalse();
    assertThat(judgement.explanation()).contains("connection broke", "cannot be judged");
  }

  @Test
  void takesAnOpenPortForNoVisit() {
    Observation seen =
        new Observation(
            CheckerOutput.finished(NONE.stream().map(v -> new Finding(v, "")).toList()),
            Optional.of(List.of("closed-early")),
            false,
            Instant.EPOCH,
            Duration.ZERO);

    assertThat(judge("https", ClientExpectation.connects(NONE), seen).outcome())
        .isEqualTo(Outcome.NO_CONTACT);
  }

  @Test
  void tellsAStoppedDeviceFromASilentOne() {
    Observation seen =
        new Observation(CheckerOutput.timedOut(""), NOBODY, Instant.EPOCH, Duration.ofSeconds(9));

    Judgement judgement = judge("https", ClientExpectation.connects(NONE), seen);

    assertThat(judgement.outcome()).isEqualTo(Outcome.TIMEOUT);
    assertThat(judgement.actual()).isEqualTo("stopped after 9 s");
  }

  private static Judgement judge(String scheme, ClientExpectation expect, Observation seen) {
    return Judge.judge(
        CheckedEndpoints.forClient(scheme, PROFILE, expect),
        Optional.of(PROFILE),
        KnownLimitations.NONE,
        seen);
  }

  private static Observation seen(
      List<Violation> logged, Optional<Connection> connection, Optional<List<String>> journal) {
    List<Finding> findings = CheckedEndpoints.findings(logged.toArray(Violation[]::new));
    return new Observation(
        new CheckerOutput(Status.FINISHED, findings, connection, "", ""),
        journal,
        Instant.EPOCH,
        Duration.ZERO);
  }

  private static ClientExpectation refused(
      Optional<Side> by, Optional<String> alert, List<Violation> logs, List<Violation> mayLog) {
    return new ClientExpectation(Connects.FALSE, by, Optional.empty(), alert, logs, mayLog);
  }

  private static Connection refusal(Side by, String alert) {
    return new Connection(false, Optional.of(by), Optional.of(alert));
  }

  private static List<Violation> both(List<Violation> some, List<Violation> more) {
    return Stream.concat(some.stream(), more.stream()).toList();
  }
}
