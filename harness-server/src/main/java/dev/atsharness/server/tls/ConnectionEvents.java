package dev.atsharness.server.tls;

import dev.atsharness.scenario.NetworkFault;
import java.time.Duration;

/**
 * Hears what happens on one connection, in order, also when the handshake fails. Calls come from
 * the connection's I/O threads, one at a time except {@link #timedOut} and {@link #closed}, which
 * may come from another thread at any moment. A listener must be quick and must not throw. A
 * clear-text connection tells {@link #closed}, and before it of a client that speaks TLS there:
 * {@link #malformed}, {@link #clientHello} and {@link #named}.
 */
public interface ConnectionEvents {

  /** The whole ClientHello has arrived. Not called again for a second one (HelloRetryRequest). */
  default void clientHello(ClientHello hello) {}

  /** The router has decided; to an endpoint or to a refusal, whose alert follows. */
  default void routed(Route route) {}

  /**
   * What the client sent is not for this port, but it names an endpoint: in the ClientHello at a
   * port without TLS, in the request at one with it.
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
   * @param reason what the server objected to, for people; may quote hostile text, may be empty
   */
  default void alertSent(int level, int description, String reason) {}

  /**
   * An alert came from the client.
   *
   * @param level 1 warning, 2 fatal
   * @param description the code, 0 to 255; 0 is {@code close_notify}
   */
  default void alertReceived(int level, int description) {}

  /** What arrived is no acceptable ClientHello; the reason is for people, without hostile text. */
  default void malformed(String reason) {}

  /** The handshake is complete on both sides. */
  default void handshakeFinished() {}

  /** The endpoint's deliberate fault strikes now. */
  default void faultInjected(NetworkFault fault) {}

  /** The handshake took longer than the limit; the connection is being closed. */
  default void timedOut(Duration limit) {}

  /** The client closed or reset the TCP connection before the handshake was complete. */
  default void abandoned() {}

  /** The connection is closed. Always the last call, exactly once. */
  default void closed() {}
}
