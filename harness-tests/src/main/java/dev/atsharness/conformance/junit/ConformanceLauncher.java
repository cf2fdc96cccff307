package dev.atsharness.conformance.junit;

import dev.atsharness.conformance.Conformance;
import dev.atsharness.conformance.ConformanceResult;
import dev.atsharness.conformance.VoidRunException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.core.LauncherConfig;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.junit.platform.launcher.listeners.TestExecutionSummary;
import org.junit.platform.reporting.legacy.xml.LegacyXmlReportGeneratingListener;

/** Does a run as tests on the JUnit Platform, one per checker and scenario. */
public final class ConformanceLauncher {

  /**
   * A run that is over.
   *
   * @param result what came out
   * @param junitXml the platform's XML report of it, without the system properties
   */
  public record Done(ConformanceResult result, String junitXml) {}

  private ConformanceLauncher() {}

  /**
   * Does the run.
   *
   * @throws IOException if there is no room for temporary files
   * @throws IllegalStateException if a test failed for another reason than a verdict
   */
  public static Done launch(Conformance run) throws IOException {
    SummaryGeneratingListener summary = new SummaryGeneratingListener();
    Path directory = Files.createTempDirectory("ats-harness-junit");
    try {
      execute(
          run,
          summary,
          new LegacyXmlReportGeneratingListener(directory, new PrintWriter(Writer.nullWriter())));
      refuseForeignFailures(summary.getSummary());
      return new Done(
          run.result(),
          JunitXml.withoutProperties(directory.resolve("TEST-" + ConformanceEngine.ID + ".xml")));
    } finally {
      delete(directory);
    }
  }

  /** No other engine, listener or extension that happens to be on the class path takes part. */
  private static void execute(Conformance run, TestExecutionListener... listeners) {
    LauncherConfig config =
        LauncherConfig.builder()
            .enableTestEngineAutoRegistration(false)
            .addTestEngines(new ConformanceEngine(run))
            .enableLauncherSessionListenerAutoRegistration(false)
            .enableLauncherDiscoveryListenerAutoRegistration(false)
            .enablePostDiscoveryFilterAutoRegistration(false)
            .enableTestExecutionListenerAutoRegistration(false)
            .build();
    try (LauncherSession session = LauncherFactory.openSession(config)) {
      session
          .getLauncher()
          .execute(
              LauncherDiscoveryRequestBuilder.request()
                  .enableImplicitConfigurationParameters(false)
                  .build(),
              listeners);
    }
  }

  private static void refuseForeignFailures(TestExecutionSummary summary) {
    summary.getFailures().stream()
        .map(TestExecutionSummary.Failure::getException)
        .filter(e -> !(e instanceof AssertionError) && !(e instanceof VoidRunException))
        .findFirst()
        .ifPresent(
            e -> {
              throw new IllegalStateException("the conformance tests broke", e);
            });
  }

  private static void delete(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }
}
