package dev.atsharness.device.internal;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.UnaryOperator;

/** What comes through a proxy's tunnel: TLS, or else a failure that says what came instead. */
final class TunnelledTls extends FilterInputStream {

  /** A TLS record begins with its content type and a version. */
  private static final int BEGINNING = 2;

  private final UnaryOperator<IOException> noted;
  private boolean begun;

  /**
   * @param noted records a failure
   */
  TunnelledTls(InputStream in, UnaryOperator<IOException> noted) {
    super(new PushbackInputStream(in, BEGINNING));
    this.noted = noted;
  }

  @Override
  public int read() throws IOException {
    begin();
    return super.read();
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    begin();
    return super.read(buffer, offset, length);
  }

  private void begin() throws IOException {
    if (begun) {
      return;
    }
    begun = true;
    byte[] first = in.readNBytes(1);
    if (first.length == 1 && FirstBytes.isTls(first[0])) {
      int second = in.read();
      first = second < 0 ? first : new byte[] {first[0], (byte) second};
    }
    String text = new String(first, StandardCharsets.ISO_8859_1);
    if (first.length > 0 && !FirstBytes.isTls(text)) {
      throw noted.apply(
          new ProxyTunnel.RefusedException(
              ProxyRefusal.Kind.PORTAL,
              "answered 200, and then came " + FirstBytes.words(first, in) + " in place of TLS",
              null));
    }
    ((PushbackInputStream) in).unread(first);
  }
}
