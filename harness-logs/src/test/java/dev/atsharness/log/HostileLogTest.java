package dev.atsharness.log;

import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Texts with which an attacker may try to make a reader slow, or to make it fail. */
class HostileLogTest {

  /** A time much longer than reading takes, and much shorter than non-linear work would take. */
  private static final Duration MOST = Duration.ofSeconds(60);

  private static final Map<String, String> TEXTS =
      Map.ofEntries(
          Map.entry("marks of quotations", ">".repeat(300_000)),
          Map.entry("bars", "| ".repeat(150_000) + "x"),
          Map.entry(
              "quotations in a name",
              "Warning [ATS violation]: Did not use TLS for server: a\n" + ">".repeat(7_000)),
          Map.entry("colours", "[" + "1;".repeat(300_000) + "m"),
          Map.entry("a tag of blanks", "<br" + " ".repeat(1_000_000)),
          Map.entry("tags without end", "<a ".repeat(340_000)),
          Map.entry("beginnings", "[ats ".repeat(200_000)),
          Map.entry("words without a message", "[ATS violation\n".repeat(60_000)),
          Map.entry("words of the network", "boringssl ".repeat(100_000)),
          Map.entry("escapes", "\\u0041".repeat(170_000)),
          Map.entry("tabs", ("default" + "\t".repeat(60_000) + "x [ats violation\n").repeat(3)),
          Map.entry("blanks in words", "ats".repeat(50) + "v".repeat(100) + " ".repeat(900_000)),
          Map.entry(
              "pointed brackets", "a<><><><>t<><><><>s<><><><>v<><><><>i<><>x\n".repeat(900)));

  @TestFactory
  Stream<DynamicTest> isReadInTime() {
    LogReader reader = new LogReader(Clock.systemUTC());
    return TEXTS.entrySet().stream()
        .map(
            text ->
                DynamicTest.dynamicTest(
                    text.getKey(),
                    () -> {
                      assertTimeoutPreemptively(MOST, () -> reader.read(text.getValue()));
                      String twice =
                          text.getValue().repeat(2 + (1 << 20) / text.getValue().length());
                      assertTimeoutPreemptively(MOST, () -> reader.read(twice));
                    }));
  }
}
