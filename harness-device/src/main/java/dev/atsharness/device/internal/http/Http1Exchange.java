package dev.atsharness.device.internal.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One {@code GET} over HTTP/1.1 (RFC 9112). */
public final class Http1Exchange {

  static final String USER_AGENT = "ats-harness-device";

  /**
   * The limit on the head of one response, in bytes; as large as the largest limit of common
   * servers.
   */
  private static final int MAX_HEAD = 64 * 1024;

  private static final int MAX_INTERIM_RESPONSES = 10;

  private static final Pattern STATUS_LINE =
      Pattern.compile("HTTP/1\\.[01] (\\d{3})(?: [^\\r\\n]*)?\\r?\\n");

  /** A header field. Only a line feed ends a line: bytes such as 0x85 are part of a value. */
  private static final Pattern FIELD =
      Pattern.compile("(?dm)^([!#$%&'*+.^_`|~0-9A-Za-z-]+):[ \\t]*(.*?)[ \\t]*$");

  private static final Pattern FOLD = Pattern.compile("\\r?\\n[ \\t]+");

  private Http1Exchange() {}

  /**
   * Sends the request and reads the response.
   *
   * @return a reply without a status if the answer does not begin like an HTTP/1 response, or if
   *     its head is incomplete or longer than {@value #MAX_HEAD} bytes
   * @throws IOException if the connection fails before the head of the response is complete; if it
   *     fails later, the body is {@link HttpReply.BodyEnd#TRUNCATED}
   */
  public static HttpReply get(URI url, InputStream in, OutputStream out) throws IOException {
    out.write(request(url).getBytes(StandardCharsets.US_ASCII));
    out.flush();
    for (int responses = 0; responses <= MAX_INTERIM_RESPONSES; responses++) {
      String head = head(in);
      Matcher line = STATUS_LINE.matcher(head);
      if (!line.lookingAt()) {
        return HttpReply.none();
      }
      if (!isWhole(head)) {
        return HttpReply.unreadable(
            head.length() < MAX_HEAD
                ? "the connection ended in the middle of its header fields"
                : "its header fields are longer than " + MAX_HEAD + " bytes");
      }
      int status = Integer.parseInt(line.group(1));
      if (status >= 200) {
        List<HttpReply.Field> fields = fields(head.substring(line.end()));
        HttpBody body = HttpBody.read(status, fields, in);
        HttpReply coded = HttpReply.of(status, fields, body.bytes(), body.end());
        List<String> codings = BodyCodings.names(coded.fields("Transfer-Encoding"));
        return BodyCodings.undone(
            coded, HttpBody.isChunked(codings) ? codings.subList(0, codings.size() - 1) : codings);
      }
    }
    return HttpReply.none();
  }

  /**
   * Reads the header fields. Lines that are not header fields are left out; a folded value (RFC
   * 9112 section 5.2) is joined.
   */
  private static List<HttpReply.Field> fields(String head) {
    List<HttpReply.Field> fields = new ArrayList<>();
    Matcher field = FIELD.matcher(FOLD.matcher(head).replaceAll(" ").replace("\r", ""));
    while (field.find()) {
      fields.add(new HttpReply.Field(field.group(1), field.group(2)));
    }
    return fields;
  }

  private static String request(URI url) {
    HttpTarget target = HttpTarget.of(url);
    return "GET "
        + target.target()
        + " HTTP/1.1\r\nHost: "
        + target.authority()
        + "\r\nUser-Agent: "
        + USER_AGENT
        + "\r\nAccept: */*\r\nAccept-Encoding: "
        + BodyCodings.ACCEPTED
        + "\r\nConnection: close\r\n\r\n";
  }

  /** True if the head is complete, including its blank line. */
  private static boolean isWhole(String head) {
    return head.replace("\r", "").endsWith("\n\n");
  }

  /** Reads up to the blank line, the limit or the end of the input, whichever comes first. */
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
