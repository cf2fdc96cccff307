package dev.atsharness.server.internal.tls;

import dev.atsharness.scenario.internal.NetworkFault;
import dev.atsharness.server.handshake.ClientHello;
import dev.atsharness.server.handshake.Negotiated;
import java.time.Duration;

/**
 * A listener for the events of one connection, in order, also if the handshake fails. Calls come
 * from the connection's I/O threads, one at a time, except {@link #timedOut} and {@link #closed},
 * which may come from another thread at any moment. A listener must be quick and must not throw.
 * For a clear-text connection only {@link #closed} is called; if a client speaks TLS there, {@link
 * #malformed}, {@link #clientHello} and {@link #named} may be called before.
 */
public interface ConnectionEvents {

  /** The whole ClientHello has arrived. Not called again for a second one (HelloRetryRequest). */
  default void clientHello(ClientHello hello) {}

  /** The router has chosen an endpoint, or a refusal, whose alert follows. */
  default void routed(Route route) {}

  /**
   * The client's bytes do not fit this port, but they name an endpoint: a ClientHello on a port
   * without TLS, or an HTTP request on a TLS port.
   */
  default void named(String endpoint) {}

  /**
   * The server has chosen its parameters and is about to send its first flight. Not called if the
   * handshake fails before that.
   */
  default void negotiated(Negotiated values) {}

  /**
   * An alert was queued for the client.
   *
   * @param level 1 warning, 2 fatal
   * @param description the code, 0 to 255; 0 is {@code close_notify}
   * @param reason the server's reason, for people; may quote hostile text, may be empty
   */
  default void alertSent(int level, int description, String reason) {}

  /**
   * An alert arrived from the client.
   *
   * @param level 1 warning, 2 fatal
   * @param description the code, 0 to 255; 0 is {@code close_notify}
   */
  default void alertReceived(int level, int description) {}

  /**
   * A whole message arrived from the client; not called for alerts and change_cipher_spec.
   *
   * @param message a handshake message's name, for example {@code client-key-exchange}, or {@code
   *     application-data}
   */
  default void messageReceived(String message) {}

  /**
   * The bytes that arrived are not an acceptable ClientHello; the reason is for people, without
   * hostile text.
   */
  default void malformed(String reason) {}

  /** The handshake is complete on both sides. */
  default void handshakeFinished() {}

  /** The endpoint's deliberate fault happens now. */
  default void faultInjected(NetworkFault fault) {}

  /** The handshake took longer than the limit; the connection is being closed. */
  default void timedOut(Duration limit) {}

  /** The client closed or reset the TCP connection before the handshake was complete. */
  default void abandoned() {}

  /** The connection is closed. Always the last call, exactly once. */
  default void closed() {}
}
