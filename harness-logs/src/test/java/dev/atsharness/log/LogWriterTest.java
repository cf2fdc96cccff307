package dev.atsharness.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atsharness.ats.DetectedViolation;
import dev.atsharness.ats.Violation;
import dev.atsharness.scenario.internal.Releases;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class LogWriterTest {

  private final LogWriter writer =
      new LogWriter(
          Clock.fixed(Instant.parse("2026-04-30T10:12:33.456789Z"), ZoneOffset.UTC),
          Releases.builtIn().named("26.5"),
          "mdmclient");

  @Test
  void aLineHasTheColumnsOfLogShow() {
    String line =
        LogFormat.DEFAULT.line(
            writer.event(
                new DetectedViolation(
                    Violation.CIPHERSUITE_NOT_IN_FCP,
                    "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256"),
                "www.example.com"));

    assertThat(line)
        .isEqualTo(
            "2026-04-30 10:12:33.456789+0000 0x1a2b3    Info        0x0                  412    0"
                + "    mdmclient: (libboringssl.dylib) [com.apple.network:boringssl]"
                + " boringssl_context_log_potential_ats_violation_fcp_v2_1_negotiated_ciphersuite(0)"
                + " [C1.1.1.1:2][0x1000a7500] Warning [ATS FCPv2.1 violation]:"
                + " Ciphersuite(TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256) not offered in ATS"
                + " FCP_v2.1 mode negotiated for server: www.example.com");
  }

  @Test
  void theHeadingIsThatOfLogShow() {
    assertThat(LogFormat.DEFAULT.header())
        .last()
        .isEqualTo(
            "Timestamp                       Thread     Type        Activity             PID    TTL"
                + "  ");
  }

  @Test
  void aPlaintextLineClaimsNoBoringsslContext() {
    assertThat(
            LogFormat.DEFAULT.line(
                writer.event(DetectedViolation.of(Violation.TLS_NOT_USED), "www.example.com")))
        .doesNotContain("boringssl")
        .endsWith("Did not use TLS when opening connection for server: www.example.com");
  }
}
