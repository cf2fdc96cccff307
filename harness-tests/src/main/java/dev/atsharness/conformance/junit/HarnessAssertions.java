package dev.atsharness.conformance.junit;

import dev.atsharness.conformance.CheckerOutput;
import dev.atsharness.conformance.Finding;
import dev.atsharness.server.journal.JournalEntry;
import java.util.List;

/**
 * AssertJ assertions, to be imported statically; they get along with AssertJ's own {@code
 * assertThat}.
 */
public final class HarnessAssertions {

  private HarnessAssertions() {}

  /** Of what a checker found at an endpoint; an empty list if it found nothing. */
  public static FindingsAssert assertThat(List<Finding> findings) {
    return new FindingsAssert(CheckerOutput.finished(findings));
  }

  /** Of what a checker said about an endpoint. */
  public static FindingsAssert assertThat(CheckerOutput report) {
    return new FindingsAssert(report);
  }

  /** Of a connection, as the server saw it. */
  public static HandshakeAssert assertThat(JournalEntry handshake) {
    return new HandshakeAssert(handshake);
  }
}
