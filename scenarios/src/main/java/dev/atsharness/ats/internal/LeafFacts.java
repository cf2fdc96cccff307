package dev.atsharness.ats.internal;

import dev.atsharness.tls.SignatureScheme;
import java.util.Optional;

/**
 * The facts of a server's own certificate that matter for Apple's rules.
 *
 * @param keyType algorithm of the public key
 * @param keyBits RSA modulus length or size of the curve's field, in bits
 * @param signatureHash digest of the certificate's signature
 * @param signatureScheme the TLS code point of that signature, empty if TLS has none
 * @param signatureName what a message calls the signature: the scheme's name, else the RFC 3279
 *     style name
 */
public record LeafFacts(
    KeyType keyType,
    int keyBits,
    SignatureHash signatureHash,
    Optional<SignatureScheme> signatureScheme,
    String signatureName) {

  /** Algorithm of a certificate's public key. */
  public enum KeyType {
    RSA,
    EC,
    EDDSA,
    OTHER
  }

  /** {@code SecSignatureHashAlgorithm} of Apple's Security framework (SecCertificatePriv.h). */
  public enum SignatureHash {
    UNKNOWN(0),
    MD2(1),
    MD4(2),
    MD5(3),
    SHA1(4),
    SHA224(5),
    SHA256(6),
    SHA384(7),
    SHA512(8),
    SHAKE256(9);

    private final int number;

    SignatureHash(int number) {
      this.number = number;
    }

    /** The integer that Apple's log message prints in parentheses. */
    public int number() {
      return number;
    }
  }
}
