package dev.atsharness.drill.internal;

/** How a connection ended. */
enum Ending {
  /** The handshake finished, or the plain HTTP request was answered. */
  WENT_ON,
  /** The device did not continue after what the server had answered. */
  DEVICE_REFUSED,
  /** The server answered the ClientHello with a fatal alert, so nothing was negotiated. */
  SERVER_REFUSED,
  /** The server ended the connection after its parameters had been negotiated. */
  SERVER_ENDED,
  /** The server was not reached, so the handshake did not begin. */
  NOT_REACHED,
  /** The log has no line of the connection. */
  NOT_SEEN
}
