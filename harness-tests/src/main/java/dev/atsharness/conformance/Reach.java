package dev.atsharness.conformance;

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
 * How the endpoints of a harness in another process are reached from here, where a container
 * engine, a Kubernetes Service or a firewall may let few ports through: each at its own port if
 * that works, else by its name on the port that many share, else not at all.
 *
 * <p>A port is reachable if it accepts a connection and the harness's journal has this connection:
 * another program may listen there.
 */
public final class Reach {

  private final Listener https;
  private final Listener http;
  private final List<CheckedEndpoint> targets;
  private final Map<String, String> unreachable;

  private Reach(
      Listener https,
      Listener http,
      List<CheckedEndpoint> targets,
      Map<String, String> unreachable) {
    this.https = https;
    this.http = http;
    this.targets = List.copyOf(targets);
    this.unreachable = Map.copyOf(unreachable);
  }

  /**
   * Tries all ports; takes some seconds at most.
   *
   * @param manifest of the harness that runs
   * @param targets which of its endpoints are to be reached, with IP address literals
   * @param journal the harness's
   * @throws IOException if the journal cannot be read
   */
  public static Reach find(Manifest manifest, List<CheckedEndpoint> targets, RemoteJournal journal)
      throws IOException, InterruptedException {
    List<Listener> ports =
        Stream.concat(
                targets.stream()
                    .map(
                        target ->
                            new Listener(target.location().address(), target.location().port())),
                Stream.of(manifest.https(), manifest.http()))
            .distinct()
            .toList();
    KnownPorts.Found found = new KnownPorts(journal).of(ports);
    Set<Listener> open = found.known();
    List<CheckedEndpoint> reached = new ArrayList<>();
    Map<String, String> unreachable = new TreeMap<>();
    for (CheckedEndpoint target : targets) {
      if (open.contains(new Listener(target.location().address(), target.location().port()))) {
        reached.add(target);
        continue;
      }
      Optional<Listener> shared = sharedPort(target, manifest);
      if (shared.filter(open::contains).isPresent()) {
        reached.add(target.on(shared.get()));
      } else {
        reached.add(target);
        unreachable.put(target.scenario(), reason(target, shared, found.strange()));
      }
    }
    return new Reach(manifest.https(), manifest.http(), reached, unreachable);
  }

  /** The one that its URL has, if the endpoint has a name there. */
  private static Optional<Listener> sharedPort(CheckedEndpoint target, Manifest manifest) {
    int given = target.location().url().getPort();
    int port = given >= 0 ? given : target.location().cleartext() ? 80 : 443;
    return Stream.of(manifest.https(), manifest.http())
        .filter(shared -> shared.port() == port)
        .findFirst();
  }

  private static String reason(
      CheckedEndpoint target, Optional<Listener> shared, Set<Listener> strange) {
    Optional<Listener> another =
        Stream.concat(
                Stream.of(new Listener(target.location().address(), target.location().port())),
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
        + target.location().port()
        + shared.map(there -> " and the shared port " + there.port()).orElse("")
        + (shared.isPresent() ? " are" : " is")
        + " not reachable from here"
        + (shared.isPresent() ? "" : ", and it has no place on a shared port");
  }

  /** The endpoints, each with the port where it is reached. */
  public List<CheckedEndpoint> targets() {
    return targets;
  }

  /** How many of them are reached on a port that they share. */
  public long shared() {
    return targets.stream().filter(target -> target.location().shared()).count();
  }

  /** Why an endpoint is not reached, by scenario. */
  public Map<String, String> unreachable() {
    return new TreeMap<>(unreachable);
  }

  /** The shared ports, in words. */
  public String sharedPorts() {
    return https.port() + " and " + http.port();
  }

  /** The checker, which is not run at endpoints that are not reached. */
  public Checker within(Checker checker) {
    return unreachable.isEmpty() ? checker : new WithinReach(checker);
  }

  private final class WithinReach extends ForwardingChecker {

    WithinReach(Checker checker) {
      super(checker);
    }

    @Override
    public CheckerOutput check(CheckedEndpoint target, Duration limit)
        throws IOException, InterruptedException {
      String reason = unreachable.get(target.scenario());
      return reason == null ? super.check(target, limit) : CheckerOutput.unreachable(reason);
    }
  }
}
