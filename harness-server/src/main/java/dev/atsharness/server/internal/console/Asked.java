package dev.atsharness.server.internal.console;

import java.net.InetSocketAddress;
import java.net.URI;
import java.util.regex.Pattern;
import org.eclipse.jetty.server.Request;

/**
 * The host and port by which a client reaches the console: those that its request names, which the
 * client chooses, or else the address and port at which its connection arrived.
 *
 * @param host a host name, or an IP address literal without brackets
 * @param port the TCP port
 */
public record Asked(String host, int port) {

  private static final int HTTP_PORT = 80;

  /** A host name (RFC 1123, and the underscore of container names) or an IP address literal. */
  private static final Pattern HOST = Pattern.compile("[A-Za-z0-9._-]{1,253}|[0-9A-Fa-f:.]{2,45}");

  static Asked by(Request request) {
    String name = Request.getServerName(request);
    String host = name == null ? "" : name.replaceAll("^\\[|\\]$", "");
    if (HOST.matcher(host).matches()) {
      int port = Request.getServerPort(request);
      return new Asked(host, port > 0 ? port : HTTP_PORT);
    }
    InetSocketAddress here =
        (InetSocketAddress) request.getConnectionMetaData().getLocalSocketAddress();
    return new Asked(here.getAddress().getHostAddress(), here.getPort());
  }

  /** The console's base URL for this client. */
  public URI console() {
    String authority = host.contains(":") ? "[" + host + "]" : host;
    return URI.create("http://" + authority + (port == HTTP_PORT ? "" : ":" + port) + "/");
  }
}
