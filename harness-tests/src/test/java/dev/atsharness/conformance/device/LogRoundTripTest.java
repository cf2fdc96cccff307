package dev.atsharness.conformance.device;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atsharness.ats.DetectedViolation;
import dev.atsharness.ats.OsRelease;
import dev.atsharness.ats.Violation;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What the writer writes for a release, the reader reads back. */
class LogRoundTripTest {

  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2026-04-30T08:12:33.456789Z"), ZoneOffset.ofHours(2));

  static Stream<Arguments> everyViolationOfEveryRelease() {
    return Arrays.stream(OsRelease.values())
        .flatMap(
            release ->
                Arrays.stream(Violation.values())
                    .filter(release::knows)
                    .map(violation -> Arguments.of(release, violation)));
  }

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("everyViolationOfEveryRelease")
  void everyMessageOfEveryReleaseIsReadBack(OsRelease release, Violation violation) {
    String parameter = parameterOf(violation);
    LogWriter writer = new LogWriter(CLOCK, release, "Setup Assistant");
    DetectedViolation detected = new DetectedViolation(violation, parameter);
    String text =
        String.join("\n", LogWriter.HEADER) + "\n" + writer.line(detected, "www.example.com");

    List<LoggedViolation> read = LogReader.defaultStyle().read(text);

    assertThat(read).hasSize(1);
    LoggedViolation logged = read.get(0);
    assertThat(logged.violation()).contains(violation);
    assertThat(logged.parameter()).isEqualTo(parameter);
    assertThat(logged.server()).isEqualTo("www.example.com");
    assertThat(logged.process()).isEqualTo("Setup Assistant");
    assertThat(logged.level()).isEqualTo("Info");
    assertThat(logged.timestamp())
        .contains(OffsetDateTime.parse("2026-04-30T10:12:33.456789+02:00"));
    assertThat(logged.message()).isEqualTo(release.message(detected, "www.example.com"));
  }

  private static String parameterOf(Violation violation) {
    return switch (violation) {
      case CIPHERSUITE_NOT_IN_ATS -> "TLS_RSA_WITH_AES_128_GCM_SHA256";
      case CIPHERSUITE_NOT_IN_FCP -> "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256";
      case RSA_KEY_BELOW_2048 -> "1024";
      case ECDSA_KEY_BELOW_256 -> "224";
      case LEAF_HASH_BELOW_SHA256 -> "5";
      case CERTIFICATE_SIGNATURE_NOT_ADVERTISED -> "ecdsa_secp521r1_sha512";
      default -> "";
    };
  }
}
