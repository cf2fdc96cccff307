package dev.atsharness.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atsharness.log.Unread.Kind;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Logs that were copied through mail, chats, ticket systems and terminals. */
class PastedLogTest {

  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2026-05-01T12:00:00Z"), ZoneOffset.UTC);

  private static final List<String> HOSTS =
      List.of("mdm.firm.test", "mdm.firm.test", "enrol-01.firm.test", "apps.other-firm.test");

  private static final List<String> MESSAGES =
      List.of(
          "Warning [ATS FCPv2.1 violation]: TLS 1.2 negotiated without extended master secret (EMS)"
              + " for server: %s",
          "Warning [ATS violation]: Ciphersuite(TLS_RSA_WITH_AES_128_CBC_SHA) not offered in ATS"
              + " negotiated for server: %s",
          "Warning [ATS Violation]: ATS certificate trust requirement not satisfied for server: %s",
          "Error [ATS violation]: RSA key size 1024 bits is less than minimum 2048 bits for server:"
              + " %s");

  private static final Map<String, String> FORMS =
      Map.of(
          "default",
          "2026-04-30 10:12:3%d.456789+0200 0x1a2b3    Info        0x0                  412    0   "
              + " System Settings: (libboringssl.dylib) [com.apple.network:boringssl] f(1)"
              + " [C1:1][0x1] %s",
          "compact",
          "2026-04-30 10:12:3%d.456 I  System Settings[412:1a2b3] [com.apple.network:boringssl]"
              + " f(1) [C1:1][0x1] %s",
          "console",
          "info\t10:12:3%d.456789+0200\tSystem Settings\tf(1) [C1:1][0x1] %s",
          "console in full",
          "error   2026-04-30 10:12:3%d.456789+0200   System Settings   412   0x1a2b  "
              + " com.apple.network   boringssl   f(1) [C1:1][0x1] %s",
          "German",
          "30.04.2026, 10:12:3%d System Settings[412]: boringssl_f(1) [C1:1][0x1] %s",
          "French",
          "30/04/2026 \u00e0 10:12:3%d System Settings boringssl_f(1) [C1:1][0x1] %s");

  private record Read(List<LoggedViolation> found, LogSummary summary) {

    List<String> servers() {
      return found.stream().map(LoggedViolation::server).toList();
    }

    long unreadable() {
      return summary.unread().stream()
          .filter(part -> part.kind() == Kind.UNREADABLE_LINES)
          .mapToLong(part -> part.count().orElseThrow())
          .sum();
    }
  }

  private static Read read(String text) {
    return read(text.getBytes(StandardCharsets.UTF_8));
  }

