package dev.atsharness.conformance.internal;

import dev.atsharness.conformance.CheckedEndpoint;
import dev.atsharness.conformance.Checker;
import dev.atsharness.conformance.CheckerOutput;
import dev.atsharness.server.Manifest;
import dev.atsharness.server.Manifest.Listener;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * How the endpoints of a harness in another process can be reached from here. A container engine, a
 * Kubernetes Service or a firewall may let only few ports through. Each endpoint is reached at its
 * own port if that works, otherwise by its name on the shared port, otherwise not at all.
 *
 * <p>A port is reachable if it accepts a connection and the harness's journal has this connection;
 * otherwise another program may listen there.
 */
public final class Reach {

  private final Listener https;
  private final Listener http;
  private final List<CheckedEndpoint> endpoints;
  private final Map<String, String> unreachable;

  private Reach(
      Listener https,
      Listener http,
      List<CheckedEndpoint> endpoints,
      Map<String, String> unreachable) {
    this.https = https;
    this.http = http;
    this.endpoints = List.copyOf(endpoints);
    this.unreachable = Map.copyOf(unreachable);
  }

  /**
   * Tries all ports; takes at most a few seconds.
   *
   * @param manifest the manifest of the running harness
   * @param endpoints the endpoints to reach, with IP address literals
   * @param journal the journal of the harness
   * @throws IOException if the journal cannot be read
   */
  public static Reach find(
      Manifest manifest, List<CheckedEndpoint> endpoints, RemoteJournal journal)
      throws IOException, InterruptedException {
    List<Listener> ports =
        Stream.concat(
                endpoints.stream()
                    .map(
                        endpoint ->
                            new Listener(
                                endpoint.location().address(), endpoint.location().port())),
                Stream.of(manifest.listeners().https(), manifest.listeners().http()))
            .distinct()
            .toList();
    KnownPorts.Found found = new KnownPorts(journal).of(ports);
    Set<Listener> open = found.known();
    List<CheckedEndpoint> reached = new ArrayList<>();
    Map<String, String> unreachable = new TreeMap<>();
    for (CheckedEndpoint endpoint : endpoints) {
      if (open.contains(new Listener(endpoint.location().address(), endpoint.location().port()))) {
        reached.add(endpoint);
        continue;
      }
      Optional<Listener> shared = sharedPort(endpoint, manifest);
      if (shared.filter(open::contains).isPresent()) {
        reached.add(endpoint.on(shared.get()));
      } else {
        reached.add(endpoint);
        unreachable.put(endpoint.scenario(), reason(endpoint, shared, found.strange()));
      }
    }
    return new Reach(
        manifest.listeners().https(), manifest.listeners().http(), reached, unreachable);
  }

  /** Returns the shared port in the endpoint's URL, if the endpoint has a name there. */
  private static Optional<Listener> sharedPort(CheckedEndpoint endpoint, Manifest manifest) {
    int given = endpoint.location().url().getPort();
    int port = given >= 0 ? given : endpoint.location().cleartext() ? 80 : 443;
    return Stream.of(manifest.listeners().https(), manifest.listeners().http())
        .filter(shared -> shared.port() == port)
        .findFirst();
  }

  private static String reason(
      CheckedEndpoint endpoint, Optional<Listener> shared, Set<Listener> strange) {
    Optional<Listener> another =
        Stream.concat(
                Stream.of(new Listener(endpoint.location().address(), endpoint.location().port())),
                shared.stream())
            .filter(strange::contains)
            .findFirst();
    if (another.isPresent()) {
      return "port "
          + another.get().port()
          + " accepts connections that the harness's journal does not have; another program, or"
          + " another replica of the harness, listens there";
    }
    return "its port "
        + endpoint.location().port()
        + shared.map(there -> " and the shared port " + there.port()).orElse("")
        + (shared.isPresent() ? " are" : " is")
        + " not reachable from here"
        + (shared.isPresent() ? "" : ", and it has no shared port");
  }

  /** The endpoints, each with the port at which it is reached. */
  public List<CheckedEndpoint> targets() {
    return endpoints;
  }

  /** The number of endpoints that are reached on a shared port. */
  public long shared() {
    return endpoints.stream().filter(endpoint -> endpoint.location().shared()).count();
  }

  /** The reasons why endpoints are not reached, by scenario. */
  public Map<String, String> unreachable() {
    return new TreeMap<>(unreachable);
  }

  /** The shared ports, as text. */
  public String sharedPorts() {
    return https.port() + " and " + http.port();
  }

  /** Returns a checker that is not run at endpoints that are not reached. */
  public Checker within(Checker checker) {
    return unreachable.isEmpty() ? checker : new WithinReach(checker);
  }

  private final class WithinReach extends ForwardingChecker {

    WithinReach(Checker checker) {
      super(checker);
    }

    @Override
    public CheckerOutput check(CheckedEndpoint endpoint, Duration limit)
        throws IOException, InterruptedException {
      String reason = unreachable.get(endpoint.scenario());
      return reason == null ? super.check(endpoint, limit) : CheckerOutput.unreachable(reason);
    }
  }
}
