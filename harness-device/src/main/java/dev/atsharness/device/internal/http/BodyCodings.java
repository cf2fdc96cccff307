package dev.atsharness.device.internal.http;

import dev.atsharness.device.internal.http.HttpReply.BodyEnd;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * Decodes the codings of a body: gzip and deflate (RFC 9110 section 8.4.1, RFC 9112 section 7.2). A
 * body in another coding is kept as it was received, and the response says so.
 */
final class BodyCodings {

  /**
   * The Accept-Encoding of the request. A device also lists br, for which the harness has no
   * library.
   */
  static final String ACCEPTED = "gzip, deflate";

  /** The limit on the number of codings; no server needs more. */
  private static final int MAX_CODINGS = 4;

  private BodyCodings() {}

  /**
   * Returns the response with its decoded body, cut to {@link HttpReply#MAX_BODY}.
   *
   * @param transferCodings the codings of Transfer-Encoding, without the last one if it is chunked
   */
  static HttpReply undone(HttpReply coded, List<String> transferCodings) {
    List<String> codings = new ArrayList<>(names(coded.fields("Content-Encoding")));
    codings.addAll(transferCodings);
    codings.removeIf("identity"::equals);
    if (codings.size() > MAX_CODINGS) {
      return coded.withTrouble("its body has more than " + MAX_CODINGS + " codings: " + codings);
    }
    Collections.reverse(codings);
    HttpReply reply = coded;
    for (String coding : codings) {
      if (reply.body().length == 0 || reply.trouble().isPresent()) {
        return reply;
      }
      reply = undone(reply, coding);
    }
    return reply;
  }

  /** Returns the names of codings in these header fields, in lower case. */
  static List<String> names(List<String> fields) {
    return fields.stream()
        .flatMap(field -> Stream.of(field.split(",", -1)))
        .map(name -> name.strip().toLowerCase(Locale.ROOT))
        .filter(name -> !name.isEmpty())
        .toList();
  }

  private static HttpReply undone(HttpReply coded, String coding) {
    return switch (coding) {
      case "gzip", "x-gzip" ->
          undone(coded, coding, Inflated.gzip(coded.body(), HttpReply.MAX_BODY));
      case "deflate" -> undone(coded, coding, Inflated.deflate(coded.body(), HttpReply.MAX_BODY));
      default ->
          coded.withTrouble(
              "its body is in the coding " + coding + ", and only gzip and deflate are read here");
    };
  }

  private static HttpReply undone(HttpReply coded, String coding, Inflated inflated) {
    boolean whole = coded.bodyEnd() == BodyEnd.COMPLETE || coded.bodyEnd() == BodyEnd.UNCLOSED;
    return switch (inflated.end()) {
      case WHOLE -> coded.with(inflated.bytes(), coded.bodyEnd());
      case CUT -> coded.with(inflated.bytes(), BodyEnd.CUT);
      case SHORT -> coded.with(inflated.bytes(), whole ? BodyEnd.TRUNCATED : coded.bodyEnd());
      case MALFORMED ->
          coded.withTrouble("its body is announced as " + coding + ", and is not that");
    };
  }
}
