package dev.atsharness.conformance.internal;

import static dev.atsharness.ats.Violation.CERTIFICATE_NOT_TRUSTED;
import static dev.atsharness.ats.Violation.CERTIFICATE_SIGNATURE_NOT_ADVERTISED;
import static dev.atsharness.ats.Violation.EMS_NOT_NEGOTIATED;
import static dev.atsharness.ats.Violation.LEAF_HASH_BELOW_SHA256;
import static dev.atsharness.ats.Violation.TLS_NOT_USED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.atsharness.ats.Violation;
import dev.atsharness.conformance.CheckedEndpoint;
import dev.atsharness.conformance.CheckedEndpoints;
import dev.atsharness.conformance.CheckerOutput;
import dev.atsharness.conformance.CheckerOutput.Status;
import dev.atsharness.conformance.Finding;
import dev.atsharness.conformance.KnownLimitations;
import dev.atsharness.conformance.KnownLimitations.KnownGap;
import dev.atsharness.conformance.Outcome;
import dev.atsharness.scenario.ClientExpectation;
import dev.atsharness.scenario.ClientExpectation.Connects;
import dev.atsharness.scenario.Expectation;
import dev.atsharness.scenario.Role;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ScannerJudgeTest {

  private static final String ID = "handshake/no-ems";
  private static final List<Violation> NONE = List.of();
  private static final List<Violation> EMS = List.of(EMS_NOT_NEGOTIATED);
  private static final List<Violation> SHA1 = List.of(LEAF_HASH_BELOW_SHA256);
  private static final List<Violation> SHA1_IMPLIES =
      List.of(CERTIFICATE_SIGNATURE_NOT_ADVERTISED, CERTIFICATE_NOT_TRUSTED);
  private static final KnownLimitations BLIND_TO_EMS =
      new KnownLimitations(false, Map.of(EMS_NOT_NEGOTIATED, "never looks"), List.of());
  private static final KnownLimitations GAP_FOR_SCENARIO = gap(Optional.of(ID), Optional.empty());
  private static final KnownLimitations GAP_BY_CHANCE =
      gap(Optional.of(ID), Optional.empty(), true);
  private static final KnownLimitations GAP_FOR_NO_RESULT =
      noResult(Optional.of(ID), Optional.empty());
  private static final KnownLimitations GAP_FOR_NO_RESULT_OF_CODE =
      noResult(Optional.empty(), Optional.of(EMS_NOT_NEGOTIATED));
  private static final KnownLimitations GAP_FOR_CODE =
      gap(Optional.empty(), Optional.of(EMS_NOT_NEGOTIATED));
  private static final KnownLimitations GAP_ELSEWHERE =
      gap(Optional.of("key/p224"), Optional.empty());

  static Stream<Arguments> ordinaryServers() {
    return Stream.of(
        // fault, implied, limits, reported -> outcome, missed, false alarms
        arguments(NONE, NONE, KnownLimitations.NONE, NONE, Outcome.AGREED, NONE, NONE),
        arguments(NONE, NONE, KnownLimitations.NONE, EMS, Outcome.FALSE_ALARM, NONE, EMS),
        arguments(EMS, NONE, KnownLimitations.NONE, EMS, Outcome.AGREED, NONE, NONE),
        arguments(EMS, NONE, KnownLimitations.NONE, NONE, Outcome.MISSED, EMS, NONE),
        arguments(EMS, NONE, KnownLimitations.NONE, SHA1, Outcome.FALSE_ALARM, EMS, SHA1),
        arguments(
            EMS, NONE, KnownLimitations.NONE, both(EMS, SHA1), Outcome.FALSE_ALARM, NONE, SHA1),
        arguments(
            both(EMS, SHA1),
            NONE,
            KnownLimitations.NONE,
            both(EMS, SHA1),
            Outcome.AGREED,
            NONE,
            NONE),
        arguments(both(EMS, SHA1), NONE, KnownLimitations.NONE, SHA1, Outcome.MISSED, EMS, NONE),
        arguments(SHA1, SHA1_IMPLIES, KnownLimitations.NONE, SHA1, Outcome.AGREED, NONE, NONE),
        arguments(
            SHA1,
            SHA1_IMPLIES,
            KnownLimitations.NONE,
            both(SHA1, SHA1_IMPLIES),
            Outcome.AGREED,
            NONE,
            NONE),
        arguments(
            SHA1,
            SHA1_IMPLIES,
            KnownLimitations.NONE,
            SHA1_IMPLIES,
            Outcome.WRONG_REASON,
            SHA1,
            NONE),
        arguments(
            SHA1,
            SHA1_IMPLIES,
            KnownLimitations.NONE,
            List.of(CERTIFICATE_NOT_TRUSTED),
            Outcome.WRONG_REASON,
            SHA1,
            NONE),
        arguments(
            SHA1,
            SHA1_IMPLIES,
            KnownLimitations.NONE,
            both(SHA1_IMPLIES, EMS),
            Outcome.FALSE_ALARM,
            SHA1,
            EMS),
        // what the checker declares that it cannot see
        arguments(EMS, NONE, BLIND_TO_EMS, NONE, Outcome.CANNOT_SEE, NONE, NONE),
        arguments(EMS, NONE, BLIND_TO_EMS, SHA1, Outcome.FALSE_ALARM, NONE, SHA1),
        arguments(EMS, NONE, BLIND_TO_EMS, EMS, Outcome.FIXED_GAP, NONE, NONE),
        arguments(both(EMS, SHA1), NONE, BLIND_TO_EMS, SHA1, Outcome.CANNOT_SEE, NONE, NONE),
        arguments(both(EMS, SHA1), NONE, BLIND_TO_EMS, NONE, Outcome.MISSED, SHA1, NONE),
        arguments(NONE, NONE, BLIND_TO_EMS, EMS, Outcome.FALSE_ALARM, NONE, EMS),
        // known gaps
        arguments(EMS, NONE, GAP_FOR_SCENARIO, NONE, Outcome.KNOWN_GAP, EMS, NONE),
        arguments(EMS, NONE, GAP_FOR_SCENARIO, SHA1, Outcome.KNOWN_GAP, EMS, SHA1),
        arguments(EMS, NONE, GAP_FOR_SCENARIO, EMS, Outcome.FIXED_GAP, NONE, NONE),
        arguments(EMS, NONE, GAP_FOR_NO_RESULT, NONE, Outcome.MISSED, EMS, NONE),
        arguments(EMS, NONE, GAP_FOR_NO_RESULT, EMS, Outcome.FIXED_GAP, NONE, NONE),
        arguments(EMS, NONE, GAP_FOR_NO_RESULT_OF_CODE, NONE, Outcome.MISSED, EMS, NONE),
        arguments(EMS, NONE, GAP_BY_CHANCE, NONE, Outcome.KNOWN_GAP, EMS, NONE),
        arguments(EMS, NONE, GAP_BY_CHANCE, EMS, Outcome.AGREED, NONE, NONE),
        arguments(EMS, NONE, GAP_FOR_CODE, NONE, Outcome.KNOWN_GAP, EMS, NONE),
        arguments(EMS, NONE, GAP_FOR_CODE, EMS, Outcome.FIXED_GAP, NONE, NONE),
        arguments(EMS, NONE, GAP_FOR_CODE, SHA1, Outcome.FALSE_ALARM, EMS, SHA1),
        arguments(NONE, NONE, GAP_FOR_CODE, NONE, Outcome.AGREED, NONE, NONE),
        arguments(NONE, NONE, GAP_FOR_CODE, EMS, Outcome.KNOWN_GAP, NONE, EMS),
        arguments(SHA1, NONE, GAP_FOR_CODE, NONE, Outcome.MISSED, SHA1, NONE),
        arguments(both(EMS, SHA1), NONE, GAP_FOR_CODE, NONE, Outcome.MISSED, EMS_AND_SHA1, NONE),
        arguments(EMS, NONE, GAP_ELSEWHERE, NONE, Outcome.MISSED, EMS, NONE),
        arguments(EMS, NONE, GAP_ELSEWHERE, EMS, Outcome.AGREED, NONE, NONE));
  }

  private static final List<Violation> EMS_AND_SHA1 = both(EMS, SHA1);

  @ParameterizedTest
  @MethodSource("ordinaryServers")
  void judgesWhatIsReportedAgainstFaultAndConsequences(
      List<Violation> fault,
      List<Violation> implied,
      KnownLimitations limits,
      List<Violation> reported,
      Outcome outcome,
      List<Violation> missed,
      List<Violation> falseAlarms) {
    Judgement judgement =
        judge(CheckedEndpoints.faulty(ID, fault, implied), limits, finished(reported, came()));

    assertThat(judgement.outcome()).isEqualTo(outcome);
    assertThat(judgement.deviation()).isEqualTo(outcome.deviation());
    assertThat(judgement.missed()).isEqualTo(Set.copyOf(missed));
    assertThat(judgement.falseAlarms()).isEqualTo(Set.copyOf(falseAlarms));
    assertThat(judgement.explanation()).isNotBlank();
  }

  static Stream<Arguments> connections() {
    return Stream.of(
        // fault, limits, reported, journal -> outcome
        arguments(EMS, KnownLimitations.NONE, NONE, nobody(), Outcome.NO_CONTACT),
        arguments(NONE, KnownLimitations.NONE, NONE, nobody(), Outcome.NO_CONTACT),
        arguments(EMS, KnownLimitations.NONE, EMS, nobody(), Outcome.AGREED),
        arguments(EMS, KnownLimitations.NONE, NONE, came(), Outcome.MISSED),
        arguments(EMS, KnownLimitations.NONE, NONE, Optional.empty(), Outcome.MISSED),
        arguments(EMS, BLIND_TO_EMS, NONE, nobody(), Outcome.CANNOT_SEE),
        arguments(EMS, GAP_FOR_SCENARIO, NONE, nobody(), Outcome.NO_CONTACT),
        arguments(EMS, GAP_FOR_NO_RESULT, NONE, nobody(), Outcome.KNOWN_GAP),
        arguments(EMS, GAP_FOR_CODE, NONE, nobody(), Outcome.NO_CONTACT));
  }

  @ParameterizedTest
  @MethodSource("connections")
  void blamesSilenceOnMissingContactOnlyWhenTheJournalShowsIt(
      List<Violation> fault,
      KnownLimitations limits,
      List<Violation> reported,
      Optional<List<String>> journal,
      Outcome outcome) {
    CheckedEndpoint target = CheckedEndpoints.faulty(ID, fault, List.of());

    assertThat(judge(target, limits, finished(reported, journal)).outcome()).isEqualTo(outcome);
  }

  static Stream<Arguments> exemptServers() {
    KnownLimitations roleBlind = new KnownLimitations(false, Map.of(), List.of());
    List<Violation> plain = List.of(TLS_NOT_USED);
    return Stream.of(
        // true for the connection, limits, reported -> outcome
        arguments(plain, KnownLimitations.NONE, NONE, Outcome.AGREED),
        arguments(plain, roleBlind, NONE, Outcome.AGREED),
        arguments(plain, roleBlind, plain, Outcome.CANNOT_SEE),
        arguments(NONE, roleBlind, plain, Outcome.CANNOT_SEE),
        arguments(plain, roleBlind, EMS, Outcome.FALSE_ALARM),
        arguments(plain, KnownLimitations.NONE, plain, Outcome.FALSE_ALARM));
  }

  @ParameterizedTest
  @MethodSource("exemptServers")
  void doesNotBlameACheckerThatCannotKnowTheRole(
      List<Violation> wire, KnownLimitations limits, List<Violation> reported, Outcome outcome) {
    CheckedEndpoint target =
        CheckedEndpoints.of(
            "exempt/scep-plain-http",
            Role.SCEP,
            "http",
            new Expectation(
                NONE, wire, Expectation.Verdict.EXEMPT, Expectation.Verdict.EXEMPT, Map.of()));

    assertThat(judge(target, limits, finished(reported, came())).outcome()).isEqualTo(outcome);
  }

  @Test
  void blamesOnlyACheckerOfAtsForWhatAHostIsCalled() {
    CheckedEndpoint target =
        CheckedEndpoints.of(
            "exempt/local-no-ems",
            Role.MDM,
            "https",
            new Expectation(
                NONE, NONE, Expectation.Verdict.EXEMPT, Expectation.Verdict.EXEMPT, Map.of()));
    KnownLimitations blind = new KnownLimitations(false, Map.of(), List.of());

    assertThat(judge(target, KnownLimitations.NONE, finished(EMS, came())).outcome())
        .isEqualTo(Outcome.FALSE_ALARM);
    Judgement excused = judge(target, blind, finished(EMS, came()));
    assertThat(excused.outcome()).isEqualTo(Outcome.CANNOT_SEE);
    assertThat(excused.explanation()).contains(target.location().host()).doesNotContain("mdm");
  }

  @Test
  void demandsNoResultWhereAllThereIsToFindIsBeyondTheChecker() {
    CheckedEndpoint unsettled = unsettled(List.of(TLS_NOT_USED));
    CheckedEndpoint clean = CheckedEndpoints.faulty("a/b", NONE, List.of(TLS_NOT_USED));
    CheckedEndpoint exempt = exempt("exempt/scep-plain-http", Role.SCEP, "http", NONE);
    KnownLimitations blind =
        new KnownLimitations(false, Map.of(TLS_NOT_USED, "TLS only"), List.of());
    Observation seen = seen(Status.INCONCLUSIVE, NONE, came());

    for (CheckedEndpoint target : List.of(unsettled, clean, exempt)) {
      assertThat(judge(target, blind, seen).outcome()).isEqualTo(Outcome.CANNOT_SEE);
      assertThat(judge(target, KnownLimitations.NONE, seen).outcome())
          .isEqualTo(Outcome.UNSUPPORTED);
      assertThat(judge(target, KnownLimitations.NONE, seen).deviation()).isFalse();
    }
  }

  static Stream<Arguments> noResults() {
    CheckedEndpoint coded = CheckedEndpoints.faulty(ID, EMS, NONE);
    CheckedEndpoint clean = CheckedEndpoints.clean(ID);
    CheckedEndpoint refusal = refusal(NONE);
    KnownLimitations blindToRefusals =
        new KnownLimitations(false, Map.of(), Optional.of("offers all"), List.of());
    return Stream.of(
        // target, limits, journal -> outcome, deviation
        arguments(coded, KnownLimitations.NONE, came(), Outcome.UNSUPPORTED, true),
        arguments(coded, KnownLimitations.NONE, nobody(), Outcome.UNSUPPORTED, true),
        arguments(coded, BLIND_TO_EMS, came(), Outcome.CANNOT_SEE, false),
        arguments(coded, GAP_FOR_SCENARIO, came(), Outcome.UNSUPPORTED, true),
        arguments(coded, GAP_FOR_CODE, came(), Outcome.UNSUPPORTED, true),
        arguments(coded, GAP_FOR_NO_RESULT, came(), Outcome.KNOWN_GAP, false),
        arguments(coded, GAP_FOR_NO_RESULT, nobody(), Outcome.KNOWN_GAP, false),
        arguments(coded, GAP_FOR_NO_RESULT_OF_CODE, came(), Outcome.KNOWN_GAP, false),
        arguments(coded, GAP_ELSEWHERE, came(), Outcome.UNSUPPORTED, true),
        arguments(
            CheckedEndpoints.faulty(ID, EMS_AND_SHA1, NONE),
            BLIND_TO_EMS,
            came(),
            Outcome.UNSUPPORTED,
            true),
        arguments(clean, KnownLimitations.NONE, came(), Outcome.UNSUPPORTED, false),
        arguments(clean, KnownLimitations.NONE, nobody(), Outcome.UNSUPPORTED, false),
        arguments(clean, GAP_FOR_SCENARIO, came(), Outcome.UNSUPPORTED, false),
        arguments(clean, GAP_FOR_NO_RESULT, came(), Outcome.KNOWN_GAP, false),
        arguments(refusal, KnownLimitations.NONE, came(), Outcome.UNSUPPORTED, true),
        arguments(refusal, blindToRefusals, came(), Outcome.CANNOT_SEE, false),
        arguments(broken(), KnownLimitations.NONE, came(), Outcome.AGREED, false),
        arguments(broken(), KnownLimitations.NONE, nobody(), Outcome.UNSUPPORTED, false));
  }

  @ParameterizedTest
  @MethodSource("noResults")
  void doesNotTakeItForAnAnswerThatACheckerDidNotLook(
      CheckedEndpoint target,
      KnownLimitations limits,
      Optional<List<String>> journal,
      Outcome outcome,
      boolean deviation) {
    for (Status status : List.of(Status.UNSUPPORTED, Status.INCONCLUSIVE)) {
      Judgement judgement = judge(target, limits, seen(status, NONE, journal));

      assertThat(judgement.outcome()).as("%s", status).isEqualTo(outcome);
      assertThat(judgement.deviation()).isEqualTo(deviation);
    }
  }

  @Test
  void saysWhyAGapOfTheOtherKindDoesNotCover() {
    CheckedEndpoint target = CheckedEndpoints.faulty(ID, EMS, NONE);

    assertThat(
            judge(target, GAP_FOR_SCENARIO, seen(Status.INCONCLUSIVE, NONE, came())).explanation())
        .contains("a bug of theirs", "a gap with 'no-result: true' would");
    assertThat(judge(target, GAP_FOR_NO_RESULT, seen(Status.FINISHED, NONE, came())).explanation())
        .contains("a bug of theirs", "a gap without 'no-result' would");
  }

  @Test
  void aGapOfAServerThatWasLookedAtDoesNotCoverATimeout() {
    CheckedEndpoint target = CheckedEndpoints.faulty(ID, EMS, NONE);
    Observation seen = seen(Status.TIMED_OUT, NONE, came());

    assertThat(judge(target, GAP_FOR_SCENARIO, seen).outcome()).isEqualTo(Outcome.TIMEOUT);
    assertThat(judge(target, GAP_FOR_NO_RESULT, seen).outcome()).isEqualTo(Outcome.KNOWN_GAP);
  }

  static Stream<Arguments> refusals() {
    CheckedEndpoint coded = CheckedEndpoints.faulty(ID, SHA1, SHA1_IMPLIES);
    CheckedEndpoint clean = CheckedEndpoints.clean(ID);
    CheckedEndpoint preferred =
        CheckedEndpoints.of(
            "preference/static-rsa-first",
            Role.MDM,
            "https",
            new Expectation(
                EMS, NONE, Expectation.Verdict.PASS, Expectation.Verdict.PASS, Map.of()));
    KnownLimitations blind =
        new KnownLimitations(false, Map.of(), Optional.of("offers all"), List.of());
    KnownLimitations roleBlind = new KnownLimitations(false, Map.of(), List.of());
    CheckedEndpoint exempt = exempt("exempt/scep-plain-http", Role.SCEP, "http", NONE);
    return Stream.of(
        // target, limits, reported, REFUSED -> outcome, missed
        arguments(refusal(NONE), KnownLimitations.NONE, NONE, true, Outcome.AGREED, NONE),
        arguments(refusal(NONE), KnownLimitations.NONE, NONE, false, Outcome.MISSED, NONE),
        arguments(refusal(NONE), blind, NONE, false, Outcome.CANNOT_SEE, NONE),
        arguments(refusal(NONE), blind, NONE, true, Outcome.FIXED_GAP, NONE),
        arguments(refusal(NONE), KnownLimitations.NONE, EMS, true, Outcome.FALSE_ALARM, NONE),
        arguments(refusal(EMS), KnownLimitations.NONE, EMS, false, Outcome.AGREED, NONE),
        arguments(refusal(EMS), KnownLimitations.NONE, NONE, false, Outcome.MISSED, NONE),
        arguments(coded, KnownLimitations.NONE, NONE, true, Outcome.WRONG_REASON, SHA1),
        arguments(coded, KnownLimitations.NONE, SHA1_IMPLIES, true, Outcome.WRONG_REASON, SHA1),
        arguments(coded, KnownLimitations.NONE, SHA1, true, Outcome.AGREED, NONE),
        arguments(clean, KnownLimitations.NONE, NONE, true, Outcome.FALSE_ALARM, NONE),
        arguments(preferred, KnownLimitations.NONE, NONE, true, Outcome.FALSE_ALARM, EMS),
        arguments(exempt, KnownLimitations.NONE, NONE, true, Outcome.FALSE_ALARM, NONE),
        arguments(exempt, roleBlind, NONE, true, Outcome.CANNOT_SEE, NONE),
        arguments(broken(), KnownLimitations.NONE, NONE, true, Outcome.INCONCLUSIVE, NONE),
        arguments(unsettled(EMS), KnownLimitations.NONE, NONE, true, Outcome.INCONCLUSIVE, NONE),
        arguments(unsettled(EMS), KnownLimitations.NONE, NONE, false, Outcome.INCONCLUSIVE, NONE),
        arguments(unsettled(EMS), KnownLimitations.NONE, EMS, true, Outcome.AGREED, NONE));
  }

  @ParameterizedTest
  @MethodSource("refusals")
  void takesARefusalForAFindingWithoutACode(
      CheckedEndpoint target,
      KnownLimitations limits,
      List<Violation> reported,
      boolean refused,
      Outcome outcome,
      List<Violation> missed) {
    CheckerOutput report =
        CheckerOutput.finished(CheckedEndpoints.findings(reported.toArray(Violation[]::new)));
    Judgement judgement =
        judge(
            target,
            limits,
            new Observation(
                refused ? report.refusing("no common protocol") : report,
                came(),
                Instant.EPOCH,
                Duration.ZERO));

    assertThat(judgement.outcome()).isEqualTo(outcome);
    assertThat(judgement.deviation()).isEqualTo(outcome.deviation());
    assertThat(judgement.missed()).isEqualTo(Set.copyOf(missed));
  }

  /** A device is refused for a reason without a message of Apple's. */
  private static CheckedEndpoint refusal(List<Violation> implied) {
    return CheckedEndpoints.of(
        "handshake/alpn-refused",
        Role.MDM,
        "https",
        new Expectation(
            NONE, implied, Expectation.Verdict.FAIL, Expectation.Verdict.FAIL, Map.of()));
  }

  private static CheckedEndpoint broken() {
    return CheckedEndpoints.of(
        "network/reset-after-client-hello",
        Role.MDM,
        "https",
        new Expectation(
            NONE,
            NONE,
            Expectation.Verdict.INCONCLUSIVE,
            Expectation.Verdict.INCONCLUSIVE,
            Map.of()));
  }

  private static CheckedEndpoint unsettled(List<Violation> implied) {
    ClientExpectation device =
        new ClientExpectation(
            Connects.UNKNOWN, Optional.empty(), Optional.empty(), Optional.empty(), NONE, NONE);
    return CheckedEndpoints.of(
        "exempt/address-no-ems",
        Role.MDM,
        "https",
        new Expectation(
            NONE,
            implied,
            Expectation.Verdict.PASS,
            Expectation.Verdict.INCONCLUSIVE,
            Map.of("ios-27-system", device)));
  }

  private static CheckedEndpoint exempt(
      String scenario, Role role, String scheme, List<Violation> implied) {
    return CheckedEndpoints.of(
        scenario,
        role,
        scheme,
        new Expectation(
            NONE, implied, Expectation.Verdict.EXEMPT, Expectation.Verdict.EXEMPT, Map.of()));
  }

  static Stream<Arguments> brokenConnections() {
    return Stream.of(
        arguments(Status.FINISHED, NONE, Outcome.INCONCLUSIVE, false),
        arguments(Status.INCONCLUSIVE, NONE, Outcome.AGREED, false),
        arguments(Status.FINISHED, EMS, Outcome.FALSE_ALARM, true),
        arguments(Status.TIMED_OUT, NONE, Outcome.TIMEOUT, true));
  }

  @ParameterizedTest
  @MethodSource("brokenConnections")
  void countsNoSilenceAgainstACheckerWhereTheConnectionBreaks(
      Status status, List<Violation> reported, Outcome outcome, boolean deviation) {
    CheckedEndpoint target =
        CheckedEndpoints.of(
            "network/reset-after-client-hello",
            Role.MDM,
            "https",
            new Expectation(
                NONE,
                NONE,
                Expectation.Verdict.INCONCLUSIVE,
                Expectation.Verdict.INCONCLUSIVE,
                Map.of()));

    Judgement judgement = judge(target, KnownLimitations.NONE, seen(status, reported, came()));

    assertThat(judgement.outcome()).isEqualTo(outcome);
    assertThat(judgement.deviation()).isEqualTo(deviation);
  }

  static Stream<Arguments> inconclusiveTargets() {
    return Stream.of(
        arguments(Connects.FALSE, "nothing: the connection breaks", "The connection breaks"),
        arguments(
            Connects.UNKNOWN,
            "nothing or certificate-not-trusted: no source says what a device does",
            "no source says what a device does"));
  }

  @ParameterizedTest
  @MethodSource("inconclusiveTargets")
  void tellsAConnectionThatBreaksFromACaseThatNoSourceSettles(
      Connects connects, String expected, String explanation) {
    ClientExpectation device =
        new ClientExpectation(
            connects, Optional.empty(), Optional.empty(), Optional.empty(), NONE, NONE);
    CheckedEndpoint target =
        CheckedEndpoints.of(
            "trust/revoked-by-crl",
            Role.MDM,
            "https",
            new Expectation(
                NONE,
                List.of(CERTIFICATE_NOT_TRUSTED),
                Expectation.Verdict.INCONCLUSIVE,
                Expectation.Verdict.INCONCLUSIVE,
                Map.of("ios-26.5-system", device)));

    Judgement judgement = judge(target, KnownLimitations.NONE, finished(NONE, came()));

    assertThat(judgement.outcome()).isEqualTo(Outcome.INCONCLUSIVE);
    assertThat(judgement.deviation()).isFalse();
    assertThat(judgement.expected()).isEqualTo(expected);
    assertThat(judgement.explanation()).contains(explanation);
  }

  @Test
  void saysWhatWasNotLookedForIfTheCheckerCameToNoResult() {
    Judgement judgement =
        judge(
            CheckedEndpoints.faulty(ID, EMS, NONE),
            KnownLimitations.NONE,
            new Observation(
                CheckerOutput.inconclusive("no cipher"), came(), Instant.EPOCH, Duration.ZERO));

    assertThat(judgement.outcome()).isEqualTo(Outcome.UNSUPPORTED);
    assertThat(judgement.missed()).containsExactly(EMS_NOT_NEGOTIATED);
    assertThat(judgement.explanation()).contains("no cipher");
  }

  @Test
  void saysInWordsWhatWasExpectedAndWhatWasReported() {
    Judgement judgement =
        judge(
            CheckedEndpoints.faulty(ID, SHA1, SHA1_IMPLIES),
            KnownLimitations.NONE,
            finished(List.of(CERTIFICATE_NOT_TRUSTED), came()));

    assertThat(judgement.expected())
        .isEqualTo(
            "leaf-hash-below-sha256 (implies certificate-not-trusted,"
                + " certificate-signature-not-advertised)");
    assertThat(judgement.actual()).isEqualTo("certificate-not-trusted");
    assertThat(judgement.explanation())
        .isEqualTo(
            "It reported certificate-not-trusted, which only follows from the fault that it did not"
                + " report: leaf-hash-below-sha256.");
  }

  @Test
  void saysFirstWhyACheckerThatNeverCameGaveNoResult() {
    Observation seen =
        new Observation(
            CheckerOutput.inconclusive("it failed: sh: my-check: not found"),
            nobody(),
            Instant.EPOCH,
            Duration.ZERO);

    Judgement judgement =
        judge(CheckedEndpoints.faulty(ID, EMS, List.of()), KnownLimitations.NONE, seen);

    assertThat(judgement.outcome()).isEqualTo(Outcome.UNSUPPORTED);
    assertThat(judgement.explanation())
        .startsWith(
            "It came to no result (it failed: sh: my-check: not found), and the server's journal"
                + " shows that it never connected;");
  }

  @Test
  void takesAnOpenPortForNoLook() {
    Observation seen =
        new Observation(
            CheckerOutput.finished(List.of()),
            Optional.of(List.of("closed-early")),
            false,
            Instant.EPOCH,
            Duration.ZERO);

    for (CheckedEndpoint target :
        List.of(CheckedEndpoints.clean(ID), CheckedEndpoints.faulty(ID, EMS, NONE), broken())) {
      Judgement judgement = judge(target, KnownLimitations.NONE, seen);

      assertThat(judgement.outcome()).isEqualTo(Outcome.NO_CONTACT);
      assertThat(judgement.explanation())
          .contains("opened a connection", "did not check the server");
    }
  }

  /** The journal may get the connection a moment later. */
  @Test
  void takesAFindingForALook() {
    for (List<Violation> found : List.of(EMS, NONE)) {
      Observation seen =
          Observation.at(
              CheckedEndpoints.faulty(ID, EMS, NONE),
              CheckerOutput.finished(CheckedEndpoints.findings(found.toArray(Violation[]::new))),
              Optional.of(List.of()),
              Instant.EPOCH,
              Duration.ZERO);

      assertThat(seen.looked()).isEqualTo(!found.isEmpty());
    }
  }

  @Test
  void doesNotBelieveThatAConnectionBreaksIfItWasNotTried() {
    Observation seen =
        new Observation(
            CheckerOutput.unsupported("it breaks"),
            Optional.of(List.of("closed-early")),
            false,
            Instant.EPOCH,
            Duration.ZERO);

    assertThat(judge(broken(), KnownLimitations.NONE, seen).outcome())
        .isEqualTo(Outcome.UNSUPPORTED);
  }

  private static Judgement judge(
      CheckedEndpoint target, KnownLimitations limits, Observation seen) {
    return Judge.judge(target, Optional.empty(), limits, seen);
  }

  private static Observation finished(List<Violation> reported, Optional<List<String>> journal) {
    return seen(Status.FINISHED, reported, journal);
  }

  private static Observation seen(
      Status status, List<Violation> reported, Optional<List<String>> journal) {
    List<Finding> findings = CheckedEndpoints.findings(reported.toArray(Violation[]::new));
    return new Observation(
        new CheckerOutput(status, findings, Optional.empty(), "", ""),
        journal,
        Instant.EPOCH,
        Duration.ofSeconds(3));
  }

  private static Optional<List<String>> nobody() {
    return Optional.of(List.of());
  }

  private static Optional<List<String>> came() {
    return Optional.of(List.of("completed"));
  }

  private static List<Violation> both(List<Violation> some, List<Violation> more) {
    return Stream.concat(some.stream(), more.stream()).toList();
  }

  private static KnownLimitations noResult(Optional<String> scenario, Optional<Violation> code) {
    return new KnownLimitations(
        true,
        Map.of(),
        List.of(new KnownGap(scenario, code, "a bug of theirs", Optional.of("#1"), false, true)));
  }

  private static KnownLimitations gap(Optional<String> scenario, Optional<Violation> code) {
    return gap(scenario, code, false);
  }

  private static KnownLimitations gap(
      Optional<String> scenario, Optional<Violation> code, boolean flaky) {
    return new KnownLimitations(
        true,
        Map.of(),
        List.of(new KnownGap(scenario, code, "a bug of theirs", Optional.of("#1"), flaky)));
  }
}
