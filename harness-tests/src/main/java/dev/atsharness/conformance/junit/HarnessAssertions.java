package dev.atsharness.conformance.junit;

import dev.atsharness.conformance.CheckerOutput;
import dev.atsharness.conformance.Finding;
import dev.atsharness.server.journal.JournalEntry;
import java.util.List;

/**
 * AssertJ assertions for static import; they can be used together with AssertJ's own {@code
 * assertThat}.
 */
public final class HarnessAssertions {

  private HarnessAssertions() {}

  /**
   * Assertions about a checker's findings at an endpoint; the list is empty if it found nothing.
   */
  public static FindingsAssert assertThat(List<Finding> findings) {
    return new FindingsAssert(CheckerOutput.finished(findings));
  }

  /** Assertions about a checker's output for an endpoint. */
  public static FindingsAssert assertThat(CheckerOutput report) {
    return new FindingsAssert(report);
  }

  /** Assertions about a connection, as the server saw it. */
  public static HandshakeAssert assertThat(JournalEntry handshake) {
    return new HandshakeAssert(handshake);
  }
}
