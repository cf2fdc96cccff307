package dev.atsharness.log;

import dev.atsharness.ats.Violation;
import java.time.OffsetDateTime;
import java.util.Optional;
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
 * @param first the earliest time, if a line has one
 * @param last the latest time
 * @param message the first message
 */
public record LogFinding(
    String server,
    String process,
    Optional<Violation> violation,
    SortedSet<String> parameters,
    long count,
    Optional<OffsetDateTime> first,
    Optional<OffsetDateTime> last,
    String message) {

  /** The text in place of the code of a violation in unknown words. */
  public static final String UNRECOGNISED = "unrecognised violation";

  /** The violation's code, or {@link #UNRECOGNISED}. */
  public String code() {
    return violation.map(Violation::code).orElse(UNRECOGNISED);
  }
}
