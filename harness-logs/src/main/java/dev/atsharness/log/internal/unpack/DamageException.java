package dev.atsharness.log.internal.unpack;

import java.io.EOFException;
import java.io.IOException;
import java.util.Locale;
import java.util.Optional;

/** Damage in packed data, in words for the user; those of the libraries are for programmers. */
public final class DamageException extends IOException {

  private static final long serialVersionUID = 1;

  public DamageException(String message, Exception cause) {
    super(message, cause);
  }

  /** Says what is wrong with packed data that cannot be unpacked. */
  public static String words(IOException failure) {
    if (failure instanceof DamageException own) {
      return own.getMessage();
    }
    String said = Optional.ofNullable(failure.getMessage()).orElse("").toLowerCase(Locale.ROOT);
    return failure instanceof EOFException || said.contains("end of") || said.contains("truncated")
        ? "its end is missing"
        : "its packed data are damaged";
  }
}
