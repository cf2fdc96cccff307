package dev.atsharness.server.tls;

import java.time.Duration;

/**
 * What one client may ask of the server.
 *
 * @param handshakeTime from TCP accept to the end of the handshake, whatever the client sends
 *     meanwhile; then the connection is closed. Waiting for the endpoint's key to be made does not
 *     count
 * @param idleTime longest silence on an established connection
 * @param stallTime how long an endpoint that stalls on purpose keeps a connection open; the
 *     handshake time ends it too
 * @param requestTime for a request to arrive, whatever the client sends meanwhile: for its headers
 *     from the end of the handshake or of the answer before, then as long for its body
 * @param clientHelloBytes longest ClientHello handshake message, headers not counted; at most
 *     {@value #MAX_CLIENT_HELLO_BYTES}
 * @param connections open connections over all ports of a connector; further ones are closed as
 *     they are accepted
 */
public record ConnectionLimits(
    Duration handshakeTime,
    Duration idleTime,
    Duration stallTime,
    Duration requestTime,
    int clientHelloBytes,
    int connections) {

  /** The longest handshake message the TLS library takes. */
  public static final int MAX_CLIENT_HELLO_BYTES = 32 * 1024;

  /**
   * 10 s for a handshake or a stall, 30 s of silence, 40 s for a request, 32 KiB of ClientHello,
   * 1,000 connections.
   */
  public static final ConnectionLimits DEFAULT =
      new ConnectionLimits(
          Duration.ofSeconds(10),
          Duration.ofSeconds(30),
          Duration.ofSeconds(10),
          Duration.ofSeconds(40),
          MAX_CLIENT_HELLO_BYTES,
          1000);

  public ConnectionLimits {
    requirePositive("handshake time", handshakeTime);
    requirePositive("idle time", idleTime);
    requirePositive("stall time", stallTime);
    requirePositive("request time", requestTime);
    if (clientHelloBytes < 1 || clientHelloBytes > MAX_CLIENT_HELLO_BYTES) {
      throw new IllegalArgumentException(
          "ClientHello limit of "
              + clientHelloBytes
              + " bytes is outside 1 to "
              + MAX_CLIENT_HELLO_BYTES);
    }
    if (connections < 1) {
      throw new IllegalArgumentException("connection limit must be at least 1");
    }
  }

  /** The same limits with another time for handshakes. */
  public ConnectionLimits withHandshakeTime(Duration time) {
    return new ConnectionLimits(
        time, idleTime, stallTime, requestTime, clientHelloBytes, connections);
  }

  /** The same limits with another time for stalls. */
  public ConnectionLimits withStallTime(Duration time) {
    return new ConnectionLimits(
        handshakeTime, idleTime, time, requestTime, clientHelloBytes, connections);
  }

  /** The same limits with another time for requests. */
  public ConnectionLimits withRequestTime(Duration time) {
    return new ConnectionLimits(
        handshakeTime, idleTime, stallTime, time, clientHelloBytes, connections);
  }

  private static void requirePositive(String what, Duration value) {
    if (value.toMillis() < 1) {
      throw new IllegalArgumentException(what + " must be at least one millisecond");
    }
  }
}
