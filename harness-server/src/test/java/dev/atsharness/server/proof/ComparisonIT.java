package dev.atsharness.server.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.atsharness.server.AtsHarness;
import dev.atsharness.server.Endpoint;
import dev.atsharness.testing.OutsideProgram;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every endpoint is what its file declares, and nothing else. A program in Python compares them: it
 * has its own parsers of TLS and X.509, and reads the scenario files and the schema itself. What it
 * shares with the harness is only the list of host names and ports. {@code .ci/install-tools}
 * installs its interpreter.
 */
@TestInstance(Lifecycle.PER_CLASS)
class ComparisonIT {

  private static final String PYTHON = "ats-harness-python";
  private static final Path PROGRAM = Path.of("src", "test", "python", "compare.py");
  private static final Path SCENARIOS = Path.of("..", "scenarios");
  private static final Duration LIMIT = Duration.ofMinutes(10);

  /** Much longer than the program waits at an endpoint that stalls. */
  private static final Duration STALL = Duration.ofSeconds(30);

  private static final Pattern LINE =
      Pattern.compile("(?<who>[^:]+): (?<what>as declared|(?:differs|cannot tell): .*)");
  private static final Pattern CHANGE =
      Pattern.compile("self-test: (?<what>.*): (?<answer>(?:NOT )?noticed.*)");

  private static final String NO_CERTIFICATE = "cannot tell: certificate: the server shows none";
  private static final String NO_HTTP =
      "cannot tell: HTTP: the connection ends before the handshake does";

  private static final Set<String> NO_SSL3 =
      Set.of(
          "cannot tell: Finished: SSLv3 is not computed by this program",
          "cannot tell: HTTP: no answer (OpenSSL: UNSUPPORTED_PROTOCOL)");

  /**
   * What cannot be seen there, because the scenario is about a connection that does not show it.
   */
  private static final Map<String, Set<String>> UNSEEN =
      Map.ofEntries(
          Map.entry("ciphersuite/dh-anon-aes128-gcm", Set.of(NO_CERTIFICATE)),
          Map.entry("ciphersuite/ecdh-anon-aes256-cbc", Set.of(NO_CERTIFICATE)),
          Map.entry(
              "ciphersuite/ecdhe-rsa-aria128-gcm",
              Set.of(
                  "cannot tell: Finished: TLS_ECDHE_RSA_WITH_ARIA_128_GCM_SHA256 is not computed by"
                      + " this program")),
          Map.entry("protocol/ssl3-old-stack", NO_SSL3),
          Map.entry("protocol/ssl3-only", NO_SSL3),
          Map.entry("network/alert-handshake-failure", Set.of(NO_CERTIFICATE, NO_HTTP)),
          Map.entry("network/alert-internal-error", Set.of(NO_CERTIFICATE, NO_HTTP)),
          Map.entry("network/alert-unrecognized-name", Set.of(NO_CERTIFICATE, NO_HTTP)),
          Map.entry(
              "network/client-certificate-by-renegotiation",
              Set.of("cannot tell: HTTP: this program does not renegotiate")),
          Map.entry("network/reset-after-client-hello", Set.of(NO_CERTIFICATE, NO_HTTP)),
          Map.entry("network/reset-after-server-hello", Set.of(NO_CERTIFICATE, NO_HTTP)),
          Map.entry("network/reset-mid-certificate", Set.of(NO_CERTIFICATE, NO_HTTP)),
          Map.entry("network/stall-after-client-hello", Set.of(NO_CERTIFICATE, NO_HTTP)),
          Map.entry("network/stall-after-server-hello", Set.of(NO_CERTIFICATE, NO_HTTP)),
          Map.entry("network/stall-mid-certificate", Set.of(NO_CERTIFICATE, NO_HTTP)));

  private final Map<String, List<String>> answers = new LinkedHashMap<>();
  private final Map<String, String> changes = new LinkedHashMap<>();
  private Set<String> endpoints;
  private String output;

  @BeforeAll
  void compare(@TempDir Path directory) throws Exception {
    Path python = OutsideProgram.require(PYTHON);
    try (AtsHarness harness = AtsHarness.builder().stallTime(STALL).start()) {
      endpoints = harness.endpoints().stream().map(Endpoint::id).collect(Collectors.toSet());
      Path manifest = directory.resolve("manifest.json");
      harness.manifest().write(manifest);
      output =
          Command.of(
                  python.toString(),
                  "-B",
                  PROGRAM.toString(),
                  "--self-test",
                  "--manifest=" + manifest,
                  "--scenarios=" + SCENARIOS.resolve("catalog"),
                  "--schema=" + SCENARIOS.resolve(Path.of("schema", "scenario.schema.json")))
              .within(LIMIT)
              .output();
    }
    output.lines().forEach(this::read);
  }

  private void read(String line) {
    Matcher change = CHANGE.matcher(line);
    Matcher answer = LINE.matcher(line);
    if (change.matches()) {
      changes.put(change.group("what"), change.group("answer"));
    } else if (answer.matches()) {
      answers
          .computeIfAbsent(answer.group("who"), who -> new ArrayList<>())
          .add(answer.group("what"));
    } else {
      throw new IllegalStateException("unexpected output: " + output);
    }
  }

  @TestFactory
  Stream<DynamicTest> everyEndpointIsAsItsFileDeclares() {
    return answers.entrySet().stream()
        .map(
            entry ->
                dynamicTest(
                    entry.getKey(),
                    () ->
                        assertThat(entry.getValue())
                            .containsExactlyInAnyOrderElementsOf(
                                UNSEEN.getOrDefault(entry.getKey(), Set.of("as declared")))));
  }

  @Test
  void everyEndpointIsCompared() {
    assertThat(answers).containsKeys("schema", "serial numbers").containsKeys(array(endpoints));
  }

  private static String[] array(Set<String> names) {
    return names.toArray(String[]::new);
  }

  @TestFactory
  Stream<DynamicTest> everyChangedDeclarationIsNoticed() {
    return changes.entrySet().stream()
        .map(
            entry ->
                dynamicTest(
                    entry.getKey(), () -> assertThat(entry.getValue()).startsWith("noticed: ")));
  }

  @Test
  void declarationsAreChanged() {
    assertThat(changes.keySet()).anyMatch(change -> change.startsWith("baseline/tls12 with "));
  }
}
