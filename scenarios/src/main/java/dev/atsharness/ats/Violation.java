package dev.atsharness.ats;

import dev.atsharness.tls.internal.Labels;

/**
 * One of Apple's violation messages, by its stable code. Its texts and their sources are in the
 * file of {@code rules/} that is named after the code.
 */
public enum Violation {
  TLS_NOT_USED("tls-not-used", Kind.ATS),
  TLS_VERSION_BELOW_1_2("tls-version-below-1.2", Kind.ATS),
  CIPHERSUITE_NOT_IN_ATS("ciphersuite-not-in-ats", Kind.ATS),
  CERTIFICATE_NOT_TRUSTED("certificate-not-trusted", Kind.ATS),
  RSA_KEY_BELOW_2048("rsa-key-below-2048", Kind.ATS),
  ECDSA_KEY_BELOW_256("ecdsa-key-below-256", Kind.ATS),
  LEAF_HASH_BELOW_SHA256("leaf-hash-below-sha256", Kind.ATS),
  LEAF_CERTIFICATE_ABSENT("leaf-certificate-absent", Kind.ATS),
  PEER_PUBLIC_KEY_NOT_SET("peer-public-key-not-set", Kind.ATS),
  RSA_PKCS1_SHA1_NEGOTIATED("rsa-pkcs1-sha1-negotiated", Kind.FCP),
  CERTIFICATE_SIGNATURE_NOT_ADVERTISED("certificate-signature-not-advertised", Kind.FCP),
  EMS_NOT_NEGOTIATED("ems-not-negotiated", Kind.FCP),
  CIPHERSUITE_NOT_IN_FCP("ciphersuite-not-in-fcp", Kind.FCP);

  /** Which set of requirements the message belongs to. */
  public enum Kind {
    /** App Transport Security: "[ATS violation]". */
    ATS,
    /** NIAP FCP v2.1: "[ATS FCPv2.1 violation]". */
    FCP
  }

  private final String code;
  private final Kind kind;

  Violation(String code, Kind kind) {
    this.code = code;
    this.kind = kind;
  }

  /** The public code in scenario files, reports and manifests. */
  public String code() {
    return code;
  }

  public Kind kind() {
    return kind;
  }

  /**
   * The violation with this code.
   *
   * @throws IllegalArgumentException if there is none; the message lists the known codes
   */
  public static Violation ofCode(String code) {
    return Labels.find(Violation.class, Violation::code, code, "violation code");
  }

  @Override
  public String toString() {
    return code;
  }
}
