package dev.atsharness.cli;

import java.io.Console;
import java.io.PrintWriter;
import java.lang.reflect.InvocationTargetException;

/**
 * The output for text. If a reader closes the pipe early ({@code | head}), no error is shown,
 * because a {@link PrintWriter} does not throw.
 *
 * @param writer the stream
 * @param colour whether to colour
 * @param interactive whether lines can be overwritten
 */
record Terminal(PrintWriter writer, boolean colour, boolean interactive) {

  private static final char ESCAPE = '\u001b';

  /** SGR colours of ECMA-48. */
  enum Style {
    GOOD(32),
    BAD(31),
    DOUBTFUL(33),
    FAINT(2),
    STRONG(1);

    private final int code;

    Style(int code) {
      this.code = code;
    }
  }

  /**
   * True if input and output are a terminal. From JDK 22 on, System.console() also exists without a
   * terminal.
   */
  @SuppressWarnings("SystemConsoleNull") // isTerminal is called if it exists
  static boolean present() {
    Console console = System.console();
    if (console == null) {
      return false;
    }
    try {
      return (boolean) Console.class.getMethod("isTerminal").invoke(console);
    } catch (NoSuchMethodException e) {
      return true;
    } catch (IllegalAccessException | InvocationTargetException e) {
      throw new IllegalStateException("Console.isTerminal cannot be called", e);
    }
  }

  void line(String text) {
    writer.println(text);
  }

  void line() {
    writer.println();
  }

  String style(Style style, String text) {
    return colour ? ESCAPE + "[" + style.code + "m" + text + ESCAPE + "[0m" : text;
  }
}
