package dev.atsharness.certs;

import dev.atsharness.certs.internal.Certificates;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.cert.X509CertificateHolder;

/**
 * A key and a certificate for it: an authority, an intermediate or a leaf.
 *
 * @param certificate the certificate
 * @param key its key pair
 * @param issuer the issuer; empty if the certificate is self-signed
 */
public record CertifiedKey(
    X509CertificateHolder certificate, HarnessKey key, Optional<CertifiedKey> issuer) {

  /** This certificate and those of all its issuers, the root last. */
  public List<X509CertificateHolder> path() {
    List<X509CertificateHolder> path = new ArrayList<>();
    for (Optional<CertifiedKey> next = Optional.of(this); next.isPresent(); ) {
      path.add(next.get().certificate);
      next = next.get().issuer;
    }
    return List.copyOf(path);
  }

  /**
   * The certificates that a well-configured server sends: the path without the root (RFC 8446
   * section 4.4.2).
   */
  public Identity identity() {
    List<X509CertificateHolder> path = path();
    return new Identity(path.subList(0, Math.max(1, path.size() - 1)), key);
  }

  /** The certificate as a PEM block. */
  public String pem() {
    return Certificates.pem(certificate);
  }
}
