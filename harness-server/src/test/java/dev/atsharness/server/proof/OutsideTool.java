package dev.atsharness.server.proof;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * A program that is not ours; tests are skipped where it is absent, unless all have to be there.
 */
public final class OutsideTool {

  private static final String REQUIRE_TOOLS = "ATS_HARNESS_REQUIRE_TOOLS";

  private OutsideTool() {}

  /** What it printed, on either of its outputs, whatever its exit status. */
  public static String output(String... arguments) throws InterruptedException {
    return output(new byte[0], arguments);
  }

  /** The same with this on its standard input. */
  public static String output(byte[] input, String... arguments) throws InterruptedException {
    assumeTrue(
        Boolean.parseBoolean(System.getenv(REQUIRE_TOOLS)) || Command.isInstalled(arguments[0]),
        arguments[0] + " is not installed; " + REQUIRE_TOOLS + "=true makes that a failure");
    return Command.of(arguments).output(input);
  }
}
