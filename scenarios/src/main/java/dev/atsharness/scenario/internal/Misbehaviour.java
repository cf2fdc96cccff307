package dev.atsharness.scenario.internal;

import dev.atsharness.tls.CipherSuite;
import dev.atsharness.tls.TlsVersion;
import java.util.Optional;

/**
 * A fault of the TLS protocol itself that a server commits on purpose, as NIAP's evaluators of TLS
 * clients need it (the Functional Package for TLS, FCS_TLSC_EXT).
 */
public enum Misbehaviour {
  /** A ServerHello of SSL 2.0 answers, in a record of SSL 2.0. */
  SSL2_SERVER_HELLO("server-hello"),
  /** The ServerHello of TLS 1.2 has TLS 1.3's number in its version field. */
  LEGACY_VERSION_TLS13("server-hello"),
  /**
   * The ServerHello of TLS 1.2 has the extension {@code supported_versions}, with TLS 1.2 in it.
   */
  SUPPORTED_VERSIONS_TLS12("server-hello"),
  /**
   * A server whose suites the client does not offer takes its first one and does not refuse. So it
   * answers every client in its own version, however few suites the client offers.
   */
  NO_COMMON_SUITE("server-hello"),
  /** The ServerHello of TLS 1.3 does not echo the session id of the ClientHello. */
  OTHER_SESSION_ID("server-hello"),
  /**
   * The ServerHello of the first handshake has {@code renegotiation_info} with data of an earlier
   * one.
   */
  RENEGOTIATION_INFO_NOT_EMPTY("server-hello"),
  /** The ServerHello names a suite of the negotiated version that the client did not offer. */
  SUITE_NOT_OFFERED("server-hello"),
  /** The ServerHello names a suite that only the other one of TLS 1.2 and TLS 1.3 has. */
  SUITE_OF_OTHER_VERSION("server-hello"),
  /** The ServerHello names the suite without any protection (RFC 5246 appendix A.5). */
  NULL_WITH_NULL_NULL("server-hello", "TLS_NULL_WITH_NULL_NULL"),
  ANONYMOUS_SUITE("server-hello", "TLS_DH_anon_WITH_AES_256_GCM_SHA384"),
  NULL_SUITE("server-hello", "TLS_ECDHE_RSA_WITH_NULL_SHA"),
  RC2_SUITE("server-hello", "TLS_RSA_EXPORT_WITH_RC2_CBC_40_MD5"),
  RC4_SUITE("server-hello", "TLS_ECDHE_RSA_WITH_RC4_128_SHA"),
  DES_SUITE("server-hello", "TLS_DHE_DSS_WITH_DES_CBC_SHA"),
  IDEA_SUITE("server-hello", "TLS_RSA_WITH_IDEA_CBC_SHA"),
  TRIPLE_DES_SUITE("server-hello", "TLS_DHE_RSA_WITH_3DES_EDE_CBC_SHA"),
  /** The suite is one for RSA keys, and the certificate has another key; or the reverse. */
  SUITE_OF_OTHER_KEY("certificate"),
  /** A raw public key is announced and shown, which the client did not ask for (RFC 7250). */
  RAW_PUBLIC_KEY("encrypted-extensions"),
  /** The Certificate message has no certificate. */
  EMPTY_CERTIFICATE("certificate"),
  /** The handshake is signed with a scheme that the client did not offer. */
  SCHEME_NOT_OFFERED("server-key-exchange", "certificate-verify", Optional.empty()),
  /** One bit of the handshake's signature is flipped. */
  CORRUPT_SIGNATURE("server-key-exchange", "certificate-verify", Optional.empty()),
  /** The server's curve is spelled out in place of its name (RFC 4492 section 5.4). */
  EXPLICIT_CURVE("server-key-exchange"),
  /** One bit of the y coordinate of the server's ephemeral key is flipped. */
  POINT_NOT_ON_CURVE("server-key-exchange", "server-hello", Optional.empty()),
  /** All bytes of the server's key share are zero. */
  ZERO_KEY_SHARE("server-hello"),
  /** The server's key share is of a group that the client did not offer. */
  GROUP_NOT_OFFERED("server-hello"),
  /** One bit of the Finished message is flipped. */
  CORRUPT_FINISHED("finished"),
  /** Another message, of random content, is in the place of Finished. */
  MISSING_FINISHED("finished"),
  /** The server asks for a renegotiation as soon as the handshake is complete. */
  HELLO_REQUEST("finished");

  private final String before13;
  private final String in13;
  private final Optional<String> suite;

  Misbehaviour(String message) {
    this(message, message, Optional.empty());
  }

  Misbehaviour(String message, String suite) {
    this(message, message, Optional.of(suite));
  }

  Misbehaviour(String before13, String in13, Optional<String> suite) {
    this.before13 = before13;
    this.in13 = in13;
    this.suite = suite;
  }

  /** The message in which a client of this version finds the fault, as scenario files name it. */
  public String message(TlsVersion version) {
    return version == TlsVersion.TLS_1_3 ? in13 : before13;
  }

  /**
   * The suite that the server always takes, offered or not; empty if the fault is not such a suite.
   */
  public Optional<CipherSuite> suite() {
    return suite.map(CipherSuite::named);
  }

  /** Whether the fault exists in this version. */
  public boolean existsIn(TlsVersion version) {
    return switch (this) {
      case OTHER_SESSION_ID, RAW_PUBLIC_KEY, ZERO_KEY_SHARE, GROUP_NOT_OFFERED ->
          version == TlsVersion.TLS_1_3;
      case NO_COMMON_SUITE -> version != TlsVersion.TLS_1_3;
      case SSL2_SERVER_HELLO,
          SUITE_NOT_OFFERED,
          SUITE_OF_OTHER_VERSION,
          NULL_WITH_NULL_NULL,
          EMPTY_CERTIFICATE,
          SCHEME_NOT_OFFERED,
          CORRUPT_SIGNATURE,
          POINT_NOT_ON_CURVE,
          CORRUPT_FINISHED,
          MISSING_FINISHED ->
          !version.isBefore(TlsVersion.TLS_1_2);
      default -> version == TlsVersion.TLS_1_2;
    };
  }

  /** Whether the fault is the same whatever version the client and the server have in common. */
  public boolean existsInAll() {
    return this == SSL2_SERVER_HELLO;
  }

  /** Whether a client that meets the fault may go on. */
  public boolean mayBeIgnored() {
    return this == HELLO_REQUEST;
  }
}
