package dev.atsharness.conformance.checker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atsharness.ats.Violation;
import dev.atsharness.conformance.Limits;
import dev.atsharness.conformance.Limits.KnownGap;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LimitsFileTest {

  @Test
  void readsWhatACheckerDoesNotDo() {
    Limits limits =
        parse(
            """
            knows-role: true
            cannot-see:
              ems-not-negotiated: never looks
            known-gaps:
              - scenario: key/p224
                reason: does not speak it
                issue: https://example.org/1
              - violation: tls-not-used
                reason: a bug
            """);

    assertThat(limits.knowsRole()).isTrue();
    assertThat(limits.cannotSee()).isEqualTo(Map.of(Violation.EMS_NOT_NEGOTIATED, "never looks"));
    assertThat(limits.knownGaps())
        .containsExactly(
            new KnownGap(
                Optional.of("key/p224"),
                Optional.empty(),
                "does not speak it",
                Optional.of("https://example.org/1")),
            new KnownGap(
                Optional.empty(), Optional.of(Violation.TLS_NOT_USED), "a bug", Optional.empty()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "cannot-sea: {}",
        "cannot-see: {no-such-code: x}",
        "known-gaps: [{scenario: key/p224}]",
        "known-gaps: [{reason: neither scenario nor code}]",
        "known-gaps: [{scenario: key/p224, reason: x, isue: y}]",
        "knows-role: [",
      })
  void refusesWhatItDoesNotUnderstand(String yaml) {
    assertThatThrownBy(() -> parse(yaml)).isInstanceOf(IllegalArgumentException.class);
  }

  private static Limits parse(String yaml) {
    return LimitsFile.parse(yaml.getBytes(StandardCharsets.UTF_8));
  }
}
