package dev.atsharness.server.internal.tls;

import java.io.IOException;
import java.io.OutputStream;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.tls.Certificate;
import org.bouncycastle.tls.TlsContext;
import org.bouncycastle.tls.TlsUtils;

/** A certificate message of TLS 1.3 with a raw public key (RFC 7250, RFC 8446 section 4.4.2). */
final class RawPublicKeyMessage extends Certificate {

  private final byte[] publicKey;

  /**
   * @param chain the chain in whose place the key is
   */
  RawPublicKeyMessage(Certificate chain, SubjectPublicKeyInfo publicKey) throws IOException {
    super(TlsUtils.EMPTY_BYTES, chain.getCertificateEntryList());
    this.publicKey = publicKey.getEncoded();
  }

  @Override
  public void encode(TlsContext context, OutputStream message, OutputStream endPointHash)
      throws IOException {
    int entry = 3 + publicKey.length + 2;
    TlsUtils.writeOpaque8(TlsUtils.EMPTY_BYTES, message); // certificate_request_context
    TlsUtils.writeUint24(entry, message);
    TlsUtils.writeOpaque24(publicKey, message);
    TlsUtils.writeOpaque16(TlsUtils.EMPTY_BYTES, message); // extensions
  }
}
