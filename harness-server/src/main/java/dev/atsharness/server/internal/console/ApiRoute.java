package dev.atsharness.server.internal.console;

import dev.atsharness.server.internal.http.HttpAnswer;
import java.io.IOException;
import java.util.Objects;
import java.util.Set;
import org.eclipse.jetty.http.HttpMethod;

/**
 * A path of the console's API and its handler. Beyond loopback it needs the token, like all of the
 * API. POST is accepted only from the console's own pages and from non-browser clients.
 */
public final class ApiRoute {

  /** The start of the path of every route. */
  static final String ROOT = "/api/";

  /** Answers the calls of a route. */
  @FunctionalInterface
  public interface Handler {

    /**
     * Answers a call; may block. Several threads may call at once.
     *
     * @throws IOException if the client closed the connection, or sent too much
     * @throws InterruptedException if the harness is closed during the call
     */
    HttpAnswer answer(ApiCall call) throws IOException, InterruptedException;
  }

  private final HttpMethod method;
  private final String path;
  private final Set<String> parameters;
  private final long maxBody;
  private final Handler handler;

  private ApiRoute(
      HttpMethod method, String path, Set<String> parameters, long maxBody, Handler handler) {
    if (!path.startsWith(ROOT)) {
      throw new IllegalArgumentException(path + " is not below " + ROOT);
    }
    this.method = method;
    this.path = path;
    this.parameters = Set.copyOf(parameters);
    this.maxBody = maxBody;
    this.handler = Objects.requireNonNull(handler, "handler");
  }

  /**
   * A read-only route, for GET and HEAD.
   *
   * @param path below {@code /api/}
   * @param parameters names of the allowed query parameters, each of which may be given once;
   *     others are refused
   */
  public static ApiRoute get(String path, Set<String> parameters, Handler handler) {
    return new ApiRoute(HttpMethod.GET, path, parameters, 0, handler);
  }

  /**
   * A route that takes a body, for POST.
   *
   * @param path below {@code /api/}
   * @param parameters as for {@link #get}
   * @param maxBody maximum length of a body in bytes; a longer one is refused with status 413
   */
  public static ApiRoute post(String path, Set<String> parameters, long maxBody, Handler handler) {
    return new ApiRoute(HttpMethod.POST, path, parameters, maxBody, handler);
  }

  HttpMethod method() {
    return method;
  }

  String path() {
    return path;
  }

  Set<String> parameters() {
    return parameters;
  }

  long maxBody() {
    return maxBody;
  }

  Handler handler() {
    return handler;
  }
}
