package dev.atsharness.log.internal.unpack;

import java.io.IOException;

/** Damage in packed data, in words for the user; those of the libraries are for programmers. */
public final class DamageException extends IOException {

  private static final long serialVersionUID = 1;

  public DamageException(String message, Exception cause) {
    super(message, cause);
  }
}
