package dev.atsharness.conformance.junit;

import dev.atsharness.conformance.ConformanceResult;
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
import org.junit.platform.reporting.legacy.xml.LegacyXmlReportGeneratingListener;

/**
 * A result as JUnit XML, a test per checker and scenario. The JUnit Platform writes it, of tests
 * that have nothing left to do but to give their verdicts.
 */
public final class JunitReport {

  private JunitReport() {}

  /**
   * The platform's XML report, without the system properties, and with the times that the checks
   * took.
   *
   * @throws IOException if there is no room for temporary files
   */
  public static String of(ConformanceResult result) throws IOException {
    Path directory = Files.createTempDirectory("ats-harness-junit");
    try {
      execute(
          new ConformanceEngine(result),
          new LegacyXmlReportGeneratingListener(directory, new PrintWriter(Writer.nullWriter())));
      return JunitXml.of(directory.resolve("TEST-" + ConformanceEngine.ID + ".xml"), result);
    } finally {
      delete(directory);
    }
  }

  /** No other engine, listener or extension that happens to be on the class path takes part. */
  private static void execute(ConformanceEngine engine, TestExecutionListener listener) {
    LauncherConfig config =
        LauncherConfig.builder()
            .enableTestEngineAutoRegistration(false)
            .addTestEngines(engine)
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
              listener);
    }
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
