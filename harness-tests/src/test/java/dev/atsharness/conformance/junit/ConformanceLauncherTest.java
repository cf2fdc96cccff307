package dev.atsharness.conformance.junit;

import static dev.atsharness.ats.Violation.EMS_NOT_NEGOTIATED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.atsharness.conformance.Checker;
import dev.atsharness.conformance.Conformance;
import dev.atsharness.conformance.ConformanceResult;
import dev.atsharness.conformance.ContactLog;
import dev.atsharness.conformance.Fakes;
import dev.atsharness.conformance.Limits;
import dev.atsharness.conformance.Options;
import dev.atsharness.conformance.Outcome;
import dev.atsharness.conformance.Progress;
import dev.atsharness.conformance.Report;
import dev.atsharness.conformance.Target;
import dev.atsharness.conformance.Targets;
import dev.atsharness.conformance.Verdict;
import java.io.StringReader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

class ConformanceLauncherTest {

  private static final String NAME = "test:a.profile";

  private static final List<Target> TARGETS =
      List.of(
          Targets.clean(Conformance.BASELINE),
          Targets.faulty("handshake/no-ems", List.of(EMS_NOT_NEGOTIATED), List.of()));

  private static final Limits BLIND =
      new Limits(true, Map.of(EMS_NOT_NEGOTIATED, "never looks"), List.of());

  @Test
  void runsOneTestPerCheckerAndScenario() throws Exception {
    ConformanceLauncher.Done done = launch(Fakes::truth);

    assertThat(done.result().checkers())
        .singleElement()
        .satisfies(
            checker ->
                assertThat(checker.verdicts())
                    .extracting(Verdict::outcome)
                    .containsExactly(Outcome.AGREED, Outcome.AGREED));
    assertThat(attributes(done, "testcase", "name"))
        .containsExactlyInAnyOrder(
            "baseline/tls13 (first)", "handshake/no-ems", "baseline/tls13 (last)");
    assertThat(attributes(done, "testcase", "classname")).containsOnly("test:a.profile");
  }

  @Test
  void showsADeviationAsAFailedTest() throws Exception {
    ConformanceLauncher.Done done = launch(target -> Report.finished(List.of()));

    assertThat(done.result().deviates()).isTrue();
    assertThat(attributes(done, "failure", "message"))
        .singleElement()
        .asString()
        .contains("missed: It did not report ems-not-negotiated, which is this server")
        .contains("\nexpected: ", "\nactual:   ");
    assertThat(elements(done, "failure").item(0).getTextContent()).doesNotContain("\tat ");
  }

  @Test
  void tellsNothingOfTheMachine() throws Exception {
    assertThat(elements(launch(Fakes::truth), "properties").getLength()).isZero();
  }

  @Test
  void showsWhatACheckerCannotSeeAsASkippedTestWithTheReason() throws Exception {
    ConformanceLauncher.Done done =
        launch(Fakes.checker(NAME, BLIND, target -> Report.finished(List.of())));

    assertThat(done.result().deviates()).isFalse();
    NodeList skipped = elements(done, "skipped");
    assertThat(skipped.getLength()).isEqualTo(1);
    assertThat(skipped.item(0).getTextContent())
        .contains("cannot-see: ")
        .contains("never looks")
        .doesNotContain("\tat ");
  }

  @Test
  void showsAVoidRunAsOne() throws Exception {
    ConformanceResult result =
        launch(target -> Report.finished(Targets.findings(EMS_NOT_NEGOTIATED))).result();

    assertThat(result.isVoid()).isTrue();
    assertThat(result.checkers().get(0).verdicts()).isEmpty();
  }

  private static ConformanceLauncher.Done launch(Fakes.Check check) throws Exception {
    return launch(Fakes.checker(NAME, check));
  }

  private static ConformanceLauncher.Done launch(Checker checker) throws Exception {
    try (Conformance run =
        new Conformance(
            List.of(checker),
            TARGETS,
            ContactLog.NONE,
            new Options(Duration.ofSeconds(5), OptionalInt.of(1)),
            Progress.NONE)) {
      return ConformanceLauncher.launch(run);
    }
  }

  private static List<String> attributes(
      ConformanceLauncher.Done done, String element, String attribute) throws Exception {
    NodeList nodes = elements(done, element);
    List<String> values = new ArrayList<>();
    for (int i = 0; i < nodes.getLength(); i++) {
      values.add(((Element) nodes.item(i)).getAttribute(attribute));
    }
    return values;
  }

  private static NodeList elements(ConformanceLauncher.Done done, String element) throws Exception {
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new InputSource(new StringReader(done.junitXml())))
        .getElementsByTagName(element);
  }
}
