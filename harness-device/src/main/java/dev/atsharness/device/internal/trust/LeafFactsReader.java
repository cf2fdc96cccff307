package dev.atsharness.device.internal.trust;

import dev.atsharness.ats.LeafFacts;
import dev.atsharness.ats.LeafFacts.KeyType;
import dev.atsharness.tls.SignatureScheme;
import java.util.List;
import java.util.Optional;

/** Reads off a certificate what Apple's rules look at. */
public final class LeafFactsReader {

  private LeafFactsReader() {}

  /**
   * Reads what the rules need to know about a leaf.
   *
   * @param leaf the server's certificate
   * @param others where its issuer may be found: a PSS signature's code point depends on its key
   */
  public static LeafFacts read(ChainCertificate leaf, List<ChainCertificate> others) {
    CertificateSignature signature = leaf.signature();
    boolean issuerKeyIsPss =
        others.stream()
            .filter(other -> other.subject().equals(leaf.issuer()))
            .anyMatch(other -> other.key().kind() == PublicKey.Kind.RSA_PSS);
    Optional<SignatureScheme> scheme = signature.scheme(issuerKeyIsPss);
    return new LeafFacts(
        keyType(leaf.key().kind()),
        leaf.key().bits(),
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
