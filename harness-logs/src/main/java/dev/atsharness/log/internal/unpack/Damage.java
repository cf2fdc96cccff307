package dev.atsharness.log.internal.unpack;

import java.io.EOFException;
import java.io.IOException;
import java.util.Locale;
import java.util.regex.Pattern;
import org.apache.commons.compress.MemoryLimitException;

/** What is wrong with packed data, in words that a user understands. */
public final class Damage {

  /** How the libraries say that data end too early. */
  private static final Pattern CUT =
      Pattern.compile("truncat|unexpected(ly)? end|ended? prematurely|end of (stream|file)");

  private static final Pattern CHECKSUM = Pattern.compile("crc|checksum|integrity check");

  private Damage() {}

  /**
   * The words for an error of a library that unpacks.
   *
   * @throws OverLimitException if the data are whole, but need too much memory
   */
  public static String of(IOException error) throws OverLimitException {
    if (error instanceof DamageException own) {
      return own.getMessage();
    }
    for (Throwable cause = error; cause != null; cause = cause.getCause()) {
      if (isOfMemory(cause)) {
        throw new OverLimitException("it needs too much memory to unpack");
      }
    }
    String text = String.valueOf(error.getMessage()).toLowerCase(Locale.ROOT);
    if (error instanceof EOFException || error.getMessage() == null || CUT.matcher(text).find()) {
      return "it ends before it is complete";
    }
    return CHECKSUM.matcher(text).find()
        ? "its content does not agree with its checksum"
        : "a part of it does not have the form that it should have";
  }

  private static boolean isOfMemory(Throwable cause) {
    return cause instanceof MemoryLimitException
        || cause instanceof org.tukaani.xz.MemoryLimitException;
  }
}
