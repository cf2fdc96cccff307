package dev.atsharness.server.internal.console;

import dev.atsharness.server.internal.http.HttpAnswer;
import dev.atsharness.server.internal.http.RequestBody;
import dev.atsharness.server.internal.http.RequestBody.End;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.Fields;

/** The console's API: finds the route of a request and checks the request against it. */
final class Api {

  /** Bytes of a body that are read before a thread handles it. */
  private static final int GATHERED = 64 * 1024;

  /** Maximum number of longer bodies that are read at one time, each by a thread. */
  private static final int MAX_LONG_BODIES = 4;

  private final Map<String, ApiRoute> routes;
  private final RequestBody.Limits bodies;
  private final UnreadAnswers answers;
  private final Semaphore longBodies = new Semaphore(MAX_LONG_BODIES);

  /**
   * @param bodies limits for reading request bodies
   * @param answers sends the answers
   * @throws IllegalArgumentException if two routes have the same path
   */
  Api(List<ApiRoute> routes, RequestBody.Limits bodies, UnreadAnswers answers) {
    this.bodies = bodies;
    this.answers = answers;
    this.routes =
        routes.stream()
            .collect(
                Collectors.toUnmodifiableMap(
                    ApiRoute::path,
                    Function.identity(),
                    (one, other) -> {
                      throw new IllegalArgumentException(
                          "the console has two routes for " + one.path());
                    }));
  }

  /** Whether there is a route for the request. */
  boolean knows(Request request) {
    return routes.containsKey(Request.getPathInContext(request));
  }

  /** Answers a request that has a {@linkplain #knows known} route. */
  void answer(Request request, Response response, Callback callback) throws Exception {
    ApiRoute route = routes.get(Request.getPathInContext(request));
    Map<String, String> parameters = new HashMap<>();
    Optional<HttpAnswer> refusal = refusal(route, request, parameters);
    if (refusal.isPresent()) {
      refusal.get().send(request, response, callback);
    } else if (route.method() == HttpMethod.GET) {
      ApiCall call = new ApiCall(Asked.by(request), parameters, InputStream.nullInputStream());
      answers.send(route.handler().answer(call), request, response, callback);
    } else {
      RequestBody.read(
          request,
          response,
          callback,
          (int) Math.min(GATHERED, route.maxBody()),
          bodies,
          body -> {
            Optional<HttpAnswer> failure = body.failure();
            answers.send(
                failure.isPresent() ? failure.get() : answer(route, parameters, request, body),
                request,
                response,
                callback);
          });
    }
  }

  private HttpAnswer answer(
      ApiRoute route, Map<String, String> parameters, Request request, RequestBody body)
      throws IOException, InterruptedException {
    InputStream arrived = new ByteArrayInputStream(body.bytes());
    boolean goesOn = body.end() == End.LONGER && body.bytes().length <= route.maxBody();
    if (!goesOn) {
      return answer(route, request, parameters, arrived);
    }
    if (!longBodies.tryAcquire()) {
      return HttpAnswer.text(
              503, MAX_LONG_BODIES + " long bodies are arriving already; try again later")
          .with(HttpHeader.RETRY_AFTER, "5");
    }
    try {
      InputStream rest = new SteadyBody(Content.Source.asInputStream(request), bodies.time());
      return answer(route, request, parameters, new SequenceInputStream(arrived, rest));
    } finally {
      longBodies.release();
    }
  }

  private static HttpAnswer answer(
      ApiRoute route, Request request, Map<String, String> parameters, InputStream body)
      throws IOException, InterruptedException {
    try {
      return route
          .handler()
          .answer(
              new ApiCall(Asked.by(request), parameters, new BoundedBody(body, route.maxBody())));
    } catch (TooLongException e) {
      return HttpAnswer.text(413, e.getMessage());
    } catch (TooSlowException e) {
      return HttpAnswer.text(408, e.getMessage());
    }
  }

  /**
   * The refusal of a request that does not fit its route; empty if it fits, and then {@code
   * parameters} has its parameters.
   */
  private static Optional<HttpAnswer> refusal(
      ApiRoute route, Request request, Map<String, String> parameters) {
    boolean reads = route.method() == HttpMethod.GET;
    if (reads ? !HttpAnswer.reads(request) : !route.method().is(request.getMethod())) {
      return Optional.of(
          reads ? HttpAnswer.methodNotAllowed() : HttpAnswer.methodNotAllowed(route.method()));
    }
    Optional<HttpAnswer> foreign = reads ? Optional.empty() : SameOrigin.refusal(request);
    if (foreign.isPresent()) {
      return foreign;
    }
    for (Fields.Field field : Request.extractQueryParameters(request)) {
      if (!route.parameters().contains(field.getName())) {
        return Optional.of(HttpAnswer.text(400, known(route)));
      }
      if (field.hasMultipleValues()) {
        return Optional.of(HttpAnswer.text(400, "each parameter may be given only once"));
      }
      parameters.put(field.getName(), field.getValue());
    }
    return request.getLength() > route.maxBody()
        ? Optional.of(HttpAnswer.text(413, new TooLongException(route.maxBody()).getMessage()))
        : Optional.empty();
  }

  private static String known(ApiRoute route) {
    return route.parameters().isEmpty()
        ? "there are no parameters"
        : "the parameters are "
            + route.parameters().stream().sorted().collect(Collectors.joining(", "));
  }
}
