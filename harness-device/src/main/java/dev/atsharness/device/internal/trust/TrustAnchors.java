package dev.atsharness.device.internal.trust;

import java.io.IOException;
import java.io.StringReader;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.bouncycastle.util.io.pem.PemObject;
import org.bouncycastle.util.io.pem.PemReader;

/**
 * The certificates that a user or administrator has installed and trusts; the system's own are not
 * included.
 */
public final class TrustAnchors {

  private static final TrustAnchors NONE = new TrustAnchors(List.of(), false);

  private final List<ChainCertificate> certificates;
  private final boolean ofEnrollment;

  private TrustAnchors(List<ChainCertificate> certificates, boolean ofEnrollment) {
    this.certificates = List.copyOf(certificates);
    this.ofEnrollment = ofEnrollment;
  }

  /** Returns an empty set of anchors. */
  public static TrustAnchors none() {
    return NONE;
  }

  /** Returns these certificates as anchors. */
  public static TrustAnchors of(Collection<X509Certificate> certificates) {
    List<byte[]> ders = new ArrayList<>();
    for (X509Certificate certificate : certificates) {
      try {
        ders.add(certificate.getEncoded());
      } catch (CertificateEncodingException e) {
        throw new IllegalArgumentException("an anchor has no DER encoding", e);
      }
    }
    return ofDer(ders);
  }

  /**
   * Returns these DER certificates as anchors.
   *
   * @throws IllegalArgumentException if one does not parse
   */
  public static TrustAnchors ofDer(Collection<byte[]> certificates) {
    CertificateMemory memory = new CertificateMemory();
    return new TrustAnchors(certificates.stream().map(der -> parse(der, memory)).toList(), false);
  }

  /**
   * Reads every {@code CERTIFICATE} block of a PEM text; other blocks are skipped.
   *
   * @throws IllegalArgumentException if there is none or one does not parse
   */
  public static TrustAnchors ofPem(String pem) {
    return ofPem(pem, new CertificateMemory());
  }

  /**
   * Reads every {@code CERTIFICATE} block of a PEM text; other blocks are skipped.
   *
   * @param memory cache of decoded certificates
   * @throws IllegalArgumentException if there is none or one does not parse
   */
  public static TrustAnchors ofPem(String pem, CertificateMemory memory) {
    List<ChainCertificate> found = new ArrayList<>();
    try (PemReader reader = new PemReader(new StringReader(pem))) {
      for (PemObject object = reader.readPemObject();
          object != null;
          object = reader.readPemObject()) {
        if (object.getType().equals("CERTIFICATE")) {
          found.add(parse(object.getContent(), memory));
        }
      }
    } catch (IOException | IllegalStateException e) { // the latter for a bad Base64 digit
      throw new IllegalArgumentException("a PEM block has no end, or is not Base64", e);
    }
    if (found.isEmpty()) {
      throw new IllegalArgumentException("no CERTIFICATE block in the PEM text of the anchors");
    }
    return new TrustAnchors(found, false);
  }

  /**
   * Returns the same certificates as anchors from an automated enrolment profile: Apple requires no
   * remediation for a certificate that is one of them (support article 126655).
   */
  public TrustAnchors ofEnrollment() {
    return new TrustAnchors(certificates, true);
  }

  /** True if the certificate itself is an anchor from automated enrolment. */
  public boolean isOfEnrollment(ChainCertificate certificate) {
    return ofEnrollment && certificates.contains(certificate);
  }

  public List<ChainCertificate> certificates() {
    return certificates;
  }

  private static ChainCertificate parse(byte[] der, CertificateMemory memory) {
    try {
      return memory.certificate(der);
    } catch (CertificateException e) {
      throw new IllegalArgumentException("an anchor is not a DER certificate", e);
    }
  }
}
