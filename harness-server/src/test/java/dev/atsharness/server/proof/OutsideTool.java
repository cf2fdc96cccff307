package dev.atsharness.server.proof;

import dev.atsharness.testing.OutsideProgram;

/**
 * A program that is not ours; tests are skipped where it is absent, unless all have to be there.
 */
public final class OutsideTool {

  private OutsideTool() {}

  /** What it printed, on either of its outputs, whatever its exit status. */
  public static String output(String... arguments) throws InterruptedException {
    return output(new byte[0], arguments);
  }

  /** The same with this on its standard input. */
  public static String output(byte[] input, String... arguments) throws InterruptedException {
    OutsideProgram.require(arguments[0]);
    return Command.of(arguments).output(input);
  }
}
