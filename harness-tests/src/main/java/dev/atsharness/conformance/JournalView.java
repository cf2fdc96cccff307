package dev.atsharness.conformance;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The server's own record of connections, as far as a run needs it: whether a checker was really
 * there.
 */
public interface JournalView {

  /** No journal is at hand: contact is neither shown nor denied. */
  JournalView NONE =
      new JournalView() {
        @Override
        public long mark() {
          return 0;
        }

        @Override
        public Optional<List<SeenConnection>> connections(
            String scenario, long mark, Predicate<SeenConnection> awaited, Duration patience) {
          return Optional.empty();
        }
      };

  /** The present end of the journal. */
  long mark() throws IOException, InterruptedException;

  /**
   * The connections to the scenario's endpoint since the mark; empty if the journal cannot tell,
   * since it has none and has lost what it held then to newer entries.
   *
   * @param awaited what is worth waiting for
   * @param patience how long to wait for a first such connection: an entry is written when its
   *     handshake is over, which the server may notice after the client
   */
  Optional<List<SeenConnection>> connections(
      String scenario, long mark, Predicate<SeenConnection> awaited, Duration patience)
      throws IOException, InterruptedException;

  /**
   * A line for each of the connections since the mark, waiting for a first one of any kind. The
   * lines hold clients' text.
   */
  default Optional<List<String>> since(String scenario, long mark, Duration patience)
      throws IOException, InterruptedException {
    return connections(scenario, mark, any -> true, patience)
        .map(some -> some.stream().map(SeenConnection::line).toList());
  }

  /**
   * All connections to the scenario's endpoint that the journal still holds, in their order; empty
   * if it cannot tell, since it holds none and has lost some.
   */
  default Optional<List<SeenConnection>> connections(String scenario)
      throws IOException, InterruptedException {
    return Optional.empty();
  }

  /**
   * How long to wait for the first line about a checker that reports this: what it found shows that
   * it was there, so that only one that found nothing is worth waiting for.
   */
  static Duration patience(CheckerOutput report) {
    return report.findings().isEmpty() ? Duration.ofMillis(300) : Duration.ZERO;
  }
}
