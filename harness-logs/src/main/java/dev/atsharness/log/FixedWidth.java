package dev.atsharness.log;

import java.util.ArrayList;
import java.util.List;

/**
 * Joins lines that a program cut after the same number of characters, as terminals and some mail
 * programs do. It does so only if the text proves it: nearly all lines that continue in the next
 * one have exactly the length of the longest. Lines that were wrapped between words do not.
 */
final class FixedWidth {

  private static final int NARROWEST = 40;

  /** The number of lines of full width that are proof, if some lines are shorter and if none is. */
  private static final int PROOF = 4;

  private static final int PROOF_WITHOUT_EXCEPTION = 3;

  private FixedWidth() {}

  /** The lines before they were cut; the same lines if nothing proves that they were cut. */
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
        // Spaces at the end of a line are lost.
        line.append(" ".repeat(width - part.length()));
      } else {
        joined.add(line.toString());
        line.setLength(0);
      }
    }
    return joined;
  }

  /** Whether a line continues the one before. If events have times, only a time begins an event. */
  private static boolean goesOn(String line, boolean timed) {
    return !line.isBlank()
        && !LogStyles.standsAlone(line)
        && !(timed ? LineStart.isTimed(line) : LineStart.isCertain(line));
  }
}
