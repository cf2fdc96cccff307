package dev.atsharness.conformance.checker;

import dev.atsharness.conformance.Checker;
import dev.atsharness.conformance.Limits;
import dev.atsharness.conformance.Report;
import dev.atsharness.conformance.Target;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Runs testssl.sh (3.0 and later). It gets the dedicated port and the address, so that no name need
 * resolve, and sends the host name as SNI.
 */
final class Testssl implements Checker {

  static final String NAME = "testssl";

  /** A whole report with one certificate takes 10 kB. */
  private static final long MAX_REPORT = 4L << 20;

  private static final Duration VERSION_LIMIT = Duration.ofSeconds(20);
  private static final Pattern VERSION =
      Pattern.compile("testssl(?:\\.sh)?\\s+(?:version )?(\\d[\\w.-]*)");
  private static final Pattern COLOUR = Pattern.compile("\u001b\\[[0-9;]*m");

  private final Path command;
  private final String version;
  private final Optional<PrivateHosts> hosts;
  private final Limits limits = LimitsFile.resource("testssl.yaml");

  private Testssl(Path command, String version, Optional<PrivateHosts> hosts) {
    this.command = command;
    this.version = version;
    this.hosts = hosts;
  }

  /**
   * The testssl on a search path; empty if there is none.
   *
   * @param searchPath like the environment variable {@code PATH}
   * @param hosts if there, it is given the host name alone, which resolves for it
   * @throws IOException if it is there and does not tell its version
   */
  static Optional<Checker> find(String searchPath, Optional<PrivateHosts> hosts)
      throws IOException, InterruptedException {
    Optional<Path> command = Tool.find(searchPath, "testssl", "testssl.sh");
    return command.isEmpty()
        ? Optional.empty()
        : Optional.of(new Testssl(command.get(), version(command.get()), hosts));
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public String version() {
    return version;
  }

  @Override
  public Limits limits() {
    return limits;
  }

  @Override
  public Report check(Target target, Duration limit) throws IOException, InterruptedException {
    Path directory = Files.createTempDirectory("ats-harness-testssl");
    try {
      Path ca = Files.writeString(directory.resolve("ca.pem"), target.caPem());
      Path json = directory.resolve("report.json");
      Tool.Run run =
          Tool.run(command(target, ca, json, directory), directory, environment(), limit);
      if (run.exit().isEmpty()) {
        return Report.timedOut("testssl was stopped after " + limit.toSeconds() + " s");
      }
      return TestsslOutput.read(report(json, run));
    } finally {
      delete(directory);
    }
  }

  private List<String> command(Target target, Path ca, Path json, Path directory)
      throws IOException {
    List<String> options =
        new ArrayList<>(
            List.of(
                command.toString(),
                "--quiet",
                "--color=0",
                "--warnings=off",
                "--nodns=none",
                "--connect-timeout=10",
                "--openssl-timeout=10",
                "--mapping=no-openssl",
                "--protocols",
                "--server-preference",
                "--server-defaults",
                "--add-ca=" + ca,
                "--jsonfile=" + json));
    if (hosts.isEmpty()) {
      options.add("--ip=" + target.address());
    }
    options.add(target.host() + ":" + target.port());
    return hosts.isEmpty() ? options : hosts.get().resolving(target, options, directory);
  }

  private static Map<String, String> environment() {
    return Map.of("LC_ALL", "C", "TERM", "dumb", "MAX_WAITSOCK", "5");
  }

  private static String report(Path json, Tool.Run run) throws IOException {
    try {
      if (Files.size(json) > MAX_REPORT) {
        throw new IOException("testssl's report is longer than " + MAX_REPORT + " bytes");
      }
      return Files.readString(json, StandardCharsets.UTF_8);
    } catch (NoSuchFileException e) {
      throw new IOException(
          "testssl wrote no report, exit status "
              + run.exit().orElseThrow()
              + "; its last words: "
              + lastLine(run.output()),
          e);
    }
  }

  private static String lastLine(String output) {
    String text = COLOUR.matcher(output).replaceAll("").strip();
    return text.substring(text.lastIndexOf('\n') + 1);
  }

  private static String version(Path command) throws IOException, InterruptedException {
    Tool.Run run =
        Tool.run(
            List.of(command.toString(), "--version"), Path.of("."), environment(), VERSION_LIMIT);
    Matcher matcher = VERSION.matcher(COLOUR.matcher(run.output()).replaceAll(""));
    if (!matcher.find()) {
      throw new IOException(command + " does not tell its version: " + lastLine(run.output()));
    }
    return matcher.group(1);
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
