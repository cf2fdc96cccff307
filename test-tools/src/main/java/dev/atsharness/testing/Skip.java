package dev.atsharness.testing;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * Skips a test for a reason that installing a program does not remove, such as the user or the file
 * system. For a program see {@link OutsideProgram}, for an image see {@link ContainerImages}.
 */
public final class Skip {

  private Skip() {}

  /**
   * Skips the test unless it can show anything here.
   *
   * @param possible whether it can
   * @param reason why it cannot
   */
  public static void unless(boolean possible, String reason) {
    assumeTrue(possible, reason);
  }
}
