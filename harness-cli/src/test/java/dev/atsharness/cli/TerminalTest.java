package dev.atsharness.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class TerminalTest {

  @Test
  void coloursOnlyWhereColourIsWanted() {
    PrintWriter nowhere = new PrintWriter(new StringWriter());

    assertThat(new Terminal(nowhere, true, true).style(Terminal.Style.BAD, "x"))
        .isEqualTo("\u001b[31mx\u001b[0m");
    assertThat(new Terminal(nowhere, false, true).style(Terminal.Style.BAD, "x")).isEqualTo("x");
  }
}
