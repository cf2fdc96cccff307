package dev.atsharness.server.internal.tls;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.zip.DeflaterOutputStream;
import org.bouncycastle.tls.Certificate;
import org.bouncycastle.tls.HandshakeType;
import org.bouncycastle.tls.TlsContext;
import org.bouncycastle.tls.TlsUtils;

/** A certificate message of TLS 1.3 that is sent compressed, by zlib (RFC 8879 section 4). */
final class CompressedCertificate extends Certificate {

  private static final int ZLIB = 1;

  CompressedCertificate(Certificate chain) {
    super(TlsUtils.EMPTY_BYTES, chain.getCertificateEntryList());
  }

  /**
   * Writes the message. The library hands over a buffer that begins with the header of a
   * Certificate message; its length is filled in later. This replaces the header by one of the
   * other type.
   */
  @Override
  public void encode(TlsContext context, OutputStream message, OutputStream endPointHash)
      throws IOException {
    ByteArrayOutputStream plain = new ByteArrayOutputStream();
    super.encode(context, plain, endPointHash);
    ByteArrayOutputStream compressed = new ByteArrayOutputStream();
    try (DeflaterOutputStream deflater = new DeflaterOutputStream(compressed)) {
      plain.writeTo(deflater);
    }
    ((ByteArrayOutputStream) message).reset();
    TlsUtils.writeUint8(HandshakeType.compressed_certificate, message);
    TlsUtils.writeUint24(0, message);
    TlsUtils.writeUint16(ZLIB, message);
    TlsUtils.writeUint24(plain.size(), message);
    TlsUtils.writeOpaque24(compressed.toByteArray(), message);
  }
}
