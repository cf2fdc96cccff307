package dev.atsharness.server.stacks;

import dev.atsharness.server.AtsHarness;
import dev.atsharness.server.Endpoint;
import dev.atsharness.server.journal.JournalEntry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * The visits of all clients that could be run.
 *
 * @param versions the version of each stack that was run
 * @param absent why each of the others was not run
 * @param visits the visits by scenario, stack and way
 */
record Survey(
    Map<Stack, String> versions,
    Map<Stack, String> absent,
    Map<String, Map<Stack, Map<Way, Visit>>> visits) {

  private static final String VERSION = "version ";
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /**
   * Runs every client at every endpoint, at one endpoint more at a time than there are processors.
   *
   * @param ca PEM file with the root
   */
  static Survey of(List<Stack> stacks, AtsHarness harness, Path ca) throws Exception {
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
    return new Survey(versions, absent, visits(versions.keySet(), harness, ca));
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

  Visit visit(Stack stack, String scenario, Way way) {
    return visits.get(scenario).get(stack).get(way);
  }
}
