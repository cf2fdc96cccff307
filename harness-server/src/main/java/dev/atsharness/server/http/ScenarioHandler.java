package dev.atsharness.server.http;

import dev.atsharness.ats.Violation;
import dev.atsharness.scenario.NetworkFault;
import dev.atsharness.scenario.Scenario;
import dev.atsharness.server.journal.HttpExchange;
import dev.atsharness.server.journal.Recording;
import dev.atsharness.server.tls.Arrival;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpHeaderValue;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * Answers requests at the scenarios' endpoints: says which scenario it is and what is wrong there.
 * On the shared plain HTTP port the Host header decides which one.
 */
public final class ScenarioHandler implements Request.Handler {

  private final Map<String, Scenario> scenarios;
  private final Map<String, Scenario> clearTextByHost;

  /**
   * A handler for these endpoints.
   *
   * @param scenarios by id
   * @param clearTextByHost those without TLS by lower-case host name
   */
  public ScenarioHandler(Map<String, Scenario> scenarios, Map<String, Scenario> clearTextByHost) {
    this.scenarios = Map.copyOf(scenarios);
    this.clearTextByHost = Map.copyOf(clearTextByHost);
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    Arrival arrival = Arrival.of(request);
    Recording recording = (Recording) arrival.events();
    String host = Objects.requireNonNullElse(Request.getServerName(request), "");
    Optional<Scenario> scenario = scenario(arrival, host);
    scenario.ifPresentOrElse(
        found -> recording.routed(found.id()),
        () -> recording.unrouted("no endpoint without TLS is named " + host));
    Answer answer = answer(request, scenario);
    // Before the answer is on its way: a client that has it can rely on the journal.
    recording.request(
        new HttpExchange(
            request.getMethod(),
            request.getHttpURI().getPathQuery(),
            Objects.requireNonNullElse(request.getHeaders().get(HttpHeader.HOST), ""),
            answer.status()));
    if (scenario.filter(ScenarioHandler::endsAfterOneResponse).isPresent()) {
      response.getHeaders().put(HttpHeader.CONNECTION, HttpHeaderValue.CLOSE);
    }
    answer.send(request, response, callback);
    return true;
  }

  private static boolean endsAfterOneResponse(Scenario scenario) {
    return scenario.settings().networkFault() == NetworkFault.NO_CLOSE_NOTIFY;
  }

  private Optional<Scenario> scenario(Arrival arrival, String host) {
    return arrival
        .endpoint()
        .map(scenarios::get)
        .or(() -> Optional.ofNullable(clearTextByHost.get(host.toLowerCase(Locale.ROOT))));
  }

  private static Answer answer(Request request, Optional<Scenario> scenario) {
    if (scenario.isEmpty()) {
      return Answer.text(404, "no endpoint without TLS has this host name");
    }
    if (!Answer.reads(request)) {
      return Answer.methodNotAllowed();
    }
    return Answer.text(200, describe(scenario.get()));
  }

  private static String describe(Scenario scenario) {
    List<Violation> violations = scenario.expect().violations();
    return scenario.id()
        + ": "
        + scenario.title()
        + "\n"
        + (violations.isEmpty()
            ? "Nothing to report here."
            : "To be reported here: "
                + violations.stream().map(Violation::code).collect(Collectors.joining(", ")));
  }
}
