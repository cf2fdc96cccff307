package dev.atsharness.log.internal.letter;

import dev.atsharness.log.internal.report.Priority;
import dev.atsharness.scenario.internal.Rule;

/**
 * What is known of what a release that enforces does about a message, the most urgent first. The
 * log report ranks messages in the same way, see {@link Priority}.
 */
enum Outcome {
  /** It refuses the connection, or has refused it. */
  REFUSED("refuses"),
  /** It does not offer what the server chose, and may get something else from it. */
  NOT_CERTAIN("not certain"),
  /** The words of the message are new, and it does not begin as one about a refusal does. */
  UNKNOWN("not known");

  /** The first word of the messages of a device that refuses a connection. */
  private static final String ERROR = "Error ";

  private final String words;

  Outcome(String words) {
    this.words = words;
  }

  /** The name in a cell of a table. */
  String words() {
    return words;
  }

  static Outcome of(LetterLine line, Knowledge knowledge) {
    if (isError(line)) {
      return REFUSED;
    }
    return knowledge
        .rule(line.violation())
        .map(Rule::messages)
        .map(messages -> messages.onlyLogged().isPresent() ? NOT_CERTAIN : REFUSED)
        .orElse(UNKNOWN);
  }

  /** Whether the device that wrote the message refused the connection. */
  static boolean isError(LetterLine line) {
    return line.message().startsWith(ERROR);
  }
}
