package dev.atsharness.certs;

import dev.atsharness.certs.internal.Certificates;
import java.security.cert.CertPath;
import java.security.cert.CertPathValidator;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Set;

/** Path validation by the JDK, which shares no code with the factory. */
final class Pkix {
  private Pkix() {}

  static void validate(CertifiedKey leaf, CertifiedKey anchor) throws Exception {
    validate(leaf.identity().chainJca(), anchor, Instant.now());
  }

  static void validate(List<X509Certificate> chain, CertifiedKey anchor, Instant at)
      throws Exception {
    X509Certificate root = Certificates.toJca(anchor.certificate());
    // The JDK does not support name constraints of an anchor; it applies those of the issuing CA.
    PKIXParameters parameters = new PKIXParameters(Set.of(new TrustAnchor(root, null)));
    parameters.setRevocationEnabled(false);
    parameters.setDate(Date.from(at));
    CertPath path = CertificateFactory.getInstance("X.509").generateCertPath(chain);
    CertPathValidator.getInstance("PKIX").validate(path, parameters);
  }
}
