package dev.atsharness.server.http;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
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
 * @param body text, sent as UTF-8; left out in answer to HEAD
 */
public record Answer(int status, String contentType, String body) {

  /** A line of text. */
  public static Answer text(int status, String line) {
    return new Answer(status, "text/plain;charset=utf-8", line + "\n");
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
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    response.setStatus(status);
    if (status == 405) {
      response.getHeaders().put(HttpHeader.ALLOW, "GET, HEAD");
    }
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, contentType);
    response.getHeaders().put(HttpHeader.CONTENT_LENGTH, bytes.length);
    boolean bodyless = HttpMethod.HEAD.is(request.getMethod());
    response.write(true, bodyless ? null : ByteBuffer.wrap(bytes), callback);
  }
}
