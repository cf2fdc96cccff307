package dev.atsharness.log.internal.text;

/** Words of shell commands. */
public final class Shell {

  private Shell() {}

  /** A text as one word of a shell command: in quotation marks if it needs them. */
  public static String word(String text) {
    return text.matches("[\\w./:@%+,=-]+") ? text : "'" + text.replace("'", "'\\''") + "'";
  }
}
