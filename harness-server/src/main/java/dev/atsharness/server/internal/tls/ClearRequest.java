package dev.atsharness.server.internal.tls;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the host from an HTTP request without TLS at a TLS port, and makes the answer in HTTP. */
final class ClearRequest {

  /** The number of a request's first bytes that are searched for its Host field. */
  private static final int MAX_HEAD = 4096;

  private static final Pattern HOST_FIELD =
      Pattern.compile("\\r\\nHost:[ \\t]*([A-Za-z0-9.-]{1,255})", Pattern.CASE_INSENSITIVE);

  private static final byte[] ANSWER = answerBytes();

  private ClearRequest() {}

  /** The answer, with status 400. */
  static ByteBuffer answer() {
    return ByteBuffer.wrap(ANSWER).asReadOnlyBuffer();
  }

  /**
   * The host in the Host field, as far as the request has arrived.
   *
   * @param request the bytes of the request, from any place before the field; the buffer's position
   *     stays the same
   */
  static Optional<String> host(ByteBuffer request) {
    byte[] head = new byte[Math.min(request.remaining(), MAX_HEAD)];
    request.get(request.position(), head);
    Matcher host = HOST_FIELD.matcher(new String(head, StandardCharsets.ISO_8859_1));
    return host.find() ? Optional.of(host.group(1)) : Optional.empty();
  }

  private static byte[] answerBytes() {
    String body = "The plain HTTP request was sent to a TLS port.\n";
    return ("HTTP/1.1 400 Bad Request\r\n"
            + "Content-Type: text/plain\r\n"
            + "Content-Length: "
            + body.length()
            + "\r\nConnection: close\r\n\r\n"
            + body)
        .getBytes(StandardCharsets.US_ASCII);
  }
}
