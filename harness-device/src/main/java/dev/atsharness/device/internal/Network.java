package dev.atsharness.device.internal;

import java.util.Locale;

/**
 * What the network did to a visit; values other than {@link #OK} prove nothing about a server's
 * TLS.
 */
public enum Network {
  OK,
  /** Nothing listens at the address. */
  REFUSED,
  /** This computer has no route to the address, for example because it has no IPv6. */
  UNREACHABLE,
  /** The name has no address. */
  UNRESOLVED,
  /** The peer, or something on the way to it, reset the connection. */
  RESET,
  /** The peer closed the connection early, without an alert. */
  CLOSED,
  /** The visit's time was up. */
  TIMEOUT,
  /** The proxy did not connect to the server. */
  PROXY;

  /** The name in reports. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  @Override
  public String toString() {
    return label();
  }
}
