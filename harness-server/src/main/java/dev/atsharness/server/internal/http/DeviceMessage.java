package dev.atsharness.server.internal.http;

import dev.atsharness.certs.internal.SignedContent;
import dev.atsharness.server.handshake.internal.Excerpt;
import dev.atsharness.server.internal.device.Plist;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;

/**
 * A device's message in a request, decoded for the journal, without secrets and without data that
 * is of no use to people.
 *
 * @param tooLong whether the body was longer than the limit
 * @param plist the property list in the body, plain or inside a signature, which is not verified;
 *     empty if there is none
 * @param journalled headers that tell devices apart, and the body
 */
record DeviceMessage(boolean tooLong, Map<String, Object> plist, Map<String, Object> journalled) {

  /**
   * Maximum length of a body. Check-ins have a few kilobytes, status reports of declarative
   * management some more.
   */
  static final int MAX_BODY = 64 * 1024;

  /**
   * Maximum length of a message in the journal, which may hold thousands; of a longer one only the
   * length is kept.
   */
  private static final int MAX_JOURNALLED = 8 * 1024;

  private static final int MAX_VALUES = 200;
  private static final int MAX_TEXT = 256;
  private static final String MASK = "***";

  private static final Pattern SECRET =
      Pattern.compile("(?i).*(token|magic|password|passcode|secret|challenge|escrow).*");

  /**
   * @param received the request's body, read up to {@value #MAX_BODY} bytes
   */
  static DeviceMessage of(Request request, RequestBody received) {
    byte[] body = received.bytes();
    boolean tooLong = received.end() == RequestBody.End.LONGER;
    Map<String, Object> plist = tooLong ? Map.of() : plist(body).orElse(Map.of());
    Map<String, Object> journalled = new LinkedHashMap<>();
    header(request, HttpHeader.USER_AGENT).ifPresent(it -> journalled.put("userAgent", it));
    header(request, HttpHeader.CONTENT_TYPE).ifPresent(it -> journalled.put("contentType", it));
    if (request.getHeaders().contains(HttpHeader.AUTHORIZATION)) {
      journalled.put("authorization", MASK);
    }
    if (body.length > 0) {
      journalled.put("bodyBytes", tooLong ? "more than " + MAX_BODY : body.length);
    }
    if (!plist.isEmpty()) {
      journalled.put(
          "plist",
          body.length <= MAX_JOURNALLED
              ? new Shown().of(plist)
              : "not kept: the message has more than " + MAX_JOURNALLED + " bytes");
    }
    return new DeviceMessage(tooLong, plist, journalled);
  }

  /** The text with this key in the property list; empty if there is none. */
  String text(String key) {
    return plist.get(key) instanceof String text ? text : "";
  }

  private static Optional<String> header(Request request, HttpHeader name) {
    return Optional.ofNullable(request.getHeaders().get(name)).map(DeviceMessage::cut);
  }

  private static Optional<Map<String, Object>> plist(byte[] body) {
    try {
      boolean clear =
          new String(body, 0, Math.min(body.length, MAX_TEXT), StandardCharsets.ISO_8859_1)
              .stripLeading()
              .startsWith("<");
      return body.length == 0
          ? Optional.empty()
          : Optional.of(Plist.read(clear ? body : SignedContent.unwrap(body)));
    } catch (IllegalArgumentException e) {
      return Optional.empty(); // the journal still has the number of bytes
    }
  }

  /** The conversion of a property list into its form in the journal. */
  private static final class Shown {

    private int left = MAX_VALUES;

    Object of(Object value) {
      if (value instanceof Map<?, ?> map) {
        Map<String, Object> shown = new LinkedHashMap<>();
        int seen = 0;
        for (Map.Entry<?, ?> one : map.entrySet()) {
          if (left-- <= 0) {
            shown.put(Excerpt.more(map.size() - seen), "");
            break;
          }
          String name = one.getKey().toString();
          shown.put(cut(name), SECRET.matcher(name).matches() ? MASK : of(one.getValue()));
          seen++;
        }
        return shown;
      }
      if (value instanceof List<?> list) {
        List<Object> shown = new ArrayList<>();
        for (Object one : list) {
          if (left-- <= 0) {
            shown.add(Excerpt.more(list.size() - shown.size()));
            break;
          }
          shown.add(of(one));
        }
        return shown;
      }
      if (value instanceof byte[] data) {
        return data.length + " bytes";
      }
      return value instanceof Long || value instanceof Boolean ? value : cut(value.toString());
    }
  }

  private static String cut(String text) {
    return Excerpt.of(text, MAX_TEXT);
  }
}
