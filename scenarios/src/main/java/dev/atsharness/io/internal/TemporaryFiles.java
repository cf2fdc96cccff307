package dev.atsharness.io.internal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Makes temporary files, which only this user may read, in Java's directory for them. */
public final class TemporaryFiles {

  private TemporaryFiles() {}

  /** Thrown if there can be no temporary file. Whoever needed one is not to blame. */
  public static final class AbsentException extends IOException {

    private static final long serialVersionUID = 1;

    AbsentException(String purpose, IOException cause) {
      super(
          "no temporary file can be made for "
              + purpose
              + ": the directory "
              + directory()
              + " "
              + reason(cause)
              + "; give another with ATS_HARNESS_JAVA_OPTS=-Djava.io.tmpdir=DIR (without the"
              + " launcher: java -Djava.io.tmpdir=DIR -jar ...)",
          cause);
    }
  }

  /**
   * Makes a directory.
   *
   * @param purpose what it is needed for
   * @throws AbsentException if that fails
   */
  public static Path directory(String prefix, String purpose) throws AbsentException {
    try {
      return Files.createTempDirectory(prefix);
    } catch (IOException e) {
      throw new AbsentException(purpose, e);
    }
  }

  /**
   * Makes an empty file.
   *
   * @param purpose what it is needed for
   * @throws AbsentException if that fails
   */
  public static Path file(String prefix, String suffix, String purpose) throws AbsentException {
    try {
      return Files.createTempFile(prefix, suffix);
    } catch (IOException e) {
      throw new AbsentException(purpose, e);
    }
  }

  /**
   * Writes a file in a temporary directory.
   *
   * @param purpose what it is needed for
   * @throws AbsentException if that fails
   */
  public static Path write(Path file, String text, String purpose) throws AbsentException {
    try {
      return Files.writeString(file, text);
    } catch (IOException e) {
      throw new AbsentException(purpose, e);
    }
  }

  /**
   * Finds out whether temporary files can be made.
   *
   * @param purpose what they are needed for
   * @throws AbsentException if not
   */
  public static void require(String purpose) throws IOException {
    Files.delete(file("ats-harness", "", purpose));
  }

  private static Path directory() {
    return Path.of(System.getProperty("java.io.tmpdir"));
  }

  private static String reason(IOException cause) {
    Path directory = directory();
    if (!Files.exists(directory)) {
      return "does not exist";
    }
    return Files.isDirectory(directory)
        ? "cannot be written (" + FileFault.words(cause) + ")"
        : "is not a directory";
  }
}
