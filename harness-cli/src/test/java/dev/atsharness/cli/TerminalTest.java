package dev.atsharness.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TerminalTest {

  @ParameterizedTest
  @CsvSource({
    "plain ünïcode, plain ünïcode",
    "'\u001b[31mred', '\\u001b[31mred'",
    "'a\rb', 'a\\u000db'",
    "'a\u202eb', 'a\\u202eb'",
    "'a\u2028b', 'a\\u2028b'",
    "'a\u009bb', 'a\\u009bb'",
  })
  void makesControlCharactersVisible(String hostile, String safe) {
    assertThat(Terminal.escape(hostile)).isEqualTo(safe);
  }

  @Test
  void coloursOnlyWhereColourIsWanted() {
    PrintWriter nowhere = new PrintWriter(new StringWriter());

    assertThat(new Terminal(nowhere, true, true).style(Terminal.Style.BAD, "x"))
        .isEqualTo("\u001b[31mx\u001b[0m");
    assertThat(new Terminal(nowhere, false, true).style(Terminal.Style.BAD, "x")).isEqualTo("x");
  }
}
