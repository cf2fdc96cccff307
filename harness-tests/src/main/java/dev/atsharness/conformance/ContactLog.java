package dev.atsharness.conformance;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The server's own record of connections, as far as a run needs it: whether a checker was really
 * there.
 */
public interface ContactLog {

  /** No journal is at hand: contact is neither shown nor denied. */
  ContactLog NONE =
      new ContactLog() {
        @Override
        public long mark() {
          return 0;
        }

        @Override
        public Optional<List<String>> since(String scenario, long mark, Duration patience) {
          return Optional.empty();
        }
      };

  /** The present end of the journal. */
  long mark() throws IOException, InterruptedException;

  /**
   * One line per connection to the scenario's endpoint since the mark; empty if the journal cannot
   * tell, since it has none and has lost what it held then to newer entries. The lines hold
   * clients' text.
   *
   * @param patience how long to wait for a first line: an entry is written when its handshake is
   *     over, which the server may notice after the client
   */
  Optional<List<String>> since(String scenario, long mark, Duration patience)
      throws IOException, InterruptedException;

  /**
   * All connections to the scenario's endpoint that the journal still holds, in their order; empty
   * if it cannot tell, since it holds none and has lost some.
   */
  default Optional<List<Contact>> contacts(String scenario)
      throws IOException, InterruptedException {
    return Optional.empty();
  }

  /**
   * How long to wait for the first line about a checker that reports this: what it found shows that
   * it was there, so that only one that found nothing is worth waiting for.
   */
  static Duration patience(Report report) {
    return report.findings().isEmpty() ? Duration.ofMillis(300) : Duration.ZERO;
  }
}
