package dev.atsharness.cli;

import dev.atsharness.io.internal.FileFault;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Thrown if an output cannot be written, so that the answer is not whole: exit status 3. */
final class OutputException extends RuntimeException {

  private static final long serialVersionUID = 1;

  OutputException(String option, Path file, IOException cause) {
    super(option + " " + file + " cannot be written: " + words(cause), cause);
  }

  private static String words(IOException cause) {
    String why =
        cause instanceof NoSuchFileException ? "nothing can be made there" : FileFault.words(cause);
    if (why.contains(";")) {
      return why; // it says what to do
    }
    return why + (FileFault.isOfSpace(cause) ? "; free some space there" : "; name another place");
  }
}
