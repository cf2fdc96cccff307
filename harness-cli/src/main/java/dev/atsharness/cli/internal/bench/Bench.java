package dev.atsharness.cli.internal.bench;

import dev.atsharness.ats.ClientProfile;
import dev.atsharness.certs.CertifiedKey;
import dev.atsharness.certs.HarnessCa;
import dev.atsharness.certs.HarnessKey;
import dev.atsharness.certs.Identity;
import dev.atsharness.certs.KeyPool;
import dev.atsharness.certs.KeySpec;
import dev.atsharness.certs.SignatureAlgorithm;
import dev.atsharness.cli.internal.bench.Measurements.Figure;
import dev.atsharness.device.internal.SimulatedDevice;
import dev.atsharness.device.internal.trust.TrustAnchors;
import dev.atsharness.scenario.Catalogue;
import dev.atsharness.server.Manifest;
import java.io.File;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Takes the measurements in rounds, alternating between the harness and nginx. */
final class Bench {
  private static final String RSA_SCENARIO = "baseline/tls12";
  private static final String P256_NAME = "tls13-p256";
  private static final List<Integer> CROWDS = List.of(50, 100, 500, 1000);
  private static final int WARM_UP_SECONDS = 4;

  /** After this number of handshakes the JVM has compiled the code of a handshake. */
  private static final int WARM_UP_HANDSHAKES = 20_000;

  /**
   * The suite that is mandatory in TLS 1.3 (RFC 8446 section 9.1); below, the corresponding one of
   * TLS 1.2.
   */
  private static final String TLS13_SUITE = "TLS_AES_128_GCM_SHA256";

  private static final String TLS12_SUITE = "ECDHE-RSA-AES128-GCM-SHA256";
  private static final double KIB = 1024;
  private static final double MIB = 1024 * KIB;

  private final int rounds;
  private final int seconds;
  private final Consumer<String> progress;
  private final List<Figure> figures = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();

  /**
   * @param rounds how often each figure is taken
   * @param seconds how long one round of handshakes lasts
   * @param progress receives what is being measured
   */
  Bench(int rounds, int seconds, Consumer<String> progress) {
    this.rounds = rounds;
    this.seconds = seconds;
    this.progress = progress;
  }

  Measurements run() throws IOException {
    startUp();
    crowds();
    ClientProfile device = Catalogue.builtIn().reference();
    sweep(
        "sweep of all scenarios, simulated iOS " + device.release(),
        "simulated-device:" + device.id());
    sweep("sweep of all scenarios, all profiles", "simulated-device");
    if (installed("openssl")) {
      handshakes();
    } else {
      notes.add("handshakes per second not measured: openssl is not installed");
    }
    return new Measurements(rounds, List.copyOf(figures), List.copyOf(notes));
  }

  private void startUp() throws IOException {
    Samples ready = new Samples();
    Samples slowestFirst = new Samples();
    Samples memory = new Samples();
    String slowest = "";
    double slowestTime = 0;
    warmUpClient();
    for (int round = 1; round <= rounds; round++) {
      progress.accept("start-up and first handshakes, round " + round + " of " + rounds);
      try (ServeProcess serve = ServeProcess.start()) {
        ready.add(millis(serve.timeToReady()));
        SimulatedDevice client = client(serve.manifest());
        Samples first = new Samples();
        for (Manifest.Endpoint target : answering(serve.manifest())) {
          double took = visit(client, target);
          first.add(took);
          if (took > slowestTime) {
            slowestTime = took;
            slowest = target.id();
          }
        }
        slowestFirst.add(first.max());
        serve.peakMemory().ifPresent(bytes -> memory.add(bytes / MIB));
      }
    }
    figures.add(
        new Figure("process start to every endpoint accepting", ready.median(), "ms", none()));
    figures.add(
        new Figure("slowest first handshake at any endpoint", slowestFirst.median(), "ms", none()));
    notes.add("slowest first handshake of all rounds: " + slowest);
    if (memory.isEmpty()) {
      notes.add("peak memory not measured: this system has no /proc");
    } else {
      figures.add(new Figure("peak memory after one visit each", memory.median(), "MiB", none()));
    }
  }

