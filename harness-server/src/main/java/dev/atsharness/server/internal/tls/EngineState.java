package dev.atsharness.server.internal.tls;

import java.util.concurrent.atomic.AtomicReference;

/**
 * Where the connection of a {@link HarnessEngine} stands. The handshake, the two directions and the
 * TCP connection below them change independently, each only forwards.
 *
 * <p>{@link #lose} and {@link #isTransportGone} are safe from any thread; the rest is for the
 * engine's.
 */
final class EngineState {

  /** What the engine's caller has been told of the handshake. */
  private enum Handshake {
    NOT_BEGUN,
    RUNNING,
    /** The caller has been given {@code FINISHED}, which it gets once. */
    FINISHED
  }

  /** What the engine expects of the client. */
  private enum Inbound {
    CLIENT_HELLO,
    RECORDS,
    /** Nothing: the client closed, or this engine failed. */
    CLOSED
  }

  /** What the engine still sends. */
  private enum Outbound {
    OPEN,
    /**
     * The alert that refuses a client without a certificate, and nothing after it. That client goes
     * on sending, the rest of its flight and in TLS 1.3 its first request; closing at once would
     * answer that by a TCP reset, which may overtake the alert.
     */
    LINGERING,
    /** What is queued, close_notify included. */
    CLOSED
  }

  /** The TCP connection, and the injected fault that breaks it. */
  private enum Transport {
    USABLE,
    /** The flight is cut: the fault happens as soon as what is left of it has been sent. */
    BREAKING,
    /** The flight is cut, and the connection beyond use. */
    BROKEN,
    /** Beyond use without a fault: the peer is gone, or the handshake took too long. */
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

  /** The caller asked for the handshake, or for anything that needs it. */
  void begin() {
    if (handshake == Handshake.NOT_BEGUN) {
      handshake = Handshake.RUNNING;
    }
  }

  boolean isBegun() {
    return handshake != Handshake.NOT_BEGUN;
  }

  /** The caller is told that the handshake is finished; false if it was told before. */
  boolean finish() {
    boolean first = handshake == Handshake.RUNNING;
    handshake = Handshake.FINISHED;
    return first;
  }

  /** The ClientHello is whole, and a protocol takes what follows. */
  void negotiate() {
    inbound = Inbound.RECORDS;
  }

  boolean awaitsClientHello() {
    return inbound == Inbound.CLIENT_HELLO;
  }

  /** Nothing the client sends from now on is read. */
  void closeInbound() {
    inbound = Inbound.CLOSED;
  }

  boolean isInboundClosed() {
    return inbound == Inbound.CLOSED;
  }

  /** The server refuses the client, which has no certificate. */
  void linger() {
    outbound = Outbound.LINGERING;
  }

  boolean isLingering() {
    return outbound == Outbound.LINGERING;
  }

  /** The caller sends nothing more; false if it said so before. */
  boolean closeOutbound() {
    boolean first = outbound != Outbound.CLOSED;
    outbound = Outbound.CLOSED;
    return first;
  }

  boolean isOutboundClosed() {
    return outbound == Outbound.CLOSED;
  }

  /** Whether one direction is closed, and with it the other for what the client sends. */
  boolean isClosed() {
    return isInboundClosed() || isOutboundClosed();
  }

  /** The injected fault is due once the queued output is sent. */
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

  /** The TCP connection is beyond use. */
  void lose() {
    transport.updateAndGet(Transport::lost);
  }

  /** Whether the TCP connection is beyond use, so that nothing more is worth saying. */
  boolean isTransportGone() {
    Transport now = transport.get();
    return now == Transport.BROKEN || now == Transport.LOST;
  }
}
