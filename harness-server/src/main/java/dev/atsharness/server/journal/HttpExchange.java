package dev.atsharness.server.journal;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One HTTP request and its answer. The texts are the client's, cut to a length limit.
 *
 * @param method request method
 * @param path request target, at most {@value #MAX_PATH} characters
 * @param host Host header or, in HTTP/2, {@code :authority}, at most {@value #MAX_HOST} characters;
 *     empty if there was none
 * @param status response status
 * @param sent what a device sent with it, decoded and without secrets: texts, numbers, truth values
 *     and lists and maps of them; empty where the request is none of a device's
 */
public record HttpExchange(
    String method, String path, String host, int status, Map<String, Object> sent) {

  static final int MAX_METHOD = 32;
  static final int MAX_PATH = 1024;
  static final int MAX_HOST = 255;

  public HttpExchange {
    method = cut(method, MAX_METHOD);
    path = cut(path, MAX_PATH);
    host = cut(host, MAX_HOST);
    sent = Collections.unmodifiableMap(new LinkedHashMap<>(sent));
  }

  /** A request with nothing in it. */
  public HttpExchange(String method, String path, String host, int status) {
    this(method, path, host, status, Map.of());
  }

  private static String cut(String text, int limit) {
    return text.length() <= limit ? text : text.substring(0, limit);
  }
}
