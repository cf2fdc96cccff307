package dev.atsharness.device.internal.trust;

import dev.atsharness.device.internal.trust.TrustFailure.Reason;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralSubtree;
import org.bouncycastle.asn1.x509.NameConstraintValidatorException;
import org.bouncycastle.asn1.x509.NameConstraints;
import org.bouncycastle.asn1.x509.PKIXNameConstraintValidator;

/**
 * Checks name constraints (RFC 5280 section 4.2.1.10) on the name forms dNSName, iPAddress,
 * directoryName, rfc822Name and uniformResourceIdentifier, as {@code nameconstraints.c} does.
 */
final class NameConstraintRules {

  private static final int MAX_SUBTREES = 256;

  private final PKIXNameConstraintValidator validator = new PKIXNameConstraintValidator();

  private NameConstraintRules() {}

  /**
   * Returns the violation of the name constraints in a chain, those of the anchor included; empty
   * if there is none.
   */
  static Optional<TrustFailure> failure(List<ChainCertificate> chain) {
    NameConstraintRules rules = new NameConstraintRules();
    for (int i = chain.size() - 1; i >= 0; i--) {
      ChainCertificate certificate = chain.get(i);
      try {
        if (i == 0 || !certificate.selfIssued()) {
          rules.check(certificate);
        }
        if (i > 0) {
          rules.restrict(certificate);
        }
      } catch (NameConstraintValidatorException | RuntimeException e) {
        return Optional.of(
            new TrustFailure(
                Reason.NAME_CONSTRAINTS,
                certificate + " violates the name constraints: " + e.getMessage()));
      }
    }
    return Optional.empty();
  }

  private void check(ChainCertificate certificate) throws NameConstraintValidatorException {
    GeneralName subject = new GeneralName(certificate.subject());
    if (certificate.subject().size() > 0) {
      validator.checkPermitted(subject);
      validator.checkExcluded(subject);
    }
    for (GeneralName name : certificate.names()) {
      if (isSupported(name)) {
        validator.checkPermitted(name);
        validator.checkExcluded(name);
      }
    }
  }

  private void restrict(ChainCertificate issuer) throws NameConstraintValidatorException {
    if (issuer.nameConstraints().isEmpty()) {
      return;
    }
    NameConstraints constraints = issuer.nameConstraints().get();
    GeneralSubtree[] permitted = subtrees(constraints.getPermittedSubtrees());
    GeneralSubtree[] excluded = subtrees(constraints.getExcludedSubtrees());
    if (permitted.length + excluded.length > MAX_SUBTREES) {
      throw new NameConstraintValidatorException("more than " + MAX_SUBTREES + " subtrees");
    }
    if (issuer.criticalExtensions().contains(Extension.nameConstraints)
        && !Stream.concat(Arrays.stream(permitted), Arrays.stream(excluded))
            .allMatch(subtree -> isSupported(subtree.getBase()))) {
      throw new NameConstraintValidatorException("a critical constraint on an unsupported form");
    }
    validator.intersectPermittedSubtree(supported(permitted));
    for (GeneralSubtree subtree : supported(excluded)) {
      validator.addExcludedSubtree(subtree);
    }
  }

  private static GeneralSubtree[] subtrees(GeneralSubtree[] subtrees) {
    return subtrees == null ? new GeneralSubtree[0] : subtrees;
  }

  private static GeneralSubtree[] supported(GeneralSubtree[] subtrees) {
    return Arrays.stream(subtrees)
        .filter(subtree -> isSupported(subtree.getBase()))
        .toArray(GeneralSubtree[]::new);
  }

  private static boolean isSupported(GeneralName name) {
    return switch (name.getTagNo()) {
      case GeneralName.dNSName,
          GeneralName.iPAddress,
          GeneralName.directoryName,
          GeneralName.rfc822Name,
          GeneralName.uniformResourceIdentifier ->
          true;
      default -> false;
    };
  }
}
