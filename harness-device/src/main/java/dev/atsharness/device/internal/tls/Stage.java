package dev.atsharness.device.internal.tls;

import java.util.Locale;

/** How far a connection came: the last message before it was given up. */
public enum Stage {
  /** Nothing was sent: the URL itself was refused, or TCP did not connect. */
  CONNECT,
  CLIENT_HELLO,
  SERVER_HELLO,
  CERTIFICATE,
  SERVER_KEY_EXCHANGE,
  /** TLS 1.3, where it takes the place of the ServerKeyExchange signature. */
  CERTIFICATE_VERIFY,
  FINISHED,
  HTTP;

  /** The name in scenario files and reports, for example {@code server-hello}. */
  public String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  @Override
  public String toString() {
    return label();
  }
}