  private static Read read(byte[] text) {
    List<LoggedViolation> found = new ArrayList<>();
    try {
      LogSummary summary =
          new LogReader(CLOCK).read(new ByteArrayInputStream(text), "log", found::add);
      return new Read(found, summary);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static String log(String form, UnaryOperator<String> host) {
    return IntStream.range(0, MESSAGES.size())
        .mapToObj(
            i ->
                String.format(
                    Locale.ROOT,
                    FORMS.get(form),
                    i,
                    MESSAGES.get(i).formatted(host.apply(HOSTS.get(i)))))
        .collect(Collectors.joining("\n", "", "\n"));
  }

  private static String lines(String text, UnaryOperator<String> each) {
    return text.lines().map(each).collect(Collectors.joining("\n", "", "\n"));
  }

  private static String cut(String text, int width) {
    return lines(text, line -> line.replaceAll("(.{" + width + "})(?=.)", "$1\n"));
  }

  private static String wrapped(String text, int width) {
    return lines(
        text, line -> (line + " ").replaceAll("(.{1," + width + "}) +", "$1\n").stripTrailing());
  }

  private static final Map<String, UnaryOperator<String>> LINKS =
      new TreeMap<>(
          Map.of(
              "Slack", host -> "<http://" + host + "|" + host + ">",
              "Slack, bare", host -> "<http://" + host + ">",
              "Jira", host -> "[" + host + "|http://" + host + "]",
              "Markdown", host -> "[" + host + "](http://" + host + "/)",
              "Outlook",
                  host -> host + "<https://safelinks.example/?url=http%3A%2F%2F" + host + ">",
              "backticks", host -> "`" + host + "`",
              "bold", host -> "**" + host + "**",
              "colours", host -> "\u001b[1;31m" + host + "\u001b[0m",
              "colours without escape", host -> "[1m" + host + "[0m",
              "soft hyphens", host -> host.replace(".", ".\u00ad\u200b")));

  private static final Map<String, UnaryOperator<String>> TEXTS =
      new TreeMap<>(
          Map.ofEntries(
              Map.entry("as it is", text -> text),
              Map.entry("carriage returns", text -> text.replace("\n", "\r")),
              Map.entry("no-break spaces", text -> text.replace(' ', '\u00a0')),
              Map.entry("dashes", text -> text.replace('-', '\u2013')),
              Map.entry("quoted", text -> lines(text, line -> "> > " + line)),
              Map.entry("bar", text -> lines(text, line -> "| " + line)),
              Map.entry(
                  "table", text -> "| log |\n|---|\n" + lines(text, line -> "| " + line + " |")),
              Map.entry("fence", text -> "```text\n" + text + "```\n"),
              Map.entry("Jira", text -> "{noformat:title=x}\n" + text + "{noformat}\n"),
              Map.entry(
                  "HTML",
                  text -> "<pre>" + text.replace("<", "&lt;").replace("[", "&#91;") + "</pre>"),
              Map.entry("list", text -> lines(text, line -> "- " + line)),
              Map.entry("question", text -> "Hi,\n\n" + text + "\nany idea?\nThanks\n")));

  @TestFactory
  Stream<DynamicTest> everythingIsRead() {
    return FORMS.keySet().stream()
        .flatMap(
            form ->
                Stream.concat(
                    LINKS.entrySet().stream()
                        .map(
                            link -> whole(form + ", " + link.getKey(), log(form, link.getValue()))),
                    TEXTS.entrySet().stream()
                        .filter(text -> !(form.equals("German") && text.getKey().equals("dashes")))
                        .map(
                            text ->
                                whole(
                                    form + ", " + text.getKey(),
                                    text.getValue().apply(log(form, host -> host))))));
  }

  private static DynamicTest whole(String name, String text) {
    return DynamicTest.dynamicTest(
        name,
        () -> {
          Read read = read(text);
          assertThat(read.summary.unread()).isEmpty();
          assertThat(read.servers()).containsExactlyElementsOf(HOSTS);
        });
  }

  @TestFactory
  Stream<DynamicTest> whereLinesAreCutNoNameIsMadeUp() {
    return FORMS.keySet().stream()
        .flatMap(
            form ->
                IntStream.rangeClosed(50, 130)
                    .boxed()
                    .flatMap(
                        width ->
                            Map.<String, UnaryOperator<String>>of(
                                    "cut", text -> cut(text, width),
                                    "cut and quoted",
                                        text -> lines(cut(text, width), line -> "> " + line),
                                    "cut, without the last line end",
                                        text -> cut(text, width).stripTrailing(),
                                    "cut, blanks lost",
                                        text -> lines(cut(text, width), String::stripTrailing),
                                    "wrapped", text -> wrapped(text, width))
                                .entrySet()
                                .stream()
                                .map(
                                    how ->
                                        DynamicTest.dynamicTest(
                                            form + ", " + how.getKey() + " at " + width,
                                            () ->
                                                honest(
                                                    how.getValue()
                                                        .apply(log(form, host -> host)))))));
  }

  /** Checks that each line is read correctly, or counted as one that cannot be read. */
  private static void honest(String text) {
    Read read = read(text);
    assertThat(HOSTS).containsAll(read.servers());
    assertThat(read.found.size() + read.unreadable()).as(text).isEqualTo(HOSTS.size());
  }

  @Test
  void linesThatWereCutAtAFixedWidthAreJoined() {
    Read read = read(cut(log("default", host -> host), 80));

    assertThat(read.summary.unread()).isEmpty();
    assertThat(read.servers()).containsExactlyElementsOf(HOSTS);
    assertThat(read.found).extracting(LoggedViolation::process).containsOnly("System Settings");
  }

  @Test
  void aNameThatMayGoOnIsNotShown() {
    String message = MESSAGES.get(0).formatted("mdm.firm.te");

    for (String end :
        List.of(message + "\nst\n", "x\n" + message, message + "\u2026\n", message + "...\n")) {
      Read read = read(end);
      assertThat(read.found).isEmpty();
      assertThat(read.unreadable()).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        ">",
        "\\",
        "~",
        " |",
        "(truncated)",
        " (truncated)",
        "[...]",
        " [more]",
        "<truncated>",
        " \u2026",
        "&hellip;",
        "\n\nst",
        "\n> st",
        "\n\nst.test"
      })
  void aNameAtACutIsNotShown(String cut) {
    String line = MESSAGES.get(0).formatted("mdm.firm.te") + cut + "\n";

    Read alone = read(line);
    assertThat(alone.found).isEmpty();
    assertThat(alone.unreadable()).isEqualTo(1);
    // If other lines have the name, they show its rest.
    Read among = read(log("default", host -> host) + line);
    assertThat(HOSTS).containsAll(among.servers());
    assertThat(among.found.size() + among.unreadable()).isEqualTo(HOSTS.size() + 1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"~%s~", "**%s**", "%s\n\nThanks", "%s\n...", "%s\n\nthanks a lot"})
  void whatIsAroundAWholeNameIsNoCut(String around) {
    Read read = read(MESSAGES.get(0).formatted(around.formatted("mdm.firm.test")) + "\n");

    assertThat(read.servers()).containsExactly("mdm.firm.test");
    assertThat(read.summary.unread()).isEmpty();
  }

  @Test
  void aNameThatIsKnownShowsHowLinesAreJoined() {
    String text =
        MESSAGES.get(0).formatted("mdm.firm.test")
            + "\n"
            + MESSAGES.get(2).formatted("mdm.fi")
            + "\nrm.test\n";

    assertThat(read(text).servers()).containsExactly("mdm.firm.test", "mdm.firm.test");
  }

  @Test
  void aQuestionAfterALineIsNotPartOfItsName() {
    assertThat(read(MESSAGES.get(0).formatted("mdm.firm.test") + "\nany idea?").servers())
        .containsExactly("mdm.firm.test");
  }

  @Test
  void aNameThatTheLogHidesIsUnknown() {
    for (String hidden :
        List.of("<private>", "<mask.hash: 'abc=='>", "<decode: missing data>", "[redacted]")) {
      Read read = read(MESSAGES.get(1).formatted(hidden) + "\n");
      assertThat(read.servers()).containsExactly("");
      assertThat(read.summary.unread()).isEmpty();
    }
  }

  @Test
  void aWordThatWasBrokenIsStillRecognised() {
    Read read =
        read(MESSAGES.get(3).formatted("a.firm.test").replace("violation", "viola\ntion") + "\n");

    assertThat(read.found)
        .singleElement()
        .satisfies(
            found -> {
              assertThat(found.violation()).isPresent();
              assertThat(found.parameter()).isEqualTo("1024");
              assertThat(found.server()).isEqualTo("a.firm.test");
            });
  }

  @Test
  void aMessageThatWasShortenedIsCounted() {
    assertThat(read("boringssl_context_log_potential_ats_violation(1201) [C3\u2026\n").unreadable())
        .isEqualTo(1);
    assertThat(read(MESSAGES.get(3).substring(0, 50) + "\n").unreadable()).isEqualTo(1);
  }

  @Test
  void quotedPrintableIsDecoded() {
    String text = log("compact", host -> host).replace("=", "=3D");
    String encoded = lines(text, line -> line.replaceAll("(.{75})(?=.)", "$1=\n"));

    assertThat(read(encoded).servers()).containsExactlyElementsOf(HOSTS);
  }

  @Test
  void aLogInTheWindowsCharacterSetIsRead() {
    byte[] text =
        log("compact", host -> host)
            .replace(' ', '\u00a0')
            .replace('-', '\u2013')
            .replace("enrol\u2013", "enrol-")
            .getBytes(Charset.forName("windows-1252"));

    assertThat(read(text).servers()).containsExactlyElementsOf(HOSTS);
  }
}
