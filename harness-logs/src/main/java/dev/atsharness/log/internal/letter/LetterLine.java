package dev.atsharness.log.internal.letter;

import dev.atsharness.ats.Violation;
import dev.atsharness.log.internal.text.Refusal;
import java.time.OffsetDateTime;
import java.util.Optional;

/**
 * A message that a log has once or several times: the same words, about one server, by one process.
 * All strings may be hostile text.
 *
 * @param server the host name in lower case; empty if the message does not name it
 * @param process the process's name; empty if the lines are cut off
 * @param violation the violation; empty for a message in unknown words
 * @param message the exact words
 * @param count how many times it occurs
 * @param devices the number of devices that wrote it
 * @param first the time of the first one, if a line has a time
 * @param last the time of the last one
 */
record LetterLine(
    String server,
    String process,
    Optional<Violation> violation,
    String message,
    long count,
    int devices,
    Optional<OffsetDateTime> first,
    Optional<OffsetDateTime> last) {

  /** Whether the device that wrote it refused the connection. */
  boolean isRefusal() {
    return Refusal.isIn(message);
  }
}
