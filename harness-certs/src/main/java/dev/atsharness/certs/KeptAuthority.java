package dev.atsharness.certs;

import dev.atsharness.certs.internal.Times;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.CertException;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.operator.DefaultDigestAlgorithmIdentifierFinder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.bc.BcECContentVerifierProviderBuilder;

/** Checks the CAs that an earlier run stored, before any server uses them. */
final class KeptAuthority {

  private KeptAuthority() {}

  /** The refusal of issuing CAs whose root is not there. */
  static HarnessCertsException withoutRoot(StateDirectory state, List<String> issuing) {
    String files =
        issuing.stream()
            .map(name -> state.file(name).toString())
            .collect(Collectors.joining(" and "));
    return new HarnessCertsException(
        state.file("root") + " is missing, and " + files + " cannot be used without it",
        "put the root back; or delete "
            + files
            + ", and a new root is made, which your devices have to trust");
  }

  /**
   * Checks that a root is a CA, signed by itself.
   *
   * @param file where it is stored
   * @param remedy what to do if it is not
   * @throws HarnessCertsException if it is not
   */
  static void requireRoot(CertifiedKey root, Path file, String remedy) {
    if (!isSignedBy(root.certificate(), root.certificate()) || !mayIssue(root.certificate())) {
      throw new HarnessCertsException(file + " is not a root", remedy);
    }
  }

  /**
   * Checks that an issuing CA is limited as this harness makes it, and is valid below its root.
   *
   * @param file where it is stored
   * @throws HarnessCertsException if it is not
   */
  static void requireIssuingCa(CertifiedKey issuingCa, String domain, Path file) {
    X509CertificateHolder certificate = issuingCa.certificate();
    X509CertificateHolder root = issuingCa.issuer().orElseThrow().certificate();
    if (!isSignedBy(root, certificate)) {
      throw refused(file, "is not signed by the root beside it");
    }
    if (!HarnessCa.isLimitedTo(domain, certificate)) {
      throw refused(
          file, "is not limited to servers in " + domain + ", so it is not one of this release");
    }
    if (!mayIssue(certificate)) {
      throw refused(file, "is not a CA");
    }
    if (!nests(certificate, root)) {
      throw refused(file, "is not valid as long as the root beside it");
    }
  }

  private static HarnessCertsException refused(Path file, String why) {
    return new HarnessCertsException(file + " " + why, "delete it; it will be made again");
  }

  private static boolean isSignedBy(X509CertificateHolder root, X509CertificateHolder certificate) {
    try {
      return certificate.isSignatureValid(
          new BcECContentVerifierProviderBuilder(new DefaultDigestAlgorithmIdentifierFinder())
              .build(root));
    } catch (CertException | OperatorCreationException | IllegalArgumentException e) {
      return false; // an algorithm with which the harness does not sign
    }
  }

  private static boolean mayIssue(X509CertificateHolder certificate) {
    BasicConstraints constraints = BasicConstraints.fromExtensions(certificate.getExtensions());
    KeyUsage usage = KeyUsage.fromExtensions(certificate.getExtensions());
    return constraints != null
        && constraints.isCA()
        && usage != null
        && usage.hasUsages(KeyUsage.keyCertSign | KeyUsage.cRLSign);
  }

  private static boolean nests(X509CertificateHolder certificate, X509CertificateHolder root) {
    return Times.instant(certificate.toASN1Structure().getStartDate())
            .equals(Times.instant(root.toASN1Structure().getStartDate()))
        && Times.instant(certificate.toASN1Structure().getEndDate())
            .equals(Times.instant(root.toASN1Structure().getEndDate()));
  }
}
