package dev.atsharness.server.http;

import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * A whole response.
 *
 * @param status HTTP status
 * @param contentType media type
 * @param body left out in answer to HEAD
 * @param location where a redirect leads
 */
public record Answer(int status, String contentType, ByteBuffer body, Optional<URI> location) {

  /** A text, sent as UTF-8. */
  public Answer(int status, String contentType, String body) {
    this(
        status,
        contentType,
        ByteBuffer.wrap(body.getBytes(StandardCharsets.UTF_8)),
        Optional.empty());
  }

  /** A line of text. */
  public static Answer text(int status, String line) {
    return new Answer(status, "text/plain;charset=utf-8", line + "\n");
  }

  /** A file of any kind. */
  public static Answer file(String contentType, byte[] content) {
    return new Answer(200, contentType, ByteBuffer.wrap(content), Optional.empty());
  }

  /** The same, leading elsewhere. */
  Answer leadingTo(URI url) {
    return new Answer(status, contentType, body, Optional.of(url));
  }

  /** A JSON document. */
  public static Answer json(String document) {
    return new Answer(200, "application/json", document);
  }

  /** Whether the request's method is one of the two that only read. */
  public static boolean reads(Request request) {
    return HttpMethod.GET.is(request.getMethod()) || HttpMethod.HEAD.is(request.getMethod());
  }

  /** The answer to other methods than GET and HEAD. */
  public static Answer methodNotAllowed() {
    return text(405, "only GET and HEAD are answered here");
  }

  /** Sends it. */
  public void send(Request request, Response response, Callback callback) {
    begin(response);
    boolean bodyless = HttpMethod.HEAD.is(request.getMethod());
    response.write(true, bodyless ? null : body.duplicate(), callback);
  }

  private void begin(Response response) {
    response.setStatus(status);
    if (status == 405) {
      response.getHeaders().put(HttpHeader.ALLOW, "GET, HEAD");
    } else if (status == 401) {
      response.getHeaders().put(HttpHeader.WWW_AUTHENTICATE, "Bearer"); // RFC 9110 section 11.6.1
    }
    location.ifPresent(url -> response.getHeaders().put(HttpHeader.LOCATION, url.toString()));
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, contentType);
    response.getHeaders().put(HttpHeader.CONTENT_LENGTH, body.remaining());
  }

  /** Sends it a byte at a time, by the server's timer. */
  void drip(Request request, Response response, Callback callback) {
    begin(response);
    new Drip(request.getComponents().getScheduler(), response, body.duplicate(), callback).next();
  }
}
