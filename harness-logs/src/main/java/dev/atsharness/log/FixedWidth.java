package dev.atsharness.log;

import java.util.ArrayList;
import java.util.List;

/**
 * Joins lines that a program cut after the same number of characters, as terminals and some mail
 * programs do. Only where the text proves it: nearly all lines that go on in the next one have
 * exactly the length of the longest, which lines that were wrapped between words do not have.
 */
final class FixedWidth {

  private static final int NARROWEST = 40;

  /** How many lines of the full width are proof if some are shorter, and if none is. */
  private static final int PROOF = 4;

  private static final int PROOF_WITHOUT_EXCEPTION = 3;

  private FixedWidth() {}

  /** The lines as they were, or the same if nothing shows that they were cut. */
  static List<String> join(List<String> lines) {
    int width = lines.stream().mapToInt(String::length).max().orElse(0);
    if (width < NARROWEST) {
      return lines;
    }
    boolean timed = lines.stream().anyMatch(LineStart::isTimed);
    int full = 0;
    int shorter = 0;
    for (int i = 0; i + 1 < lines.size(); i++) {
      if (goesOn(lines.get(i + 1), timed) && !lines.get(i).isEmpty()) {
        if (lines.get(i).length() == width) {
          full++;
        } else {
          shorter++;
        }
      }
    }
    boolean proven =
        shorter == 0
            ? full >= PROOF_WITHOUT_EXCEPTION
            : full >= PROOF && full * 10 >= (full + shorter) * 6;
    return proven ? joined(lines, width, timed) : lines;
  }

  private static List<String> joined(List<String> lines, int width, boolean timed) {
    List<String> joined = new ArrayList<>();
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < lines.size(); i++) {
      String part = lines.get(i);
      line.append(part);
      boolean more = i + 1 < lines.size() && !part.isEmpty() && goesOn(lines.get(i + 1), timed);
      if (more) {
        // Blanks at the end of a line get lost.
        line.append(" ".repeat(width - part.length()));
      } else {
        joined.add(line.toString());
        line.setLength(0);
      }
    }
    return joined;
  }

  /** Whether a line continues the one before. Where events have times, only a time begins one. */
  private static boolean goesOn(String line, boolean timed) {
    return !line.isBlank()
        && !LogStyles.standsAlone(line)
        && !(timed ? LineStart.isTimed(line) : LineStart.isCertain(line));
  }
}
