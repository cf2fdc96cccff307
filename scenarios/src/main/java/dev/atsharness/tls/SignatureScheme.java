package dev.atsharness.tls;

import dev.atsharness.tls.internal.Labels;
import java.util.Arrays;
import java.util.Optional;

/**
 * A signature scheme (RFC 8446 section 4.2.3). The TLS 1.2 pairs of hash and signature algorithm
 * (RFC 5246 section 7.4.1.4.1) share the same two-byte code points; those without an RFC 8446 name
 * are named here in its style.
 */
public enum SignatureScheme {
  RSA_PKCS1_MD5("rsa_pkcs1_md5", 0x0101),
  RSA_PKCS1_SHA1("rsa_pkcs1_sha1", 0x0201),
  RSA_PKCS1_SHA224("rsa_pkcs1_sha224", 0x0301),
  RSA_PKCS1_SHA256("rsa_pkcs1_sha256", 0x0401),
  RSA_PKCS1_SHA384("rsa_pkcs1_sha384", 0x0501),
  RSA_PKCS1_SHA512("rsa_pkcs1_sha512", 0x0601),
  ECDSA_SHA1("ecdsa_sha1", 0x0203),
  ECDSA_SHA224("ecdsa_sha224", 0x0303),
  ECDSA_SECP256R1_SHA256("ecdsa_secp256r1_sha256", 0x0403),
  ECDSA_SECP384R1_SHA384("ecdsa_secp384r1_sha384", 0x0503),
  ECDSA_SECP521R1_SHA512("ecdsa_secp521r1_sha512", 0x0603),
  RSA_PSS_RSAE_SHA256("rsa_pss_rsae_sha256", 0x0804),
  RSA_PSS_RSAE_SHA384("rsa_pss_rsae_sha384", 0x0805),
  RSA_PSS_RSAE_SHA512("rsa_pss_rsae_sha512", 0x0806),
  ED25519("ed25519", 0x0807),
  ED448("ed448", 0x0808),
  RSA_PSS_PSS_SHA256("rsa_pss_pss_sha256", 0x0809),
  RSA_PSS_PSS_SHA384("rsa_pss_pss_sha384", 0x080a),
  RSA_PSS_PSS_SHA512("rsa_pss_pss_sha512", 0x080b),
  ECDSA_BRAINPOOLP256R1TLS13_SHA256("ecdsa_brainpoolP256r1tls13_sha256", 0x081a);

  private final String label;
  private final int code;

  SignatureScheme(String label, int code) {
    this.label = label;
    this.code = code;
  }

  /** The IANA name, for example {@code rsa_pss_rsae_sha256}. */
  public String label() {
    return label;
  }

  /** The two-byte code point. */
  public int code() {
    return code;
  }

  /** Whether TLS 1.3 allows it in CertificateVerify (RFC 8446 section 4.4.3). */
  public boolean signsTls13Handshakes() {
    return switch (this) {
      case RSA_PKCS1_MD5,
          RSA_PKCS1_SHA1,
          RSA_PKCS1_SHA224,
          RSA_PKCS1_SHA256,
          RSA_PKCS1_SHA384,
          RSA_PKCS1_SHA512,
          ECDSA_SHA1,
          ECDSA_SHA224 ->
          false;
      default -> true;
    };
  }

  /** The scheme with this code point, if it is one we know. */
  public static Optional<SignatureScheme> ofCode(int code) {
    return Arrays.stream(values()).filter(s -> s.code == code).findFirst();
  }

  /**
   * The scheme with this IANA name.
   *
   * @throws IllegalArgumentException if there is none; the message lists the known names
   */
  public static SignatureScheme ofLabel(String label) {
    return Labels.find(SignatureScheme.class, SignatureScheme::label, label, "signature scheme");
  }

  @Override
  public String toString() {
    return label;
  }
}
