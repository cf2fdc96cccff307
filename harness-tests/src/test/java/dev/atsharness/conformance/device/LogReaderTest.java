package dev.atsharness.conformance.device;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atsharness.ats.Violation;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LogReaderTest {

  private static final String COLUMNS =
      "2026-04-30 10:12:33.456789+0200 0x1a2b3    Info        0x0                  412    0    ";

  private static final String ORIGIN =
      "mdmclient: (libboringssl.dylib) [com.apple.network:boringssl] f(1) [C1:1][0x1] ";

  private static final String EMS =
      "Warning [ATS FCPv2.1 violation]: TLS 1.2 negotiated without extended master secret (EMS) for"
          + " server: www.example.com";

  private final LogReader reader = LogReader.defaultStyle();

  @Test
  void otherEventsBannersAndTotalsAreReadOver() {
    String log =
        """
        Filtering the log data using "process == "x""
        Skipping debug messages, pass --debug to include.
        Timestamp                       Thread     Type        Activity             PID    TTL
        %1$sprofiled: [com.apple.network:boringssl] TLS connected [server(0)]
        %1$s%2$s%3$s
        --------------------------------------------------------------------------------
        Log      - Default:          0, Info:                2, Debug:             0
        Activity - Create:           0, Transition:          0, Actions:           0
        """
            .formatted(COLUMNS, ORIGIN, EMS);

    assertThat(reader.read(log))
        .singleElement()
        .satisfies(
            found -> {
              assertThat(found.violation()).contains(Violation.EMS_NOT_NEGOTIATED);
              assertThat(found.server()).isEqualTo("www.example.com");
              assertThat(found.process()).isEqualTo("mdmclient");
              assertThat(found.message()).isEqualTo(EMS);
            });
  }

  @Test
  void severalViolationsComeInTheirOrder() {
    String log =
        COLUMNS
            + ORIGIN
            + EMS
            + "\n"
            + COLUMNS
            + ORIGIN
            + "Warning [ATS violation]: TLS version <1.2 negotiated for server: a.example\n";

    assertThat(reader.read(log))
        .extracting(found -> found.violation().orElseThrow())
        .containsExactly(Violation.EMS_NOT_NEGOTIATED, Violation.TLS_VERSION_BELOW_1_2);
  }

  @Test
  void linesEndInCrLfAsWell() {
    assertThat(reader.read(COLUMNS + ORIGIN + EMS + "\r\n"))
        .singleElement()
        .extracting(LoggedViolation::server)
        .isEqualTo("www.example.com");
  }

  @Test
  void aLineThatAMailProgramWrappedIsOneEvent() {
    String log =
        """
        2026-04-30 10:12:33.456789+0200 0x7bb0     Default     0x0
         732    0    mdmclient: (libboringssl.dylib)
        [com.apple.network:boringssl]
        f(1262) [C1:1][0x7feefa660ef0] Warning [ATS FCPv2.1
        violation]: TLS 1.2 negotiated without extended
        master secret (EMS) for server:
        www.example.com
        """;

    assertThat(reader.read(log))
        .singleElement()
        .satisfies(
            found -> {
              assertThat(found.violation()).contains(Violation.EMS_NOT_NEGOTIATED);
              assertThat(found.server()).isEqualTo("www.example.com");
              assertThat(found.process()).isEqualTo("mdmclient");
              assertThat(found.level()).isEqualTo("Default");
            });
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "ATS violation: EC key size 224 less than minimum bound 256|ecdsa-key-below-256|224",
        "ATS violation: RSA key size 1024 less than minimum bound 2048|rsa-key-below-2048|1024",
        "ATS violation: Leaf certificate hash algorithm (4) is not at least"
            + " SHA-256|leaf-hash-below-sha256|4",
        "ATS violation: Leaf certificate is absent|leaf-certificate-absent|''",
        "FCS TLS v2 compliance error: leaf cert signature algorithm not in offered signature"
            + " algorithms|certificate-signature-not-advertised|''",
      })
  void olderMessagesHaveNoBracketsAndNoServer(String message, String code, String parameter) {
    assertThat(reader.read(COLUMNS + ORIGIN + message))
        .singleElement()
        .satisfies(
            found -> {
              assertThat(found.violation()).contains(Violation.ofCode(code));
              assertThat(found.parameter()).isEqualTo(parameter);
              assertThat(found.server()).isEmpty();
            });
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Error [ATS VIOLATION]: ats certificate trust requirement not satisfied for server: h.example",
        "[ATS violation] ATS certificate trust requirement not satisfied for server: h.example",
        "warning [ats Violation]: ATS certificate  trust requirement not satisfied, server: h.example"
      })
  void caseAndColonDoNotMatter(String message) {
    assertThat(reader.read(COLUMNS + ORIGIN + message))
        .singleElement()
        .satisfies(
            found -> {
              assertThat(found.violation()).contains(Violation.CERTIFICATE_NOT_TRUSTED);
              assertThat(found.server()).isEqualTo("h.example");
            });
  }

  @Test
  void unknownWordsAreKept() {
    String message = "Error [ATS FCPv3.0 violation]: Moon phase (7) not full for server: h.example";

    assertThat(reader.read(COLUMNS + ORIGIN + message))
        .singleElement()
        .satisfies(
            found -> {
              assertThat(found.violation()).isEmpty();
              assertThat(found.message()).isEqualTo(message);
              assertThat(found.server()).isEqualTo("h.example");
            });
  }

  @Test
  void aMessageThatMentionsAWordingAfterOthersIsNotThatViolation() {
    String message = "Warning [ATS violation]: Beware of Did not use TLS for server: h.example";

    assertThat(reader.read(COLUMNS + ORIGIN + message))
        .singleElement()
        .satisfies(found -> assertThat(found.violation()).isEmpty());
  }

  @Test
  void aLineOfAnotherStyleIsKeptWithoutProcess() {
    String log = "Apr 30 10:12:33 iPhone mdmclient[412] <Notice>: " + EMS + "\n";

    assertThat(reader.read(log + log))
        .hasSize(2)
        .allSatisfy(
            found -> {
              assertThat(found.violation()).contains(Violation.EMS_NOT_NEGOTIATED);
              assertThat(found.process()).isEmpty();
              assertThat(found.timestamp()).isEmpty();
            });
  }

  @Test
  void digitsThatAreNoDateLeaveTheTimestampOut() {
    assertThat(reader.read("2026-13-41" + (COLUMNS + ORIGIN + EMS).substring(10)))
        .singleElement()
        .satisfies(
            found -> {
              assertThat(found.timestamp()).isEmpty();
              assertThat(found.process()).isEqualTo("mdmclient");
            });
  }

  @Test
  void bytesThatAreNotUtf8AreReplaced() throws IOException {
    byte[] log = (COLUMNS + ORIGIN + "?" + EMS + "?").getBytes(StandardCharsets.US_ASCII);
    for (int i = 0; i < log.length; i++) {
      log[i] = log[i] == '?' ? (byte) 0xff : log[i];
    }
    List<LoggedViolation> found = new ArrayList<>();

    reader.read(new ByteArrayInputStream(log), found::add);

    assertThat(found)
        .singleElement()
        .extracting(LoggedViolation::server)
        .isEqualTo("www.example.com\uFFFD");
  }

  @Test
  void aLineWithoutEndIsReadInBoundedMemory() throws IOException {
    byte[] start = (COLUMNS + ORIGIN + EMS + " ").getBytes(StandardCharsets.US_ASCII);
    byte[] filler = "x".repeat(1 << 20).getBytes(StandardCharsets.US_ASCII);
    List<InputStream> parts = new ArrayList<>(List.of(new ByteArrayInputStream(start)));
    for (int i = 0; i < 32; i++) {
      parts.add(new ByteArrayInputStream(filler));
    }
    parts.add(
        new ByteArrayInputStream(
            ("\n" + COLUMNS + ORIGIN + EMS).getBytes(StandardCharsets.US_ASCII)));
    List<LoggedViolation> found = new ArrayList<>();

    reader.read(new SequenceInputStream(Collections.enumeration(parts)), found::add);

    assertThat(found).hasSize(2);
    assertThat(found.get(0).message()).hasSizeLessThanOrEqualTo(LogReader.LIMIT).startsWith(EMS);
  }

  @Test
  void continuationsWithoutEndAreReadInBoundedMemory() {
    String log = COLUMNS + ORIGIN + EMS + "\n" + "more and more\n".repeat(100_000);

    assertThat(reader.read(log))
        .singleElement()
        .satisfies(found -> assertThat(found.message()).hasSizeLessThanOrEqualTo(LogReader.LIMIT));
  }

  @Test
  void aLogWithNothingInItHasNoViolations() {
    assertThat(reader.read("")).isEmpty();
    assertThat(reader.read("\n\n\u0000\u001b[31m\n")).isEmpty();
  }
}
