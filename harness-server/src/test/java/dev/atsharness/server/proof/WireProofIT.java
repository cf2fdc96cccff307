package dev.atsharness.server.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.atsharness.scenario.Scenario;
import dev.atsharness.scenario.internal.ServerSettings;
import dev.atsharness.scenario.internal.ServerSettings.Transport;
import dev.atsharness.server.AtsHarness;
import dev.atsharness.server.Endpoint;
import dev.atsharness.server.Manifest;
import dev.atsharness.testing.OutsideProgram;
import dev.atsharness.tls.NamedGroup;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every fact that a scenario's settings state is seen by at least one independent TLS stack, and no
 * stack sees anything else. Writes {@code target/wire-proof.md}.
 */
@Tag("proof")
@TestInstance(Lifecycle.PER_CLASS)
class WireProofIT {

  /** A short stall: the tools connect many times, and each connection waits for it. */
  private static final Duration STALL = Duration.ofMillis(200);

  private static final Path TABLE = Path.of("target", "wire-proof.md");

  private final Map<String, Endpoint> endpoints = new LinkedHashMap<>();
  private final Map<String, Target> targets = new LinkedHashMap<>();
  private final Tool node = new NodeTls();
  private final Tool boringssl = new BoringSsl();
  private Instant start;
  private Survey survey;

  @BeforeAll
  void runTheTools(@TempDir Path directory) throws Exception {
    TestSsl testssl = new TestSsl();
    List<Tool> everywhere =
        List.of(new RawSocket(), new Nmap(), new SslScan(), new GnuTls(), new OpenSsl());
    Tool curl = new Curl();
    requireInstalled(Stream.concat(Stream.of(testssl, node, curl), everywhere.stream()).toList());
    try (AtsHarness harness = AtsHarness.builder().stallTime(STALL).start()) {
      start = harness.manifest().startedAt();
      Path ca = Files.writeString(directory.resolve("ca.pem"), harness.caPem());
      for (Endpoint endpoint : harness.endpoints()) {
        if (endpoint.scenario().settings().tls().misbehaviour().isPresent()) {
          continue; // no tool states facts after a fault of the protocol: see ClientFamilyIT
        }
        endpoints.put(endpoint.id(), endpoint);
        targets.put(
            endpoint.id(),
            new Target(
                endpoint.host(),
                endpoint.address(),
                endpoint.port(),
                trusted(ca, harness.manifest().endpoint(endpoint.id()))));
      }
      Map<Tool, List<Target>> plan = new LinkedHashMap<>();
      plan.put(testssl, forTestssl().stream().map(targets::get).toList());
      plan.put(curl, forCurl().stream().map(targets::get).toList());
      if (isInstalled(node)) {
        plan.put(node, forNode().stream().map(targets::get).toList());
      }
      if (isInstalled(boringssl)) {
        plan.put(boringssl, forBoringSsl().stream().map(targets::get).toList());
      }
      everywhere.forEach(tool -> plan.put(tool, List.copyOf(targets.values())));
      survey = Survey.of(plan);
    }
    writeTable(
        Stream.concat(everywhere.stream(), Stream.of(testssl, node, curl, boringssl))
            .map(Tool::name)
            .toList());
  }

  /** A file with the root and the endpoint's anchor, if it needs one. */
  private static Path trusted(Path ca, Manifest.Endpoint endpoint) throws IOException {
    if (endpoint.anchor().isEmpty()) {
      return ca;
    }
    Path both = ca.resolveSibling(endpoint.id().replace('/', '-') + ".pem");
    return Files.writeString(both, Files.readString(ca) + endpoint.anchor().get().pem());
  }

  private void requireInstalled(List<Tool> tools) {
    List<String> missing =
        tools.stream()
            .flatMap(tool -> tool.commands().stream())
            .filter(command -> !Command.isInstalled(command))
            .toList();
    if (!missing.equals(node.commands())) {
      OutsideProgram.require(missing.isEmpty(), String.join(", ", missing));
    }
  }

