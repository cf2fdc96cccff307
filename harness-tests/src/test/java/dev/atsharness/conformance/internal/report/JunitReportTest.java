package dev.atsharness.conformance.internal.report;

import static dev.atsharness.ats.Violation.EMS_NOT_NEGOTIATED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atsharness.conformance.CheckResult;
import dev.atsharness.conformance.CheckedEndpoint;
import dev.atsharness.conformance.CheckedEndpoints;
import dev.atsharness.conformance.Checker;
import dev.atsharness.conformance.CheckerOutput;
import dev.atsharness.conformance.CheckerResult;
import dev.atsharness.conformance.Conformance;
import dev.atsharness.conformance.ConformanceResult;
import dev.atsharness.conformance.Fakes;
import dev.atsharness.conformance.KnownLimitations;
import dev.atsharness.conformance.Options;
import dev.atsharness.conformance.Outcome;
import dev.atsharness.conformance.Results;
import dev.atsharness.conformance.internal.Grounds;
import dev.atsharness.conformance.internal.JournalView;
import dev.atsharness.conformance.internal.Progress;
import java.io.StringReader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.transform.stream.StreamSource;
import javax.xml.validation.SchemaFactory;
import javax.xml.validation.Validator;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;

class JunitReportTest {

  private static final String NAME = "test:a.profile";

  private static final List<CheckedEndpoint> TARGETS =
      List.of(
          CheckedEndpoints.clean(Conformance.BASELINE),
          CheckedEndpoints.faulty("handshake/no-ems", List.of(EMS_NOT_NEGOTIATED), List.of()));

  private static final KnownLimitations BLIND =
      new KnownLimitations(true, Map.of(EMS_NOT_NEGOTIATED, "never looks"), List.of());

  /** The result of a run and its report. */
  private record Done(ConformanceResult result, String junitXml) {}

  @Test
  void hasOneTestPerCheckerAndScenario() throws Exception {
    Done done = launch(Fakes::truth);

    assertThat(attributes(done, "testcase", "name"))
        .containsExactly("baseline/tls13", "handshake/no-ems");
    assertThat(attributes(done, "testcase", "classname")).containsOnly("test:a.profile");
  }

  @Test
  void showsADeviationAsAFailedTest() throws Exception {
    Done done = launch(target -> CheckerOutput.finished(List.of()));

    assertThat(done.result().deviates()).isTrue();
    assertThat(attributes(done, "failure", "message"))
        .singleElement()
        .asString()
        .contains(
            "missed: It did not report ems-not-negotiated, which is what is wrong with this"
                + " server");
    assertThat(elements(done, "failure").item(0).getTextContent())
        .startsWith("missed: ")
        .contains("\nscenario: handshake/no-ems", "\nexpected: ", "\nactual:   ")
        .contains("\nwhy: Why handshake/no-ems matters.", "\ngrade: inferred");
    assertThat(elements(done, "system-out").item(0).getTextContent()).isEqualTo(Grounds.TRUTH);
  }

  @Test
  void showsWhatWasNotLookedAtAsSkippedOnlyWhereNothingIsWrong() throws Exception {
    Done done =
        launch(
            target ->
                target.scenario().equals(Conformance.BASELINE)
                    ? CheckerOutput.finished(List.of())
                    : CheckerOutput.unsupported("not today"));

    assertThat(attributes(done, "failure", "message"))
        .singleElement()
        .asString()
        .startsWith("unsupported: It came to no result (not today)");
    assertThat(attributes(done, "testsuite", "failures")).containsExactly("1");
    assertThat(attributes(done, "testsuite", "tests")).containsExactly("2");
  }

  @Test
  void tellsNothingOfTheMachine() throws Exception {
    assertThat(elements(launch(Fakes::truth), "properties").getLength()).isZero();
  }

  @Test
  void showsWhatACheckerCannotSeeAsASkippedTestWithTheReason() throws Exception {
    Done done = launch(Fakes.checker(NAME, BLIND, target -> CheckerOutput.finished(List.of())));

    assertThat(done.result().deviates()).isFalse();
    NodeList skipped = elements(done, "skipped");
    assertThat(skipped.getLength()).isEqualTo(1);
    assertThat(skipped.item(0).getTextContent())
        .startsWith("cannot-see: ")
        .contains("never looks")
        .doesNotContain("\tat ");
  }

