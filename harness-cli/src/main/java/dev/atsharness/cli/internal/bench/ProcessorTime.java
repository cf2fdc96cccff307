package dev.atsharness.cli.internal.bench;

import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;

/** The processor time that a server has used, in user and system mode. */
final class ProcessorTime {

  private ProcessorTime() {}

  /**
   * Returns the milliseconds of a process and its workers; empty if the system does not tell one of
   * them.
   */
  static Optional<Double> millis(ProcessHandle server) {
    return sum(
        Stream.concat(Stream.of(server), server.descendants())
            .map(process -> process.info().totalCpuDuration()));
  }

  static Optional<Double> sum(Stream<Optional<Duration>> parts) {
    return parts
        .map(part -> part.map(used -> used.toNanos() / 1e6))
        .reduce(Optional.of(0.0), (a, b) -> a.flatMap(x -> b.map(y -> x + y)));
  }
}
