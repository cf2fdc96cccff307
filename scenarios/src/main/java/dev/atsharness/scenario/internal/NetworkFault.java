package dev.atsharness.scenario.internal;

import dev.atsharness.tls.Alert;
import java.util.Locale;
import java.util.Optional;

/** A deliberate break of the connection, outside what TLS negotiates. */
public enum NetworkFault {
  NONE,
  RESET_AFTER_CLIENT_HELLO(Action.RESET, Point.CLIENT_HELLO),
  RESET_AFTER_SERVER_HELLO(Action.RESET, Point.SERVER_HELLO),
  RESET_MID_CERTIFICATE(Action.RESET, Point.CERTIFICATE),
  STALL_AFTER_CLIENT_HELLO(Action.STALL, Point.CLIENT_HELLO),
  STALL_AFTER_SERVER_HELLO(Action.STALL, Point.SERVER_HELLO),
  STALL_MID_CERTIFICATE(Action.STALL, Point.CERTIFICATE),
  /** {@code handshake_failure} in answer to every ClientHello. */
  ALERT_HANDSHAKE_FAILURE(Alert.HANDSHAKE_FAILURE),
  /** {@code unrecognized_name} (RFC 6066 section 3) in answer to every ClientHello. */
  ALERT_UNRECOGNIZED_NAME(Alert.UNRECOGNIZED_NAME),
  /** {@code internal_error} in answer to every ClientHello. */
  ALERT_INTERNAL_ERROR(Alert.INTERNAL_ERROR),
  /** One response, then the end of the TCP connection without {@code close_notify}. */
  NO_CLOSE_NOTIFY;

  /** How the connection breaks off without a TLS message. */
  public enum Action {
    /** By a TCP reset. */
    RESET,
    /** By silence, until the server's time for it is up. */
    STALL
  }

  /** The last message that arrives. */
  public enum Point {
    CLIENT_HELLO,
    SERVER_HELLO,
    /** Half of the Certificate message. */
    CERTIFICATE;

    /** The name in scenario files, for example {@code client-hello}. */
    public String label() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  private final Optional<Action> action;
  private final Optional<Point> point;
  private final Optional<Alert> alert;

  NetworkFault() {
    this(Optional.empty(), Optional.empty(), Optional.empty());
  }

  NetworkFault(Action action, Point point) {
    this(Optional.of(action), Optional.of(point), Optional.empty());
  }

  NetworkFault(Alert alert) {
    this(Optional.empty(), Optional.of(Point.CLIENT_HELLO), Optional.of(alert));
  }

  NetworkFault(Optional<Action> action, Optional<Point> point, Optional<Alert> alert) {
    this.action = action;
    this.point = point;
    this.alert = alert;
  }

  /** How the connection breaks off; empty if it does not. */
  public Optional<Action> action() {
    return action;
  }

  /** Where the handshake ends; empty if it does not. */
  public Optional<Point> point() {
    return point;
  }

  /** The fatal alert that answers the ClientHello, if one does. */
  public Optional<Alert> alert() {
    return alert;
  }

  /** Whether no handshake finishes, whatever the client. */
  public boolean preventsHandshake() {
    return point.isPresent();
  }
}
