package dev.atsharness.certs;

import java.util.Arrays;

/** A certificate signature algorithm by its RFC 3279, 4055, 5758 or 8410 name. */
public enum SignatureAlgorithm {
  MD5_RSA("md5WithRSAEncryption", Family.RSA, "MD5"),
  SHA1_RSA("sha1WithRSAEncryption", Family.RSA, "SHA-1"),
  SHA224_RSA("sha224WithRSAEncryption", Family.RSA, "SHA-224"),
  SHA256_RSA("sha256WithRSAEncryption", Family.RSA, "SHA-256"),
  SHA384_RSA("sha384WithRSAEncryption", Family.RSA, "SHA-384"),
  SHA512_RSA("sha512WithRSAEncryption", Family.RSA, "SHA-512"),
  SHA1_ECDSA("ecdsa-with-SHA1", Family.ECDSA, "SHA-1"),
  SHA224_ECDSA("ecdsa-with-SHA224", Family.ECDSA, "SHA-224"),
  SHA256_ECDSA("ecdsa-with-SHA256", Family.ECDSA, "SHA-256"),
  SHA384_ECDSA("ecdsa-with-SHA384", Family.ECDSA, "SHA-384"),
  SHA512_ECDSA("ecdsa-with-SHA512", Family.ECDSA, "SHA-512"),
  SHA256_RSA_PSS("rsassaPss-with-SHA256", Family.RSA_PSS, "SHA-256"),
  SHA384_RSA_PSS("rsassaPss-with-SHA384", Family.RSA_PSS, "SHA-384"),
  SHA512_RSA_PSS("rsassaPss-with-SHA512", Family.RSA_PSS, "SHA-512"),
  ED25519("id-Ed25519", Family.EDDSA, "SHA-512"),
  ED448("id-Ed448", Family.EDDSA, "SHAKE256");

  /** The kind of key that makes the signature. */
  public enum Family {
    /** RSASSA-PKCS1-v1_5. */
    RSA,
    RSA_PSS,
    ECDSA,
    EDDSA
  }

  private final String label;
  private final Family family;
  private final String digest;

  SignatureAlgorithm(String label, Family family, String digest) {
    this.label = label;
    this.family = family;
    this.digest = digest;
  }

  /** The RFC name, as scenario files use it. */
  public String label() {
    return label;
  }

  public Family family() {
    return family;
  }

  /** The digest's FIPS 180-4 name: {@code SHA-1}, {@code SHA-224} ...; or {@code MD5}. */
  public String digest() {
    return digest;
  }

  /**
   * Returns the algorithm with this RFC name.
   *
   * @throws IllegalArgumentException if there is none; the message lists the known names
   */
  public static SignatureAlgorithm ofLabel(String label) {
    return Arrays.stream(values())
        .filter(a -> a.label.equals(label))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "unknown signature algorithm '"
                        + label
                        + "'; known: "
                        + Arrays.stream(values()).map(SignatureAlgorithm::label).toList()));
  }

  @Override
  public String toString() {
    return label;
  }
}
