package dev.atsharness.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atsharness.ats.Violation;
import dev.atsharness.scenario.internal.Product;
import dev.atsharness.scenario.internal.Rules;
import dev.atsharness.testing.FreePorts;
import dev.atsharness.testing.OutsideProgram;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Shows for each product and each violation that the printed configuration removes the violation: a
 * badly configured server, of which {@code probe} names the violation, passes as soon as the
 * snippet is written into its configuration.
 */
@Tag("proof")
class CuresIT {

  /** Two servers start and answer while a third one is probed. */
  private static final int AT_ONCE = 3;

  /** The client that still offers what other devices do not, so that they only name the cause. */
  private static final Map<Violation, String> AS =
      Map.of(Violation.TLS_VERSION_BELOW_1_2, "legacy-tls10");

  /** The cause that probe names where no device gets as far as logging the violation. */
  private static final Map<Violation, String> CAUSES =
      Map.of(Violation.ECDSA_KEY_BELOW_256, "certificate-key");

  /** The first word of a line that sets something. */
  private static final Pattern WORD = Pattern.compile("[A-Za-z_][A-Za-z_0-9.-]{2,}");

  @TempDir private static Path directory;
  private static CureCertificates certificates;
  private static ExecutorService servers;
  private static final Set<String> unproved = ConcurrentHashMap.newKeySet();

  @BeforeAll
  static void start() {
    certificates = new CureCertificates();
    servers = Executors.newFixedThreadPool(AT_ONCE);
  }

  @AfterAll
  static void stop() throws IOException, InterruptedException {
    servers.shutdownNow();
    if (Boolean.getBoolean("cures.write")) {
      writePage();
    }
  }

  private static void writePage() throws IOException, InterruptedException {
    assertThat(unproved).as("cures").isEmpty();
    String today = LocalDate.now(ZoneOffset.UTC).toString();
    Map<String, CureTable.Proof> proofs = CureTable.proofs();
    for (Product product : products()) {
      CureFile file = CureFile.of(product.label()).orElseThrow();
      proofs.put(product.label(), new CureTable.Proof(CureServer.version(file, directory), today));
    }
    CureTable.write(proofs);
  }

  @TestFactory
  Stream<DynamicTest> theSnippetRemovesTheViolation() {
    List<DynamicTest> tests = new ArrayList<>();
    for (Product product : products()) {
      CureFile file = CureFile.of(product.label()).orElseThrow();
      CureTable.VIOLATIONS.stream()
          .filter(violation -> file.of(violation).notReachable().isEmpty())
          .forEach(violation -> tests.add(test(product, file, violation)));
    }
    return tests.stream();
  }

  /** Returns the products that can be run, or with {@code -Dcures.product=NAME} one of them. */
  private static List<Product> products() {
    String only = System.getProperty("cures.product");
    return Product.all().stream()
        .filter(product -> product.notRun().isEmpty())
        .filter(product -> only == null || only.equals(product.label()))
        .toList();
  }

  private static DynamicTest test(Product product, CureFile file, Violation violation) {
    boolean there = OutsideProgram.find(file.program()).isPresent();
    Future<Void> result = there ? servers.submit(() -> prove(product, file, violation)) : null;
    String name = product.label() + ": " + violation;
    unproved.add(name);
    return DynamicTest.dynamicTest(
        name,
        () -> {
          OutsideProgram.require(file.program());
          result.get();
          unproved.remove(name);
        });
  }

