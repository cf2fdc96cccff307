package dev.atsharness.server.internal.tls;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import org.bouncycastle.tls.TlsUtils;

/**
 * The SERVER-HELLO of SSL 2.0 in a record of SSL 2.0 (Hickman, "The SSL Protocol", 1995, sections
 * 1.1 and 2.6): a header of two bytes, whose highest bit says that there is no padding.
 */
final class Ssl2ServerHello {

  private static final int SERVER_HELLO = 4;
  private static final int X509_CERTIFICATE = 1;
  private static final int SSL2 = 0x0002;
  private static final int NO_PADDING = 0x8000;

  /** SSL_CK_RC4_128_WITH_MD5. */
  private static final byte[] CIPHER_SPECS = {0x01, 0x00, (byte) 0x80};

  private Ssl2ServerHello() {}

  /**
   * The record.
   *
   * @param certificate DER of the server's certificate
   * @param connectionId 16 random bytes
   */
  static byte[] record(byte[] certificate, byte[] connectionId) throws IOException {
    ByteArrayOutputStream message = new ByteArrayOutputStream();
    TlsUtils.writeUint8(SERVER_HELLO, message);
    TlsUtils.writeUint8(0, message); // the session is not resumed
    TlsUtils.writeUint8(X509_CERTIFICATE, message);
    TlsUtils.writeUint16(SSL2, message);
    TlsUtils.writeUint16(certificate.length, message);
    TlsUtils.writeUint16(CIPHER_SPECS.length, message);
    TlsUtils.writeUint16(connectionId.length, message);
    message.write(certificate);
    message.write(CIPHER_SPECS);
    message.write(connectionId);
    ByteArrayOutputStream record = new ByteArrayOutputStream();
    TlsUtils.writeUint16(NO_PADDING | message.size(), record);
    message.writeTo(record);
    return record.toByteArray();
  }
}
