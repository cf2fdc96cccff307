package dev.atsharness.device.internal;

import java.util.Locale;

/**
 * Why a server and a client cannot connect, as further handshakes have shown.
 *
 * @param kind which part does not match
 * @param seen what the server was observed to support or to do, one human-readable line; may quote
 *     hostile text
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
    /**
     * The server refuses a ClientHello that offers TLS 1.3, and accepts the same one without TLS
     * 1.3.
     */
    TLS_1_3_OFFER,
    /**
     * The server chooses a version below its best one, and says so in its random (RFC 8446 section
     * 4.1.3), for which a client of TLS 1.3 refuses it.
     */
    DOWNGRADE,
    /**
     * The handshake fails at Finished if the client offers extended master secret (RFC 7627), and
     * succeeds if it does not.
     */
    MASTER_SECRET,
    /** The server accepts no cipher suite that the client offers. */
    CIPHER_SUITES,
    /** The client does not offer the signature scheme with which the server signs the handshake. */
    SIGNATURE_SCHEMES,
    /** The server supports no key exchange group that the client offers. */
    GROUPS,
    /** The client does not offer to verify signatures with this kind of certificate key. */
    CERTIFICATE_KEY,
    /** The server refuses the client's ALPN protocols. */
    APPLICATION_PROTOCOLS,
    /** The server refuses a ClientHello for the length that a post-quantum key share gives it. */
    LONG_CLIENT_HELLO,
    /** The server refuses values that RFC 8701 reserves, which it has to ignore. */
    GREASE,
    /** The server refuses a ClientHello for further extensions, or for their order. */
    EXTENSIONS;

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
