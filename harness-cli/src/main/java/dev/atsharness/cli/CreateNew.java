package dev.atsharness.cli;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Writes files that do not exist yet. */
final class CreateNew {

  private CreateNew() {}

  /**
   * Writes a file.
   *
   * @param option the option that names the file or its directory
   * @throws UsageException if the file exists or cannot be written
   */
  static void write(String option, Path file, String text) {
    try {
      Files.writeString(file, text, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    } catch (FileAlreadyExistsException e) {
      throw isThere(option, file);
    } catch (NoSuchFileException e) {
      throw new UsageException(
          option
              + ": there is no directory "
              + file.toAbsolutePath().getParent()
              + "; create it first",
          e);
    } catch (IOException e) {
      throw new UsageException(option + ": " + file + ": " + FileErrors.of(e), e);
    }
  }

  static UsageException isThere(String option, Path file) {
    return new UsageException(
        option + ": " + file + " exists already; choose another file, or remove it");
  }
}
