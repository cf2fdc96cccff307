package dev.atsharness.conformance.checker.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atsharness.ats.Violation;
import dev.atsharness.conformance.CheckerOutput;
import dev.atsharness.conformance.CheckerOutput.Status;
import dev.atsharness.conformance.checker.Checkers;
import dev.atsharness.yaml.BadFileException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A program that reports nothing about a server did not check it, unless its adapter says
 * otherwise.
 */
class SilentOutputTest {

  private static final String RULES =
      """
      violations:
        - violation: rsa-key-below-2048
          jsonpath: $.certificate[?(@.type == 'RSA')].bits
          below: 2048
        - violation: tls-version-below-1.2
          jsonpath: $.version
          matches: TLSv1
      """;

  private static final String XML_RULES =
      """
      violations:
        - violation: tls-version-below-1.2
          xpath: "//protocol[@name='ssl' and @old='yes']/@name"
        - violation: ems-not-negotiated
          xpath: not(//ems)
      """;

  private static final String LINE_RULES =
      """
      violations:
        - violation: tls-version-below-1.2
          jsonpath: $[?(@.id == 'version')].finding
          matches: TLSv1
      """;

  @ParameterizedTest
  @ValueSource(strings = {"", " \n\n"})
  void isNoResultAsText(String output) throws IOException {
    CheckerOutput report =
        read("text", "violations: [{violation: ems-not-negotiated, regex: no EMS}]", output);

    assertThat(report.status()).isEqualTo(Status.INCONCLUSIVE);
    assertThat(report.note())
        .startsWith("it wrote nothing; ")
        .contains("output.may-be-empty: true");
  }

  /** Otherwise, missing output would become a finding that something is missing. */
  @Test
  void isNoFindingEither() throws IOException {
    assertThat(
            read(
                    "text",
                    "violations: [{violation: ems-not-negotiated, unless: [{regex: EMS}]}]",
                    "")
                .status())
        .isEqualTo(Status.INCONCLUSIVE);
  }

  @Test
  void isAResultOfAProgramThatSpeaksByItsExitStatus() throws IOException {
    Adapter adapter = parse("text", "", "violations: [{violation: ems-not-negotiated, exit: [3]}]");

    assertThat(AdapterChecker.read(adapter, 3, "", "").violations())
        .containsExactly(Violation.EMS_NOT_NEGOTIATED);
    assertThat(AdapterChecker.read(adapter, 0, "", "").status()).isEqualTo(Status.INCONCLUSIVE);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {}
          []
          {"error": "no route"}
          {"certificate": null}
          """)
  void isNoResultAsJson(String output) throws IOException {
    assertThat(read("json", RULES, output).status()).isEqualTo(Status.INCONCLUSIVE);
    assertThat(read("json", RULES, output).note()).contains("none of the places");
  }

  @Test
  void isNoJsonDocumentThatARuleCouldLookAt() {
    assertThatThrownBy(() -> read("json", RULES, "null"))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("the JSON value null");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {"certificate": []}
          {"certificate": [{"type": "EC"}], "version": "TLSv1.3"}
          {"version": "TLSv1.3"}
          """)
  void isAnAnswerWhereAPlaceIsThereAsJson(String output) throws IOException {
    CheckerOutput report = read("json", RULES, output);

    assertThat(report.status()).isEqualTo(Status.FINISHED);
    assertThat(report.findings()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "json, '[]', INCONCLUSIVE",
    "json, '[{}]', INCONCLUSIVE",
    "json, '[{\"id\": \"version\", \"finding\": \"TLSv1.3\"}]', FINISHED",
    "json-lines, '', INCONCLUSIVE",
    "json-lines, '{}', INCONCLUSIVE",
    "json-lines, '{\"id\": \"x\", \"finding\": \"\"}', FINISHED",
  })
  void isToldFromAnAnswerInLists(String format, String output, Status status) throws IOException {
    assertThat(read(format, LINE_RULES, output).status()).isEqualTo(status);
  }

  @ParameterizedTest
  @CsvSource({
    "<scan/>, INCONCLUSIVE",
    "<scan><error>no route</error></scan>, INCONCLUSIVE",
    "<scan><ems/></scan>, FINISHED",
    "<scan><protocol name='tls'/><ems/></scan>, FINISHED",
  })
  void isToldFromAnAnswerAsXml(String output, Status status) throws IOException {
    assertThat(read("xml", XML_RULES, output).status()).isEqualTo(status);
  }

  @ParameterizedTest
  @CsvSource({"text, ''", "json, ''", "json, {}", "json, []", "json-lines, ''", "xml, <scan/>"})
  void isAnAnswerWhereTheAdapterSaysSo(String format, String output) throws IOException {
    String rules =
        switch (format) {
          case "text" -> "violations: [{violation: tls-not-used, regex: x}]";
          case "xml" -> XML_RULES.substring(0, XML_RULES.indexOf("  - violation: ems"));
          default -> RULES;
        };
    Adapter adapter = parse(format, ", may-be-empty: true", rules);

    CheckerOutput report = AdapterChecker.read(adapter, 0, output, output);

    assertThat(report).isEqualTo(CheckerOutput.finished(List.of()));
  }

  @Test
  void cannotBeDeclaredForAProgramThatPrintsOk() {
    assertThatThrownBy(() -> parse("contract", ", may-be-empty: true", ""))
        .isInstanceOf(BadFileException.class)
        .hasMessageContaining("prints OK if it finds nothing; leave the key out");
  }

  static List<String> shipped() {
    return Checkers.PROGRAMS;
  }

  @ParameterizedTest
  @MethodSource("shipped")
  void isNoResultOfAShippedOne(String name) throws IOException {
    Adapter adapter = AdapterReader.shipped(name);
    assertThat(AdapterChecker.read(adapter, 0, "", "").status()).isEqualTo(Status.INCONCLUSIVE);
    String hollow =
        switch (adapter.output().format()) {
          case JSON -> "[]";
          case JSON_LINES -> "{}";
          case XML -> "<x/>";
          case TEXT, CONTRACT, CLIENT -> "\n";
        };
    assertThat(AdapterChecker.read(adapter, 0, hollow, hollow).status())
        .isEqualTo(Status.INCONCLUSIVE);
    assertThat(adapter.output().counts(137)).isFalse();
  }

  private static CheckerOutput read(String format, String rules, String output) throws IOException {
    return AdapterChecker.read(parse(format, "", rules), 0, output, output);
  }

  private static Adapter parse(String format, String more, String rules) {
    String yaml =
        """
        title: mine
        programs: [mine]
        arguments: []
        output: {format: %s%s}
        """
            .formatted(format, more);
    return AdapterReader.read(
        (yaml + rules).getBytes(StandardCharsets.UTF_8),
        "mine.yaml",
        "mine",
        Path.of("").toAbsolutePath(),
        List.of());
  }
}