  private static Void prove(Product product, CureFile file, Violation violation)
      throws IOException, InterruptedException {
    CureFile.Case one = file.of(violation);
    Path home = Files.createTempDirectory(directory, product.label()).toRealPath();
    Path keys = Files.createDirectories(home.resolve(file.certificates()));
    Path roots = certificates.write(keys, violation);
    List<Integer> ports = FreePorts.many(4);
    CureTexts texts =
        new CureTexts(file.places()).with(one.stay()).with(Map.of("dir", home.toString()));
    CureTexts bad = texts.with(one.bad()).with(ports(ports.get(0), ports.get(1)));
    int port = ports.get(violation == Violation.TLS_NOT_USED ? 1 : 0);
    try (CureServer server = CureServer.start(file, bad, home, port)) {
      assertNamed(violation, port, roots, server);
    }
    String snippet = snippet(product, file, violation);
    assertRemovedIsNamed(one, snippet);
    CureTexts cured =
        texts.with(Map.of(one.cureAt(), snippet)).with(ports(ports.get(2), ports.get(3)));
    try (CureServer server = CureServer.start(file, cured, home, ports.get(2))) {
      Cli.Result result = probe("https", ports.get(2), roots, Optional.empty());
      assertThat(result.status()).as(result.out() + server.output()).isEqualTo(ExitCode.OK);
      assertThat(JsonMapper.shared().readTree(result.out()).get("fcp").asString())
          .isEqualTo("pass");
    }
    for (Map<String, String> left : one.notEnough()) {
      CureTexts halfCured = bad.with(left).with(Map.of("snippet", snippet));
      try (CureServer server = CureServer.start(file, halfCured, home, port)) {
        assertNamed(violation, port, roots, server);
      }
    }
    for (Map<String, String> left : one.refused()) {
      CureTexts refused = bad.with(left).with(Map.of("snippet", snippet));
      assertThatThrownBy(() -> CureServer.start(file, refused, home, port))
          .hasMessageStartingWith("does not start: ");
    }
    return null;
  }

  private static void assertNamed(Violation violation, int port, Path roots, CureServer server)
      throws IOException {
    String scheme = violation == Violation.TLS_NOT_USED ? "http" : "https";
    Cli.Result result = probe(scheme, port, roots, Optional.ofNullable(AS.get(violation)));
    assertThat(named(result))
        .as(result.out() + server.output())
        .contains(CAUSES.getOrDefault(violation, violation.code()));
    assertThat(result.status()).isEqualTo(ExitCode.DEVIATION);
  }

  private static Map<String, String> ports(int port, int http) {
    return Map.of("port", Integer.toString(port), "http-port", Integer.toString(http));
  }

  /** Returns the snippet as it is printed, with the paths and ports of the test. */
  private static String snippet(Product product, CureFile file, Violation violation) {
    String snippet = Rules.builtIn().of(violation).remedy().fix().snippet(product);
    for (Map.Entry<String, String> one : file.substitute().entrySet()) {
      snippet = snippet.replace(one.getKey(), one.getValue());
    }
    return snippet.stripTrailing();
  }

  /**
   * Checks that the reader of the snippet learns what to remove: each line that the cured
   * configuration lacks is about something that the snippet sets or names.
   */
  private static void assertRemovedIsNamed(CureFile.Case one, String snippet) {
    one.bad().values().stream()
        .flatMap(String::lines)
        .map(line -> line.replaceAll("@[a-z-]+@", ""))
        .map(WORD::matcher)
        .filter(Matcher::find)
        .map(Matcher::group)
        .forEach(
            word ->
                assertThat(snippet.toLowerCase(Locale.ROOT))
                    .as("names what has to be removed")
                    .contains(word.toLowerCase(Locale.ROOT)));
  }

  private static Cli.Result probe(String scheme, int port, Path roots, Optional<String> as) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "probe",
                scheme + "://" + CureCertificates.HOST + ":" + port + "/",
                "--connect",
                "127.0.0.1:" + port,
                "--ca",
                roots.toString(),
                "--json"));
    as.ifPresent(profile -> arguments.addAll(List.of("--as", profile)));
    return Cli.run(arguments.toArray(String[]::new));
  }

  /** Returns the codes and the causes that probe names. */
  private static Set<String> named(Cli.Result result) {
    JsonNode answer = JsonMapper.shared().readTree(result.out());
    Set<String> named = new HashSet<>();
    answer.get("violations").forEach(one -> named.add(one.get("code").asString()));
    for (JsonNode hop : answer.get("hops")) {
      hop.get("causes").forEach(one -> named.add(one.get("cause").asString()));
    }
    return named;
  }
}
