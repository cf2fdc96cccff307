package dev.atsharness.log;

import dev.atsharness.ats.Violation;
import java.time.OffsetDateTime;
import java.util.Optional;
import java.util.SortedSet;

/**
 * What a log says again and again: one violation, of one server, noticed by one process. All
 * strings come from a log and may be hostile text.
 *
 * @param server the host name in lower case; empty where the messages name none
 * @param process the process's name; empty where the lines are cut off
 * @param violation which; empty for messages in words we do not know, which are told apart by
 *     {@code message}
 * @param parameters the values that the messages quote, some of them if there are many
 * @param count how many messages
 * @param first the earliest, if a line tells
 * @param last the latest
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

  /** What stands for the code of a violation in words we do not know. */
  public static final String UNRECOGNISED = "unrecognised violation";

  /** The violation's code, or {@link #UNRECOGNISED}. */
  public String code() {
    return violation.map(Violation::code).orElse(UNRECOGNISED);
  }
}
