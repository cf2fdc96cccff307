package dev.atsharness.server.internal.device;

import io.jstach.jstache.JStache;

/**
 * The data for the template of a QR code.
 *
 * @param size length of a side, in modules
 * @param path SVG path of the dark modules
 */
@JStache(path = "qr")
record QrMarkup(int size, String path) {

  private static final int PIXELS = 6;

  int pixels() {
    return size * PIXELS;
  }
}
