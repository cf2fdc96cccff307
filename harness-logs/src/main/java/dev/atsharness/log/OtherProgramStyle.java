package dev.atsharness.log;

/**
 * The style of other programs, also with times as in Germany and France: time, process, message.
 */
final class OtherProgramStyle extends TextStyle {

  /**
   * 05.10.2026, 09:14:03 and 05/10/2026 \u00e0 09:14:03, and ISO 8601 as other programs write it.
   */
  private static final String TIME =
      "(?:\\d{4}-\\d{2}-\\d{2}[T"
          + " ]\\d{2}:\\d{2}:\\d{2}(?:[.,]\\d{1,9})?(?:Z|[+-]\\d{2}:?\\d{2})?|(?:\\d{1,2}\\.\\d{1,2}\\.\\d{4},?(?:"
          + " um)?|\\d{1,2}/\\d{1,2}/\\d{4}(?:,| \\S{1,2})?)"
          + " \\d{1,2}:\\d{2}:\\d{2}(?:[.,]\\d{1,9})?)";

  OtherProgramStyle() {
    super(
        "^" + TIME + "\\s",
        "(?<time>"
            + TIME
            + ")\\s++(?:<?(?<level>Default|Info|Debug|Error|Fault|Notice)>?:?\\s+)?"
            + "(?<process>[^:\\[\\](]{1,64}?)(?:\\[\\d+(?::[0-9a-f]+)?\\]:?|:)?\\s++"
            + "(?<message>(?:\\(\\S+\\)\\s|\\[[\\w.]+:|\\w+\\(\\d+\\)|Warning\\s|Error\\s|\\[ATS|ATS\\s).*)");
  }

  @Override
  public boolean isOfExport() {
    return false;
  }
}
