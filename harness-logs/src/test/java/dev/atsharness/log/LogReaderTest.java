package dev.atsharness.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atsharness.ats.Violation;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
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

  private final LogReader reader = new LogReader(Clock.systemUTC());

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
  void aLineOfUnknownStyleIsKeptWithoutProcess() {
    String log = "At noon, mdmclient said: " + EMS + "\n";

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
  void whatAnotherProgramPutsBeforeALineIsReadOver() {
    String line = COLUMNS + ORIGIN + EMS + "\n";

    assertThat(reader.read("[ipad-7] " + line + "iphone-3 | " + line + "> " + line))
        .hasSize(3)
        .allSatisfy(found -> assertThat(found.process()).isEqualTo("mdmclient"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        // log show --style syslog, with a level and without
        "2026-04-30 10:12:33.456789+0200  localhost mdmclient[412]: (libboringssl.dylib) %s",
        "2026-04-30 10:12:33.456789+0200  localhost mdmclient[412] <Error>: %s",
        // log show --style compact
        "2026-04-30 10:12:33.456 Er mdmclient[412:1a2b3] (libboringssl.dylib) [a:b] %s",
        // idevicesyslog, older and newer versions
        "Apr 30 10:12:33 the-titanic mdmclient(libboringssl.dylib)[412] <Notice>: %s",
        "Apr  3 10:12:33 mdmclient(libboringssl.dylib)[412] <Notice>: %s",
        // pymobiledevice3, with a time without a fraction
        "2026-04-30 10:12:33 mdmclient{libboringssl.dylib}[412] <INFO>: %s",
        // copied from Console
        "default\t10:12:33.456789+0200\tmdmclient\t%s"
      })
  void stylesTellTheProcess(String line) {
    assertThat(reader.read(line.formatted(EMS) + "\n" + line.formatted(EMS)))
        .hasSize(2)
        .allSatisfy(
            found -> {
              assertThat(found.process()).isEqualTo("mdmclient");
              assertThat(found.message()).isEqualTo(EMS);
            });
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[{\"processImagePath\":\"\\/usr\\/mdmclient\",\"eventMessage\":\"f(1) %s\"},\n",
        "[\n    {\n        \"backtrace\": {\n            \"frames\": [\n                {\n                   "
            + " \"imageOffset\": 1\n                }\n            ]\n        },\n        \"eventMessage\":"
            + " \"f(1) %s\",\n        \"processImagePath\": \"/usr/mdmclient\"\n    },\n"
      })
  void jsonMayBeLaidOutAnew(String beginning) {
    String event = beginning.formatted(EMS);
    String log = event + event.substring(1) + event.substring(1).replaceAll(",\n$", "\n]\n");

    assertThat(reader.read(log))
        .hasSize(3)
        .allSatisfy(
            found -> {
              assertThat(found.process()).isEqualTo("mdmclient");
              assertThat(found.message()).isEqualTo(EMS);
            });
  }

  @Test
  void anArrayOnOneLineMayBeOfAnyLength() {
    String event =
        "{\"formatString\":\"%%s\",\"eventMessage\":\"%s\",\"backtrace\":{\"frames\":[{\"imageOffset\":1}]},"
            + "\"processImagePath\":\"/usr/mdmclient\"}";
    String log =
        "["
            + (event.formatted(EMS) + "," + (event.formatted("noise") + ",").repeat(700)).repeat(9)
            + event.formatted(EMS)
            + "]";

    assertThat(reader.read(log))
        .hasSize(10)
        .allSatisfy(found -> assertThat(found.process()).isEqualTo("mdmclient"));
  }

  @Test
  void jsonThatIsCutOffIsKept() {
    String object = "{\"processImagePath\":\"/usr/mdmclient\",\"eventMessage\":\"" + EMS;

    assertThat(reader.read(object + "\n" + object + "\"}\n" + object))
        .hasSize(3)
        .extracting(LoggedViolation::process)
        .containsExactly("", "mdmclient", "");
  }

  @Test
  void aQuotedFieldOfCsvMayHoldLinesAndCommas() {
    String log =
        "2026-09-21T14:15:00.001Z,Log,Error,com.apple.network,1,2,0,/usr/lib/l,U,0,0,boringssl,"
            + "\"/Applications/Say \"\"Hi\"\", Bob\",U,\"f(1)\n"
            + EMS
            + "\",,U,UTC\n";

    assertThat(reader.read(log + log))
        .hasSize(2)
        .allSatisfy(
            found -> {
              assertThat(found.process()).isEqualTo("Say \"Hi\", Bob");
              assertThat(found.message()).isEqualTo(EMS);
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
  void bytesThatAreNotUtf8DoNotHideALine() throws IOException {
    byte[] log = (COLUMNS + "?" + ORIGIN + EMS + "\n").getBytes(StandardCharsets.US_ASCII);
    for (int i = 0; i < log.length; i++) {
      log[i] = log[i] == '?' ? (byte) 0xff : log[i];
    }
    List<LoggedViolation> found = new ArrayList<>();

    reader.read(new ByteArrayInputStream(log), "log", found::add);

    assertThat(found)
        .singleElement()
        .extracting(LoggedViolation::server)
        .isEqualTo("www.example.com");
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
            ("\n" + COLUMNS + ORIGIN + EMS + "\n").getBytes(StandardCharsets.US_ASCII)));
    List<LoggedViolation> found = new ArrayList<>();

    LogSummary summary =
        reader.read(new SequenceInputStream(Collections.enumeration(parts)), "log", found::add);

    assertThat(found).singleElement().extracting(LoggedViolation::message).isEqualTo(EMS);
    assertThat(summary.unread())
        .singleElement()
        .satisfies(
            unread ->
                assertThat(unread.samples())
                    .singleElement()
                    .asString()
                    .contains(EMS)
                    .hasSizeLessThanOrEqualTo(LogReader.MAX_MESSAGE + 1));
  }

  @Test
  void continuationsWithoutEndAreReadInBoundedMemory() {
    String log = COLUMNS + ORIGIN + EMS + "\n" + "more and more\n".repeat(100_000);

    assertThat(reader.read(log))
        .singleElement()
        .satisfies(
            found ->
                assertThat(found.message()).hasSizeLessThanOrEqualTo(LogReader.MAX_MESSAGE + 1));
  }

  @Test
  void aLogWithNothingInItHasNoViolations() {
    assertThat(reader.read("")).isEmpty();
    assertThat(reader.read("\n\n\u0000\u001b[31m\n")).isEmpty();
  }
}
