package dev.atsharness.device.internal;

import dev.atsharness.device.internal.trust.ChainCertificate;
import java.time.Instant;

/**
 * A certificate that a server sent.
 *
 * @param subject its distinguished name, shortened; hostile text
 * @param issuer the distinguished name of its issuer; hostile text
 * @param notAfter the last moment of its validity
 * @param sha256 the digest of its encoding, in hexadecimal digits
 */
public record SeenCertificate(String subject, String issuer, Instant notAfter, String sha256) {

  static SeenCertificate of(ChainCertificate certificate) {
    return new SeenCertificate(
        certificate.toString(),
        String.valueOf(certificate.issuer()),
        certificate.notAfter(),
        certificate.fingerprint());
  }
}
