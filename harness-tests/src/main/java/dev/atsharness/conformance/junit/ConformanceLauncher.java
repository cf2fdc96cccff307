package dev.atsharness.conformance.junit;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import dev.atsharness.conformance.Conformance;
import dev.atsharness.conformance.ConformanceResult;
import dev.atsharness.conformance.VoidRunException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.engine.JupiterTestEngine;
import org.junit.platform.engine.support.store.Namespace;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.core.LauncherConfig;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.junit.platform.launcher.listeners.TestExecutionSummary;
import org.junit.platform.reporting.legacy.xml.LegacyXmlReportGeneratingListener;

/** Runs {@link ConformanceSuite} on the JUnit Platform. */
public final class ConformanceLauncher {

  private ConformanceLauncher() {}

  /**
   * Does the run.
   *
   * @param junitXml where the platform's XML report goes, if it is wanted
   * @throws IOException if the report cannot be written
   * @throws IllegalStateException if a test failed for another reason than a verdict
   */
  public static ConformanceResult launch(Conformance run, Optional<Path> junitXml)
      throws IOException {
    SummaryGeneratingListener summary = new SummaryGeneratingListener();
    if (junitXml.isEmpty()) {
      execute(run, List.of(summary));
    } else {
      Path directory = Files.createTempDirectory("ats-harness-junit");
      try {
        execute(
            run,
            List.of(
                summary,
                new LegacyXmlReportGeneratingListener(
                    directory, new PrintWriter(Writer.nullWriter()))));
        move(directory.resolve("TEST-junit-jupiter.xml"), junitXml.get());
      } finally {
        delete(directory);
      }
    }
    refuseForeignFailures(summary.getSummary());
    return run.result();
  }

  /** No other engine, listener or extension that happens to be on the class path takes part. */
  private static void execute(Conformance run, List<TestExecutionListener> listeners) {
    LauncherConfig config =
        LauncherConfig.builder()
            .enableTestEngineAutoRegistration(false)
            .addTestEngines(new JupiterTestEngine())
            .enableLauncherSessionListenerAutoRegistration(false)
            .enableLauncherDiscoveryListenerAutoRegistration(false)
            .enablePostDiscoveryFilterAutoRegistration(false)
            .enableTestExecutionListenerAutoRegistration(false)
            .build();
    try (LauncherSession session = LauncherFactory.openSession(config)) {
      session.getStore().put(Namespace.GLOBAL, ConformanceRunResolver.KEY, new Given(run));
      session
          .getLauncher()
          .execute(
              LauncherDiscoveryRequestBuilder.request()
                  .selectors(selectClass(ConformanceSuite.class))
                  .enableImplicitConfigurationParameters(false)
                  .build(),
              listeners.toArray(TestExecutionListener[]::new));
    }
  }

  /** A session closes what it stores; the run belongs to who made it. */
  record Given(Conformance run) {}

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

  private static void move(Path from, Path to) throws IOException {
    Path absolute = to.toAbsolutePath();
    Files.createDirectories(absolute.getParent());
    Files.move(from, absolute, StandardCopyOption.REPLACE_EXISTING);
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