  @Test
  void showsAVoidRunAsATestThatBroke() throws Exception {
    Done done =
        launch(target -> CheckerOutput.finished(CheckedEndpoints.findings(EMS_NOT_NEGOTIATED)));

    assertThat(done.result().isVoid()).isTrue();
    assertThat(attributes(done, "testcase", "name")).containsExactly("baseline/tls13", "run");
    assertThat(attributes(done, "failure", "message"))
        .singleElement()
        .asString()
        .startsWith("false-alarm: ");
    assertThat(attributes(done, "error", "message"))
        .singleElement()
        .asString()
        .contains("failed at the baseline before the run");
  }

  @Test
  void keepsTheOrderOfCheckersAndScenarios() throws Exception {
    List<String> scenarios = IntStream.range(0, 30).mapToObj(i -> "a/s" + (29 - i)).toList();
    ConformanceResult result =
        Results.of(
            Stream.of("second", "first")
                .map(
                    name ->
                        Results.scanner(
                            name,
                            scenarios.stream()
                                .map(id -> Results.verdict(name, id, Outcome.AGREED))
                                .toArray(CheckResult[]::new)))
                .toArray(CheckerResult[]::new));
    Done done = new Done(result, JunitReport.of(result));

    assertThat(attributes(done, "testcase", "name"))
        .containsExactlyElementsOf(Stream.concat(scenarios.stream(), scenarios.stream()).toList());
    assertThat(attributes(done, "testcase", "classname")).startsWith("second").endsWith("first");
  }

  @Test
  void tellsHowLongTheChecksTook() throws Exception {
    ConformanceResult result =
        Results.of(
            Results.scanner("scan", Results.verdict("scan", "a/x", Outcome.MISSED)),
            Results.scanner("other", Results.verdict("other", "a/x", Outcome.AGREED)));
    Done done = new Done(result, JunitReport.of(result));

    assertThat(attributes(done, "testcase", "time")).containsExactly("2.000", "2.000");
    assertThat(attributes(done, "testsuite", "time")).containsExactly("60.000");
    assertThat(attributes(done, "testsuite", "timestamp")).containsExactly("1970-01-01T00:00:00");
  }

  /** The schema of Jenkins' xUnit plugin, which other viewers also use. */
  @Test
  void meetsTheSchemaThatViewersExpect() throws Exception {
    String hostile = "]]><script>\u001b[31m\u0000\u202e";
    ConformanceResult result =
        Results.of(
            Results.scanner(
                "scan",
                Results.verdict("scan", "a/good", Outcome.AGREED),
                Results.verdict("scan", "a/bad", Outcome.MISSED, hostile, hostile),
                Results.verdict("scan", "a/gap", Outcome.KNOWN_GAP, hostile, hostile)));
    Validator validator =
        SchemaFactory.newInstance(XMLConstants.W3C_XML_SCHEMA_NS_URI)
            .newSchema(JunitReportTest.class.getResource("junit-10.xsd"))
            .newValidator();

    String xml = JunitReport.of(result);
    validator.validate(new StreamSource(new StringReader(xml)));
    assertThat(xml).doesNotContain("<script>").contains("]]&gt;&lt;script&gt;\\u001b[31m\\u0000");
    assertThatThrownBy(
            () ->
                validator.validate(
                    new StreamSource(
                        new StringReader(JunitReport.of(result).replace("testcase", "case")))))
        .isInstanceOf(SAXException.class);
  }

  private static Done launch(Fakes.Check check) throws Exception {
    return launch(Fakes.checker(NAME, check));
  }

  private static Done launch(Checker checker) throws Exception {
    try (Conformance run =
        new Conformance(
            List.of(checker),
            TARGETS,
            JournalView.NONE,
            new Options(Duration.ofSeconds(5), OptionalInt.of(1)),
            Progress.NONE)) {
      ConformanceResult result = run.run();
      return new Done(result, JunitReport.of(result));
    }
  }

  private static List<String> attributes(Done done, String element, String attribute)
      throws Exception {
    NodeList nodes = elements(done, element);
    List<String> values = new ArrayList<>();
    for (int i = 0; i < nodes.getLength(); i++) {
      values.add(((Element) nodes.item(i)).getAttribute(attribute));
    }
    return values;
  }

  private static NodeList elements(Done done, String element) throws Exception {
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new InputSource(new StringReader(done.junitXml())))
        .getElementsByTagName(element);
  }
}
