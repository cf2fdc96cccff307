package dev.atsharness.drill.internal;

import dev.atsharness.ats.Violation;
import dev.atsharness.log.LogEvent;
import java.util.Optional;

/**
 * A line of a drill's log, and its kind.
 *
 * @param event the event that is written
 * @param kind the kind of line
 * @param why why it matters or does not; empty for lines that are not in a question
 * @param origin the connection that it is about, if it is about one
 */
record ScriptLine(LogEvent event, Kind kind, String why, Optional<Origin> origin) {

  /** The kinds of lines. */
  enum Kind {
    /** It is a violation on a connection that the requirements cover. */
    FINDING,
    /** The same, in unknown words. */
    UNKNOWN,
    /** A process reports a failure, without its cause. */
    REPORT,
    /** It is a violation on a connection that the requirements do not cover. */
    NOT_COVERED,
    /** It looks like a finding, but it is not about ATS. */
    DECOY,
    /** Another line, of a connection or unrelated. */
    OTHER
  }

  /**
   * The connection that a line is about.
   *
   * @param server the server
   * @param contact the contact that the connection belongs to
   * @param violation the violation that the line reports, if its words are known
   */
  record Origin(Server server, Contact contact, Optional<Violation> violation) {}

  static ScriptLine other(LogEvent event) {
    return new ScriptLine(event, Kind.OTHER, "", Optional.empty());
  }

  static ScriptLine decoy(LogEvent event, String why) {
    return new ScriptLine(event, Kind.DECOY, why, Optional.empty());
  }
}
