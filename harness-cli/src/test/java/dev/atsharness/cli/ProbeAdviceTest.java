package dev.atsharness.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atsharness.conformance.device.DeviceVisit;
import dev.atsharness.conformance.device.Ending;
import dev.atsharness.conformance.device.HttpReply;
import dev.atsharness.conformance.device.Network;
import dev.atsharness.conformance.device.TrustFailure.Reason;
import dev.atsharness.conformance.device.tls.Refusal;
import dev.atsharness.conformance.device.tls.Refusal.Side;
import dev.atsharness.conformance.device.tls.Stage;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ProbeAdviceTest {

  @Test
  void aServerWithoutACommonVersionIsToldToEnableOne() {
    assertThat(ProbeAdvice.ofRefusal(refusedBy(Side.SERVER, "protocol_version")).orElseThrow())
        .contains("enable TLS 1.2 or 1.3");
  }

  @Test
  void aServerWithoutACommonSuiteIsToldWhichToEnable() {
    assertThat(ProbeAdvice.ofRefusal(refusedBy(Side.SERVER, "handshake_failure")).orElseThrow())
        .contains("what ios-27-system offers")
        .contains("ECDHE with AES-GCM");
  }

  @Test
  void anAlertThatTellsNoCauseGetsNoCure() {
    assertThat(ProbeAdvice.ofRefusal(refusedBy(Side.SERVER, "internal_error"))).isEmpty();
  }

  @Test
  void aClientThatGivesUpHasOtherReasonsThanTheSuites() {
    assertThat(ProbeAdvice.ofRefusal(refusedBy(Side.CLIENT, "handshake_failure"))).isEmpty();
  }

  @Test
  void eachReasonForDistrustHasACureOfItsOwnKind() {
    assertThat(ProbeAdvice.of(Reason.KEY_TOO_SMALL)).contains("2048 bits");
    assertThat(ProbeAdvice.of(Reason.EXPIRED)).contains("Renew");
    assertThat(Stream.of(Reason.values()).map(ProbeAdvice::of).distinct().count())
        .isGreaterThan(12);
  }

  private static DeviceVisit refusedBy(Side side, String alert) {
    return new DeviceVisit(
        URI.create("https://mdm.example.com/"),
        "ios-27-system",
        new Ending(
            Network.OK,
            false,
            Optional.of(new Refusal(side, Stage.CLIENT_HELLO, Optional.of(alert), "gave up")),
            false,
            HttpReply.none()),
        Optional.empty(),
        List.of(),
        List.of(),
        List.of());
  }
}
