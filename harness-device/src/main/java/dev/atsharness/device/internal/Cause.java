package dev.atsharness.device.internal;

import java.util.Locale;

/**
 * Why a server and a client do not come together, as further handshakes have shown.
 *
 * @param kind which part of the two does not fit
 * @param seen what the server was seen to have or to do, one line for people; may quote hostile
 *     text
 */
public record Cause(Kind kind, String seen) {

  /** The kinds of causes; {@code remedies.yaml} has the remedy of each. */
  public enum Kind {
    /** The port speaks HTTP without TLS. */
    PLAIN_HTTP,
    /** The URL says http, and the port speaks TLS. */
    HTTP_URL,
    /** The port answers in a protocol that is not TLS. */
    OTHER_PROTOCOL,
    /** The server speaks no version that the client offers. */
    PROTOCOL_VERSIONS,
    /** The server refuses a ClientHello that offers TLS 1.3, and accepts the same without it. */
    TLS_1_3_OFFER,
    /** The server accepts no cipher suite that the client offers. */
    CIPHER_SUITES,
    /** The server's signature on the handshake is of no scheme that the client offers. */
    SIGNATURE_SCHEMES,
    /** The server agrees keys in no group that the client offers. */
    GROUPS,
    /** The certificate's key is of a kind that the client does not offer to verify. */
    CERTIFICATE_KEY,
    /** The server refuses the client's ALPN protocols. */
    APPLICATION_PROTOCOLS;

    /** The name in {@code remedies.yaml} and in reports, for example {@code plain-http}. */
    public String label() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    @Override
    public String toString() {
      return label();
    }
  }
}
