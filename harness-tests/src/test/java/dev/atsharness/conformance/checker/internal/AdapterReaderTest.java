package dev.atsharness.conformance.checker.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atsharness.ats.Violation;
import dev.atsharness.conformance.KnownLimitations;
import dev.atsharness.conformance.KnownLimitations.KnownGap;
import dev.atsharness.conformance.checker.Checkers;
import dev.atsharness.yaml.BadFileException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class AdapterReaderTest {

  private static final List<String> SCENARIOS =
      List.of("key/p192", "key/p224", "protocol/ssl3-only", "signature/sha224-leaf", "a/b");

  private static final String WHOLE =
      """
      title: mine
      programs: [mine]
      arguments: ["{address}:{port}"]
      output: {format: text}
      violations:
        - violation: ems-not-negotiated
          regex: 'EMS: no'
      """;

  @Test
  void readsWhatACheckerDoesNotDo() {
    KnownLimitations limits =
        parse(
                WHOLE
                    + """
                    knows-role: true
                    cannot-see:
                      tls-not-used: never looks
                    known-gaps:
                      - scenarios: [key/p224, key/p192]
                        reason: does not speak it
                        issue: https://example.org/1
                      - violation: tls-not-used
                        reason: a bug
                        flaky: true
                      - scenario: key/p224
                        reason: it crashes
                        no-result: true
                    """)
            .limits();

    Optional<String> issue = Optional.of("https://example.org/1");
    assertThat(limits.knowsRole()).isTrue();
    assertThat(limits.cannotSee()).isEqualTo(Map.of(Violation.TLS_NOT_USED, "never looks"));
    assertThat(limits.knownGaps())
        .containsExactly(
            new KnownGap(
                Optional.of("key/p224"), Optional.empty(), "does not speak it", issue, false),
            new KnownGap(
                Optional.of("key/p192"), Optional.empty(), "does not speak it", issue, false),
            new KnownGap(
                Optional.empty(),
                Optional.of(Violation.TLS_NOT_USED),
                "a bug",
                Optional.empty(),
                true),
            new KnownGap(
                Optional.of("key/p224"),
                Optional.empty(),
                "it crashes",
                Optional.empty(),
                false,
                true));
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          cannot-sea: {}                                      | 8 | unknown key 'cannot-sea'
          cannot-see: {no-such-code: x}                       | 8 | no-such-code
          known-gaps: [{scenario: key/p224}]                  | 8 | key 'reason' is missing
          known-gaps: [{reason: neither scenario nor code}]   | 8 | names scenarios or a violation
          known-gaps: [{scenario: a/b, reason: x, isue: y}]   | 8 | unknown key 'isue'
          known-gaps: [{scenario: key/p225, reason: x}]       | 8 | no such scenario; did you mean key/p224?
          known-gaps: [{scenarios: [a/b, key/p], reason: x}]  | 8 | 'key/p'
          refused: [{matches: x}]                             | 8 | nothing to select
          directory: ''                                       | 8 | directory
          inconclusive: [{regex: '(unclosed'}]                | 8 | not a regular expression
          inconclusive: [{xpath: '//['}]                      | 8 | not an XPath 1.0 expression
          inconclusive: [{jsonpath: '$[?('}]                  | 8 | not a JSONPath
          inconclusive: [{matches: x}]                        | 8 | nothing to select
          inconclusive: [{regex: x, xpath: //x}]              | 8 | not several
          version: {arguments: [-V], pattern: 'no group'}     | 8 | put the version in parentheses
          knows-role: [                                       | 9 | not valid YAML
          """)
  void refusesWhatItDoesNotUnderstandAndSaysWhere(String addition, int line, String message) {
    assertThatThrownBy(() -> parse(WHOLE + addition + "\n"))
        .isInstanceOf(BadFileException.class)
        .hasMessageContaining("mine.yaml:" + line + ":")
        .hasMessageContaining(message);
  }

  private static final String CONTRACT =
      """
      title: mine
      programs: [mine]
      arguments: ["{role}"]
      output: {format: contract}
      """;

  @Test
  void needsNoRulesForAProgramThatPrintsCodes() {
    Adapter adapter =
        parse(
            CONTRACT
                + """
                directory: sub
                cannot-see: {refused: it offers everything, tls-not-used: never looks}
                """);

    assertThat(adapter.output().format()).isEqualTo(Adapter.Format.CONTRACT);
    assertThat(adapter.output().counts(77)).isTrue();
    assertThat(adapter.invocation().directory())
        .contains(Path.of("").toAbsolutePath().resolve("sub"));
    assertThat(adapter.limits().cannotSeeRefusals()).contains("it offers everything");
    assertThat(adapter.limits().cannotSee()).containsOnlyKeys(Violation.TLS_NOT_USED);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          violations: []                | violations: a program whose output has the format 'contract'
          refused: []                   | refused: a program whose output has the format 'contract'
          inconclusive: []              | inconclusive: a program whose output has the format 'contract'
          """)
  void refusesRulesForAProgramThatPrintsCodes(String addition, String message) {
    assertThatThrownBy(() -> parse(CONTRACT + addition + "\n"))
        .isInstanceOf(BadFileException.class)
        .hasMessageContaining(message);
  }

  @Test
  void needsRulesForAnyOtherOutput() {
    assertThatThrownBy(() -> parse(CONTRACT.replace("contract", "json")))
        .isInstanceOf(BadFileException.class)
        .hasMessageContaining("key 'violations' is missing");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {format: text}                    | 0           | 1
          {format: text, exit: [1-3, 7]}    | 1 2 3 7     | 0 4
          {format: text, exit: [0, 255]}    | 0 255       | 1
          {format: contract}                | 0 1 255     |
          {format: contract, exit: [0]}     | 0           | 1
          """)
  void knowsWhichExitStatusesAreNormal(String output, String normal, String other) {
    String yaml = output.contains("contract") ? CONTRACT : WHOLE;
    Adapter.Output read =
        parse(yaml.replaceAll("\\{format: .*}", output.replace("$", ""))).output();

    assertThat(normal.split(" ")).allMatch(status -> read.counts(Integer.parseInt(status)));
    assertThat(other == null ? new String[0] : other.split(" "))
        .noneMatch(status -> read.counts(Integer.parseInt(status)));
  }

  @Test
  void takesAStatusForNormalThatARuleIsAbout() {
    Adapter.Output output =
        parse(
                WHOLE
                    + """
                      - violation: certificate-not-trusted
                        exit: [60]
                    refused:
                      - regex: x
                        when: [{exit: [35]}]
                    """)
            .output();

    assertThat(output.exits()).containsExactlyInAnyOrder(0, 35, 60);
  }

  @ParameterizedTest
  @CsvSource({
    "[3-1], not a range",
    "[256], must be at most 255",
    "[0-999], not a range",
    "[a], exit"
  })
  void refusesExitStatusesThatCannotBe(String exits, String message) {
    assertThatThrownBy(
            () -> parse(WHOLE.replace("{format: text}", "{format: text, exit: " + exits + "}")))
        .isInstanceOf(BadFileException.class)
        .hasMessageContaining(message);
  }

  @Test
  void refusesAPlaceholderThatStandsForNothing() {
    assertThatThrownBy(() -> parse(WHOLE.replace("{port}", "{prot}")))
        .isInstanceOf(BadFileException.class)
        .hasMessageContaining("mine.yaml:3:")
        .hasMessageContaining(
            "{prot}; known: [address, ca, host, kit, output, port, role, sni, url]");
  }

  @Test
  void takesAProgramBesideTheFile(@TempDir Path directory) throws IOException {
    Path file = directory.resolve("own.yaml");
    Files.writeString(file, WHOLE.replace("[mine]", "[./run.sh]"));
    Path program = Files.writeString(directory.resolve("run.sh"), "#!/bin/sh\n");
    assertThat(program.toFile().setExecutable(true)).isTrue();

    Adapter adapter = AdapterReader.read(file, List.of());

    assertThat(adapter.name()).isEqualTo("own");
    assertThat(adapter.executable().program("/nowhere"))
        .hasValueSatisfying(
            found -> assertThat(found).isExecutable().hasSameBinaryContentAs(program));
  }

  @Test
  void theGuidesExampleIsAnAdapter() throws IOException {
    String guide = Files.readString(Path.of("../docs/scanners.md"));
    int start = guide.indexOf("title: My scanner");

    Adapter example = parse(guide.substring(start, guide.indexOf("```", start)));

    assertThat(example.results().rules()).hasSize(2);
    assertThat(example.limits().knownGaps())
        .extracting(KnownGap::noResult)
        .containsExactly(false, true);
  }

  static List<String> shipped() {
    return Checkers.PROGRAMS;
  }

  @ParameterizedTest
  @MethodSource("shipped")
  void theShippedOnesGiveAReasonForAllTheyDoNotSee(String name) {
    Adapter adapter = AdapterReader.shipped(name);

    List<Violation> seen = adapter.results().rules().stream().map(Adapter.Rule::violation).toList();
    assertThat(adapter.limits().cannotSee().keySet()).doesNotContainAnyElementsOf(seen);
    assertThat(
            Stream.of(Violation.values())
                .filter(code -> !RecordingsTest.UNREACHABLE.contains(code)))
        .allSatisfy(
            code ->
                assertThat(seen.contains(code) || adapter.limits().cannotSee().containsKey(code))
                    .as("%s looks for %s, or says why not", name, code)
                    .isTrue());
  }

  @Test
  void saysWhichOfTheProgramsThatItCallsIsMissing(@TempDir Path folder) throws IOException {
    Adapter adapter = parse(WHOLE + "needs: [openssl, mine]\n");

    assertThat(adapter.executable().missing(folder.toString())).containsExactly("mine", "openssl");
    assertThat(Files.createFile(folder.resolve("mine")).toFile().setExecutable(true)).isTrue();
    assertThat(adapter.executable().missing(folder.toString())).containsExactly("openssl");
    assertThat(Files.createFile(folder.resolve("openssl")).toFile().setExecutable(true)).isTrue();
    assertThat(adapter.executable().missing(folder.toString())).isEmpty();
  }

  private static Adapter parse(String yaml) {
    return AdapterReader.read(
        yaml.getBytes(StandardCharsets.UTF_8),
        "mine.yaml",
        "mine",
        Path.of("").toAbsolutePath(),
        SCENARIOS);
  }
}
