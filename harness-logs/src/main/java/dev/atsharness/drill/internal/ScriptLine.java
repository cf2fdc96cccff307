package dev.atsharness.drill.internal;

import dev.atsharness.log.LogEvent;

/**
 * A line of a drill's log, and what it is.
 *
 * @param event what is written
 * @param kind what it is
 * @param why why it matters or does not; empty for lines that nobody is asked about
 */
record ScriptLine(LogEvent event, Kind kind, String why) {

  /** What a line is. */
  enum Kind {
    /** It names a server that has to be changed. */
    FINDING,
    /** The same, in words that nobody knows. */
    UNKNOWN,
    /** It looks like a finding, or like trouble, and is none. */
    DECOY,
    /** It belongs to a connection, or to nothing. */
    OTHER
  }

  static ScriptLine other(LogEvent event) {
    return new ScriptLine(event, Kind.OTHER, "");
  }
}
