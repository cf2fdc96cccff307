package dev.atsharness.device.internal.document;

/** Thrown if a document of a recognized format cannot be read; the message says why. */
final class UnreadableDocumentException extends Exception {

  private static final long serialVersionUID = 1L;

  UnreadableDocumentException(String message) {
    super(message);
  }

  UnreadableDocumentException(String message, Exception cause) {
    super(message, cause);
  }
}
