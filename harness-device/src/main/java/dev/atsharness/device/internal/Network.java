package dev.atsharness.device.internal;

import java.util.Locale;

/**
 * What the network did to a visit; anything but {@link #OK} proves nothing about a server's TLS.
 */
public enum Network {
  OK,
  /** Nothing listens at the address. */
  REFUSED,
  /** This computer has no route to the address: no IPv6, for example. */
  UNREACHABLE,
  /** The name has no address. */
  UNRESOLVED,
  /** The peer, or something between, reset the connection. */
  RESET,
  /** The peer closed the connection in the middle without an alert. */
  CLOSED,
  /** The visit's time was up. */
  TIMEOUT;

  /** The name in reports. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  @Override
  public String toString() {
    return label();
  }
}
