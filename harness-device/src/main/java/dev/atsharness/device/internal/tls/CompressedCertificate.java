package dev.atsharness.device.internal.tls;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.bouncycastle.tls.AlertDescription;
import org.bouncycastle.tls.TlsFatalAlert;
import org.bouncycastle.tls.TlsUtils;

/** The message CompressedCertificate, by zlib (RFC 8879 section 4). */
final class CompressedCertificate {

  private static final int ZLIB = 1;

  private CompressedCertificate() {}

  /**
   * Returns the body of the message Certificate that a server has compressed.
   *
   * @param message the body of the message CompressedCertificate
   * @param limit how long the result may be
   * @throws TlsFatalAlert {@code bad_certificate} if the result is longer, or has not the length
   *     that the server states
   */
  static byte[] inflate(ByteArrayInputStream message, int limit) throws IOException {
    int algorithm = TlsUtils.readUint16(message);
    int length = TlsUtils.readUint24(message);
    byte[] compressed = TlsUtils.readOpaque24(message, 1);
    if (message.available() > 0) {
      throw new TlsFatalAlert(AlertDescription.decode_error);
    }
    if (algorithm != ZLIB) {
      throw new TlsFatalAlert(
          AlertDescription.illegal_parameter,
          "the certificate is compressed by algorithm " + algorithm + ", which was not offered");
    }
    if (length > limit) {
      throw bad("the certificate has " + length + " bytes, more than " + limit);
    }
    return inflated(compressed, length);
  }

  private static byte[] inflated(byte[] compressed, int length) throws IOException {
    byte[] body = new byte[length];
    Inflater inflater = new Inflater();
    try {
      inflater.setInput(compressed);
      int filled = inflater.inflate(body);
      // The end of the stream may be found only by asking for more than there is.
      boolean more = !inflater.finished() && inflater.inflate(new byte[1]) > 0;
      if (filled != length || more || !inflater.finished() || inflater.getRemaining() > 0) {
        throw bad("the compressed certificate has not the length that the server states");
      }
      return body;
    } catch (DataFormatException e) {
      throw bad("the compressed certificate is not a zlib stream");
    } finally {
      inflater.end();
    }
  }

  private static TlsFatalAlert bad(String reason) {
    return new TlsFatalAlert(AlertDescription.bad_certificate, reason);
  }
}
