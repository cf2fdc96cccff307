package dev.atsharness.log.internal.text;

/** Makes text from a client, a log or a checker safe to display. */
public final class HostileText {

  private HostileText() {}

  /**
   * The text as one line. Control characters, and characters that reorder or hide text
   * (bidirectional and format characters), are written as code points, in the form of Java string
   * literals.
   */
  public static String escape(String hostile) {
    return escape(hostile, "");
  }

  /** The text in the same form, but with its line feeds and tabs. */
  public static String escapeBlock(String hostile) {
    return escape(hostile, "\n\t");
  }

  private static String escape(String hostile, String kept) {
    StringBuilder safe = new StringBuilder(hostile.length());
    hostile
        .codePoints()
        .forEach(
            c -> {
              if (isHarmless(c) || kept.indexOf(c) >= 0) {
                safe.appendCodePoint(c);
              } else {
                safe.append(String.format("\\u%04x", c));
              }
            });
    return safe.toString();
  }

  private static boolean isHarmless(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.UNASSIGNED,
          Character.PRIVATE_USE ->
          false;
      default -> true;
    };
  }
}
