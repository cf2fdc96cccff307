package dev.atsharness.conformance.internal;

import dev.atsharness.conformance.CheckedEndpoint;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLConnection;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * Fetches from the harness's console the additional certificate that must be trusted for an
 * endpoint.
 */
public final class Anchors {

  /** The limit for one request; the harness may have to make the key first. */
  private static final Duration TIMEOUT = Duration.ofSeconds(20);

  /** The limit on the size of a certificate in bytes; far more than one needs. */
  private static final int MAX_BYTES = 64 * 1024;

  private Anchors() {}

  /**
   * Returns the endpoint with its anchor among the certificates to trust; unchanged if it needs
   * none.
   *
   * @throws IOException if the console does not return the anchor
   */
  public static CheckedEndpoint withAnchor(CheckedEndpoint endpoint) throws IOException {
    if (endpoint.anchor().isEmpty()) {
      return endpoint;
    }
    URLConnection connection = endpoint.anchor().get().toURL().openConnection();
    connection.setConnectTimeout((int) TIMEOUT.toMillis());
    connection.setReadTimeout((int) TIMEOUT.toMillis());
    try (InputStream body = connection.getInputStream()) {
      return endpoint.trusting(new String(body.readNBytes(MAX_BYTES), StandardCharsets.US_ASCII));
    }
  }
}
