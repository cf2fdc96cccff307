package dev.atsharness.server.journal;

import java.time.Duration;

/** Thrown when no matching connection arrives in time. */
public final class NoEntryException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  NoEntryException(String scenario, Duration timeout, String instead) {
    super("no new handshake at " + scenario + " within " + timeout + "; " + instead);
  }
}
