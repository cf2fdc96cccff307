package dev.atsharness.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What stands in the place of a server's name and is none is never shortened to another's name. */
class HostileNameTest {

  private static final String HEAD =
      "2026-04-30 10:12:3%d.456789+0200 0x1a2b3    Info        0x0                  412    0   "
          + " mdmd: (libboringssl.dylib) [com.apple.network:boringssl] f(1) [C1.1:2][0x1] ";

  private static final String MESSAGE =
      "Warning [ATS FCPv2.1 violation]: TLS 1.2 negotiated without extended master secret (EMS) for"
          + " server: ";

  private final List<LoggedViolation> found = new ArrayList<>();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a.example!b.example",
        "a.example,b.example",
        "a.example;b.example",
        "a.example|b.example",
        "a.example&b.example",
        "a.example&amp",
        "a.example<b.example",
        "a.example(b.example",
        "a.example/b.example",
        "a.example'b.example",
        "a.example\"b.example",
        "a.example*b.example",
        "a.example`b.example",
        "a.example\\b.example",
        "a.example~b.example",
        "a.example?b.example",
        "a.example)b.example",
        "a.example]b.example",
        "a.example}b.example",
        "a.example>b.example",
        "a.example@b.example",
        "user@a.example",
        "https://user@a.example/",
        "a.example#b.example",
        "a.example$b.example",
        "a.example%2eb.example",
        "a.example=b.example",
        "a.example\u0001b.example",
        "a.example\u001fb.example",
        "a.example\u0000",
        "a.example\u200e\u0434",
        "a.example b.example",
        "a.example \u0434.example",
        "a.example\tb.example",
        "b\u00fccher.example",
        "\u0430.example",
        "*.a.example",
        "*a.example",
        "(a.example",
        "[a.example",
        "{a.example",
        "~a.example",
        "'a.example",
        "a..example",
        "a.example_",
        "-a.example",
        "a.example-",
        "256.1.1.1",
        "[2001:db8::1]b.example",
        "2001:db8::1::2",
      })
  void aTextThatIsNoNameIsUnreadable(String name) throws IOException {
    LogSummary summary = read(HEAD.formatted(1) + MESSAGE + name + "\n");

    assertThat(found).as(name).isEmpty();
    assertThat(summary.unread()).as(name).hasSize(1);
    assertThat(summary.unread().get(0).what())
        .isEqualTo(
            "1 violation has an unreadable name of the server: other text follows it on its line, it"
                + " is too long, or it has characters that no host name can have.");
    assertThat(summary.unread().get(0).remedy())
        .contains("delete that text, so that the line ends");
    assertThat(summary.unread().get(0).samples()).singleElement().asString().contains(name.strip());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "_a.example",
        "a_b.example",
        "xn--bcher-kva.example",
        "localhost",
        "a.example:8443",
        "192.0.2.1",
        "192.0.2.1:8443",
        "2001:db8::1",
        "fe80::1%en0",
        "[2001:db8::1]:8443",
        "A.Example."
      })
  void aNameOrAnAddressIsShownWhole(String name) throws IOException {
    LogSummary summary = read(HEAD.formatted(1) + MESSAGE + name + "\n");

    assertThat(summary.unread()).isEmpty();
    assertThat(found).extracting(LoggedViolation::server).containsExactly(name);
  }

  /** The system writes "(null)" for a text that it does not have. */
  @ParameterizedTest
  @ValueSource(strings = {"(null)", "<private>", "(<private>)", "`(null)`", "(redacted)"})
  void aNameThatTheLogDoesNotHaveIsNoName(String name) throws IOException {
    LogSummary summary = read(HEAD.formatted(1) + MESSAGE + name + "\n");

    assertThat(summary.unread()).isEmpty();
    assertThat(found).extracting(LoggedViolation::server).containsExactly("");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a.example)b.example",
        "a.example b.example",
        "a.example)(x",
        "a.example\u0001",
        "<private>",
        "*.example",
        "b\u00fccher.example"
      })
  void aVisitOfAnUnreadableNameIsNoVisitOfAnotherServer(String name) throws IOException {
    assertThat(read(visit(name)).visits()).isEmpty();
    // Nor of the server of an earlier connection with the same number.
    String begun = visit("a.example").lines().findFirst().orElseThrow() + "\n";
    assertThat(read(begun + visit(name)).visits()).isEmpty();
  }

  @Test
  void aVisitOfAServerIsNoted() throws IOException {
    assertThat(read(visit("A.example.")).visits())
        .extracting(LogVisit::server, LogVisit::process)
        .containsExactly(tuple("a.example", "mdmd"));
  }

  private static String visit(String name) {
    return HEAD.formatted(1)
        + "TLS configured [server(0) name("
        + name
        + ") tickets(false)]\n"
        + HEAD.formatted(2)
        + "TLS connected [server(0) version(0x0304)]\n";
  }

  private LogSummary read(String log) throws IOException {
    return new LogReader(Clock.systemUTC())
        .notingVisits()
        .read(new ByteArrayInputStream(log.getBytes(StandardCharsets.UTF_8)), "log", found::add);
  }
}
