package dev.atsharness.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atsharness.device.internal.Cause;
import dev.atsharness.device.internal.Network;
import dev.atsharness.device.internal.probe.Trouble;
import dev.atsharness.device.internal.trust.TrustFailure.Reason;
import java.time.Instant;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ProbeAdviceTest {

  private final ProbeAdvice advice = new ProbeAdvice(true, true, Instant.EPOCH);

  @ParameterizedTest
  @EnumSource
  void eachCauseHasACure(Cause.Kind kind) {
    assertThat(advice.ofRefusal(kind)).endsWith(".");
  }

  @ParameterizedTest
  @EnumSource
  void eachTroubleHasACure(Trouble.Kind kind) {
    assertThat(advice.ofTrouble(kind)).endsWith(".");
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "OK")
  void whatTheNetworkDoesHasACure(Network network) {
    assertThat(advice.ofNetwork(network)).endsWith(".");
  }

  @Test
  void eachReasonForDistrustHasACureOfItsOwnKind() {
    assertThat(advice.ofDistrust(Reason.KEY_TOO_SMALL)).contains("2048 bits");
    assertThat(advice.ofDistrust(Reason.EXPIRED)).contains("Renew");
    assertThat(Stream.of(Reason.values()).map(advice::ofDistrust).distinct().count())
        .isGreaterThan(12);
  }

  @Test
  void theOptionForPrivateRootsIsNamedWhereItWasNotUsed() {
    assertThat(advice.ofDistrust(Reason.NO_PATH_TO_ANCHOR)).doesNotContain("--ca");
    assertThat(new ProbeAdvice(false, true, Instant.EPOCH).ofDistrust(Reason.NO_PATH_TO_ANCHOR))
        .contains("--ca FILE");
  }
}
