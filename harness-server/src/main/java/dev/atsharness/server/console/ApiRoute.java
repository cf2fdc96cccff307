package dev.atsharness.server.console;

import dev.atsharness.server.http.HttpAnswer;
import java.io.IOException;
import java.util.Objects;
import java.util.Set;
import org.eclipse.jetty.http.HttpMethod;

/**
 * A place of the console's API, and what answers there. Beyond loopback it is for those who know
 * the token, as all of the API is; a POST is taken from the console's own pages only, and from
 * programs that are no browsers.
 */
public final class ApiRoute {

  /** Where every route is below. */
  static final String ROOT = "/api/";

  /** Answers the calls of a route. */
  @FunctionalInterface
  public interface Handler {

    /**
     * Answers a call; may take its time. Several threads may call at once.
     *
     * @throws IOException if the client went away, or sent too much
     * @throws InterruptedException if the harness is closed meanwhile
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
   * A route that only reads, by GET and HEAD.
   *
   * @param path below {@code /api/}
   * @param parameters names of the query parameters it knows, each of which may be given once;
   *     others are refused
   */
  public static ApiRoute get(String path, Set<String> parameters, Handler handler) {
    return new ApiRoute(HttpMethod.GET, path, parameters, 0, handler);
  }

  /**
   * A route that takes a body, by POST.
   *
   * @param path below {@code /api/}
   * @param parameters as for {@link #get}
   * @param maxBody most bytes of a body; a longer one is refused with status 413
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
