package dev.atsharness.conformance.junit;

import static dev.atsharness.ats.Violation.EMS_NOT_NEGOTIATED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.atsharness.conformance.Conformance;
import dev.atsharness.conformance.ConformanceResult;
import dev.atsharness.conformance.ContactLog;
import dev.atsharness.conformance.Fakes;
import dev.atsharness.conformance.Options;
import dev.atsharness.conformance.Outcome;
import dev.atsharness.conformance.Progress;
import dev.atsharness.conformance.Report;
import dev.atsharness.conformance.Target;
import dev.atsharness.conformance.Targets;
import dev.atsharness.conformance.Verdict;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

class ConformanceLauncherTest {

  private static final List<Target> TARGETS =
      List.of(
          Targets.clean(Conformance.BASELINE),
          Targets.faulty("handshake/no-ems", List.of(EMS_NOT_NEGOTIATED), List.of()));

  @TempDir Path directory;

  @Test
  void runsOneTestPerCheckerAndScenario() throws Exception {
    Path xml = directory.resolve("reports/junit.xml");

    ConformanceResult result = launch(Fakes::truth, Optional.of(xml));

    assertThat(result.checkers())
        .singleElement()
        .satisfies(
            checker ->
                assertThat(checker.verdicts())
                    .extracting(Verdict::outcome)
                    .containsExactly(Outcome.AGREED, Outcome.AGREED));
    assertThat(names(xml, "testcase"))
        .hasSize(3)
        .anySatisfy(name -> assertThat(name).contains("handshake/no-ems by test"));
  }

  @Test
  void showsADeviationAsAFailedTest() throws Exception {
    Path xml = directory.resolve("junit.xml");

    ConformanceResult result = launch(target -> Report.finished(List.of()), Optional.of(xml));

    assertThat(result.deviates()).isTrue();
    assertThat(names(xml, "failure")).hasSize(1);
    assertThat(Files.readString(xml))
        .contains("missed: It did not report ems-not-negotiated, which is this server");
  }

  @Test
  void showsAVoidRunAsOne() throws Exception {
    ConformanceResult result =
        launch(target -> Report.finished(Targets.findings(EMS_NOT_NEGOTIATED)), Optional.empty());

    assertThat(result.isVoid()).isTrue();
    assertThat(result.checkers().get(0).verdicts()).isEmpty();
  }

  @Test
  void leavesNothingButTheReport() throws Exception {
    launch(Fakes::truth, Optional.of(directory.resolve("junit.xml")));

    try (var files = Files.list(directory)) {
      assertThat(files).hasSize(1);
    }
  }

  private static ConformanceResult launch(Fakes.Check check, Optional<Path> xml) throws Exception {
    try (Conformance run =
        new Conformance(
            List.of(Fakes.checker("test", check)),
            TARGETS,
            ContactLog.NONE,
            new Options(Duration.ofSeconds(5), 1),
            Progress.NONE)) {
      return ConformanceLauncher.launch(run, xml);
    }
  }

  private static List<String> names(Path xml, String element) throws Exception {
    try (InputStream in = Files.newInputStream(xml)) {
      NodeList nodes =
          DocumentBuilderFactory.newInstance()
              .newDocumentBuilder()
              .parse(in)
              .getElementsByTagName(element);
      List<String> names = new ArrayList<>();
      for (int i = 0; i < nodes.getLength(); i++) {
        names.add(nodes.item(i).getTextContent() + ((Element) nodes.item(i)).getAttribute("name"));
      }
      return names;
    }
  }
}
