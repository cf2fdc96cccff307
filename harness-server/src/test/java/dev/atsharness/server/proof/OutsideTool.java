package dev.atsharness.server.proof;

import dev.atsharness.testing.OutsideProgram;

/**
 * A program that is not part of the harness. Tests are skipped if it is absent, unless all tools
 * are required.
 */
public final class OutsideTool {

  private OutsideTool() {}

  /** Both outputs of the program, for any exit status. */
  public static String output(String... arguments) throws InterruptedException {
    return output(new byte[0], arguments);
  }

  /** The same with this standard input. */
  public static String output(byte[] input, String... arguments) throws InterruptedException {
    OutsideProgram.require(arguments[0]);
    return Command.of(arguments).output(input);
  }
}
