package dev.atsharness.conformance.junit;

import dev.atsharness.conformance.Finding;
import dev.atsharness.conformance.Report;
import dev.atsharness.server.journal.Handshake;
import java.util.List;

/**
 * AssertJ assertions, to be imported statically; they get along with AssertJ's own {@code
 * assertThat}.
 */
public final class HarnessAssertions {

  private HarnessAssertions() {}

  /** Of what a checker found at an endpoint; an empty list if it found nothing. */
  public static FindingsAssert assertThat(List<Finding> findings) {
    return new FindingsAssert(Report.finished(findings));
  }

  /** Of what a checker said about an endpoint. */
  public static FindingsAssert assertThat(Report report) {
    return new FindingsAssert(report);
  }

  /** Of a connection, as the server saw it. */
  public static HandshakeAssert assertThat(Handshake handshake) {
    return new HandshakeAssert(handshake);
  }
}
