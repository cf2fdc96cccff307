package dev.atsharness.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atsharness.ats.Violation;
import dev.atsharness.conformance.CheckedEndpoint;
import dev.atsharness.scenario.Catalogue;
import dev.atsharness.scenario.ClientExpectation;
import dev.atsharness.scenario.ClientExpectation.Connects;
import dev.atsharness.scenario.Expectation.Verdict;
import dev.atsharness.server.AtsHarness;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Compares the result of probe for every scenario with the ground truth of the catalogue. */
class ProbeTruthIT {

  private static final String ENFORCING = "ios-27-system";
  private static final List<String> PROFILES = List.of("ios-26.5-system", ENFORCING);

  /** A time in seconds that is longer than any handshake here; stalls last twice as long. */
  private static final int TIMEOUT = 12;

  /**
   * Servers that break the protocol, which a probe cannot know: they take a suite that only the
   * harness's own client offers, or answer as a port without TLS does, or are servers in order of
   * their version for every client that offers one of their suites.
   */
  private static final Set<String> JUDGED_BY_WHAT_THEY_SHOW =
      Set.of(
          "client/3des-suite",
          "client/anonymous-suite",
          "client/null-suite",
          "client/ssl2-server-hello",
          "client/ssl3-server-hello",
          "client/tls10-server-hello",
          "client/tls11-server-hello",
          "client/tls12-server-hello");

  @TempDir private static Path directory;
  private static AtsHarness harness;
  private static ExecutorService probes;

  @BeforeAll
  static void start() {
    harness = AtsHarness.builder().stallTime(Duration.ofSeconds(2 * TIMEOUT)).start();
    probes = Executors.newFixedThreadPool(8);
  }

  @AfterAll
  static void stop() {
    probes.shutdownNow();
    harness.close();
  }

  @TestFactory
  Stream<DynamicTest> theAnswerIsTheCatalogues() {
    List<DynamicTest> tests = new ArrayList<>();
    for (CheckedEndpoint target : theSlowFirst()) {
      for (String profile : PROFILES) {
        Future<Cli.Result> result = probes.submit(() -> probe(target.withAnchor(), profile));
        tests.add(
            DynamicTest.dynamicTest(
                target.scenario() + " as " + profile,
                () -> compare(target, profile, result.get())));
      }
    }
    assertThat(tests).hasSizeGreaterThan(400);
    return tests.stream();
  }

  /**
   * Puts the slow endpoints first: they wait and need no processor, so that the others are probed
   * meanwhile.
   */
  private static List<CheckedEndpoint> theSlowFirst() {
    return CheckedEndpoint.of(harness.manifest()).stream()
        .filter(target -> !JUDGED_BY_WHAT_THEY_SHOW.contains(target.scenario()))
        .sorted(Comparator.comparing(target -> !target.scenario().startsWith("network/")))
        .toList();
  }

  private static Cli.Result probe(CheckedEndpoint target, String profile) throws IOException {
    Path ca = Files.createTempFile(directory, "ca", ".pem");
    Files.writeString(ca, target.caPem());
    return Cli.run(
        "probe",
        target.location().dedicatedUrl().toString(),
        "--connect",
        target.location().address() + ":" + target.location().port(),
        "--resolve", // the servers to which one leads
        "*:" + target.location().address(),
        "--ca",
        ca.toString(),
        "--role",
        target.description().role().label(),
        "--as",
        profile,
        "--timeout",
        Integer.toString(TIMEOUT),
        "--json");
  }

  private static void compare(CheckedEndpoint target, String profile, Cli.Result result) {
    assertThat(result.err()).isEmpty();
    JsonNode answer = JsonMapper.shared().readTree(result.out());
    ClientExpectation client = target.expect().clients().get(profile);
    Set<Violation> logged = logged(answer);

    assertThat(answer.get("fcp").asString())
        .as(result.out())
        .isEqualTo(target.expect().fcp().label());
    if (client.connects() != Connects.UNKNOWN) {
      assertThat(connected(answer)).as(result.out()).isEqualTo(client.connects() == Connects.TRUE);
    }
    assertThat(logged).as(result.out()).containsAll(client.logs());
    assertThat(logged).as(result.out()).isSubsetOf(either(client.logs(), client.mayLog()));
    assertThat(result.status()).as(result.out()).isEqualTo(status(target, client));
    if (profile.equals(ENFORCING)
        && client.connects() == Connects.FALSE
        && client.logs().isEmpty()) {
      assertThat(causes(answer)).as(result.out()).isEqualTo(causes(target));
    }
  }

  /** What the scenario's file says, for which 'show' has the remedies. */
  private static List<String> causes(CheckedEndpoint target) {
    return Catalogue.builtIn().scenario(target.scenario()).expect().causes();
  }

  private static List<String> causes(JsonNode answer) {
    return StreamSupport.stream(answer.get("hops").spliterator(), false)
        .flatMap(hop -> StreamSupport.stream(hop.get("causes").spliterator(), false))
        .map(cause -> cause.get("cause").asString())
        .toList();
  }

  private static int status(CheckedEndpoint target, ClientExpectation client) {
    Verdict fcp = target.expect().fcp();
    boolean refused = client.connects() == Connects.FALSE && fcp != Verdict.INCONCLUSIVE;
    if (fcp == Verdict.FAIL || refused || !client.logs().isEmpty()) {
      return ExitCode.DEVIATION;
    }
    return fcp == Verdict.INCONCLUSIVE ? ExitCode.FAILURE : ExitCode.OK;
  }

  /** Checks the whole journey: at every hop the client uses the chosen profile. */
  private static boolean connected(JsonNode answer) {
    return StreamSupport.stream(answer.get("hops").spliterator(), false)
        .flatMap(hop -> StreamSupport.stream(hop.get("visits").spliterator(), false))
        .allMatch(visit -> visit.get("clients").get(0).get("connected").asBoolean());
  }

  private static Set<Violation> logged(JsonNode answer) {
    Set<Violation> logged = EnumSet.noneOf(Violation.class);
    answer
        .get("violations")
        .forEach(found -> logged.add(Violation.ofCode(found.get("code").asString())));
    return logged;
  }

  private static Set<Violation> either(Collection<Violation> one, Collection<Violation> other) {
    Set<Violation> both = new HashSet<>(one);
    both.addAll(other);
    return both;
  }
}
