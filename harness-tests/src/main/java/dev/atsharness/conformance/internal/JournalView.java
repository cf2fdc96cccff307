package dev.atsharness.conformance.internal;

import dev.atsharness.conformance.CheckerOutput;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The server's record of connections, as far as a run needs it: it shows whether a checker really
 * connected.
 */
public interface JournalView {

  /** The view without a journal: it is unknown whether a checker connected. */
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

  /** Returns the current end of the journal. */
  long mark() throws IOException, InterruptedException;

  /**
   * Returns the connections to the scenario's endpoint since the mark; empty if the journal cannot
   * tell, because it has none and older entries have been dropped for newer ones.
   *
   * @param awaited the connections to wait for
   * @param patience how long to wait for a first such connection: an entry is written at the end of
   *     its handshake, which the server may notice later than the client
   */
  Optional<List<SeenConnection>> connections(
      String scenario, long mark, Predicate<SeenConnection> awaited, Duration patience)
      throws IOException, InterruptedException;

  /**
   * Returns a line for each connection since the mark; waits for a first one of any kind. The lines
   * contain clients' text.
   */
  default Optional<List<String>> since(String scenario, long mark, Duration patience)
      throws IOException, InterruptedException {
    return connections(scenario, mark, any -> true, patience)
        .map(some -> some.stream().map(SeenConnection::line).toList());
  }

  /**
   * Returns all connections to the scenario's endpoint that are still in the journal, in order;
   * empty if it cannot tell, because it has none and has lost some.
   */
  default Optional<List<SeenConnection>> connections(String scenario)
      throws IOException, InterruptedException {
    return Optional.empty();
  }

  /**
   * Returns how long to wait for the first entry of a checker with this output. Findings already
   * show that it connected, so waiting is only useful if it found nothing.
   */
  static Duration patience(CheckerOutput report) {
    return report.findings().isEmpty() ? Duration.ofMillis(300) : Duration.ZERO;
  }
}
