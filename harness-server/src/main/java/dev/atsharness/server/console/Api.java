package dev.atsharness.server.console;

import dev.atsharness.server.http.Answer;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.Fields;

/** Finds the route of a request and sees to it that the request is one for it. */
final class Api {

  private final Map<String, ApiRoute> routes;

  /**
   * @throws IllegalArgumentException if two routes have the same path
   */
  Api(List<ApiRoute> routes) {
    this.routes =
        routes.stream()
            .collect(
                Collectors.toUnmodifiableMap(
                    ApiRoute::path,
                    Function.identity(),
                    (one, other) -> {
                      throw new IllegalArgumentException(
                          "the console has two answers to " + one.path());
                    }));
  }

  /** Empty if there is no such route. */
  Optional<Answer> answer(Request request) throws IOException, InterruptedException {
    ApiRoute route = routes.get(Request.getPathInContext(request));
    return route == null ? Optional.empty() : Optional.of(answer(route, request));
  }

  private static Answer answer(ApiRoute route, Request request)
      throws IOException, InterruptedException {
    boolean reads = route.method() == HttpMethod.GET;
    if (reads ? !Answer.reads(request) : !route.method().is(request.getMethod())) {
      return reads ? Answer.methodNotAllowed() : Answer.methodNotAllowed(route.method());
    }
    Optional<Answer> refusal = reads ? Optional.empty() : OwnPage.refusal(request);
    if (refusal.isPresent()) {
      return refusal.get();
    }
    Map<String, String> parameters = new HashMap<>();
    for (Fields.Field field : Request.extractQueryParameters(request)) {
      if (!route.parameters().contains(field.getName())) {
        return Answer.text(400, known(route));
      }
      if (field.hasMultipleValues()) {
        return Answer.text(400, "each parameter may be given once");
      }
      parameters.put(field.getName(), field.getValue());
    }
    try {
      if (request.getLength() > route.maxBody()) {
        throw new TooLongException(route.maxBody());
      }
      return route
          .handler()
          .answer(
              new ApiCall(
                  Asked.by(request),
                  parameters,
                  new BoundedBody(Content.Source.asInputStream(request), route.maxBody())));
    } catch (TooLongException e) {
      return Answer.text(413, e.getMessage());
    }
  }

  private static String known(ApiRoute route) {
    return route.parameters().isEmpty()
        ? "there are no parameters"
        : "the parameters are "
            + route.parameters().stream().sorted().collect(Collectors.joining(", "));
  }
}
