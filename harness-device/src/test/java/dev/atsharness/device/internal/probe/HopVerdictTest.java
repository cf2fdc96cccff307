package dev.atsharness.device.internal.probe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atsharness.ats.DetectedViolation;
import dev.atsharness.ats.Violation;
import dev.atsharness.device.internal.Cause;
import dev.atsharness.device.internal.Circumstances;
import dev.atsharness.device.internal.DeviceVisit;
import dev.atsharness.device.internal.Diagnosis;
import dev.atsharness.device.internal.Doubt;
import dev.atsharness.device.internal.Ending;
import dev.atsharness.device.internal.Network;
import dev.atsharness.device.internal.http.HttpReply;
import dev.atsharness.device.internal.http.HttpReply.BodyEnd;
import dev.atsharness.device.internal.probe.HopVerdict.Answer;
import dev.atsharness.device.internal.tls.Refusal;
import dev.atsharness.device.internal.tls.Refusal.Side;
import dev.atsharness.device.internal.tls.Stage;
import dev.atsharness.device.internal.trust.TrustFailure;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The verdict on one visit, without a server. */
class HopVerdictTest {

  private static final HttpReply HELLO =
      HttpReply.of(200, List.of(), new byte[0], BodyEnd.COMPLETE);

  private static final DetectedViolation NO_EMS =
      DetectedViolation.of(Violation.EMS_NOT_NEGOTIATED);

  private static final TrustFailure EXPIRED =
      new TrustFailure(TrustFailure.Reason.EXPIRED, "CN=x has expired");

  private static DeviceVisit visit(Ending ending, Circumstances circumstances) {
    return new DeviceVisit(
        URI.create("https://mdm.example/"),
        "ios",
        ending,
        Optional.empty(),
        List.of(),
        List.of(),
        List.of(),
        circumstances);
  }

  private static DeviceVisit with(
      DeviceVisit visit, List<TrustFailure> distrust, List<DetectedViolation> violations) {
    return new DeviceVisit(
        visit.url(),
        visit.profile(),
        visit.ending(),
        visit.facts(),
        distrust,
        violations,
        List.of(),
        visit.circumstances());
  }

  private static Circumstances circumstances(List<Doubt> doubts, Diagnosis diagnosis) {
    return new Circumstances(true, List.of(), doubts, diagnosis, false);
  }

  private static Circumstances ordinary() {
    return circumstances(List.of(), Diagnosis.none());
  }

  private static Refusal refusal(Side by) {
    return new Refusal(by, Stage.CLIENT_HELLO, Optional.empty(), "handshake_failure");
  }

  @Test
  void anAnswerIsFine() {
    assertThat(HopVerdict.of(visit(Ending.answered(HELLO, false), ordinary())))
        .isEqualTo(HopVerdict.fine());
  }

  @Test
  void anExemptionIsSaid() {
    Circumstances exempt = new Circumstances(false, List.of(), List.of(), Diagnosis.none(), false);

    HopVerdict verdict = HopVerdict.of(visit(Ending.answered(HELLO, false), exempt));

    assertThat(verdict.answer()).isEqualTo(Answer.FINE);
    assertThat(verdict.reason()).contains("exempts");
  }

  @Test
  void aViolationIsWrongUnlessNoSourceSays() {
    DeviceVisit seen =
        with(visit(Ending.answered(HELLO, false), ordinary()), List.of(), List.of(NO_EMS));
    Doubt doubt = new Doubt(NO_EMS.violation(), "no source says");
    DeviceVisit doubtful =
        with(
            visit(Ending.answered(HELLO, false), circumstances(List.of(doubt), Diagnosis.none())),
            List.of(),
            List.of(NO_EMS));

    assertThat(HopVerdict.of(seen).answer()).isEqualTo(Answer.WRONG);
    assertThat(HopVerdict.of(doubtful)).isEqualTo(HopVerdict.cannotTell("no source says"));
  }

  @Test
  void distrustIsWrong() {
    DeviceVisit visit =
        with(
            visit(Ending.refused(refusal(Side.CLIENT), false), ordinary()),
            List.of(EXPIRED),
            List.of());

    assertThat(HopVerdict.of(visit).answer()).isEqualTo(Answer.WRONG);
  }

  @Test
  void anAlertOfTheServersAloneSaysNothing() {
    assertThat(HopVerdict.of(visit(Ending.refused(refusal(Side.SERVER), false), ordinary())))
        .returns(Answer.CANNOT_TELL, HopVerdict::answer);
    assertThat(HopVerdict.of(visit(Ending.refused(refusal(Side.CLIENT), false), ordinary())))
        .returns(Answer.WRONG, HopVerdict::answer);
    Diagnosis cause = Diagnosis.of(new Cause(Cause.Kind.GROUPS, "the server has X448 alone"));
    assertThat(
            HopVerdict.of(
                visit(
                    Ending.refused(refusal(Side.SERVER), false), circumstances(List.of(), cause))))
        .returns(Answer.WRONG, HopVerdict::answer)
        .satisfies(verdict -> assertThat(verdict.reason()).contains("X448 alone"));
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "OK")
  void whatTheNetworkEndsIsNotKnown(Network network) {
    for (boolean connected : new boolean[] {true, false}) {
      HopVerdict verdict = HopVerdict.of(visit(Ending.lost(network, connected, false), ordinary()));

      assertThat(verdict.answer()).isEqualTo(Answer.CANNOT_TELL);
      assertThat(verdict.reason()).contains("network " + network);
    }
  }

  @Test
  void aResponseThatCannotBeReadIsNotFine() {
    HttpReply unreadable = HttpReply.unreadable("its header fields are longer than 9 bytes");

    assertThat(HopVerdict.of(visit(Ending.answered(HttpReply.none(), false), ordinary())).answer())
        .isEqualTo(Answer.CANNOT_TELL);
    assertThat(HopVerdict.of(visit(Ending.answered(unreadable, false), ordinary())).reason())
        .contains("longer than 9 bytes");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          false | 400 | use --identity FILE.p12 to present one
          true  | 400 | answers HTTP 400 to the one of --identity
          true  | 0   | did not accept the one of --identity
          """)
  void aDemandForACertificateNamesWhatToDo(boolean hasIdentity, int status, String words) {
    Circumstances circumstances =
        new Circumstances(true, List.of(), List.of(), Diagnosis.none(), hasIdentity);
    Ending ending =
        status == 0
            ? Ending.refused(refusal(Side.SERVER), true)
            : Ending.answered(HttpReply.of(status, List.of(), new byte[0], BodyEnd.COMPLETE), true);

    HopVerdict verdict = HopVerdict.of(visit(ending, circumstances));

    assertThat(verdict.answer()).isEqualTo(Answer.CANNOT_TELL);
    assertThat(verdict.reason()).contains("demands a client certificate", words);
  }

  @Test
  void theWorstCountsAndOfEqualOnesTheFirst() {
    HopVerdict fine = HopVerdict.fine();
    HopVerdict one = HopVerdict.cannotTell("one");
    HopVerdict two = HopVerdict.cannotTell("two");
    HopVerdict wrong = HopVerdict.wrong("wrong");

    assertThat(HopVerdict.worst(List.of())).isEqualTo(fine);
    assertThat(HopVerdict.worst(List.of(fine, one, two))).isEqualTo(one);
    assertThat(HopVerdict.worst(List.of(one, wrong, fine))).isEqualTo(wrong);
  }
}
