package dev.atsharness.server.journal;

import dev.atsharness.server.handshake.internal.Excerpt;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One HTTP request and its answer. The texts come from the client. A text that is longer than its
 * limit is cut, and ends with the number of further characters.
 *
 * @param method request method
 * @param path request target, at most {@value #MAX_PATH} characters
 * @param host Host header or, in HTTP/2, {@code :authority}, at most {@value #MAX_HOST} characters;
 *     empty if there was none
 * @param status response status
 * @param sent data that a device sent with the request, decoded and without secrets: texts,
 *     numbers, booleans, and lists and maps of them; empty if the request is not a device's
 */
public record HttpExchange(
    String method, String path, String host, int status, Map<String, Object> sent) {

  static final int MAX_METHOD = 32;
  public static final int MAX_PATH = 1024;
  public static final int MAX_HOST = 255;

  public HttpExchange {
    method = Excerpt.of(method, MAX_METHOD);
    path = Excerpt.of(path, MAX_PATH);
    host = Excerpt.of(host, MAX_HOST);
    sent = Collections.unmodifiableMap(new LinkedHashMap<>(sent));
  }

  /** A request without data of a device. */
  public HttpExchange(String method, String path, String host, int status) {
    this(method, path, host, status, Map.of());
  }
}
