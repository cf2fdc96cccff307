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

  /** What happened, in words. */
  public String words() {
    return switch (this) {
      case REFUSED -> "nothing listens there";
      case UNREACHABLE -> "this computer has no route to the address";
      case UNRESOLVED -> "the name does not resolve";
      case RESET -> "the connection was reset";
      case CLOSED -> "the server closed the connection without an alert";
      case TIMEOUT -> "no answer in time";
      case PROXY -> "the proxy did not connect to the server";
      case OK -> "the connection ended";
    };
  }

  /** The name in reports. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  @Override
  public String toString() {
    return label();
  }
}
