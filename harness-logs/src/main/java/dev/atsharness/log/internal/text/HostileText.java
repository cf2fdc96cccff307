package dev.atsharness.log.internal.text;

/** Text from a client, a log or a checker, made harmless for whoever looks at it. */
public final class HostileText {

  private HostileText() {}

  /**
   * One line in which control characters, and what reorders or hides text (bidirectional and format
   * characters), are written as their code points, as a Java string literal has them.
   */
  public static String escape(String hostile) {
    return escape(hostile, "");
  }

  /** The same, but line feeds and tabs stay what they are. */
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
