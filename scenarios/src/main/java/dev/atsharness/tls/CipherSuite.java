package dev.atsharness.tls;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;

/**
 * A cipher suite: IANA code point and IANA name. The parts of a suite (key exchange,
 * authentication, AEAD or not) follow from its name, as RFC 5246 and RFC 8446 construct it.
 *
 * @param code the two-byte code point, 0x0000 to 0xFFFF
 * @param name the IANA description, for example {@code TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256}
 */
public record CipherSuite(int code, String name) {

  /** How the pre-master secret is agreed (RFC 5246 section 7.4.7, RFC 8422, RFC 8446). */
  public enum KeyExchange {
    /** A TLS 1.3 suite, which says nothing about key exchange. */
    TLS13,
    ECDHE,
    DHE,
    /** Static RSA: the client encrypts the pre-master secret to the certificate's key. */
    RSA,
    /** Unauthenticated (EC)DH. */
    ANON,
    OTHER
  }

  /**
   * The suite with this IANA name.
   *
   * @throws IllegalArgumentException if the registry does not have the name
   */
  public static CipherSuite named(String name) {
    CipherSuite suite = Registry.BY_NAME.get(name);
    if (suite == null) {
      throw new IllegalArgumentException(
          "unknown cipher suite '"
              + name
              + "'; use the IANA name, for example TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256");
    }
    return suite;
  }

  /**
   * The suite with this code point; one that is not in the registry has a name such as {@code
   * 0xABCD}.
   */
  public static CipherSuite ofCode(int code) {
    CipherSuite suite = Registry.BY_CODE.get(code);
    return suite != null ? suite : new CipherSuite(code, hex(code));
  }

  /** Quicker than a format: a hostile client offers thousands of unknown suites. */
  private static String hex(int code) {
    return "0x" + HexFormat.of().withUpperCase().toHexDigits(code, 4);
  }

  public KeyExchange keyExchange() {
    int with = name.indexOf("_WITH_");
    if (with < 0) {
      boolean tls13 = (code >>> 8) == 0x13 || name.startsWith("TLS_SM4_"); // RFC 8998
      return tls13 ? KeyExchange.TLS13 : KeyExchange.OTHER;
    }
    return switch (name.substring(4, with)) {
      case "ECDHE_RSA", "ECDHE_ECDSA" -> KeyExchange.ECDHE;
      case "DHE_RSA", "DHE_DSS" -> KeyExchange.DHE;
      case "RSA" -> KeyExchange.RSA;
      case "DH_anon", "ECDH_anon" -> KeyExchange.ANON;
      default -> KeyExchange.OTHER;
    };
  }

  /** Whether the suite needs an ECDSA (or EdDSA, RFC 8422) certificate. */
  public boolean authenticatesWithEcdsa() {
    return name.contains("_ECDSA_WITH_");
  }

  /** Whether the suite needs an RSA certificate. */
  public boolean authenticatesWithRsa() {
    return name.contains("_RSA_WITH_");
  }

  /** Whether the suite is defined for TLS 1.3 only (RFC 8446 appendix B.4). */
  public boolean isTls13() {
    return keyExchange() == KeyExchange.TLS13;
  }

  /** Whether records are protected by an AEAD, which needs TLS 1.2 or later (RFC 5246). */
  public boolean isAead() {
    return isTls13()
        || name.contains("_GCM_")
        || name.contains("_CCM")
        || name.contains("_CHACHA20_POLY1305_");
  }

  /** Whether the suite was defined for TLS 1.2 (AEAD, or a SHA-256/384 MAC: RFC 5246, 5289). */
  public boolean needsTls12() {
    return isAead() || name.endsWith("_SHA256") || name.endsWith("_SHA384");
  }

  /** Whether a connection of this version can negotiate the suite. */
  public boolean usableWith(TlsVersion version) {
    if (isTls13() || version == TlsVersion.TLS_1_3) {
      return isTls13() && version == TlsVersion.TLS_1_3;
    }
    if (version == TlsVersion.SSL_3_0
        && (keyExchange() == KeyExchange.ECDHE || name.startsWith("TLS_ECDH"))) {
      return false; // RFC 8422 defines elliptic curves for TLS only
    }
    return version == TlsVersion.TLS_1_2 || !needsTls12();
  }

  @Override
  public String toString() {
    return name;
  }

  /** Read on first use: most programs that touch a suite touch many. */
  private static final class Registry {
    static final Map<String, CipherSuite> BY_NAME = new HashMap<>();
    static final Map<Integer, CipherSuite> BY_CODE = new HashMap<>();

    static {
      try (InputStream in = CipherSuite.class.getResourceAsStream("cipher-suites.tsv");
          BufferedReader lines =
              new BufferedReader(new InputStreamReader(in, StandardCharsets.US_ASCII))) {
        lines
            .lines()
            .filter(line -> !line.startsWith("#"))
            .forEach(
                line -> {
                  int code = Integer.parseInt(line, 0, 4, 16);
                  CipherSuite suite = new CipherSuite(code, line.substring(5));
                  BY_NAME.put(suite.name, suite);
                  BY_CODE.put(code, suite);
                });
      } catch (IOException e) {
        throw new UncheckedIOException("cannot read the cipher suite registry", e);
      }
    }

    private Registry() {}
  }
}
