package dev.atsharness.server.internal.device;

import io.nayuki.qrcodegen.QrCode;

/** QR codes (ISO/IEC 18004) as SVG. */
public final class QrSvg {

  /** The quiet zone, in modules (section 6.3.8). */
  private static final int QUIET = 4;

  private QrSvg() {}

  /**
   * The QR code of a text.
   *
   * @throws IllegalArgumentException if the text is too long for a QR code
   */
  public static String of(String text) {
    QrCode code = QrCode.encodeText(text, QrCode.Ecc.MEDIUM);
    StringBuilder path = new StringBuilder();
    for (int y = 0; y < code.size; y++) {
      for (int x = 0; x < code.size; x++) {
        if (code.getModule(x, y)) {
          path.append('M').append(x + QUIET).append(',').append(y + QUIET).append("h1v1h-1z");
        }
      }
    }
    return QrMarkupRenderer.of().execute(new QrMarkup(code.size + 2 * QUIET, path.toString()));
  }
}
