package dev.atsharness.conformance.device;

import dev.atsharness.ats.LeafFacts;
import dev.atsharness.ats.LeafFacts.KeyType;
import dev.atsharness.tls.SignatureScheme;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.x509.Certificate;

/** Reads off a certificate what Apple's rules look at. */
final class LeafFactsReader {

  private LeafFactsReader() {}

  /**
   * @param leaf the server's certificate
   * @param issuers where the issuer may be found: a PSS signature's code point depends on its key
   */
  static LeafFacts read(Certificate leaf, List<Certificate> issuers) {
    PublicKey key = PublicKey.of(leaf.getSubjectPublicKeyInfo());
    CertificateSignature signature = CertificateSignature.of(leaf.getSignatureAlgorithm());
    boolean issuerIsPss =
        issuers.stream()
            .filter(c -> c.getSubject().equals(leaf.getIssuer()))
            .anyMatch(
                c -> PublicKey.of(c.getSubjectPublicKeyInfo()).kind() == PublicKey.Kind.RSA_PSS);
    Optional<SignatureScheme> scheme = signature.scheme(issuerIsPss);
    return new LeafFacts(
        keyType(key.kind()),
        key.bits(),
        signature.hash(),
        scheme,
        scheme.map(SignatureScheme::label).orElse(signature.name()));
  }

  private static KeyType keyType(PublicKey.Kind kind) {
    return switch (kind) {
      case RSA, RSA_PSS -> KeyType.RSA;
      case EC -> KeyType.EC;
      case EDDSA -> KeyType.EDDSA;
      case OTHER -> KeyType.OTHER;
    };
  }
}
