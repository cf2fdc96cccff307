package dev.atsharness.server.internal.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * A response.
 *
 * @param status HTTP status
 * @param contentType media type
 * @param body first part of the body, or all of it; not sent in answer to HEAD
 * @param fields further header fields
 * @param rest further pieces of the body, each made after the previous ones were sent; empty if
 *     there are none
 */
public record HttpAnswer(
    int status,
    String contentType,
    ByteBuffer body,
    List<HttpField> fields,
    Optional<Supplier<Iterator<ByteBuffer>>> rest) {

  private static final String JSON = "application/json";

  /** Bytes of a body that are written at a time; each write copies them outside the heap. */
  private static final int PIECE = 64 * 1024;

  /** An answer with a complete body. */
  public HttpAnswer(int status, String contentType, ByteBuffer body, List<HttpField> fields) {
    this(status, contentType, body, fields, Optional.empty());
  }

  /** An answer with a text, sent as UTF-8. */
  public HttpAnswer(int status, String contentType, String body) {
    this(status, contentType, ByteBuffer.wrap(body.getBytes(StandardCharsets.UTF_8)), List.of());
  }

  /** An answer with one line of text. */
  public static HttpAnswer text(int status, String line) {
    return new HttpAnswer(status, "text/plain;charset=utf-8", line + "\n");
  }

  /** An answer with a file of any kind. */
  public static HttpAnswer file(String contentType, byte[] content) {
    return new HttpAnswer(200, contentType, ByteBuffer.wrap(content), List.of());
  }

  /**
   * An answer with the resource file next to a class; empty if there is none.
   *
   * @param name file name without a directory
   */
  public static Optional<HttpAnswer> resource(Class<?> beside, String name, String contentType) {
    try (InputStream in = beside.getResourceAsStream(name)) {
      return in == null ? Optional.empty() : Optional.of(file(contentType, in.readAllBytes()));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + name, e);
    }
  }

  /** This answer with a Location header field. */
  HttpAnswer leadingTo(URI url) {
    return with(HttpHeader.LOCATION, url.toString());
  }

  /** This answer with a further header field. */
  public HttpAnswer with(HttpHeader name, String value) {
    List<HttpField> more = new ArrayList<>(fields);
    more.add(new HttpField(name, value));
    return new HttpAnswer(status, contentType, body, List.copyOf(more), rest);
  }

  /** An answer with a JSON document. */
  public static HttpAnswer json(String document) {
    return new HttpAnswer(200, JSON, document);
  }

  /** An answer with a JSON document that is too long to hold in memory. */
  public static HttpAnswer json(Supplier<Iterator<ByteBuffer>> pieces) {
    return new HttpAnswer(200, JSON, ByteBuffer.allocate(0), List.of(), Optional.of(pieces));
  }

  /** Whether the request's method is GET or HEAD. */
  public static boolean reads(Request request) {
    return HttpMethod.GET.is(request.getMethod()) || HttpMethod.HEAD.is(request.getMethod());
  }

  /** The answer to methods other than GET and HEAD. */
  public static HttpAnswer methodNotAllowed() {
    return methodNotAllowed(HttpMethod.GET, HttpMethod.HEAD);
  }

  /** The answer to methods other than these. */
  public static HttpAnswer methodNotAllowed(HttpMethod... allowed) {
    List<String> names = Stream.of(allowed).map(HttpMethod::asString).toList();
    return text(405, "only " + String.join(" and ", names) + " are allowed here")
        .with(HttpHeader.ALLOW, String.join(", ", names));
  }

  /** Sends the answer. */
  public void send(Request request, Response response, Callback callback) {
    begin(response);
    boolean bodyless = HttpMethod.HEAD.is(request.getMethod());
    if (bodyless || (rest.isEmpty() && body.remaining() <= PIECE)) {
      response.write(true, bodyless ? null : body.duplicate(), callback);
    } else {
      new PieceWriter(response, rest.map(Supplier::get).orElseGet(this::pieces), callback)
          .iterate();
    }
  }

  private Iterator<ByteBuffer> pieces() {
    int start = body.position();
    return IntStream.rangeClosed(0, (body.remaining() - 1) / PIECE)
        .map(i -> i * PIECE)
        .mapToObj(from -> body.slice(start + from, Math.min(PIECE, body.limit() - start - from)))
        .iterator();
  }

  private void begin(Response response) {
    response.setStatus(status);
    if (status == 401) {
      response.getHeaders().put(HttpHeader.WWW_AUTHENTICATE, "Bearer"); // RFC 9110 section 11.6.1
    }
    fields.forEach(response.getHeaders()::put);
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, contentType);
    if (rest.isEmpty()) {
      response.getHeaders().put(HttpHeader.CONTENT_LENGTH, body.remaining());
    }
  }

  /**
   * Sends the answer a byte at a time, by the server's timer.
   *
   * @param longest maximum of all pauses together
   */
  void drip(Request request, Response response, Duration longest, Callback callback) {
    begin(response);
    new SlowBody(
            request.getComponents().getScheduler(), response, body.duplicate(), longest, callback)
        .next();
  }
}
