package dev.atsharness.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atsharness.device.internal.Cause;
import dev.atsharness.device.internal.Network;
import dev.atsharness.device.internal.ProxyRefusal;
import dev.atsharness.device.internal.probe.Trouble;
import dev.atsharness.device.internal.trust.TrustFailure.Reason;
import dev.atsharness.scenario.internal.Remedies;
import java.time.Instant;
import java.util.Optional;
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

  @ParameterizedTest
  @EnumSource
  void eachThingThatAProxyDoesHasACure(ProxyRefusal.Kind kind) {
    assertThat(advice.ofProxy(kind)).endsWith(".");
  }

  @Test
  void eachReasonForDistrustHasACureOfItsOwnKind() {
    assertThat(advice.ofDistrust(Reason.KEY_TOO_SMALL)).contains("2048 bits");
    assertThat(advice.ofDistrust(Reason.EXPIRED)).contains("Renew");
    assertThat(Stream.of(Reason.values()).map(advice::ofDistrust).distinct().count())
        .isGreaterThan(12);
  }

  @Test
  void oneChangeForSeveralFaultsIsOneRemedy() {
    JointAdvice advice = new JointAdvice(Remedies.builtIn());
    advice.add("ciphersuite-not-in-ats", Optional.of("cipher-suites"), "a");
    advice.add("ciphersuite-not-in-fcp", Optional.of("cipher-suites"), "b");
    advice.add("expired", "renew");
    advice.add("cipher-suites", Optional.of("cipher-suites"), "c");

    assertThat(advice.lines())
        .hasSize(2)
        .satisfies(
            lines ->
                assertThat(lines.get(0))
                    .startsWith(
                        "ciphersuite-not-in-ats, ciphersuite-not-in-fcp, cipher-suites: For")
                    .contains("AES-GCM", "one change for all"));

    advice.add("ems-not-negotiated", Optional.of("extended-master-secret"), "d");
    assertThat(advice.lines().get(0)).contains("ems-not-negotiated: Enable TLS 1.3");
    assertThat(advice.lines()).contains("expired: renew").hasSize(2);
  }

  @Test
  void aFaultThatIsAloneHasItsOwnRemedy() {
    JointAdvice advice = new JointAdvice(Remedies.builtIn());
    advice.add("ems-not-negotiated", Optional.of("extended-master-secret"), "a");
    advice.add("rsa-key-below-2048", Optional.of("certificate"), "b");

    assertThat(advice.lines()).containsExactly("ems-not-negotiated: a", "rsa-key-below-2048: b");
  }

  @Test
  void theOptionForPrivateRootsIsNamedWhereItWasNotUsed() {
    assertThat(advice.ofDistrust(Reason.NO_PATH_TO_ANCHOR)).doesNotContain("--ca");
    assertThat(new ProbeAdvice(false, true, Instant.EPOCH).ofDistrust(Reason.NO_PATH_TO_ANCHOR))
        .contains("--ca FILE");
  }
}
