package dev.atsharness.device.internal.tls;

import java.io.IOException;
import java.security.SecureRandom;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.tls.crypto.TlsCertificate;
import org.bouncycastle.tls.crypto.impl.bc.BcTlsCertificate;
import org.bouncycastle.tls.crypto.impl.bc.BcTlsCrypto;

/**
 * Makes the library ignore a certificate's demand for a stapled response (RFC 7633). In TLS 1.3 the
 * library looks for the response in the server's extensions, but it is never there (RFC 8446
 * section 4.4.2.1). No source says what Apple's clients do about the demand.
 */
final class DeviceCrypto extends BcTlsCrypto {

  private static final String TLS_FEATURE = "1.3.6.1.5.5.7.1.24";

  DeviceCrypto() {
    super(new SecureRandom());
  }

  @Override
  public TlsCertificate createCertificate(short type, byte[] encoding) throws IOException {
    TlsCertificate parsed = super.createCertificate(type, encoding);
    return parsed instanceof BcTlsCertificate certificate
        ? new WithoutFeature(this, certificate)
        : parsed;
  }

  private static final class WithoutFeature extends BcTlsCertificate {

    WithoutFeature(BcTlsCrypto crypto, BcTlsCertificate certificate) throws IOException {
      super(crypto, certificate.getEncoded());
    }

    @Override
    public byte[] getExtension(ASN1ObjectIdentifier oid) throws IOException {
      return oid.getId().equals(TLS_FEATURE) ? null : super.getExtension(oid);
    }
  }
}
