package dev.atsharness.cli;

import java.io.PrintWriter;
import java.io.StringWriter;

/** Runs commands in this process. */
final class Cli {

  /** The exit status and the output of a command. */
  record Result(int status, String out, String err) {}

  private Cli() {}

  /** Runs a command whose output goes to a pipe or file. */
  static Result run(String... arguments) {
    return run(false, arguments);
  }

  /** Runs a command on a terminal without colour. */
  static Result runInteractively(String... arguments) {
    return run(true, arguments);
  }

  private static Result run(boolean interactive, String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int status =
        Main.execute(
            new Terminal(new PrintWriter(out), false, interactive),
            new Terminal(new PrintWriter(err), false, interactive),
            arguments);
    return new Result(status, out.toString(), err.toString());
  }
}
