package dev.atsharness.device.internal;

import java.util.Locale;

/**
 * What a proxy did in place of leading to the server; it shows nothing about the server.
 *
 * @param kind the kind of refusal
 * @param text what the proxy did, without a subject, for example {@code answered HTTP/1.1 403
 *     Forbidden}; quotes hostile text
 */
public record ProxyRefusal(Kind kind, String text) {

  /** The kinds; {@code remedies.yaml} has the remedy of each, under {@code proxy-KIND}. */
  public enum Kind {
    /** It demands a login: 407. */
    LOGIN,
    /** It does not allow the connection: another status from 400 on. */
    FORBIDDEN,
    /** It cannot reach the server: a status from 500 on. */
    GATEWAY,
    /** It sends a page of its own, as a captive portal does. */
    PORTAL,
    /** It does not speak HTTP. */
    NO_HTTP,
    /** It does not answer, or closes the connection. */
    SILENT;

    /** The key of the remedy, for example {@code proxy-no-http}. */
    public String label() {
      return "proxy-" + name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  /** A sentence without its end. */
  public String sentence() {
    return "the proxy " + text;
  }
}
