package dev.atsharness.log;

import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.atsharness.log.Unread.Kind;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A log in which no violation is found is called clean only if it would have shown one. */
class LogSilenceTest {

  private static final String HEADING =
      """
      Filtering the log data using "subsystem == "com.apple.network""
      Timestamp                       Thread     Type        Activity             PID    TTL
      """;

  private static final String CONTEXT = "boringssl_context_log_ats(1) [C3.1:2][0x12e2e6200] ";

  private static final String VIOLATION =
      "Warning [ATS violation]: RSA key size 1024 bits is less than minimum 2048 bits for server:"
          + " ddm.firm.test";

  private static final String CONNECTED =
      event(
          "Default",
          "com.apple.network:boringssl",
          "nw_protocol_boringssl_signal_connected(895) [C3.1:2][0x12e2e6200] TLS connected"
              + " [server(0) version(0x0304)]");

  private static final String STATE =
      event(
          "Info",
          "com.apple.network:boringssl",
          "boringssl_context_info_handler(2823) [C3.1:2][0x12e2e6200] Client handshake state: TLS"
              + " client read_server_hello");

  private static final String CLEAN = HEADING + CONNECTED + STATE;

  /**
   * A text that is longer than the limit for texts that are repaired because they may have been
   * copied.
   */
  private static final String LONG = (CONNECTED + STATE).repeat(4_000);

  private static final List<String> BEGINNINGS =
      List.of(
          "Warning [AT",
          "Warning [ATS",
          "Error [ATS FCP",
          "Warning [ATS FCPv2.1",
          "Warning [ATS v",
          "Warning [ATS violati",
          "Warning [ATS FCPv2.1 viola");

  private static final List<String> MARKS =
      List.of(
          "", "...", "\u2026", " \u2026", "[truncated]", " (truncated)", "<\u2026>", " |", "\\");

  private record Read(List<LoggedViolation> found, List<Unread> unread) {

    List<Kind> kinds() {
      return unread.stream().map(Unread::kind).toList();
    }
  }

  private static String event(String level, String subsystem, String message) {
    return String.format(
        "2026-10-05 09:14:03.204233+0200 0x1a2b3    %-11s 0x0                  412    0   "
            + " mdmclient: (libboringssl.dylib) [%s] %s\n",
        level, subsystem, message);
  }

  private static String ofNetwork(String message) {
    return event("Info", "com.apple.network:boringssl", CONTEXT + message);
  }

  private static Read read(String log) {
    return read(log.getBytes(UTF_8));
  }

  private static Read read(byte[] log) {
    List<LoggedViolation> found = new ArrayList<>();
    try {
      LogSummary summary =
          new LogReader(Clock.systemUTC()).read(new ByteArrayInputStream(log), "log", found::add);
      return new Read(found, summary.unread());
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static byte[] together(byte[]... parts) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      all.writeBytes(part);
    }
    return all.toByteArray();
  }

