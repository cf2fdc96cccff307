package dev.atsharness.conformance.checker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atsharness.ats.Violation;
import dev.atsharness.conformance.Limits;
import dev.atsharness.conformance.Limits.KnownGap;
import dev.atsharness.yaml.BadFileException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class AdapterReaderTest {

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
    Limits limits =
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
                        by-chance: true
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
          inconclusive: [{regex: '(unclosed'}]                | 8 | no regular expression
          inconclusive: [{xpath: '//['}]                      | 8 | no XPath expression
          inconclusive: [{jsonpath: '$[?('}]                  | 8 | no JSONPath
          inconclusive: [{matches: x}]                        | 8 | nothing to look for
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

  @Test
  void refusesAPlaceholderThatStandsForNothing() {
    assertThatThrownBy(() -> parse(WHOLE.replace("{port}", "{prot}")))
        .isInstanceOf(BadFileException.class)
        .hasMessageContaining("mine.yaml:3:")
        .hasMessageContaining("{prot}; known: [address, ca, host, kit, output, port, sni, url]");
  }

  @Test
  void takesAProgramBesideTheFile(@TempDir Path directory) throws IOException {
    Path file = directory.resolve("own.yaml");
    Files.writeString(file, WHOLE.replace("[mine]", "[./run.sh]"));
    Path program = Files.writeString(directory.resolve("run.sh"), "#!/bin/sh\n");
    assertThat(program.toFile().setExecutable(true)).isTrue();

    Adapter adapter = AdapterReader.read(file);

    assertThat(adapter.name()).isEqualTo("own");
    assertThat(adapter.program("/nowhere"))
        .hasValueSatisfying(
            found -> assertThat(found).isExecutable().hasSameBinaryContentAs(program));
  }

  @Test
  void theReadmesExampleIsAnAdapter() throws IOException {
    String readme = Files.readString(Path.of("../README.md"));
    int start = readme.indexOf("title: My scanner");

    Adapter example = parse(readme.substring(start, readme.indexOf("```", start)));

    assertThat(example.rules()).hasSize(2);
    assertThat(example.limits().knownGaps()).hasSize(1);
  }

  static List<String> shipped() {
    return Checkers.PROGRAMS;
  }

  @ParameterizedTest
  @MethodSource("shipped")
  void theShippedOnesGiveAReasonForAllTheyDoNotSee(String name) {
    Adapter adapter = AdapterReader.shipped(name);

    List<Violation> seen = adapter.rules().stream().map(Adapter.Rule::violation).toList();
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

  private static Adapter parse(String yaml) {
    return AdapterReader.read(
        yaml.getBytes(StandardCharsets.UTF_8), "mine.yaml", "mine", Function.identity());
  }
}
