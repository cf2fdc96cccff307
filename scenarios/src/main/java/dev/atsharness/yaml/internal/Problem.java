package dev.atsharness.yaml.internal;

/**
 * What is wrong in a scenario or profile file, and where.
 *
 * @param file the file as the user named it
 * @param line 1-based; 0 if the problem has no place in the file
 * @param column 1-based; 0 if the problem has no place in the file
 * @param message what is wrong, and what would be right
 */
public record Problem(String file, int line, int column, String message) {
  @Override
  public String toString() {
    return line > 0 ? file + ":" + line + ":" + column + ": " + message : file + ": " + message;
  }
}
