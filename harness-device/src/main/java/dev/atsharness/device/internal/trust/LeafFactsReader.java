package dev.atsharness.device.internal.trust;

import dev.atsharness.ats.internal.LeafFacts;
import dev.atsharness.ats.internal.LeafFacts.KeyType;
import dev.atsharness.tls.SignatureScheme;
import java.util.List;
import java.util.Optional;

/** Reads the facts about a certificate that Apple's rules check. */
public final class LeafFactsReader {

  private LeafFactsReader() {}

  /**
   * Reads the facts about a leaf that the rules need.
   *
   * @param leaf the server's certificate
   * @param others certificates that may include its issuer; a PSS signature's code point depends on
   *     the issuer's key
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