  private static boolean isInstalled(Tool tool) {
    return tool.commands().stream().allMatch(Command::isInstalled);
  }

  /**
   * The endpoints for testssl: one of each family but that for clients, and the old versions. Ten
   * seconds for every endpoint would be too long.
   */
  private Set<String> forTestssl() {
    Set<String> chosen =
        endpoints.values().stream()
            .map(Endpoint::scenario)
            .filter(
                scenario ->
                    Facts.showsCertificate(scenario.settings())) // testssl waits for a certificate
            .filter(scenario -> !scenario.family().equals("client"))
            .collect(
                Collectors.toMap(
                    Scenario::family, Scenario::id, (first, later) -> first, LinkedHashMap::new))
            .values()
            .stream()
            .collect(Collectors.toCollection(LinkedHashSet::new));
    endpoints.keySet().stream().filter(id -> id.startsWith("protocol/")).forEach(chosen::add);
    chosen.add("handshake/no-ems");
    return chosen;
  }

  /** The endpoints that have no group in common with the other tools. */
  private List<String> forNode() {
    return endpoints.values().stream()
        .filter(
            endpoint ->
                endpoint.scenario().settings().tls().groups().stream()
                    .allMatch(NamedGroup::isHybrid))
        .map(Endpoint::id)
        .toList();
  }

  /** The endpoints with HTTP/2; only curl reads an HTTP/2 response. */
  private List<String> forCurl() {
    return endpoints.values().stream()
        .filter(endpoint -> endpoint.scenario().settings().tls().alpn().contains("h2"))
        .map(Endpoint::id)
        .toList();
  }

  /** The endpoints whose certificate is compressed, and those that they are compared with. */
  private List<String> forBoringSsl() {
    return endpoints.values().stream()
        .filter(endpoint -> Facts.comparesCompression(endpoint.scenario().settings()))
        .map(Endpoint::id)
        .toList();
  }

  private void writeTable(List<String> tools) throws Exception {
    ProofTable table =
        new ProofTable(
            tools,
            "testssl was asked of these endpoints only, for its slowness: "
                + String.join(", ", forTestssl())
                + "; node24 of those with a post-quantum group alone; curl of those with HTTP/2;"
                + " ats-harness-python (BoringSSL) of those where the compression of the"
                + " certificate is compared.");
    for (Endpoint endpoint : endpoints.values()) {
      for (Fact fact : facts(endpoint.scenario(), endpoint.host())) {
        table.add(
            endpoint.scenario(), fact, survey.readingsOf(targets.get(endpoint.id()), fact.name()));
      }
    }
    Files.createDirectories(TABLE.getParent());
    Files.writeString(TABLE, table.markdown());
  }

  private List<Fact> facts(Scenario scenario, String host) {
    return Facts.of(scenario.settings(), host, start);
  }

  @TestFactory
  Stream<DynamicNode> everyStatedFactIsConfirmedAndNotContradicted() {
    return endpoints.values().stream()
        .map(
            endpoint ->
                dynamicContainer(
                    endpoint.id(),
                    facts(endpoint.scenario(), endpoint.host()).stream()
                        .map(fact -> isShown(endpoint, fact))));
  }

  private DynamicTest isShown(Endpoint endpoint, Fact fact) {
    return dynamicTest(
        fact.name() + ": " + fact.stated(),
        () -> {
          Map<String, String> readings = survey.readingsOf(targets.get(endpoint.id()), fact.name());
          if (forNode().contains(endpoint.id())) {
            OutsideProgram.require(isInstalled(node), node.name());
          }
          if (fact.name().equals(FactNames.COMPRESSED_CERTIFICATE)) {
            OutsideProgram.require(isInstalled(boringssl), boringssl.name());
          }
          if (Unseen.covers(endpoint.id(), fact.name())) {
            assertThat(readings).as("is seen now; delete the exception").isEmpty();
            return;
          }
          assertThat(readings.values())
              .as("no tool confirms %s of %s: %s", fact, endpoint.id(), readings)
              .anyMatch(fact::agreesWith);
          assertThat(readings)
              .as("%s of %s", fact, endpoint.id())
              .allSatisfy(
                  (tool, reading) ->
                      assertThat(
                              fact.agreesWith(reading)
                                  || KnownMisreading.covers(
                                      tool, endpoint.id(), fact.name(), reading))
                          .as("%s reads '%s'", tool, reading)
                          .isTrue());
        });
  }

