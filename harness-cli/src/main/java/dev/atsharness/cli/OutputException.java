package dev.atsharness.cli;

import dev.atsharness.io.internal.FileFault;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Thrown if an output cannot be written, so that the answer is not whole: exit status 3. */
final class OutputException extends RuntimeException {

  private static final long serialVersionUID = 1;

  OutputException(String option, Path file, IOException cause) {
    super(option + " " + file + " cannot be written: " + words(cause), cause);
  }

  private static String words(IOException cause) {
    if (cause instanceof NoSuchFileException missing) {
      return missing.getFile() + " does not exist; name another place";
    }
    return FileFault.words(cause)
        + (cause instanceof AccessDeniedException
            ? "; choose a place where you may write"
            : "; free some space there, or name another place");
  }
}
