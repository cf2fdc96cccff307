package dev.atsharness.server;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * The file descriptors that this process may have open. Each port and each connection needs one.
 * Without one, the operating system lets nobody connect any more, not even to the console.
 *
 * <p>Only Linux says how many there are without loading the JDK's management classes, which would
 * delay the start. Elsewhere the JVM itself raises the limit to thousands.
 *
 * @param open how many are open now
 * @param limit how many may be open; empty if that is not known
 */
record Descriptors(long open, OptionalLong limit) {

  private static final System.Logger LOG = System.getLogger(Descriptors.class.getName());

  /** What the threads of the server open when it starts, and what commands open beside it. */
  private static final int RESERVE = 60;

  /** With fewer connections, a single checker would be refused. */
  private static final int FEWEST_CONNECTIONS = 20;

  private static final String LIMIT = "Max open files";

  /** Those of this process. */
  static Descriptors ofThisProcess() {
    return read(Path.of("/proc/self"));
  }

  /**
   * @param process the directory of a process in Linux's proc file system
   */
  static Descriptors read(Path process) {
    try (Stream<Path> open = Files.list(process.resolve("fd"));
        Stream<String> limits = Files.lines(process.resolve("limits"), StandardCharsets.US_ASCII)) {
      return new Descriptors(
          open.count(),
          limits
              .filter(line -> line.startsWith(LIMIT))
              .map(line -> line.substring(LIMIT.length()).strip().split("\\s+", 2)[0])
              .filter(number -> !number.equals("unlimited"))
              .mapToLong(Long::parseLong)
              .findFirst());
    } catch (IOException | NumberFormatException notLinux) {
      return new Descriptors(0, OptionalLong.empty());
    }
  }

  /** Says in the log if there are too few. */
  OpenConnections share(OpenConnections wanted, int ports) {
    return share(wanted, ports, words -> LOG.log(System.Logger.Level.WARNING, words));
  }

  /**
   * Shares what is left after the ports.
   *
   * @param ports how many ports are about to be opened
   * @param warning receives a sentence if there are fewer descriptors than wanted
   * @throws HarnessException if they are not enough for the ports and a few connections
   */
  OpenConnections share(OpenConnections wanted, int ports, Consumer<String> warning) {
    long base = open + RESERVE + ports;
    long needed = base + wanted.total();
    if (limit.isEmpty() || needed <= limit.getAsLong()) {
      return wanted;
    }
    long available = limit.getAsLong() - base;
    String problem =
        ports
            + " ports and "
            + wanted.total()
            + " connections need "
            + needed
            + " file descriptors, and this process may have "
            + limit.getAsLong();
    if (available < FEWEST_CONNECTIONS) {
      throw new HarnessException(
          problem
              + ", which is not enough for the ports; allow more (ulimit -n "
              + needed
              + "), or serve fewer scenarios",
          null);
    }
    OpenConnections possible = wanted.scaledTo(available);
    warning.accept(
        problem
            + ", so the endpoints take at most "
            + possible.endpoints()
            + " connections at one time and the console "
            + possible.console()
            + "; allow more with ulimit -n "
            + needed);
    return possible;
  }
}
