package dev.atsharness.server.internal.http;

import dev.atsharness.ats.Violation;
import dev.atsharness.certs.internal.Revocations;
import dev.atsharness.scenario.Role;
import dev.atsharness.scenario.Scenario;
import dev.atsharness.scenario.internal.NetworkFault;
import dev.atsharness.scenario.internal.ServerSettings;
import dev.atsharness.scenario.internal.ServerSettings.Transport;
import dev.atsharness.server.internal.dns.NameServer;
import dev.atsharness.server.internal.tls.AcceptedConnection;
import dev.atsharness.server.journal.HttpExchange;
import dev.atsharness.server.journal.internal.Recording;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpHeaderValue;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * Answers requests at the scenarios' endpoints with the scenario's id and what is wrong there. On
 * the shared plain HTTP port the Host header chooses the scenario.
 */
public final class ScenarioHandler implements Request.Handler {

  private final RevocationPages revocationPages;
  private final Optional<DnsPages> dnsPages;
  private final RolePages rolePages;
  private final Map<String, URI> urls;
  private final Map<String, Scenario> scenarios;
  private final Map<String, Scenario> clearTextByHost;
  private final Function<Scenario, Optional<URI>> nextHops;
  private final RequestBody.Limits bodies;
  private final Duration longestDrip;

