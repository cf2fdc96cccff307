package dev.atsharness.conformance.checker;

import dev.atsharness.ats.Violation;
import dev.atsharness.conformance.Checker;
import dev.atsharness.conformance.Finding;
import dev.atsharness.conformance.Limits;
import dev.atsharness.conformance.Report;
import dev.atsharness.conformance.Target;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Any program that keeps the contract of ten lines. It is called once for each endpoint, by the
 * shell; on its standard output each line is one of
 *
 * <pre>
 * CODE [evidence]       a violation it found
 * OK                    it found none
 * UNSUPPORTED [reason]  it cannot judge this server
 * </pre>
 *
 * Empty lines, those that begin with {@code #}, and standard error are for people. Whatever the
 * placeholders stand for is in the environment too: {@code ATS_HARNESS_URL} and so on.
 */
final class ExecChecker implements Checker {

  private static final String OK = "OK";
  private static final String UNSUPPORTED = "UNSUPPORTED";

  private final String name;
  private final String command;
  private final boolean named;
  private final Optional<PrivateHosts> hosts;

  /**
   * @param command for the shell, with {@linkplain Placeholders placeholders}
   * @param named whether the endpoints' names resolve for it; else URLs have their address
   * @throws IllegalArgumentException if there is no command, or braces hold what stands for nothing
   */
  ExecChecker(String command, boolean named, Optional<PrivateHosts> hosts) {
    if (command.isBlank()) {
      throw new IllegalArgumentException("no command; write for example './my-check {url}'");
    }
    Placeholders.requireKnown(command);
    this.command = command;
    this.named = named;
    this.hosts = hosts;
    this.name = nameOf(command);
  }

  /** That of the first file it names, which is a script where the program is its interpreter. */
  private static String nameOf(String command) {
    List<String> words =
        Stream.of(command.strip().split("\\s+")).map(word -> word.replaceAll("[\"']", "")).toList();
    String program =
        words.stream()
            .filter(word -> !word.contains("{") && Files.isRegularFile(Path.of(word)))
            .findFirst()
            .orElse(words.get(0));
    return Path.of(program).getFileName().toString();
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public String version() {
    return "";
  }

  /** Nobody told it what the servers are used for. */
  @Override
  public Limits limits() {
    return new Limits(false, Map.of(), List.of());
  }

  @Override
  public Report check(Target target, Duration limit) throws IOException, InterruptedException {
    try (WorkDirectory directory = WorkDirectory.create("exec")) {
      Path ca = Files.writeString(directory.path().resolve("ca.pem"), target.caPem());
      Path output = directory.path().resolve("output");
      Placeholders values = Placeholders.of(target, url(target), ca, output);
      // A shell gets them by their names, so that none has to be quoted.
      Map<String, String> environment = new HashMap<>();
      values.values().forEach((key, value) -> environment.put(Placeholders.variable(key), value));
      List<String> shell = List.of("/bin/sh", "-c", Placeholders.asVariables(command));
      Tool.Run run =
          Tool.run(
              hosts.isEmpty() ? shell : hosts.get().resolving(target, shell, directory.path()),
              Path.of("."),
              environment,
              limit);
      return run.complete(run.stopped(name, limit).orElseGet(() -> read(run)), run.streams());
    }
  }

  /** With the name where it resolves, and where nothing else leads to the endpoint. */
  private URI url(Target target) {
    return named || !target.hasAddressUrl() ? target.dedicatedUrl() : target.addressUrl();
  }

  private static Report read(Tool.Run run) {
    try {
      return said(run);
    } catch (IOException e) {
      return Report.failed(e);
    }
  }

  private static Report said(Tool.Run run) throws IOException {
    List<Finding> findings = new ArrayList<>();
    boolean ok = false;
    int number = 0;
    for (String line : run.output().lines().toList()) {
      number++;
      String text = line.strip();
      if (text.isEmpty() || text.startsWith("#")) {
        continue;
      }
      String[] words = text.split("\\s+", 2);
      if (words[0].equals(UNSUPPORTED)) {
        return Report.unsupported(words.length > 1 ? words[1] : "it gives no reason");
      }
      if (words[0].equals(OK)) {
        ok = true;
      } else {
        findings.add(new Finding(violation(words[0], number), text));
      }
    }
    if (ok && !findings.isEmpty()) {
      throw new IOException("it says OK and " + findings.get(0).violation() + " at once");
    }
    if (!ok && findings.isEmpty()) {
      throw new IOException(
          "it printed nothing (exit status "
              + run.exit().orElseThrow()
              + "); if it found nothing it must print OK"
              + lastWords(run.errors()));
    }
    return Report.finished(findings);
  }

  private static Violation violation(String word, int line) throws IOException {
    try {
      return Violation.ofCode(word);
    } catch (IllegalArgumentException e) {
      throw new IOException(
          "line "
              + line
              + " of its output begins with '"
              + word
              + "', which is no violation code, "
              + OK
              + " or "
              + UNSUPPORTED,
          e);
    }
  }

  private static String lastWords(String errors) {
    String text = errors.strip();
    return text.isEmpty() ? "" : "; its last words: " + text.substring(text.lastIndexOf('\n') + 1);
  }
}
