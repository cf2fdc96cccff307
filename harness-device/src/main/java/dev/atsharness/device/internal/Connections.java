package dev.atsharness.device.internal;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * How connections are made: how long each may take, when all of them must be over, and through
 * which proxy. Immutable.
 *
 * @param timeout of one connection, from connect to the end of the last read
 * @param end the moment of {@link System#nanoTime} at which every connection ends; empty if there
 *     is none
 * @param proxy an HTTP proxy that is asked to {@code CONNECT} (RFC 9110 section 9.3.6); empty for
 *     direct connections
 */
public record Connections(Duration timeout, OptionalLong end, Optional<InetSocketAddress> proxy) {

  /** Direct connections, each with this time. */
  public static Connections of(Duration timeout) {
    return new Connections(timeout, OptionalLong.empty(), Optional.empty());
  }

  /** Returns the same connections through a proxy. */
  public Connections through(InetSocketAddress httpProxy) {
    return new Connections(timeout, end, Optional.of(httpProxy));
  }

  /** Returns the same connections, which are all over after this time from now. */
  public Connections allWithin(Duration time) {
    return new Connections(timeout, OptionalLong.of(System.nanoTime() + time.toNanos()), proxy);
  }

  /** Returns the same connections, each with at most this time. */
  Connections atMost(Duration longest) {
    return timeout.compareTo(longest) <= 0 ? this : new Connections(longest, end, proxy);
  }

  RecordedSocket open() {
    long now = System.nanoTime();
    long own = now + timeout.toNanos();
    long deadline = end.isPresent() && end.getAsLong() - own < 0 ? end.getAsLong() : own;
    return new RecordedSocket(deadline, proxy);
  }
}
