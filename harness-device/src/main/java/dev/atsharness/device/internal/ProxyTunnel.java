package dev.atsharness.device.internal;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/** Asks an HTTP proxy for a tunnel to a server (RFC 9110 section 9.3.6). */
final class ProxyTunnel {

  private static final int MAX_HEADER = 16 * 1024;
  private static final Pattern SUCCESS = Pattern.compile("(?s)HTTP/1\\.[01] 2\\d\\d\\b.*");

  /** Thrown if the proxy does not connect to the server. */
  static final class RefusedException extends IOException {

    private static final long serialVersionUID = 1;

    RefusedException(String message, Throwable cause) {
      super(message, cause);
    }
  }

  private ProxyTunnel() {}

  /**
   * Asks for a tunnel; afterwards the streams are those of the server.
   *
   * @throws RefusedException if the proxy answers, but not with success
   */
  static void open(InetSocketAddress server, InputStream in, OutputStream out) throws IOException {
    String host = host(server);
    out.write(
        ("CONNECT " + host + " HTTP/1.1\r\nHost: " + host + "\r\n\r\n")
            .getBytes(StandardCharsets.US_ASCII));
    out.flush();
    String answer = header(in);
    if (!SUCCESS.matcher(answer).matches()) {
      throw new RefusedException(
          "the proxy answered " + answer.lines().findFirst().orElse(""), null);
    }
  }

  private static String host(InetSocketAddress server) {
    String host =
        server.isUnresolved() ? server.getHostString() : server.getAddress().getHostAddress();
    boolean bare = host.contains(":") && !host.startsWith("[");
    return (bare ? "[" + host + "]" : host) + ":" + server.getPort();
  }

  /** Reads byte by byte, because what follows the header belongs to the server. */
  private static String header(InputStream in) throws IOException {
    ByteArrayOutputStream header = new ByteArrayOutputStream();
    int ends = 0;
    while (ends < 4) {
      int b = in.read();
      if (b < 0) {
        throw new EOFException("the proxy closed the connection");
      }
      header.write(b);
      ends = b == "\r\n\r\n".charAt(ends) ? ends + 1 : b == '\r' ? 1 : 0;
      if (header.size() > MAX_HEADER) {
        throw new RefusedException("the proxy's answer is too long", null);
      }
    }
    return header.toString(StandardCharsets.ISO_8859_1);
  }
}