  /**
   * Warms up the client, so that the first handshakes measure a cold server and not a cold client.
   */
  private void warmUpClient() throws IOException {
    progress.accept("warming up the client");
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
  private void crowds() throws IOException {
    List<Double> ready = new ArrayList<>();
    List<Double> memory = new ArrayList<>();
    for (int endpoints : CROWDS) {
      Samples readyOnce = new Samples();
      Samples memoryOnce = new Samples();
      try (GeneratedScenarios scenarios = GeneratedScenarios.many(endpoints)) {
        for (int round = 1; round <= rounds; round++) {
          progress.accept(endpoints + " endpoints, round " + round + " of " + rounds);
          try (ServeProcess serve =
              ServeProcess.start(
                  "--scenarios",
                  scenarios.directory().toString(),
                  "--only",
                  GeneratedScenarios.GLOB)) {
            readyOnce.add(millis(serve.timeToReady()));
            SimulatedDevice client = client(serve.manifest());
            serve.manifest().endpoints().forEach(target -> visit(client, target));
            serve.peakMemory().ifPresent(bytes -> memoryOnce.add(bytes / KIB));
          }
        }
      }
      String name = endpoints + " generated endpoints: ";
      figures.add(new Figure(name + "ready", readyOnce.median(), "ms", none()));
      ready.add(readyOnce.median());
      if (!memoryOnce.isEmpty()) {
        memory.add(memoryOnce.median());
        figures.add(
            new Figure(
                name + "peak memory, one visit each",
                memoryOnce.median() * KIB / MIB,
                "MiB",
                none()));
      }
    }
    figures.add(new Figure("each further endpoint: start-up", perEndpoint(ready), "ms", none()));
    if (!memory.isEmpty()) {
      figures.add(new Figure("each further endpoint: memory", perEndpoint(memory), "KiB", none()));
    }
  }

  /** Returns the slope between the smallest and the largest number of endpoints. */
  private static double perEndpoint(List<Double> values) {
    int last = CROWDS.size() - 1;
    return (values.get(last) - values.get(0)) / (CROWDS.get(last) - CROWDS.get(0));
  }

  /** Measures a complete {@code check}, from process start to exit. */
  private void sweep(String name, String checker) throws IOException {
    Samples sweep = new Samples();
    for (int round = 1; round <= rounds; round++) {
      progress.accept(name + ", round " + round + " of " + rounds);
      List<String> command = new ArrayList<>(ServeProcess.harness());
      command.addAll(List.of("check", "--checker", checker));
      long begun = System.nanoTime();
      Process check =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      int exit = await(check);
      sweep.add((System.nanoTime() - begun) / 1e6);
      if (exit != 0) {
        notes.add(name + " ended with exit code " + exit);
      }
    }
    figures.add(new Figure(name, sweep.median(), "ms", none()));
  }

  private void handshakes() throws IOException {
    try (GeneratedScenarios p256 = GeneratedScenarios.one(P256_NAME, "TLSv1.3, TLSv1.2", "p-256");
        ServeProcess serve =
            ServeProcess.start(
                "--scenarios",
                p256.directory().toString(),
                "--only",
                RSA_SCENARIO,
                "--only",
                GeneratedScenarios.GLOB)) {
      compare(
          "TLS 1.2 ECDHE-RSA handshakes, RSA-2048",
          serve.manifest().endpoint(RSA_SCENARIO).location().port(),
          new HandshakeLoad("-tls1_2", "-cipher", TLS12_SUITE),
          KeySpec.rsa(2048),
          "TLSv1.2");
      compare(
          "TLS 1.3 handshakes, P-256",
          serve.manifest().endpoint("bench/" + P256_NAME).location().port(),
          new HandshakeLoad("-tls1_3", "-ciphersuites", TLS13_SUITE),
          KeySpec.ec("p-256"),
          "TLSv1.3");
    }
  }

  private void compare(String name, int port, HandshakeLoad load, KeySpec key, String protocol)
      throws IOException {
    warmUp(name, port, load);
    Samples ours = new Samples();
    if (!installed("nginx")) {
      notes.add("no nginx to compare with");
      for (int round = 1; round <= rounds; round++) {
        ours.add(load.run(port, seconds));
      }
      figures.add(new Figure(name, ours.median(), "/s", none()));
      return;
    }
    Samples peers = new Samples();
    try (Peer peer = Peer.start(identity(key), protocol, TLS12_SUITE)) {
      load.run(peer.port(), 1);
      for (int round = 1; round <= rounds; round++) {
        progress.accept(name + ", round " + round + " of " + rounds + ", ours and nginx's");
        ours.add(load.run(port, seconds));
        peers.add(load.run(peer.port(), seconds));
      }
    }
    figures.add(new Figure(name, ours.median(), "/s", Optional.of(peers.median())));
  }

  /** Runs handshakes until the JVM is warm, because the figures are for a long-running harness. */
  private void warmUp(String name, int port, HandshakeLoad load) throws IOException {
    for (int done = 0; done < WARM_UP_HANDSHAKES; ) {
      progress.accept(name + ", warming up, " + done * 100 / WARM_UP_HANDSHAKES + " %");
      double rate = load.run(port, WARM_UP_SECONDS);
      if (rate == 0) {
        throw new IOException("the harness finished no handshake in " + WARM_UP_SECONDS + " s");
      }
      done += (int) Math.ceil(rate * WARM_UP_SECONDS);
    }
  }

  /** Returns an identity as the harness makes it: a leaf with this key under the issuing CA. */
  private static Identity identity(KeySpec key) {
    try (KeyPool keys = new KeyPool()) {
      HarnessCa ca = HarnessCa.create("ats-harness.test", Clock.systemUTC(), keys);
      CertifiedKey issuer = ca.issuingCaFor(SignatureAlgorithm.SHA256_ECDSA);
      return ca.leaf(HarnessKey.generate(key))
          .names(List.of("bench.ats-harness.test", "127.0.0.1"))
          .signature(SignatureAlgorithm.SHA256_ECDSA)
          .signedBy(issuer)
          .identity();
    }
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

  private static int await(Process process) {
    try {
      return process.waitFor();
    } catch (InterruptedException e) {
      process.destroy();
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while measuring", e);
    }
  }

  private static boolean installed(String program) {
    return Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
        .anyMatch(directory -> Files.isExecutable(Path.of(directory, program)));
  }

  private static double millis(Duration duration) {
    return duration.toNanos() / 1e6;
  }

  private static Optional<Double> none() {
    return Optional.empty();
  }
}