  /**
   * A handler for these endpoints.
   *
   * @param revocations the revocation status that clear-text endpoints serve
   * @param urls the endpoints' URLs, by scenario id
   * @param root the root certificate, DER
   * @param dns the name server behind the resolver's endpoint, if there is one
   * @param scenarios the scenarios by id
   * @param clearTextByHost the scenarios without TLS, on the first or the next hop, by lower-case
   *     host name
   * @param nextHops the next hop that an endpoint's answer names, if any
   * @param bodies limits for reading request bodies
   * @param longestDrip maximum time of a response that is sent slowly
   */
  public ScenarioHandler(
      Revocations revocations,
      Map<String, URI> urls,
      Supplier<byte[]> root,
      Optional<NameServer> dns,
      Map<String, Scenario> scenarios,
      Map<String, Scenario> clearTextByHost,
      Function<Scenario, Optional<URI>> nextHops,
      RequestBody.Limits bodies,
      Duration longestDrip) {
    this.bodies = bodies;
    this.longestDrip = longestDrip;
    this.nextHops = nextHops;
    this.urls = Map.copyOf(urls);
    this.rolePages = new RolePages(root);
    this.dnsPages = dns.map(DnsPages::new);
    this.revocationPages = new RevocationPages(revocations);
    this.scenarios = Map.copyOf(scenarios);
    this.clearTextByHost = Map.copyOf(clearTextByHost);
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws Exception {
    AcceptedConnection arrival = AcceptedConnection.of(request);
    Recording recording = (Recording) arrival.events();
    String host = Objects.requireNonNullElse(Request.getServerName(request), "");
    Optional<Role> lookup = arrival.tls() ? Optional.empty() : RevocationPages.wanted(request);
    Optional<Scenario> scenario = lookup.flatMap(this::ofRole).or(() -> scenario(arrival, host));
    if (!isResolver(arrival)) {
      scenario.ifPresentOrElse(
          found -> recording.routed(found.id()),
          () -> recording.unrouted("no endpoint without TLS is named " + host));
    }
    Page page = page(request, arrival, lookup, scenario);
    RequestBody.Then then =
        body -> {
          Said said = body.failure().map(Said::new).orElseGet(() -> page.answerer().apply(body));
          // Recorded before the answer is sent: a client that has the answer can rely on the
          // journal.
          recording.request(exchange(request, said));
          send(scenario, said.answer(), request, response, callback);
        };
    if (page.maxBody().isPresent()) {
      RequestBody.read(request, response, callback, page.maxBody().getAsInt(), bodies, then);
    } else {
      then.accept(RequestBody.NONE);
    }
    return true;
  }

  /**
   * A page for a request.
   *
   * @param maxBody limit of the body in bytes; empty if the page reads no body
   * @param answerer makes the answer from the body
   */
  private record Page(OptionalInt maxBody, Function<RequestBody, Said> answerer) {

    Page(int maxBody, Function<RequestBody, Said> answerer) {
      this(OptionalInt.of(maxBody), answerer);
    }
  }

  /**
   * An answer.
   *
   * @param sent the part of the request's body that goes into the journal
   */
  private record Said(HttpAnswer answer, Map<String, Object> sent) {

    Said(HttpAnswer answer) {
      this(answer, Map.of());
    }
  }

  private Page page(
      Request request,
      AcceptedConnection arrival,
      Optional<Role> lookup,
      Optional<Scenario> scenario) {
    if (isResolver(arrival)) {
      return new Page(
          DnsPages.MAX_QUERY,
          body -> new Said(dnsPages.orElseThrow().answer(request, body.bytes())));
    }
    if (lookup.isPresent()) {
      return new Page(
          RevocationPages.MAX_REQUEST,
          body -> new Said(revocationPages.answer(request, lookup.get(), body.bytes())));
    }
    if (scenario.filter(one -> isOfDevice(request, one, arrival.tls())).isPresent()) {
      URI base = urls.get(scenario.get().id());
      return new Page(
          DeviceMessage.MAX_BODY,
          body -> {
            DeviceMessage message = DeviceMessage.of(request, body);
            return new Said(rolePages.answer(request, message, base), message.journalled());
          });
    }
    return new Page(
        OptionalInt.empty(), body -> new Said(answer(request, scenario, arrival.tls())));
  }

  private static HttpExchange exchange(Request request, Said said) {
    return new HttpExchange(
        request.getMethod(),
        request.getHttpURI().getPathQuery(),
        authority(request),
        said.answer().status(),
        said.sent());
  }

  private void send(
      Optional<Scenario> scenario,
      HttpAnswer answer,
      Request request,
      Response response,
      Callback callback) {
    if (scenario.filter(ScenarioHandler::endsAfterOneResponse).isPresent()) {
      response.getHeaders().put(HttpHeader.CONNECTION, HttpHeaderValue.CLOSE);
    }
    if (scenario.filter(one -> one.settings().http().slowBody()).isPresent()) {
      answer.drip(request, response, longestDrip, callback);
    } else {
      answer.send(request, response, callback);
    }
  }

  /** The value of the Host header or, in HTTP/2, of {@code :authority} (RFC 9113 section 8.3.1). */
  private static String authority(Request request) {
    return Stream.of(request.getHeaders().get(HttpHeader.HOST), request.getHttpURI().getAuthority())
        .filter(Objects::nonNull)
        .findFirst()
        .orElse("");
  }

  /**
   * Whether the request is a device's request to the infrastructure of this role. False if the
   * scenario's fault is in the answer itself.
   */
  private boolean isOfDevice(Request request, Scenario scenario, boolean tls) {
    ServerSettings settings = scenario.settings();
    return tls == (settings.transport() == Transport.HTTPS)
        && settings.http().status() == 200
        && !settings.http().leadsOn()
        && rolePages.concerns(scenario.description().role(), request);
  }

  private static boolean isResolver(AcceptedConnection arrival) {
    return arrival.tls() && arrival.endpoint().equals(Optional.of(DnsPages.ENDPOINT));
  }

  private static boolean endsAfterOneResponse(Scenario scenario) {
    return scenario.settings().networkFault() == NetworkFault.NO_CLOSE_NOTIFY;
  }

  private Optional<Scenario> ofRole(Role role) {
    return clearTextByHost.values().stream()
        .filter(one -> one.description().role() == role)
        .findFirst();
  }

  private Optional<Scenario> scenario(AcceptedConnection arrival, String host) {
    return arrival
        .endpoint()
        .map(scenarios::get)
        .or(() -> Optional.ofNullable(clearTextByHost.get(host.toLowerCase(Locale.ROOT))));
  }

  private HttpAnswer answer(Request request, Optional<Scenario> scenario, boolean tls) {
    if (scenario.isEmpty()) {
      return HttpAnswer.text(404, "no endpoint without TLS has this host name");
    }
    if (!HttpAnswer.reads(request)) {
      return HttpAnswer.methodNotAllowed();
    }
    return answer(scenario.get(), tls);
  }

  private HttpAnswer answer(Scenario scenario, boolean tls) {
    ServerSettings settings = scenario.settings();
    if (tls != (settings.transport() == Transport.HTTPS)) {
      return HttpAnswer.text(200, describe(scenario)); // this is the next hop
    }
    Optional<URI> nextHop = nextHops.apply(scenario);
    if (nextHop.isPresent() && !settings.http().redirects()) {
      return NextHopDocument.of(scenario.description().role(), nextHop.get());
    }
    HttpAnswer described = HttpAnswer.text(settings.http().status(), describe(scenario));
    return nextHop.map(described::leadingTo).orElse(described);
  }

  private static String describe(Scenario scenario) {
    List<Violation> violations = scenario.expect().violations();
    return scenario.id()
        + ": "
        + scenario.description().title()
        + "\n"
        + (violations.isEmpty()
            ? "Nothing to report here."
            : "To report here: "
                + violations.stream().map(Violation::code).collect(Collectors.joining(", ")));
  }
}
