package dev.atsharness.server.device;

import io.jstach.jstache.JStache;

/**
 * What the template of a QR code shows.
 *
 * @param size of a side, in modules
 * @param path of the dark modules
 */
@JStache(path = "qr")
record QrMarkup(int size, String path) {

  private static final int PIXELS = 6;

  int pixels() {
    return size * PIXELS;
  }
}
