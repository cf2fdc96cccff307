package dev.atsharness.cli;

import dev.atsharness.server.AtsHarness;
import java.util.TreeSet;
import picocli.CommandLine.Option;

/** The option that leaves the name constraints out of the certificate authority. */
final class CaOptions {

  private static final String NAME = "--ca-without-name-constraints";

  @Option(
      names = NAME,
      description =
          "Make CAs without name constraints, for programs with wolfSSL or Mbed TLS, which refuse"
              + " them. Whoever gets the root's key from this process can impersonate any server to"
              + " a client that trusts the root. Not with --state of 'serve' or"
              + " --against of 'check'.")
  private boolean unconstrained;

  boolean unconstrained() {
    return unconstrained;
  }

  /**
   * Refuses the option beside another one.
   *
   * @param given whether the other one is given
   * @param remedy what to do instead
   */
  void refuseBeside(boolean given, String other, String remedy) {
    if (unconstrained && given) {
      throw new UsageException(NAME + " is not possible with " + other + ": " + remedy);
    }
  }

  void apply(AtsHarness.Builder builder) {
    if (unconstrained) {
      builder.caWithoutNameConstraints();
    }
  }

  /** Prints what the option makes possible, if it is given. */
  void warn(Terminal err) {
    if (unconstrained) {
      err.line(
          "warning: "
              + NAME
              + ": whoever gets the root's key from this process can impersonate any server to a"
              + " client that trusts the root. So let only the program under test trust it: no"
              + " device, no browser, no system store. The key is not stored, and is gone when the"
              + " process ends.");
    }
  }

  /** Prints which scenarios the harness does not serve, if the option leaves out any. */
  static void sayLeftOut(AtsHarness harness, Terminal err) {
    if (!harness.leftOut().isEmpty()) {
      err.line(
          "note: without name constraints there is no fault in "
              + String.join(", ", new TreeSet<>(harness.leftOut()))
              + ", so it is left out");
    }
  }
}