  /** A server that behaved like the control in place of the scenario would be detected. */
  @TestFactory
  Stream<DynamicTest> theControlInPlaceOfTheScenarioIsContradicted() {
    return endpoints.values().stream()
        .filter(endpoint -> endpoint.scenario().control().isPresent())
        .filter(this::isCalledLikeItsControl)
        .filter(endpoint -> !differsInTheUrlAlone(endpoint))
        .map(
            endpoint -> {
              Endpoint control = endpoints.get(endpoint.scenario().control().get());
              return dynamicTest(
                  control.id() + " in place of " + endpoint.id(),
                  () -> contradicts(endpoint.scenario(), control));
            });
  }

  /**
   * Whether the scenario and its control have the same subdomain. If not, a tool cannot be given
   * the wrong host name.
   */
  private boolean isCalledLikeItsControl(Endpoint endpoint) {
    Endpoint control = endpoints.get(endpoint.scenario().control().orElseThrow());
    return endpoint
        .scenario()
        .settings()
        .url()
        .subdomain()
        .equals(control.scenario().settings().url().subdomain());
  }

  /**
   * Whether the URL has http for a TLS port: on the wire the endpoint is identical to its control.
   */
  private static boolean differsInTheUrlAlone(Endpoint endpoint) {
    ServerSettings settings = endpoint.scenario().settings();
    return settings.transport() == Transport.HTTPS && settings.url().scheme() == Transport.HTTP;
  }

  private void contradicts(Scenario scenario, Endpoint control) {
    if (scenario.settings().tls().certificateCompression()) {
      OutsideProgram.require(isInstalled(boringssl), boringssl.name());
    }
    List<Fact> claimed = facts(scenario, control.host());
    List<Fact> differing = Facts.differing(claimed, facts(control.scenario(), control.host()));
    List<Fact> contradicted =
        claimed.stream().filter(fact -> isContradicted(fact, control)).toList();
    assertThat(differing).as("what tells the two apart").isNotEmpty();
    assertThat(contradicted).containsExactlyInAnyOrderElementsOf(differing);
  }

  private boolean isContradicted(Fact fact, Endpoint endpoint) {
    return survey.readingsOf(targets.get(endpoint.id()), fact.name()).entrySet().stream()
        .filter(
            reading ->
                !KnownMisreading.covers(
                    reading.getKey(), endpoint.id(), fact.name(), reading.getValue()))
        .anyMatch(reading -> !fact.agreesWith(reading.getValue()));
  }

  @TestFactory
  Stream<DynamicTest> everyKnownMisreadingStillHappens() {
    return KnownMisreading.ALL.stream()
        .map(
            known ->
                dynamicTest(
                    known.toString(),
                    () ->
                        assertThat(survey.readingsOf(targets.get(known.scenario()), known.fact()))
                            .containsEntry(known.tool(), known.reading())));
  }

  /** The certificate is sent nowhere else: a client that had seen it could complete the chain. */
  @Test
  void theMissingIntermediateIsSentByNoEndpoint() {
    Set<String> sent =
        targets.values().stream()
            .flatMap(
                target -> survey.readingsOf(target, FactNames.ISSUING_CA_NAME).values().stream())
            .collect(Collectors.toSet());
    Map<String, String> missing =
        survey.readingsOf(targets.get("trust/missing-intermediate"), FactNames.LEAF_ISSUER);
    assertThat(sent).isNotEmpty();
    assertThat(missing).isNotEmpty();
    assertThat(missing.values()).doesNotContainAnyElementsOf(sent);
  }

  @Test
  void theTableNamesEveryScenario() throws Exception {
    assertThat(Files.readString(TABLE)).contains(endpoints.keySet());
  }
}
