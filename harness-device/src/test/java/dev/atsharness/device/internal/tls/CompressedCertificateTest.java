package dev.atsharness.device.internal.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.DeflaterOutputStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.bouncycastle.tls.AlertDescription;
import org.bouncycastle.tls.TlsFatalAlert;
import org.bouncycastle.tls.TlsUtils;
import org.junit.jupiter.api.Test;

class CompressedCertificateTest {

  private static final int LIMIT = 1000;
  private static final int ZLIB = 1;
  private static final int BROTLI = 2;
  private static final byte[] BODY = "a certificate message".getBytes(StandardCharsets.US_ASCII);

  @Test
  void theBodyIsThatOfTheMessage() throws IOException {
    byte[] atTheLimit = new byte[LIMIT];
    assertThat(inflate(message(ZLIB, BODY.length, deflated(BODY)))).isEqualTo(BODY);
    assertThat(inflate(message(ZLIB, LIMIT, deflated(atTheLimit)))).isEqualTo(atTheLimit);
  }

  @Test
  void whatIsTooLongOrHasAnotherLengthIsABadCertificate() {
    byte[] tooLong = new byte[LIMIT + 1];
    assertAlert(
        AlertDescription.bad_certificate,
        () -> inflate(message(ZLIB, tooLong.length, deflated(tooLong))));
    assertAlert(
        AlertDescription.bad_certificate,
        () -> inflate(message(ZLIB, LIMIT, deflated(new byte[10_000_000]))));
    for (int stated : new int[] {0, BODY.length - 1, BODY.length + 1}) {
      assertAlert(
          AlertDescription.bad_certificate, () -> inflate(message(ZLIB, stated, deflated(BODY))));
    }
  }

  @Test
  void whatIsNotOneWholeStreamIsABadCertificate() throws IOException {
    byte[] whole = deflated(BODY);
    byte[] cut = Arrays.copyOf(whole, whole.length - 5);
    byte[] longer = Arrays.copyOf(whole, whole.length + 1);
    for (byte[] stream : new byte[][] {cut, longer, BODY}) {
      assertAlert(
          AlertDescription.bad_certificate, () -> inflate(message(ZLIB, BODY.length, stream)));
    }
  }

  /** RFC 8879 section 4. */
  @Test
  void anAlgorithmThatWasNotOfferedIsAnIllegalParameter() {
    assertAlert(
        AlertDescription.illegal_parameter,
        () -> inflate(message(BROTLI, BODY.length, deflated(BODY))));
  }

  @Test
  void bytesAfterTheStreamDoNotBelongThere() {
    assertAlert(
        AlertDescription.decode_error,
        () -> {
          byte[] message = message(ZLIB, BODY.length, deflated(BODY));
          inflate(Arrays.copyOf(message, message.length + 1));
        });
  }

  private static void assertAlert(short description, ThrowingCallable inflation) {
    assertThatThrownBy(inflation)
        .isInstanceOfSatisfying(
            TlsFatalAlert.class,
            alert -> assertThat(alert.getAlertDescription()).isEqualTo(description));
  }

  private static byte[] inflate(byte[] message) throws IOException {
    return CompressedCertificate.inflate(new ByteArrayInputStream(message), LIMIT);
  }

  private static byte[] message(int algorithm, int length, byte[] stream) throws IOException {
    ByteArrayOutputStream message = new ByteArrayOutputStream();
    TlsUtils.writeUint16(algorithm, message);
    TlsUtils.writeUint24(length, message);
    TlsUtils.writeOpaque24(stream, message);
    return message.toByteArray();
  }

  private static byte[] deflated(byte[] body) throws IOException {
    ByteArrayOutputStream stream = new ByteArrayOutputStream();
    try (DeflaterOutputStream deflater = new DeflaterOutputStream(stream)) {
      deflater.write(body);
    }
    return stream.toByteArray();
  }
}