  static Stream<String> cutLines() {
    return BEGINNINGS.stream().flatMap(line -> MARKS.stream().map(mark -> line + mark));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<compose failure [4A1C...]>",
        "<decode: missing data>",
        "<decode: mismatch for [%{public}s] got [INT 4]>"
      })
  void aMessageWithoutItsTextIsCounted(String message) {
    String event = event("Info", "com.apple.network:boringssl", message);
    for (String around : List.of("", LONG)) {
      Read read = read(HEADING + around + CONNECTED + event + CONNECTED + STATE + around);

      assertThat(read.found).isEmpty();
      assertThat(read.kinds()).containsExactly(Kind.UNRESOLVED_TEXTS);
      assertThat(read.unread.get(0).count()).hasValue(1);
    }
  }

  @Test
  void aMessageOfWhichOneValueIsMissingIsRead() {
    String event =
        event(
            "Info",
            "com.apple.network:connection",
            "nw_path_libinfo_path_check [8F2] libinfo check <decode: missing data> path: satisfied");

    assertThat(read(CLEAN + event).unread).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("cutLines")
  void aLineThatWasCutBeforeItsWordsAreWholeIsCounted(String line) {
    for (String around : List.of("", LONG)) {
      Read read = read(HEADING + around + CONNECTED + ofNetwork(line) + CONNECTED + around);

      assertThat(read.found).isEmpty();
      assertThat(read.unread)
          .as("among %s others", around.length())
          .singleElement()
          .satisfies(
              part -> {
                assertThat(part.kind()).isEqualTo(Kind.UNREADABLE_LINES);
                assertThat(part.count()).hasValue(1);
              });
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"Warn\u2026", "Warning...", "Warning [ (truncated)", "\u2026"})
  void aLineThatWasShortenedBeforeItIsCounted(String line) {
    assertThat(read(CLEAN + ofNetwork(line) + CONNECTED).kinds())
        .containsExactly(Kind.UNREADABLE_LINES);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "nw_resolver waiting for path...",
        "SNI <private>",
        "[ATS] on, enforce_ats(false)",
        "[ATS Moon] x",
        "checked: 0 ATS violations",
        "formats violation\u2026",
        "a\u0000b"
      })
  void whatIsNotCutOffIsNotCounted(String message) {
    for (String around : List.of("", LONG)) {
      Read read = read(HEADING + around + CONNECTED + ofNetwork(message) + CONNECTED);

      assertThat(read.found).isEmpty();
      assertThat(read.unread).isEmpty();
    }
  }

  static Stream<String> brokenWords() {
    return Stream.of(
        VIOLATION.replace("ATS", "A\u200bTS"),
        VIOLATION.replace("violation", "vio\u200blation"),
        VIOLATION.replace("ATS", "A\u001b[1mTS\u001b[0m"),
        VIOLATION.replace("violation", "vio\u001b[0mlation"),
        VIOLATION.replace("violation", "viola=\ntion"),
        VIOLATION.replace("ATS", "AT=\nS"),
        VIOLATION.replace("violation", "viola-\ntion"),
        VIOLATION.replace("violation", "viola\n> tion"),
        VIOLATION.replace("violation", "viola\n  tion"),
        VIOLATION.replace("violation", "viol&#8203;ation"),
        VIOLATION.replace("violation", "<b>viol</b>ation"),
        VIOLATION.replace("firm.test", "firm.te\n> st"),
        VIOLATION.replace("firm.test", "firm.te=\nst"));
  }

  @ParameterizedTest
  @MethodSource("brokenWords")
  void aLineWithSomethingInItsWordsIsReadOrCounted(String line) {
    for (String around : List.of("", LONG)) {
      Read read = read(HEADING + around + CONNECTED + ofNetwork(line) + CONNECTED + around);

      assertThat(read.found.size() + read.unread.size()).isEqualTo(1);
      assertThat(read.found).allMatch(found -> found.server().equals("ddm.firm.test"));
      assertThat(read.kinds()).allMatch(Kind.UNREADABLE_LINES::equals);
    }
  }

  @Test
  void aLongLogMayEndItsLinesWithCarriageReturns() {
    Read read = read((HEADING + LONG + ofNetwork(VIOLATION) + LONG).replace('\n', '\r'));

    assertThat(read.unread).isEmpty();
    assertThat(read.found)
        .singleElement()
        .satisfies(
            found -> {
              assertThat(found.process()).isEqualTo("mdmclient");
              assertThat(found.server()).isEqualTo("ddm.firm.test");
            });
  }

  @ParameterizedTest
  @ValueSource(strings = {"\\u0041TS violation", "ATS \\u0076iolation", "ATS viol\\u0061tion"})
  void lettersMayBeEscapesOfJson(String words) {
    String line = json(CONTEXT + VIOLATION).replace("ATS violation", words);
    String others = json("TLS connected");

    for (int times : new int[] {1, 10_000}) {
      Read read = read(others.repeat(times) + line + others);
      assertThat(read.unread).isEmpty();
      assertThat(read.found)
          .singleElement()
          .extracting(LoggedViolation::server)
          .isEqualTo("ddm.firm.test");
    }
  }

  private static String json(String message) {
    return "{\"eventMessage\":\""
        + message
        + "\",\"subsystem\":\"com.apple.network\",\"messageType\":\"Info\","
        + "\"timestamp\":\"2026-10-05 09:14:03.204233+0200\"}\n";
  }

  @Test
  void aRecordOfJsonThatIsCutOffIsMissedAnywhere() {
    String record = json("TLS connected");
    String cut = record.substring(0, 40);
    String array = "[" + record.repeat(9).replace("}\n{", "},\n{") + "]\n";
    String indented = array.replace("\",\"", "\",\n  \"");
    int middle = indented.indexOf("\"subsystem", indented.length() / 2);

    for (String log :
        List.of(
            record + cut + "\n" + record,
            record + cut + record + record,
            record.repeat(9_000) + cut + "\n" + record.repeat(9_000),
            indented.substring(0, middle + 5) + indented.substring(indented.indexOf('{', middle)),
            indented.substring(0, middle) + indented.substring(indented.indexOf('{', middle)))) {
      assertThat(read(log).kinds()).containsExactly(Kind.CUT_OFF);
    }
    String wrapped = record.repeat(9).replaceAll("(.{70})(?=.)", "$1\n");
    for (String log :
        List.of(record, array, indented, HEADING + array, record.repeat(9_000), wrapped)) {
      assertThat(read(log).unread).isEmpty();
    }
  }

  @Test
  void aLogThatEndsWithinAnEventIsCutOff() {
    for (int length : new int[] {13, 50, CONNECTED.length() - 20}) {
      String end = CONNECTED.substring(0, length);
      assertThat(read(CLEAN + end).kinds()).containsExactly(Kind.CUT_OFF);
      assertThat(read(HEADING + LONG + end).kinds()).containsExactly(Kind.CUT_OFF);
    }
    assertThat(read(CLEAN + ofNetwork("").stripTrailing()).kinds())
        .containsExactly(Kind.UNREADABLE_LINES);
    assertThat(read(CLEAN.stripTrailing()).unread).isEmpty();
  }

  @Test
  void linesThatAreAllCutAtOneWidthAreNotRead() {
    List<String> messages =
        List.of(
            "resolver is asked for a name and waits for its answer now",
            "connection to the server is ready and has been for a while",
            "path has changed, and so the connection is looked at again",
            "handshake goes on with the next message of the other side",
            CONTEXT + VIOLATION);
    String log =
        Stream.generate(() -> messages)
            .limit(3)
            .flatMap(List::stream)
            .map(message -> event("Info", "com.apple.network:connection", message))
            .reduce("", String::concat);
    String cut = log.lines().map(line -> line.substring(0, 180)).reduce("", (a, b) -> a + b + "\n");

    assertThat(read(HEADING + cut).kinds()).containsExactly(Kind.CUT_OFF);
    assertThat(read(HEADING + log).unread).isEmpty();
    assertThat(read(HEADING + CONNECTED.repeat(30)).unread).isEmpty();
  }

  @Test
  void aQuestionBehindTheLastLineIsNoCut() {
    assertThat(read(CLEAN + "\nany idea :(").unread).isEmpty();
    assertThat(read(CLEAN + event("Info", "com.apple.other:c", "Error [\n1,\n2\n]")).unread)
        .isEmpty();
  }

  @Test
  void anExportOfManySubsystemsHasMessagesOfLevelInfo() {
    String log =
        IntStream.range(0, 60)
            .mapToObj(
                i -> event(i % 3 == 0 ? "Error" : "Default", "com.apple.s" + i % 6 + ":c", "m"))
            .reduce(CONNECTED, String::concat);

    assertThat(read(HEADING + log).kinds()).containsExactly(Kind.INFO_LEFT_OUT);
    assertThat(read(HEADING + log.repeat(200)).kinds()).containsExactly(Kind.INFO_LEFT_OUT);
    assertThat(read(HEADING + log + STATE).unread).isEmpty();
    assertThat(read(HEADING + log.repeat(200) + STATE).unread).isEmpty();
    // All events of one subsystem may have level Default.
    assertThat(read(HEADING + CONNECTED).unread).isEmpty();
  }

  @Test
  void anExportWithoutInfoMayFollowOneThatHasIt() {
    String other =
        "Skipping info and debug messages, pass --info and/or --debug to include.\n" + CONNECTED;

    assertThat(read(CLEAN + other).kinds()).containsExactly(Kind.INFO_LEFT_OUT);
    assertThat(read(HEADING + LONG + other + LONG).kinds()).containsExactly(Kind.INFO_LEFT_OUT);
  }

  @Test
  void aPartInAnotherEncodingIsNotRead() {
    byte[] noise = new byte[4_000];
    new Random(1).nextBytes(noise);
    String line = ofNetwork(VIOLATION);

    for (String log : List.of(CLEAN, HEADING + LONG)) {
      byte[] text = log.getBytes(UTF_8);
      assertThat(read(together(text, line.getBytes(UTF_16LE))).kinds()).contains(Kind.NOT_TEXT);
      assertThat(read(together(text, line.getBytes(UTF_16BE), text)).kinds())
          .contains(Kind.NOT_TEXT);
      assertThat(read(together(text, noise)).kinds()).contains(Kind.NOT_TEXT);
      assertThat(read(together(text, Arrays.copyOf(noise, 200))).kinds()).contains(Kind.NOT_TEXT);
      assertThat(read(together(text, new byte[3_000], text)).kinds()).contains(Kind.NOT_TEXT);
      assertThat(read(together(log.getBytes(UTF_16LE), line.getBytes(UTF_8))).kinds())
          .contains(Kind.NOT_TEXT);
      assertThat(read(log.getBytes(UTF_16LE)).unread).isEmpty();
    }
    String chinese = "\u7f51\u7edc\u8fde\u63a5\u5df2\u5efa\u7acb".repeat(20);
    assertThat(read(CLEAN + ofNetwork(chinese)).unread).isEmpty();
    assertThat(read((CLEAN + ofNetwork(chinese)).getBytes(UTF_16LE)).unread).isEmpty();
  }

  @Test
  void aHeadingAndNothingElseIsAnAnswer() {
    assertThat(read(HEADING).unread).isEmpty();
    assertThat(read(HEADING.replace(" == ", "\n == ")).unread).isEmpty();
    for (String log :
        List.of(
            "\n\n  \n",
            "[connected]\n",
            "Timestamp,Event Type,Log Type,Subsystem\n",
            "Dear Sir,\n----------\nbye\n",
            HEADING + "log: Could not open local log store\n")) {
      assertThat(read(log).unread).as(log).hasSize(1);
    }
  }

  @Test
  void manyEventsWithoutOneOfLevelInfoLeaveTheAnswerOpen() throws IOException {
    assertThat(read(CONNECTED.repeat(300)).kinds()).containsExactly(Kind.INFO_LEFT_OUT);
    assertThat(read(CONNECTED.repeat(30)).kinds()).isEmpty();
    assertThat(read(CONNECTED.repeat(300) + STATE).kinds()).isEmpty();
    assertThat(read(CONNECTED.repeat(9_000)).kinds()).containsExactly(Kind.INFO_LEFT_OUT);
  }

  @Test
  void coloursOfATerminalDoNotHideTheEventsOfALongLog() throws IOException {
    String line =
        "Apr 30 10:12:33 iPhone mdmd(libboringssl.dylib)[412] <Info>: boringssl_x(1) [C1] ok";

    assertThat(read(("\u001b[0;37m" + line + "\u001b[0m\n").repeat(14_000)).kinds()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"Error [\n  1,\n  2\n]", "a ~"})
  void aListInBracketsIsNotAViolationThatWasCut(String message) throws IOException {
    assertThat(read(CLEAN + event("Info", "com.apple.network:boringssl", message)).kinds())
        .isEmpty();
  }

  @Test
  void ofAHiddenMessageTheFormatTells() throws IOException {
    String line =
        "{\"timestamp\":\"2026-04-30 10:12:33.456789+0200\",\"messageType\":\"Info\","
            + "\"subsystem\":\"com.apple.network\",\"processImagePath\":\"/usr/libexec/mdmd\","
            + "\"formatString\":\"%s Warning [ATS violation]: Did not use TLS for server: %s\","
            + "\"eventMessage\":\"<private>\"}\n";

    assertThat(read(line).kinds()).containsExactly(Kind.UNREADABLE_LINES);
  }
}
