package dev.atsharness.cli.internal.bench;

import dev.atsharness.certs.CertifiedKey;
import dev.atsharness.certs.HarnessCa;
import dev.atsharness.certs.HarnessKey;
import dev.atsharness.certs.Identity;
import dev.atsharness.certs.KeyPool;
import dev.atsharness.certs.KeySpec;
import dev.atsharness.certs.SignatureAlgorithm;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Measures full handshakes of a warm server, alternating with nginx. */
final class HandshakeBench {

  private static final Goal CPU = Goal.atMost(1.4);

  /**
   * After this number of handshakes the JVM has compiled the code of a handshake. On a computer
   * without other work that is half a minute.
   */
  private static final int WARM_AFTER = 20_000;

  /**
   * The suite that is mandatory in TLS 1.3 (RFC 8446 section 9.1); below, the corresponding one of
   * TLS 1.2.
   */
  private static final List<String> TLS13 =
      List.of("-tls1_3", "-ciphersuites", "TLS_AES_128_GCM_SHA256");

  private static final String TLS12_SUITE = "ECDHE-RSA-AES128-GCM-SHA256";
  private static final List<String> TLS12 = List.of("-tls1_2", "-cipher", TLS12_SUITE);

  private static final List<Kind> KINDS =
      List.of(
          new Kind("TLS 1.2, RSA-2048", "rsa-2048", List.of("TLSv1.2"), TLS12, Goal.atLeast(0.5)),
          new Kind(
              "TLS 1.3, RSA-2048",
              "rsa-2048",
              List.of("TLSv1.3", "TLSv1.2"),
              TLS13,
              Goal.atLeast(0.5)),
          new Kind(
              "TLS 1.3, P-256", "p-256", List.of("TLSv1.3", "TLSv1.2"), TLS13, Goal.atLeast(0.75)));

  private final BenchOptions options;
  private final int seconds;
  private final int warmUp;
  private final Measurements measured;

  /**
   * A kind of handshake.
   *
   * @param name for people
   * @param key as a scenario writes it
   * @param versions what the server of the harness has; the client asks for the first
   * @param client the options of {@code openssl}
   * @param perSecond the goal for handshakes per second, divided by those of nginx
   */
  private record Kind(
      String name, String key, List<String> versions, List<String> client, Goal perSecond) {

    String scenario() {
      return versions.get(0).toLowerCase(Locale.ROOT).replace(".", "") + "-" + key;
    }

    String perSecondName() {
      return "handshakes per second, " + name;
    }

    String cpuName() {
      return "server CPU per handshake, " + name;
    }
  }

  /**
   * @param seconds how long one round lasts
   * @param warmUp for how many seconds each kind of handshake warms up the JVM
   */
  HandshakeBench(BenchOptions options, int seconds, int warmUp, Measurements measured) {
    this.options = options;
    this.seconds = seconds;
    this.warmUp = warmUp;
    this.measured = measured;
  }

  void run() throws IOException {
    if (!Installed.has("openssl")) {
      for (Kind kind : KINDS) {
        String because = "openssl is not installed";
        measured.add(Figure.notMeasured(kind.perSecondName(), because).goal(kind.perSecond()));
        measured.add(Figure.notMeasured(kind.cpuName(), because).goal(CPU));
      }
      return;
    }
    try (GeneratedScenarios scenarios = GeneratedScenarios.empty()) {
      for (Kind kind : KINDS) {
        scenarios.write(kind.scenario(), String.join(", ", kind.versions()), kind.key());
      }
      try (ServeProcess serve =
          ServeProcess.start(
              "--scenarios", scenarios.directory().toString(), "--only", GeneratedScenarios.GLOB)) {
        for (Kind kind : KINDS) {
          measure(kind, serve);
        }
      }
    }
  }

  private void measure(Kind kind, ServeProcess serve) throws IOException {
    int port = serve.manifest().endpoint("bench/" + kind.scenario()).location().port();
    HandshakeLoad load = new HandshakeLoad(kind.client());
    options.progress(kind.name() + ", warming up for " + warmUp + " s");
    int warm = load.run(port, warmUp).handshakes();
    if (warm == 0) {
      throw new IOException("the harness finished no handshake in " + warmUp + " s");
    }
    Side ours = new Side(port, serve.process());
    if (!Installed.has("nginx")) {
      for (int round = 1; round <= options.rounds(); round++) {
        options.progress(kind.name(), round);
        ours.take(load);
      }
      String because = "nginx is not installed";
      measured.add(ours.perSecond(kind).notJudged(because));
      measured.add(ours.cpu(kind).notJudged(because));
      return;
    }
    try (Peer peer =
        Peer.start(identity(KeySpec.ofLabel(kind.key())), kind.versions().get(0), TLS12_SUITE)) {
      Side theirs = new Side(peer.port(), peer.process());
      load.run(peer.port(), 1);
      for (int round = 1; round <= options.rounds(); round++) {
        options.progress(kind.name() + ", ours and nginx's", round);
        ours.take(load);
        theirs.take(load);
      }
      String obstacle =
          obstacle(
              Negotiated.with(port, kind.client()),
              Negotiated.with(peer.port(), kind.client()),
              warm);
      measured.add(compare(ours.perSecond(kind), theirs.perSecond(kind), obstacle));
      measured.add(compare(ours.cpu(kind), theirs.cpu(kind), obstacle));
    }
  }

  /**
   * Returns why the handshakes cannot be compared; empty if they can.
   *
   * @param warm how many handshakes of the warm-up the harness finished
   */
  static String obstacle(Negotiated ours, Negotiated nginx, int warm) {
    if (!ours.equals(nginx)) {
      return "the harness negotiated " + ours + ", and nginx " + nginx;
    }
    return warm < WARM_AFTER
        ? "the warm-up had only "
            + Measurements.count(warm)
            + " handshakes, and "
            + Measurements.count(WARM_AFTER)
            + " are needed; give a longer --warm-up"
        : "";
  }

  /** Compares what was measured of both. */
  static Figure compare(Figure ours, Figure nginx, String obstacle) {
    for (Figure one : List.of(ours, nginx)) {
      if (!one.because().isEmpty()) {
        return ours.notJudged(one.because());
      }
    }
    return ours.beside(nginx.ours()).notJudged(obstacle);
  }

  /** A server that is measured. */
  private final class Side {
    private final int port;
    private final ProcessHandle process;
    private final Samples rates = new Samples();
    private final Samples cpu = new Samples();

    Side(int port, ProcessHandle process) {
      this.port = port;
      this.process = process;
    }

    void take(HandshakeLoad load) throws IOException {
      Optional<Double> before = ProcessorTime.millis(process);
      HandshakeLoad.Done done = load.run(port, seconds);
      Optional<Double> after = ProcessorTime.millis(process);
      if (done.handshakes() == 0) {
        throw new IOException("a server finished no handshake in " + seconds + " s");
      }
      rates.add(done.perSecond());
      if (before.isPresent() && after.isPresent()) {
        cpu.add((after.get() - before.get()) / done.handshakes());
      }
    }

    Figure perSecond(Kind kind) {
      return Figure.of(kind.perSecondName(), "/s", rates).goal(kind.perSecond());
    }

    Figure cpu(Kind kind) {
      return (cpu.size() == rates.size()
              ? Figure.of(kind.cpuName(), "ms", cpu)
              : Figure.notMeasured(
                  kind.cpuName(), "this system does not tell the processor time of a process"))
          .goal(CPU);
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
}
