package dev.atsharness.server.stacks;

import dev.atsharness.certs.CertifiedKey;
import dev.atsharness.certs.KeyPool;
import dev.atsharness.server.AtsHarness;
import dev.atsharness.server.Endpoint;
import dev.atsharness.server.journal.JournalEntry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * The visits of all clients that could be run.
 *
 * @param versions the version of each stack that was run
 * @param absent why each of the others was not run
 * @param visits the visits by scenario, stack and way
 * @param stolen the visits to servers of someone who has the root's key, by stack
 */
record Survey(
    Map<Stack, String> versions,
    Map<Stack, String> absent,
    Map<String, Map<Stack, Map<Way, Visit>>> visits,
    Map<Stack, Map<StolenRoot, Visit>> stolen) {

  private static final String VERSION = "version ";
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /**
   * Runs every client at every endpoint, at one endpoint more at a time than there are processors.
   *
   * @param directory where to write the roots
   */
  static Survey of(List<Stack> stacks, AtsHarness harness, Path directory) throws Exception {
    Map<Stack, String> versions = new LinkedHashMap<>();
    Map<Stack, String> absent = new LinkedHashMap<>();
    for (Stack stack : stacks) {
      String said = stack.client().output("--version").strip();
      if (said.startsWith(VERSION)) {
        versions.put(stack, said.substring(VERSION.length()));
      } else {
        absent.put(stack, said.lines().reduce("", (first, last) -> last));
      }
    }
    Path ca = Files.writeString(directory.resolve("ca.pem"), harness.caPem());
    return new Survey(
        versions,
        absent,
        visits(versions.keySet(), harness, ca),
        stolen(versions.keySet(), directory));
  }

  private static Map<String, Map<Stack, Map<Way, Visit>>> visits(
      Collection<Stack> stacks, AtsHarness harness, Path ca) throws Exception {
    ExecutorService pool =
        Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors() + 1);
    try {
      Map<String, Future<Map<Stack, Map<Way, Visit>>>> running = new LinkedHashMap<>();
      for (Endpoint endpoint : harness.endpoints()) {
        running.put(endpoint.id(), pool.submit(() -> visits(stacks, harness, endpoint, ca)));
      }
      Map<String, Map<Stack, Map<Way, Visit>>> visits = new LinkedHashMap<>();
      for (var scenario : running.entrySet()) {
        visits.put(scenario.getKey(), scenario.getValue().get());
      }
      return visits;
    } finally {
      pool.shutdownNow();
    }
  }

  /** One visit after the other, so that the journal tells which connection is whose. */
  private static Map<Stack, Map<Way, Visit>> visits(
      Collection<Stack> stacks, AtsHarness harness, Endpoint endpoint, Path ca) throws Exception {
    Map<Stack, Map<Way, Visit>> visits = new LinkedHashMap<>();
    for (Stack stack : stacks) {
      Map<Way, Visit> ways = new EnumMap<>(Way.class);
      for (Way way : Way.values()) {
        ways.put(way, visit(stack, way, harness, endpoint, ca));
      }
      visits.put(stack, ways);
    }
    return visits;
  }

  private static Visit visit(Stack stack, Way way, AtsHarness harness, Endpoint endpoint, Path ca)
      throws Exception {
    long before = harness.journal().newest();
    String said =
        stack
            .client()
            .output(
                way == Way.BY_NAME ? endpoint.host() : endpoint.address(),
                endpoint.address(),
                String.valueOf(endpoint.port()),
                ca.toString());
    JournalEntry seen =
        harness.journal().take(endpoint.id(), PATIENCE, entry -> entry.sequence() > before);
    return new Visit(
        said.strip(), seen.handshake().clientHello().flatMap(hello -> hello.serverName()));
  }

  private static Map<Stack, Map<StolenRoot, Visit>> stolen(Collection<Stack> stacks, Path directory)
      throws Exception {
    Map<Stack, Map<StolenRoot, Visit>> visits = new LinkedHashMap<>();
    stacks.forEach(stack -> visits.put(stack, new EnumMap<>(StolenRoot.class)));
    try (KeyPool keys = new KeyPool()) {
      for (StolenRoot kind : StolenRoot.values()) {
        CertifiedKey root = kind.root(keys);
        Path ca = Files.writeString(directory.resolve(kind + ".pem"), root.pem());
        try (StolenRootServer server = StolenRootServer.start(kind.server(root))) {
          for (Stack stack : stacks) {
            String said =
                stack.client().output(kind.host(), server.address(), server.port(), ca.toString());
            visits.get(stack).put(kind, new Visit(said.strip(), Optional.of(kind.host())));
          }
        }
      }
    }
    return visits;
  }

  Visit visit(Stack stack, String scenario, Way way) {
    return visits.get(scenario).get(stack).get(way);
  }

  Visit visit(Stack stack, StolenRoot kind) {
    return stolen.get(stack).get(kind);
  }
}
