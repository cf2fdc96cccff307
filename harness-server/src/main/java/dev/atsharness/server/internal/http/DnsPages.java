package dev.atsharness.server.internal.http;

import dev.atsharness.server.internal.dns.NameServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Base64;
import java.util.Optional;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.server.Request;

/**
 * DNS queries over HTTPS (RFC 8484).
 *
 * @param names the name server that answers
 */
public record DnsPages(NameServer names) {

  /** The path of queries. */
  public static final String PATH = "/dns-query";

  /** The name of the resolver's endpoint, used in place of a scenario's id. */
  public static final String ENDPOINT = "dns";

  private static final String MESSAGE = "application/dns-message";

  /** The query parameter of a GET with the message, in base64url without padding. */
  private static final String PARAMETER = "dns";

  static final int MAX_QUERY = 1024;

  /**
   * @param body the request's body, read up to {@value #MAX_QUERY} bytes
   */
  HttpAnswer answer(Request request, byte[] body) {
    if (!request.getHttpURI().getPath().equals(PATH)) {
      return HttpAnswer.text(404, "the path of DNS queries is " + PATH);
    }
    Optional<byte[]> message;
    if (HttpMethod.POST.is(request.getMethod())) {
      String type = request.getHeaders().get(HttpHeader.CONTENT_TYPE);
      if (!MESSAGE.equalsIgnoreCase(HttpField.stripParameters(type))) {
        return HttpAnswer.text(415, "the media type of a query is " + MESSAGE);
      }
      message = Optional.of(body);
    } else if (HttpAnswer.reads(request)) {
      message = parameter(request);
    } else {
      return HttpAnswer.methodNotAllowed(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.POST);
    }
    if (message.filter(query -> query.length > MAX_QUERY).isPresent()) {
      return HttpAnswer.text(413, "the query has more than " + MAX_QUERY + " bytes");
    }
    return message
        .flatMap(query -> names.answer(query, client(request)))
        .map(
            response ->
                HttpAnswer.file(MESSAGE, response)
                    .with(HttpHeader.CACHE_CONTROL, "max-age=" + NameServer.TTL_SECONDS))
        .orElseGet(() -> HttpAnswer.text(400, "not a DNS query"));
  }

  private static Optional<byte[]> parameter(Request request) {
    String encoded = Request.extractQueryParameters(request).getValue(PARAMETER);
    try {
      return Optional.ofNullable(encoded).map(Base64.getUrlDecoder()::decode);
    } catch (IllegalArgumentException e) {
      return Optional.empty(); // an empty message is not a query
    }
  }

  private static InetAddress client(Request request) {
    return ((InetSocketAddress) request.getConnectionMetaData().getRemoteSocketAddress())
        .getAddress();
  }
}
