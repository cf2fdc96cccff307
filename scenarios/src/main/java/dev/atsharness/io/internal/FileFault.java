package dev.atsharness.io.internal;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.Map;
import java.util.Optional;

/** Says why a file cannot be read or written. Java often gives only the name of the file. */
public final class FileFault {

  private static final String NO_PERMISSION = "no permission";

  private static final String FULL = "the disk is full";
  private static final String QUOTA = "the disk quota is used up";

  /** What the system calls it, and what we call it. */
  private static final Map<String, String> WORDS =
      Map.ofEntries(
          Map.entry("No space left on device", FULL),
          Map.entry("Disk quota exceeded", QUOTA),
          Map.entry("File too large", "the file is larger than is allowed here"),
          Map.entry("Broken pipe", "its reader has ended"),
          Map.entry("Bad file descriptor", "it is closed"),
          Map.entry("Stream Closed", "it is closed"),
          Map.entry("Is a directory", "it is a directory"),
          Map.entry("Not a directory", "a part of its path is not a directory"),
          Map.entry("File name too long", "its name is too long"),
          Map.entry("Read-only file system", "the file system cannot be written"),
          Map.entry("Input/output error", "the disk or the network has an error"),
          Map.entry("Too many open files", "this process has too many open files"),
          Map.entry("Too many levels of symbolic links", "its links lead in a circle"),
          Map.entry("Permission denied", NO_PERMISSION),
          Map.entry("Operation not permitted", NO_PERMISSION));

  private FileFault() {}

  /** Why it failed, without the name of the file. */
  public static String words(IOException failure) {
    if (failure instanceof NoSuchFileException) {
      return "the file does not exist";
    }
    if (failure instanceof AccessDeniedException) {
      return NO_PERMISSION;
    }
    if (failure instanceof NotDirectoryException) {
      return "it is not a directory";
    }
    if (failure instanceof FileSystemLoopException) {
      return "its links lead in a circle";
    }
    if (failure instanceof CharacterCodingException) {
      return "it is not a text file";
    }
    String reason = reason(failure);
    return WORDS.getOrDefault(reason, reason);
  }

  /** Whether more space would help. */
  public static boolean isOfSpace(IOException failure) {
    String words = words(failure);
    return words.equals(FULL) || words.equals(QUOTA);
  }

  /** The name of the file, if Java gives it, and why it failed. */
  public static String named(IOException failure) {
    return failure instanceof FileSystemException about && about.getFile() != null
        ? about.getFile() + ": " + words(failure)
        : words(failure);
  }

  private static String reason(IOException failure) {
    if (failure instanceof FileSystemException about) {
      return Optional.ofNullable(about.getReason())
          .orElse("the system gives no reason (" + failure.getClass().getSimpleName() + ")");
    }
    String message =
        Optional.ofNullable(failure.getMessage()).orElse(failure.getClass().getSimpleName());
    // FileNotFoundException: "NAME (REASON)"
    return failure instanceof FileNotFoundException
        ? message.replaceFirst("(?s)^.* \\((.*)\\)$", "$1")
        : message;
  }
}
