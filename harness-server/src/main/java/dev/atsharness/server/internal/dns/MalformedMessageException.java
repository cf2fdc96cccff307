package dev.atsharness.server.internal.dns;

/** Thrown when a message does not follow RFC 1035. */
final class MalformedMessageException extends Exception {

  private static final long serialVersionUID = 1L;
}
