package dev.atsharness.cli.internal.bench;

import dev.atsharness.ats.ClientProfile;
import dev.atsharness.device.internal.SimulatedDevice;
import dev.atsharness.device.internal.trust.TrustAnchors;
import dev.atsharness.scenario.Catalogue;
import dev.atsharness.server.Manifest;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Measures cold servers: when they are ready, their first handshakes and their memory. */
final class StartUpBench {
  private static final List<Integer> CROWDS = List.of(50, 100, 500, 1000);

  private static final double KIB = 1024;
  private static final double MIB = 1024 * KIB;

  private static final Goal READY = Goal.atMost(600);
  private static final Goal FIRST_HANDSHAKE = Goal.atMost(150);
  private static final Goal MEMORY = Goal.atMost(256);
  private static final Goal READY_PER_ENDPOINT = Goal.atMost(5);
  private static final Goal MEMORY_PER_ENDPOINT = Goal.atMost(200);

  private static final String NO_PROC = "this system has no /proc";

  private final BenchOptions options;
  private final Measurements measured;

  StartUpBench(BenchOptions options, Measurements measured) {
    this.options = options;
    this.measured = measured;
  }

  /** Measures a server with all scenarios. */
  void catalogue() throws IOException {
    Samples ready = new Samples();
    Samples usual = new Samples();
    Samples slowest = new Samples();
    Samples memory = new Samples();
    String slowestName = "";
    warmUpClient();
    for (int round = 1; round <= options.rounds(); round++) {
      options.progress("start-up and first handshakes", round);
      try (ServeProcess serve = ServeProcess.start()) {
        ready.add(millis(serve.timeToReady()));
        SimulatedDevice client = client(serve.manifest());
        Samples first = new Samples();
        for (Manifest.Endpoint target : inTurn(answering(serve.manifest()), round)) {
          double took = visit(client, target);
          first.add(took);
          if (took == first.max() && (slowest.isEmpty() || took > slowest.max())) {
            slowestName = target.id();
          }
        }
        usual.add(first.median());
        slowest.add(first.max());
        serve.peakMemory().ifPresent(bytes -> memory.add(bytes / MIB));
      }
    }
    measured.add(Figure.of("process start to every endpoint accepting", "ms", ready).goal(READY));
    measured.add(
        Figure.of("first handshake and answer, median of the endpoints", "ms", usual)
            .goal(FIRST_HANDSHAKE));
    measured.add(
        Figure.of("first handshake and answer, slowest endpoint", "ms", slowest)
            .goal(FIRST_HANDSHAKE));
    measured.note("slowest first handshake of all rounds: " + slowestName);
    measured.add(memory("peak memory after one visit each", memory).goal(MEMORY));
  }

  /** Returns the endpoints, beginning with another one in each round. */
  private List<Manifest.Endpoint> inTurn(List<Manifest.Endpoint> endpoints, int round) {
    List<Manifest.Endpoint> turned = new ArrayList<>(endpoints);
    Collections.rotate(turned, -(round - 1) * endpoints.size() / options.rounds());
    return turned;
  }

  /**
   * Warms up the client, so that the first handshakes measure a cold server and not a cold client.
   */
  private void warmUpClient() throws IOException {
    options.progress("warming up the client");
    try (ServeProcess serve = ServeProcess.start()) {
      SimulatedDevice client = client(serve.manifest());
      for (int i = 0; i < 5; i++) {
        answering(serve.manifest()).forEach(target -> visit(client, target));
      }
    }
  }

  /** Returns all endpoints except those that keep their clients waiting on purpose. */
  private static List<Manifest.Endpoint> answering(Manifest manifest) {
    return manifest.endpoints().stream()
        .filter(target -> !target.id().startsWith("network/"))
        .toList();
  }

  /**
   * Measures the cost of each further endpoint, from the smallest to the largest number of
   * endpoints.
   */
  void furtherEndpoints() throws IOException {
    List<Double> ready = new ArrayList<>();
    List<Double> memory = new ArrayList<>();
    for (int endpoints : CROWDS) {
      Samples readyOnce = new Samples();
      Samples memoryOnce = new Samples();
      try (GeneratedScenarios scenarios = GeneratedScenarios.many(endpoints)) {
        for (int round = 1; round <= options.rounds(); round++) {
          options.progress(endpoints + " endpoints", round);
          try (ServeProcess serve =
              ServeProcess.start(
                  "--scenarios",
                  scenarios.directory().toString(),
                  "--only",
                  GeneratedScenarios.GLOB)) {
            readyOnce.add(millis(serve.timeToReady()));
            SimulatedDevice client = client(serve.manifest());
            serve.manifest().endpoints().forEach(target -> visit(client, target));
            serve.peakMemory().ifPresent(bytes -> memoryOnce.add(bytes / MIB));
          }
        }
      }
      String name = Measurements.count(endpoints) + " generated endpoints: ";
      measured.add(Figure.of(name + "ready", "ms", readyOnce));
      measured.add(memory(name + "peak memory, one visit each", memoryOnce));
      ready.add(readyOnce.median());
      if (!memoryOnce.isEmpty()) {
        memory.add(memoryOnce.median() * MIB / KIB);
      }
    }
    measured.add(
        Figure.of("each further endpoint: start-up", "ms", Samples.of(perEndpoint(ready)))
            .goal(READY_PER_ENDPOINT));
    String name = "each further endpoint: memory";
    measured.add(
        (memory.isEmpty()
                ? Figure.notMeasured(name, NO_PROC)
                : Figure.of(name, "KiB", Samples.of(perEndpoint(memory))))
            .goal(MEMORY_PER_ENDPOINT));
  }

  private static Figure memory(String name, Samples memory) {
    return memory.isEmpty() ? Figure.notMeasured(name, NO_PROC) : Figure.of(name, "MiB", memory);
  }

  /** Returns the slope between the smallest and the largest number of endpoints. */
  private static double perEndpoint(List<Double> values) {
    int last = CROWDS.size() - 1;
    return (values.get(last) - values.get(0)) / (CROWDS.get(last) - CROWDS.get(0));
  }

  private static SimulatedDevice client(Manifest manifest) {
    ClientProfile lab = Catalogue.builtIn().profile("lab");
    return new SimulatedDevice(
        lab, TrustAnchors.ofPem(manifest.ca().pem()), Clock.systemUTC(), Duration.ofSeconds(30));
  }

  /** Returns the milliseconds from connect to the response. */
  private static double visit(SimulatedDevice client, Manifest.Endpoint target) {
    long begun = System.nanoTime();
    client.visit(
        target.location().url(),
        new InetSocketAddress(target.location().address(), target.location().port()));
    return (System.nanoTime() - begun) / 1e6;
  }

  private static double millis(Duration duration) {
    return duration.toNanos() / 1e6;
  }
}
