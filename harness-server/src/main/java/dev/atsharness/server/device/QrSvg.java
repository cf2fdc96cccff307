package dev.atsharness.server.device;

import io.nayuki.qrcodegen.QrCode;

/** QR codes (ISO/IEC 18004) as SVG. */
public final class QrSvg {

  /** The quiet zone, in modules (section 6.3.8). */
  private static final int QUIET = 4;

  private QrSvg() {}

  /**
   * A code.
   *
   * @throws IllegalArgumentException if the text is too long for one
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
    int size = code.size + 2 * QUIET;
    return """
        <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" width="%d" height="%d" \
        shape-rendering="crispEdges" role="img" aria-label="QR code">
        <path fill="#fff" d="M0,0h%dv%dh-%dz"/>
        <path fill="#000" d="%s"/>
        </svg>
        """
        .formatted(size, size, size * 6, size * 6, size, size, size, path);
  }
}
