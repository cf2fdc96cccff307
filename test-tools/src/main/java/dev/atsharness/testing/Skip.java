package dev.atsharness.testing;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * Skips a test for a reason that installing a program does not remove, such as the user's rights or
 * the file system. For a program see {@link OutsideProgram}, for an image see {@link
 * ContainerImages}.
 */
public final class Skip {

  private Skip() {}

  /**
   * Skips the test unless this machine makes it possible.
   *
   * @param possible whether the test is possible
   * @param reason why it is not possible
   */
  public static void unless(boolean possible, String reason) {
    assumeTrue(possible, reason);
  }
}
