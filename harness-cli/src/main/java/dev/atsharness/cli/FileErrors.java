package dev.atsharness.cli;

import dev.atsharness.io.internal.FileFault;
import java.io.IOException;

/** Describes why a file that the user named cannot be used. */
final class FileErrors {

  private FileErrors() {}

  static String of(IOException failure) {
    return FileFault.words(failure);
  }
}
