package dev.atsharness.device.internal.http;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The result of one HTTP exchange, in any version of HTTP. Immutable; everything in it is hostile.
 */
public final class HttpReply {

  /** The largest number of bytes of a body that are kept. */
  public static final int MAX_BODY = 2 * 1024 * 1024;

  /** How a body ended. */
  public enum BodyEnd {
    /** The body is complete, or the response has none. */
    COMPLETE,
    /** The body is longer than {@link #MAX_BODY}; the rest was not read, which is not an error. */
    CUT,
    /**
     * The body is incomplete: the connection ended or failed, or time ran out, before the number of
     * bytes in Content-Length or the last chunk was received (RFC 9112 section 8).
     */
    TRUNCATED,
    /**
     * Only the end of the connection ends the body, and the server did not send close_notify. The
     * body may be complete: many servers end their connections like this.
     */
    UNCLOSED
  }

  /** A header field. Names are compared case-insensitively. */
  public record Field(String name, String value) {}

  private static final HttpReply NONE =
      new HttpReply(
          OptionalInt.empty(), List.of(), new byte[0], BodyEnd.COMPLETE, Optional.empty());

  private final OptionalInt status;
  private final List<Field> fields;
  private final byte[] body;
  private final BodyEnd bodyEnd;
  private final Optional<String> trouble;

  private HttpReply(
      OptionalInt status,
      List<Field> fields,
      byte[] body,
      BodyEnd bodyEnd,
      Optional<String> trouble) {
    this.status = status;
    this.fields = List.copyOf(fields);
    this.body = body.clone();
    this.bodyEnd = bodyEnd;
    this.trouble = trouble;
  }

  /** Returns the reply for no response, or for one that does not begin like HTTP. */
  public static HttpReply none() {
    return NONE;
  }

  /**
   * Returns the reply for a response whose head cannot be read.
   *
   * @param why the reason, human-readable
   */
  public static HttpReply unreadable(String why) {
    return new HttpReply(
        OptionalInt.empty(), List.of(), new byte[0], BodyEnd.TRUNCATED, Optional.of(why));
  }

  /**
   * A response.
   *
   * @param status status code of the final response, 200 to 599
   * @param fields its header fields in the order received
   * @param body at most {@link #MAX_BODY} bytes
   * @param bodyEnd how it ended
   */
  public static HttpReply of(int status, List<Field> fields, byte[] body, BodyEnd bodyEnd) {
    return new HttpReply(OptionalInt.of(status), fields, body, bodyEnd, Optional.empty());
  }

  /** Returns a copy with another body, the decoded one. */
  HttpReply with(byte[] otherBody, BodyEnd otherEnd) {
    return new HttpReply(status, fields, otherBody, otherEnd, trouble);
  }

  /** Returns a copy that says why the body cannot be decoded. */
  HttpReply withTrouble(String why) {
    return new HttpReply(status, fields, body, bodyEnd, Optional.of(why));
  }

  /** The status code; empty without a response. */
  public OptionalInt status() {
    return status;
  }

  /** The first field of this name. */
  public Optional<String> field(String name) {
    return fields(name).stream().findFirst();
  }

  /** The values of all fields of this name, in the order received. */
  public List<String> fields(String name) {
    return fields.stream().filter(f -> f.name().equalsIgnoreCase(name)).map(Field::value).toList();
  }

  /** The value of the Location field, as the server wrote it. */
  public Optional<String> location() {
    return field("Location");
  }

  /** The media type of the Content-Type field in lower case, without its parameters. */
  public Optional<String> contentType() {
    return field("Content-Type")
        .map(value -> value.split(";", 2)[0].strip().toLowerCase(Locale.ROOT));
  }

  /**
   * Why the response, or the coding of its body, cannot be read; human-readable, may quote hostile
   * text.
   */
  public Optional<String> trouble() {
    return trouble;
  }

  /** Returns a copy of the body, decoded as far as its codings are supported. */
  public byte[] body() {
    return body.clone();
  }

  /** How the body ended. */
  public BodyEnd bodyEnd() {
    return bodyEnd;
  }

  @Override
  public String toString() {
    return Map.of("status", status, "fields", fields, "body", body.length + " bytes " + bodyEnd)
        .toString();
  }
}
