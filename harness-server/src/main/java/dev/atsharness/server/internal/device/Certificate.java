package dev.atsharness.server.internal.device;

import dev.atsharness.certs.internal.Certificates;
import java.io.IOException;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.crypto.digests.SHA256Digest;

/**
 * A certificate for a device.
 *
 * @param pem one PEM block
 */
public record Certificate(String pem) {

  private static final String BEGIN = "-----BEGIN CERTIFICATE-----";
  private static final String END = "-----END CERTIFICATE-----";

  /** The certificate in this form. */
  public static Certificate of(X509CertificateHolder certificate) {
    return new Certificate(Certificates.pem(certificate));
  }

  /**
   * The certificate in DER.
   *
   * @throws IllegalArgumentException if the PEM does not contain a certificate
   */
  public byte[] der() {
    int begin = pem.indexOf(BEGIN);
    int end = pem.indexOf(END);
    if (begin < 0 || end < begin) {
      throw new IllegalArgumentException("the text has no PEM certificate");
    }
    return Base64.getMimeDecoder().decode(pem.substring(begin + BEGIN.length(), end));
  }

  /**
   * The SHA-256 digest of the DER, in pairs of upper-case hexadecimal digits, as devices and
   * openssl show it.
   */
  public String sha256() {
    byte[] der = der();
    SHA256Digest digest = new SHA256Digest();
    digest.update(der, 0, der.length);
    byte[] hash = new byte[digest.getDigestSize()];
    digest.doFinal(hash, 0);
    return HexFormat.ofDelimiter(":").withUpperCase().formatHex(hash);
  }

  /** When it ends. */
  public Instant end() {
    return parsed().getNotAfter().toInstant();
  }

  /** Whether it limits the names below it (RFC 5280 section 4.2.1.10). */
  public boolean constrainsNames() {
    return parsed().getExtension(Extension.nameConstraints) != null;
  }

  private X509CertificateHolder parsed() {
    try {
      return new X509CertificateHolder(der());
    } catch (IOException e) {
      throw new IllegalArgumentException("the text has no certificate", e);
    }
  }
}
