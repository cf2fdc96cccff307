package dev.atsharness.server.internal.tls;

import java.util.concurrent.atomic.AtomicReference;

/**
 * The state of a {@link HarnessEngine}'s connection. The handshake, the two directions and the TCP
 * connection below them have separate states, each of which only moves forward.
 *
 * <p>{@link #lose} and {@link #isTransportGone} are safe from any thread; all other methods are for
 * the engine's thread only.
 */
final class EngineState {

  /** What the engine has reported to its caller about the handshake. */
  private enum Handshake {
    NOT_BEGUN,
    RUNNING,
    /** {@code FINISHED} was returned to the caller, which happens once. */
    FINISHED
  }

  /** What the engine expects from the client. */
  private enum Inbound {
    CLIENT_HELLO,
    RECORDS,
    /** The engine reads nothing more: the client closed, or the engine failed. */
    CLOSED
  }

  /** What the engine may still send. */
  private enum Outbound {
    OPEN,
    /**
     * Only the alert that refuses a client without a certificate. That client continues to send:
     * the rest of its flight and, in TLS 1.3, its first request. Closing at once would cause a TCP
     * reset, which may overtake the alert.
     */
    LINGERING,
    /** Only the data that are queued already, including close_notify. */
    CLOSED
  }

  /** The TCP connection, and the injected fault that breaks it. */
  private enum Transport {
    USABLE,
    /** The flight is cut: the fault happens as soon as the rest of the flight has been sent. */
    BREAKING,
    /** The flight is cut, and the connection cannot be used any more. */
    BROKEN,
    /**
     * The connection cannot be used any more, without a fault: the peer is gone, or the handshake
     * took too long.
     */
    LOST;

    Transport cut() {
      return this == LOST || this == BROKEN ? BROKEN : BREAKING;
    }

    Transport lost() {
      return this == USABLE || this == LOST ? LOST : BROKEN;
    }
  }

  private Handshake handshake = Handshake.NOT_BEGUN;
  private Inbound inbound = Inbound.CLIENT_HELLO;
  private Outbound outbound = Outbound.OPEN;
  private final AtomicReference<Transport> transport = new AtomicReference<>(Transport.USABLE);

  /** Notes that the caller asked for the handshake, or for anything that needs it. */
  void begin() {
    if (handshake == Handshake.NOT_BEGUN) {
      handshake = Handshake.RUNNING;
    }
  }

  boolean isBegun() {
    return handshake != Handshake.NOT_BEGUN;
  }

  /**
   * Notes that the caller is told that the handshake is finished; returns false if it was told
   * before.
   */
  boolean finish() {
    boolean first = handshake == Handshake.RUNNING;
    handshake = Handshake.FINISHED;
    return first;
  }

  /** Notes that the ClientHello is complete, so that a protocol reads the following records. */
  void negotiate() {
    inbound = Inbound.RECORDS;
  }

  boolean awaitsClientHello() {
    return inbound == Inbound.CLIENT_HELLO;
  }

  /** Notes that nothing is read from the client any more. */
  void closeInbound() {
    inbound = Inbound.CLOSED;
  }

  boolean isInboundClosed() {
    return inbound == Inbound.CLOSED;
  }

  /** Notes that the server refuses the client, which has no certificate. */
  void linger() {
    outbound = Outbound.LINGERING;
  }

  boolean isLingering() {
    return outbound == Outbound.LINGERING;
  }

  /** Notes that the caller sends nothing more; returns false if it said so before. */
  boolean closeOutbound() {
    boolean first = outbound != Outbound.CLOSED;
    outbound = Outbound.CLOSED;
    return first;
  }

  boolean isOutboundClosed() {
    return outbound == Outbound.CLOSED;
  }

  /** Whether at least one direction is closed; then nothing that the client sends is used. */
  boolean isClosed() {
    return isInboundClosed() || isOutboundClosed();
  }

  /** Notes that the injected fault must happen once the queued output is sent. */
  void cut() {
    transport.updateAndGet(Transport::cut);
  }

  /** Whether the flight is cut: the fault is due or has happened. */
  boolean isCut() {
    Transport now = transport.get();
    return now == Transport.BREAKING || now == Transport.BROKEN;
  }

  /** Whether the fault is due and has not happened. */
  boolean isBreaking() {
    return transport.get() == Transport.BREAKING;
  }

  /** Notes that the TCP connection cannot be used any more. */
  void lose() {
    transport.updateAndGet(Transport::lost);
  }

  /** Whether the TCP connection cannot be used any more, so that sending is pointless. */
  boolean isTransportGone() {
    Transport now = transport.get();
    return now == Transport.BROKEN || now == Transport.LOST;
  }
}
