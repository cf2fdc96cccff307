package dev.atsharness.device.internal.http;

import java.net.URI;

/**
 * The parts of a URL that a request contains, in ASCII.
 *
 * @param authority host and, if the URL has one, port (RFC 3986 section 3.2)
 * @param target path and query (RFC 9112 section 3.2.1)
 */
record HttpTarget(String authority, String target) {

  static HttpTarget of(URI url) {
    URI ascii = URI.create(url.toASCIIString());
    String path = ascii.getRawPath().isEmpty() ? "/" : ascii.getRawPath();
    return new HttpTarget(
        ascii.getPort() < 0 ? ascii.getHost() : ascii.getHost() + ":" + ascii.getPort(),
        ascii.getRawQuery() == null ? path : path + "?" + ascii.getRawQuery());
  }
}
