package dev.atsharness.device.internal;

import dev.atsharness.device.internal.ProxyRefusal.Kind;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Asks an HTTP proxy for a tunnel to a server (RFC 9110 section 9.3.6). */
final class ProxyTunnel {

  private static final int MAX_HEADER = 16 * 1024;
  private static final int SUCCESS = 200;
  private static final int REDIRECT = 300;
  private static final int REFUSAL = 400;
  private static final int LOGIN = 407;
  private static final int FAILURE = 500;

  /** The status of a captive portal (RFC 6585 section 6). */
  private static final int PORTAL = 511;

  private static final Pattern STATUS = Pattern.compile("(?s)HTTP/1\\.[01] (\\d{3})\\b.*");
  private static final String HTTP = "HTTP/";

  /** Thrown if the proxy does not connect to the server. */
  static final class RefusedException extends IOException {

    private static final long serialVersionUID = 1;

    private final transient ProxyRefusal refusal;

    RefusedException(Kind kind, String text, Throwable cause) {
      super("the proxy " + text, cause);
      this.refusal = new ProxyRefusal(kind, text);
    }

    ProxyRefusal refusal() {
      return refusal;
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
    String first = "answered " + answer.lines().findFirst().orElse("").strip();
    Matcher status = STATUS.matcher(answer);
    if (!status.matches()) {
      throw new RefusedException(Kind.NO_HTTP, first + ", which is not HTTP/1.1", null);
    }
    int code = Integer.parseInt(status.group(1));
    if (code < SUCCESS || code >= REDIRECT) {
      throw new RefusedException(kind(code), first, null);
    }
  }

  private static Kind kind(int status) {
    if (status == LOGIN) {
      return Kind.LOGIN;
    }
    if (status == PORTAL || (status >= REDIRECT && status < REFUSAL)) {
      return Kind.PORTAL;
    }
    if (status < SUCCESS) {
      return Kind.NO_HTTP;
    }
    return status >= FAILURE ? Kind.GATEWAY : Kind.FORBIDDEN;
  }

  private static String host(InetSocketAddress server) {
    String host =
        server.isUnresolved() ? server.getHostString() : server.getAddress().getHostAddress();
    boolean bare = host.contains(":") && !host.startsWith("[");
    return (bare ? "[" + host + "]" : host) + ":" + server.getPort();
  }

  /**
   * Reads byte by byte, because what follows the header belongs to the server. The header ends at
   * an empty line. A line may end with LF alone (RFC 9112 section 2.2).
   */
  private static String header(InputStream in) throws IOException {
    ByteArrayOutputStream header = new ByteArrayOutputStream();
    int before = 0;
    boolean emptyLine = false;
    while (!emptyLine) {
      int b = in.read();
      if (b < 0) {
        throw new RefusedException(
            Kind.SILENT,
            header.size() == 0
                ? "closed the connection without an answer"
                : "closed the connection in the middle of its answer",
            null);
      }
      header.write(b);
      emptyLine = b == '\n' && before == '\n';
      before = b == '\r' && before == '\n' ? before : b;
      if (header.size() <= HTTP.length() && HTTP.charAt(header.size() - 1) != b) {
        throw new RefusedException(
            Kind.NO_HTTP,
            "answered "
                + FirstBytes.words(header.toByteArray(), in)
                + ", which is not HTTP"
                + (FirstBytes.isTls(b) ? " but TLS" : ""),
            null);
      }
      if (header.size() > MAX_HEADER) {
        throw new RefusedException(
            Kind.NO_HTTP, "sent more than " + MAX_HEADER + " bytes of header fields", null);
      }
    }
    return header.toString(StandardCharsets.ISO_8859_1);
  }
}
