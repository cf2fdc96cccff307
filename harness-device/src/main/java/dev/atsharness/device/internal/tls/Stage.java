package dev.atsharness.device.internal.tls;

import java.util.Locale;

/** How far a connection got: the last message before one side gave up. */
public enum Stage {
  /** Nothing was sent: the URL itself was refused, or the TCP connection failed. */
  CONNECT,
  CLIENT_HELLO,
  SERVER_HELLO,
  CERTIFICATE,
  SERVER_KEY_EXCHANGE,
  /** In TLS 1.3, the message that replaces the signature in ServerKeyExchange. */
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
