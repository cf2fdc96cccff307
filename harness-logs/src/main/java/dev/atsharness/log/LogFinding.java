package dev.atsharness.log;

import dev.atsharness.ats.Violation;
import dev.atsharness.log.internal.text.Refusal;
import java.time.OffsetDateTime;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;

/**
 * A violation that a log repeats: one violation, of one server, noticed by one process. All strings
 * come from a log and may be hostile text.
 *
 * @param server the host name in lower case; empty if the messages do not name it
 * @param process the process's name; empty if the lines are cut off
 * @param violation the violation; empty for messages in unknown words, which are distinguished by
 *     {@code message}
 * @param parameters the values that the messages quote, some of them if there are many
 * @param count number of messages
 * @param span the times of the first and the last message, if the lines have times
 * @param message the first message; the first that begins with {@code Error} if one does
 * @param devices the number of messages by device; some of the devices if there are many
 */
public record LogFinding(
    String server,
    String process,
    Optional<Violation> violation,
    SortedSet<String> parameters,
    long count,
    LogSpan span,
    String message,
    SortedMap<String, Long> devices) {

  /** The text in place of the code of a violation in unknown words. */
  public static final String UNRECOGNISED = "unrecognised violation";

  /** The time of the first message, if a line has one. */
  public Optional<OffsetDateTime> first() {
    return span.first();
  }

  /** The time of the last message. */
  public Optional<OffsetDateTime> last() {
    return span.last();
  }

  /** Whether a device refused the connection: one that enforces logs an error. */
  public boolean isRefusal() {
    return Refusal.isIn(message);
  }

  /** The violation's code, or {@link #UNRECOGNISED}. */
  public String code() {
    return violation.map(Violation::code).orElse(UNRECOGNISED);
  }
}
