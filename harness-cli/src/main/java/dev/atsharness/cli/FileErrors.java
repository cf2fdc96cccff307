package dev.atsharness.cli;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;

/** Describes why a file that the user named cannot be used. */
final class FileErrors {

  private FileErrors() {}

  static String of(IOException failure) {
    if (failure instanceof NoSuchFileException) {
      return "the file does not exist";
    }
    if (failure instanceof AccessDeniedException) {
      return "no permission";
    }
    if (failure instanceof CharacterCodingException) {
      return "it is not a text file";
    }
    return String.valueOf(failure.getMessage());
  }
}
