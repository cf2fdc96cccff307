package dev.atsharness.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atsharness.ats.DetectedViolation;
import dev.atsharness.ats.OsRelease;
import dev.atsharness.ats.Violation;
import dev.atsharness.scenario.internal.Releases;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The reader reads the messages of every release as the writer wrote them. */
class LogRoundTripTest {

  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2026-04-30T08:12:33.456789Z"), ZoneOffset.ofHours(2));

  static Stream<Arguments> everyMessageInEveryFormat() {
    return Arrays.stream(LogFormat.values())
        .flatMap(
            format ->
                Releases.builtIn().all().stream().map(release -> Arguments.of(format, release)));
  }

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("everyMessageInEveryFormat")
  void everyMessageOfEveryReleaseIsReadBack(LogFormat format, OsRelease release) {
    LogWriter writer = new LogWriter(CLOCK, release, "Setup Assistant");
    List<DetectedViolation> detected =
        Arrays.stream(Violation.values())
            .filter(release::knows)
            .map(violation -> new DetectedViolation(violation, parameterOf(violation)))
            .toList();
    String text =
        format.text(detected.stream().map(v -> writer.event(v, "www.example.com")).toList());

    List<LoggedViolation> read = new LogReader(CLOCK).read(text);

    assertThat(read)
        .extracting(found -> new DetectedViolation(found.violation().get(), found.parameter()))
        .isEqualTo(detected);
    assertThat(read)
        .extracting(LoggedViolation::message)
        .isEqualTo(detected.stream().map(v -> release.message(v, "www.example.com")).toList());
    assertThat(read)
        .allSatisfy(
            found -> {
              assertThat(found.server()).isEqualTo("www.example.com");
              assertThat(found.process()).isEqualTo("Setup Assistant");
              // The syslog style has no level.
              assertThat(found.level().toUpperCase(Locale.ROOT)).isIn("INFO", "I", "");
              assertThat(found.timestamp())
                  .hasValueSatisfying(
                      time ->
                          assertThat(time.toInstant().truncatedTo(ChronoUnit.SECONDS))
                              .isEqualTo(Instant.parse("2026-04-30T08:12:33Z")));
            });
  }

  /** The reader gets no mark between one log and the next, from another tool. */
  @Test
  void logsOfAllFormatsMayFollowOneAnother() {
    StringBuilder text = new StringBuilder();
    for (LogFormat format : LogFormat.values()) {
      LogWriter writer =
          new LogWriter(
              CLOCK,
              Releases.builtIn().named("27.0"),
              "p-" + format.name().toLowerCase(Locale.ROOT));
      DetectedViolation ems = DetectedViolation.of(Violation.EMS_NOT_NEGOTIATED);
      text.append(format.text(List.of(writer.event(ems, "a"), writer.event(ems, "b"))));
    }

    assertThat(new LogReader(CLOCK).read(text.toString()))
        .extracting(found -> found.process() + " " + found.server())
        .isEqualTo(
            Arrays.stream(LogFormat.values())
                .map(format -> "p-" + format.name().toLowerCase(Locale.ROOT))
                .flatMap(process -> Stream.of(process + " a", process + " b"))
                .toList());
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
