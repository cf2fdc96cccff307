package dev.atsharness.certs.internal;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.jce.provider.BouncyCastleProvider;

/** Converts a certificate to its usual encodings. */
public final class Certificates {
  private Certificates() {}

  /** Returns the DER encoding. */
  public static byte[] der(X509CertificateHolder certificate) {
    try {
      return certificate.getEncoded();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot encode a certificate", e);
    }
  }

  /** Returns a {@code CERTIFICATE} block (RFC 7468 section 5). */
  public static String pem(X509CertificateHolder certificate) {
    return Pem.encode(Pem.CERTIFICATE, der(certificate));
  }

  /**
   * Converts to a JCA certificate, parsed by the JDK or, if the JDK refuses it, by Bouncy Castle.
   *
   * @throws IllegalArgumentException if both refuse it
   */
  public static X509Certificate toJca(X509CertificateHolder certificate) {
    byte[] der = der(certificate);
    try {
      return parse(CertificateFactory.getInstance("X.509"), der);
    } catch (CertificateException refusedByTheJdk) {
      try {
        return parse(CertificateFactory.getInstance("X.509", new BouncyCastleProvider()), der);
      } catch (CertificateException e) {
        e.addSuppressed(refusedByTheJdk);
        throw new IllegalArgumentException("no JCA provider reads this certificate", e);
      }
    }
  }

  private static X509Certificate parse(CertificateFactory factory, byte[] der)
      throws CertificateException {
    return (X509Certificate) factory.generateCertificate(new ByteArrayInputStream(der));
  }
}
