package dev.atsharness.cli;

import java.io.PrintWriter;
import java.io.StringWriter;

/** Runs commands in this process. */
final class Cli {

  /** What a command did. */
  record Result(int status, String out, String err) {}

  private Cli() {}

  static Result run(String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int status =
        Main.commandLine(
                new Terminal(new PrintWriter(out), false, false),
                new Terminal(new PrintWriter(err), false, false))
            .execute(arguments);
    return new Result(status, out.toString(), err.toString());
  }
}
