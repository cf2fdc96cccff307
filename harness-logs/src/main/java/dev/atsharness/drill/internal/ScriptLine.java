package dev.atsharness.drill.internal;

import dev.atsharness.log.LogEvent;

/**
 * A line of a drill's log, and its kind.
 *
 * @param event the event that is written
 * @param kind the kind of line
 * @param why why it matters or does not; empty for lines that are not in a question
 */
record ScriptLine(LogEvent event, Kind kind, String why) {

  /** The kinds of lines. */
  enum Kind {
    /** It names a server that has to be changed. */
    FINDING,
    /** It names a server that has to be changed, in unknown words. */
    UNKNOWN,
    /** It looks like a finding, or like another problem, but it is not one. */
    DECOY,
    /** Another line, of a connection or unrelated. */
    OTHER
  }

  static ScriptLine other(LogEvent event) {
    return new ScriptLine(event, Kind.OTHER, "");
  }
}
