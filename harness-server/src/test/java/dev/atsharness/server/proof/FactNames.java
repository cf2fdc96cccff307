package dev.atsharness.server.proof;

import dev.atsharness.tls.TlsVersion;

/** The names of facts, and the readings that are plain words. */
final class FactNames {

  static final String ANSWER = "answer to a ClientHello";

  /**
   * The server's answer to a client of TLS 1.3 and 1.2, up to the point where the client has to
   * send.
   */
  static final String FIRST_FLIGHT = "first flight";

  /** The same to a client of TLS 1.2 alone that does not offer extended master secret. */
  static final String FLIGHT_WITHOUT_EMS = "first flight without extended master secret";

  /** The same with values of GREASE (RFC 8701) among suites, groups and extensions. */
  static final String FLIGHT_WITH_GREASE = "first flight with GREASE";

  /** The same for a ClientHello that does not fit into one TCP segment. */
  static final String FLIGHT_FOR_LONG_HELLO = "first flight for a long ClientHello";

  static final String RESPONSE = "response";
  static final String NEXT_HOST = "host that the response leads to";
  static final String HTTP_2 = "response over HTTP/2";
  static final String STAPLE = "stapled OCSP response";
  static final String MUST_STAPLE = "demands a staple";
  static final String CRL = "by CRL";
  static final String OCSP = "by OCSP";
  static final String CLIENT_CERTIFICATE = "asks for a client certificate";
  static final String END = "end of the connection";
  static final String ACCEPTS_SSL2 = "accepts SSLv2";
  static final String CIPHER_ORDER = "cipher order";
  static final String KEY_ORDER = "order of keys in TLSv1.3";
  static final String EXTENDED_MASTER_SECRET = "extended master secret";
  static final String SECURE_RENEGOTIATION = "secure renegotiation";
  static final String RESUMPTION = "resumption of TLSv1.2 by session id";
  static final String TICKET = "resumption of TLSv1.2 by ticket";
  static final String TICKET_OF_TLS13 = "issues a ticket of TLSv1.3";
  static final String COMPRESSED_CERTIFICATE = "compresses its certificate";
  static final String PREFERRED_VERSION = "preferred version";

  /** Whether the random of that version's ServerHello says that it is not the server's best one. */
  static final String DOWNGRADE = "preferred version marked as downgrade";

  static final String TEMPORARY_KEY = "temporary key of TLSv1.2";
  static final String ALPN = "ALPN";
  static final String LEAF_KEY = "leaf key";

  /**
   * Whether the server shows the same chain in TLS 1.3 and in TLS 1.2. If so, what is known of its
   * certificates holds in both.
   */
  static final String CERTIFICATES_OF_BOTH = "certificates of TLSv1.3 and TLSv1.2";

  static final String VERSION = "certificate version";
  static final String UNKNOWN_EXTENSION = "extension 2.999.1";
  static final String LEAF_CURVE = "leaf curve";
  static final String LEAF_SIGNATURE = "leaf signature";
  static final String SELF_SIGNED = "self-signed";
  static final String CERTIFICATES_SENT = "certificates sent";
  static final String CHAIN = "chain";
  static final String ISSUING_CA_KEY = "issuing CA key";
  static final String ISSUING_CA_SIGNATURE = "issuing CA signature";
  static final String ROOT_KEY = "root key";
  static final String ROOT_SIGNATURE = "root signature";
  static final String VALID_FROM = "valid from";
  static final String VALIDITY = "validity";
  static final String SERIAL = "serial number";
  static final String AUTHORITY_KEY = "authority key identifier";
  static final String COMMON_NAME = "common name";
  static final String ISSUING_CA_USAGE = "issuing CA key usage";
  static final String ISSUING_CA_PURPOSES = "issuing CA extended key usage";
  static final String CROSS_CERTIFICATE = "cross-certificate";
  static final String OLDER_ROOT = "older root";
  static final String NAMES = "subjectAltName";

  /** The names in the certificate for clients that send no server name. */
  static final String NAMES_WITHOUT_SNI = "subjectAltName without SNI";

  static final String EXTENDED_KEY_USAGE = "extended key usage";
  static final String TRUST = "chain of trust";
  static final String HOST_FOUND_IN = "host name found in";

  /**
   * The name of a fact of one of two certificates. It is sent to clients that accept only keys of
   * its kind.
   */
  static String forKeysOf(boolean rsa, String fact) {
    return fact + (rsa ? ", RSA asked for" : ", ECDSA asked for");
  }

  /**
   * A reading without a separate statement in scenarios: which authority's certificate is sent, or
   * missing.
   */
  static final String LEAF_ISSUER = "leaf issuer";

  static final String ISSUING_CA_NAME = "issuing CA";

  static final String YES = "yes";
  static final String NO = "no";
  static final String NONE = "none";

  static final String ANSWER_TLS = "TLS";
  static final String ANSWER_CLEAR = "clear text";
  static final String ANSWER_RESET = "TCP reset";

  static final String GOOD = "good";
  static final String REVOKED = "revoked";

  static final String COMPLETE = "complete";
  static final String NOTHING = "nothing";
  static final String SERVER_HELLO = "ServerHello";
  static final String PART_OF_CERTIFICATE = "part of Certificate";
  static final String THEN_RESET = ", then a TCP reset";
  static final String THEN_SILENCE = ", then silence";
  static final String CLOSE_NOTIFY = "close_notify";
  static final String TRUNCATED = "end of TCP alone";

  static final String THE_SAME = "the same";
  static final String DIFFERENT = "different";

  static final String INCONSISTENT = "extended master secret differs";

  static final String TRUSTED = "ok";
  static final String NO_PATH = "no path to the root";
  static final String EXPIRED = "expired";
  static final String NOT_YET_VALID = "not yet valid";
  static final String WRONG_PURPOSE = "not for servers";
  static final String OUTSIDE_CONSTRAINTS = "outside the name constraints";

  static final String BAD_SIGNATURE = "bad signature";
  static final String NOT_A_CA = "issuer is not a CA";
  static final String PATH_TOO_LONG = "path too long";
  static final String UNKNOWN_CRITICAL = "unknown critical extension";

  static final String EXPLICIT_CURVE = "explicit curve parameters";

  static final String ZERO = "0";
  static final String POSITIVE = "positive";
  static final String OF_ISSUER = "of the issuer";
  static final String OF_ANOTHER = "of another key";

  static final String VALID = "valid";

  static final String SPELLED_OUT = "spelled out";
  static final String CRITICAL = "critical";

  static final String IN_SAN = "subjectAltName";
  static final String IN_COMMON_NAME = "common name only";
  static final String NOWHERE = "nowhere";

  private FactNames() {}

  static String accepts(TlsVersion version) {
    return "accepts " + version;
  }

  static String alert(String name) {
    return "alert " + name;
  }

  static String suites(TlsVersion version) {
    return "suites of " + version;
  }

  static String firstSuite(TlsVersion version) {
    return "first suite of " + version;
  }

  static String handshakeSignature(TlsVersion version) {
    return "handshake signature of " + version;
  }

  static String groups(TlsVersion version) {
    return "groups of " + version;
  }
}
