package dev.atsharness.device.internal.http;

import dev.atsharness.device.internal.http.HttpReply.BodyEnd;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The body of an HTTP/1.1 response (RFC 9112 section 6): none, chunked, with a Content-Length, or
 * up to the end of the connection. Only in the last case does it matter how the connection ends.
 */
final class HttpBody {

  private static final int MAX_LINE = 8 * 1024;
  private static final Pattern CHUNK_SIZE = Pattern.compile("([0-9A-Fa-f]{1,8})[ \\t]*(?:;.*)?");
  private static final Pattern LENGTH = Pattern.compile("(\\d{1,18})(?:[ \\t]*,[ \\t]*\\1)*");

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private BodyEnd end = BodyEnd.TRUNCATED;
  private boolean toTheEnd;

  private HttpBody() {}

  /** Reads the body. If the connection fails, the bytes received before are kept. */
  static HttpBody read(int status, List<HttpReply.Field> fields, InputStream in) {
    HttpBody body = new HttpBody();
    try {
      body.end = body.readFrom(status, HttpReply.of(status, fields, new byte[0], body.end), in);
    } catch (IOException e) {
      // if the end of the body was announced, it does not matter how the connection failed
      boolean unannounced = body.toTheEnd && e instanceof EOFException;
      body.end = unannounced ? BodyEnd.UNCLOSED : BodyEnd.TRUNCATED;
    }
    return body;
  }

  byte[] bytes() {
    return bytes.toByteArray();
  }

  BodyEnd end() {
    return end;
  }

  private BodyEnd readFrom(int status, HttpReply head, InputStream in) throws IOException {
    if (status == 204 || status == 304) {
      return BodyEnd.COMPLETE;
    }
    List<String> codings =
        BodyCodings.names(head.fields("Transfer-Encoding")).stream()
            .filter(coding -> !coding.equals("identity"))
            .toList();
    if (isChunked(codings)) {
      return readChunks(in);
    }
    Matcher length = LENGTH.matcher(String.join(",", head.fields("Content-Length")).strip());
    if (codings.isEmpty() && length.matches()) {
      return copy(in, Long.parseLong(length.group(1)));
    }
    return copyToTheEnd(in);
  }

  /** True if the last transfer coding is chunked; this class decodes it. */
  static boolean isChunked(List<String> transferCodings) {
    return !transferCodings.isEmpty()
        && transferCodings.get(transferCodings.size() - 1).equals("chunked");
  }

  private BodyEnd readChunks(InputStream in) throws IOException {
    while (true) {
      Matcher size = CHUNK_SIZE.matcher(line(in).strip());
      if (!size.matches()) {
        return BodyEnd.TRUNCATED;
      }
      long length = Long.parseLong(size.group(1), 16);
      if (length == 0) {
        return BodyEnd.COMPLETE; // trailers are not needed
      }
      BodyEnd chunk = copy(in, length);
      if (chunk != BodyEnd.COMPLETE) {
        return chunk;
      }
      line(in);
    }
  }

  private BodyEnd copy(InputStream in, long length) throws IOException {
    long room = (long) HttpReply.MAX_BODY - bytes.size();
    long wanted = Math.min(length, room);
    byte[] part = new byte[MAX_LINE];
    for (long left = wanted; left > 0; ) {
      int count = in.read(part, 0, (int) Math.min(left, part.length));
      if (count < 0) {
        return BodyEnd.TRUNCATED;
      }
      bytes.write(part, 0, count);
      left -= count;
    }
    return length > room ? BodyEnd.CUT : BodyEnd.COMPLETE;
  }

  private BodyEnd copyToTheEnd(InputStream in) throws IOException {
    toTheEnd = true;
    byte[] part = new byte[MAX_LINE];
    for (int count = in.read(part); count >= 0; count = in.read(part)) {
      bytes.write(part, 0, Math.min(count, HttpReply.MAX_BODY - bytes.size()));
      if (bytes.size() == HttpReply.MAX_BODY) {
        return BodyEnd.CUT;
      }
    }
    return BodyEnd.COMPLETE;
  }

  private static String line(InputStream in) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int b = in.read(); b != '\n'; b = in.read()) {
      if (b < 0 || line.size() == MAX_LINE) {
        throw new EOFException("a chunk's line does not end");
      }
      line.write(b);
    }
    return line.toString(StandardCharsets.ISO_8859_1);
  }
}
