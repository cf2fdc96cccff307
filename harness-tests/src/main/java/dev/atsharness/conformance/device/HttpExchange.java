package dev.atsharness.conformance.device;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One {@code GET} over HTTP/1.1 (RFC 9112), of which only the status code is kept. */
final class HttpExchange {

  private static final int MAX_HEAD = 16 * 1024;
  private static final Pattern STATUS_LINE =
      Pattern.compile("HTTP/1\\.[01] (\\d{3})(?: [^\\r\\n]*)?\\r?\\n");

  private HttpExchange() {}

  /**
   * Sends the request and reads the response's head.
   *
   * @return the status code; empty if what came back does not begin like an HTTP/1 response
   */
  static OptionalInt get(URI url, InputStream in, OutputStream out) throws IOException {
    out.write(request(url).getBytes(StandardCharsets.US_ASCII));
    out.flush();
    Matcher status = STATUS_LINE.matcher(head(in));
    return status.lookingAt()
        ? OptionalInt.of(Integer.parseInt(status.group(1)))
        : OptionalInt.empty();
  }

  private static String request(URI url) {
    String path = url.getRawPath().isEmpty() ? "/" : url.getRawPath();
    String target = url.getRawQuery() == null ? path : path + "?" + url.getRawQuery();
    String host = url.getPort() < 0 ? url.getHost() : url.getHost() + ":" + url.getPort();
    return "GET "
        + target
        + " HTTP/1.1\r\nHost: "
        + host
        + "\r\nUser-Agent: ats-harness-device\r\nAccept: */*\r\nConnection: close\r\n\r\n";
  }

  /** Up to the blank line, the limit or the end of the input, whichever comes first. */
  private static String head(InputStream in) throws IOException {
    ByteArrayOutputStream head = new ByteArrayOutputStream();
    int newlines = 0;
    while (newlines < 2 && head.size() < MAX_HEAD) {
      int b = in.read();
      if (b < 0) {
        break;
      }
      head.write(b);
      if (b == '\n') {
        newlines++;
      } else if (b != '\r') {
        newlines = 0;
      }
    }
    return head.toString(StandardCharsets.ISO_8859_1);
  }
}
