package dev.atsharness.server.internal.tls;

import java.time.Duration;

/**
 * The limits on what clients can ask of the server.
 *
 * @param handshakeTime maximum time from TCP accept to the end of the handshake, even if the client
 *     keeps sending; then the connection is closed. The time to make the endpoint's key does not
 *     count
 * @param idleTime longest silence on an established connection
 * @param stallTime time for which an endpoint that stalls on purpose keeps a connection open; the
 *     handshake time limits it too
 * @param requestTime maximum time for a request to arrive, even if the client keeps sending: for
 *     its headers from the end of the handshake or of the previous answer, then the same time again
 *     for its body; a twentieth of it after an answer that ends the connection before the client
 *     has sent all
 * @param clientHelloBytes longest ClientHello handshake message, headers not counted; at most
 *     {@value #MAX_CLIENT_HELLO_BYTES}
 * @param connections maximum number of open connections over all ports of a connector; further ones
 *     are closed when they are accepted
 */
public record ConnectionLimits(
    Duration handshakeTime,
    Duration idleTime,
    Duration stallTime,
    Duration requestTime,
    int clientHelloBytes,
    int connections) {

  /** The longest handshake message that the TLS library accepts. */
  public static final int MAX_CLIENT_HELLO_BYTES = 32 * 1024;

  /**
   * The default limits: 10 s for a handshake or a stall, 30 s of silence, 40 s for a request, 32
   * KiB of ClientHello, 1,000 connections.
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

  /** These limits with another time for handshakes. */
  public ConnectionLimits withHandshakeTime(Duration time) {
    return new ConnectionLimits(
        time, idleTime, stallTime, requestTime, clientHelloBytes, connections);
  }

  /** These limits with another time for stalls. */
  public ConnectionLimits withStallTime(Duration time) {
    return new ConnectionLimits(
        handshakeTime, idleTime, time, requestTime, clientHelloBytes, connections);
  }

  /** These limits with another time for requests. */
  public ConnectionLimits withRequestTime(Duration time) {
    return new ConnectionLimits(
        handshakeTime, idleTime, stallTime, time, clientHelloBytes, connections);
  }

  /** These limits with another number of connections. */
  public ConnectionLimits withConnections(int number) {
    return new ConnectionLimits(
        handshakeTime, idleTime, stallTime, requestTime, clientHelloBytes, number);
  }

  private static void requirePositive(String what, Duration value) {
    if (value.toMillis() < 1) {
      throw new IllegalArgumentException(what + " must be at least one millisecond");
    }
  }
}
