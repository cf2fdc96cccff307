package dev.atsharness.conformance.checker.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atsharness.ats.Violation;
import dev.atsharness.conformance.CheckerOutput;
import dev.atsharness.conformance.Finding;
import dev.atsharness.conformance.checker.Checkers;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/**
 * Recorded outputs of checkers at a compliant server, read by their adapters: if one violation is
 * added to a recording or removed from it, only the finding of that violation changes.
 */
class RecordingsTest {

  /** Violations that no scenario can have. */
  static final Set<Violation> UNREACHABLE =
      EnumSet.of(Violation.LEAF_CERTIFICATE_ABSENT, Violation.PEER_PUBLIC_KEY_NOT_SET);

  private static final Map<String, List<Map<String, Object>>> EDITS = edits();

  static List<String> checkers() {
    return Checkers.PROGRAMS;
  }

  static Stream<Arguments> rows() {
    return EDITS.entrySet().stream()
        .flatMap(
            entry -> entry.getValue().stream().map(edit -> Arguments.of(entry.getKey(), edit)));
  }

  @ParameterizedTest
  @MethodSource("checkers")
  void findsNothingAtACompliantServer(String name) throws IOException {
    assertThat(found(name, recording(name))).isEmpty();
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("rows")
  void findsWhatAnEditPutsInAndNothingElse(String name, Map<String, Object> edit)
      throws IOException {
    String clean = recording(name);
    String with = replaced(clean, edit, "replace", "with");
    String edited = edit.containsKey("besides") ? replaced(with, edit, "besides", "becomes") : with;

    assertThat(found(name, edited)).isEqualTo(violations(edit));
  }

  @ParameterizedTest
  @MethodSource("checkers")
  void anEditPutsInEachViolationThatTheCheckerCanSee(String name) {
    Set<Violation> expected = EnumSet.allOf(Violation.class);
    expected.removeAll(UNREACHABLE);
    expected.removeAll(AdapterReader.shipped(name).limits().cannotSee().keySet());

    assertThat(
            EDITS.get(name).stream()
                .flatMap(edit -> violations(edit).stream())
                .collect(Collectors.toSet()))
        .isEqualTo(expected);
  }

  private static String replaced(String text, Map<String, Object> edit, String what, String with) {
    assertThat(text).as("the recording").contains((String) edit.get(what));
    int at = text.indexOf((String) edit.get(what));
    return text.substring(0, at)
        + edit.get(with)
        + text.substring(at + ((String) edit.get(what)).length());
  }

  private static Set<Violation> violations(Map<String, Object> edit) {
    return ((List<?>) edit.get("finds"))
        .stream().map(code -> Violation.ofCode((String) code)).collect(Collectors.toSet());
  }

  private static Set<Violation> found(String name, String text) throws IOException {
    CheckerOutput report = AdapterChecker.read(AdapterReader.shipped(name), 0, text, text);
    assertThat(report.status()).as(report.note()).isEqualTo(CheckerOutput.Status.FINISHED);
    return report.findings().stream().map(Finding::violation).collect(Collectors.toSet());
  }

  private static String recording(String name) throws IOException {
    String ending =
        switch (AdapterReader.shipped(name).output().format()) {
          case TEXT -> ".txt";
          case JSON, JSON_LINES -> ".json";
          case XML -> ".xml";
          case CONTRACT, CLIENT -> throw new AssertionError("no shipped adapter has this format");
        };
    return resource(name + ending);
  }

  @SuppressWarnings("unchecked")
  private static Map<String, List<Map<String, Object>>> edits() {
    try {
      return (Map<String, List<Map<String, Object>>>)
          new Load(LoadSettings.builder().build()).loadFromString(resource("edits.yaml"));
    } catch (IOException e) {
      throw new AssertionError("the edits cannot be read", e);
    }
  }

  private static String resource(String name) throws IOException {
    try (InputStream in = RecordingsTest.class.getResourceAsStream("recordings/" + name)) {
      assertThat(in).as("recordings/" + name).isNotNull();
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
