package dev.atsharness.cli;

import dev.atsharness.cli.internal.servers.Audit;
import dev.atsharness.cli.internal.servers.ListedServer;
import dev.atsharness.cli.internal.servers.report.ServersCsv;
import dev.atsharness.cli.internal.servers.report.ServersHtml;
import dev.atsharness.cli.internal.servers.report.ServersJunit;
import dev.atsharness.cli.internal.servers.report.ServersMarkdown;
import dev.atsharness.cli.internal.servers.report.ServersSarif;
import dev.atsharness.conformance.internal.Shard;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import picocli.CommandLine.Option;

/** The options of {@code probe} for many servers: how, which part, and what to write. */
final class ManyOptions {

  private static final int MOST_JOBS = 256;
  private static final int LONGEST_SECONDS = 3600;

  @Option(
      names = "--jobs",
      paramLabel = "N",
      defaultValue = "16",
      description =
          "How many servers to visit at once, at most two of one host; ${DEFAULT-VALUE} by"
              + " default.")
  private int jobs;

  @Option(
      names = "--time-limit",
      paramLabel = "SECONDS",
      defaultValue = "60",
      description =
          "How long the visits of one of many servers may take, with all that it leads to;"
              + " ${DEFAULT-VALUE} by default.")
  private int limit;

  @Option(
      names = "--resume",
      paramLabel = "FILE",
      converter = OutputPath.Lines.class,
      description = {
        "Write each result into FILE (JSON Lines) as soon as it is known, and do not visit the"
            + " servers of which FILE already has one. After an interruption, the same command"
            + " continues. The files of several parts may be joined."
      })
  private Optional<Path> resume = Optional.empty();

  @Option(
      names = "--shard",
      paramLabel = "I/N",
      converter = Selection.ShardReader.class,
      description =
          "Visit part I of N, for several machines: every Nth server of the list from the Ith on.")
  private Optional<Shard> shard = Optional.empty();

  @Option(
      names = "--html",
      paramLabel = "FILE",
      converter = OutputPath.class,
      description = "Write a report for management and owners here, as one HTML page.")
  private Optional<Path> html = Optional.empty();

  @Option(
      names = "--csv",
      paramLabel = "FILE",
      converter = OutputPath.class,
      description = "Write a table as CSV here.")
  private Optional<Path> csv = Optional.empty();

  @Option(
      names = "--markdown",
      paramLabel = "FILE",
      converter = OutputPath.class,
      description = "Write a report in Markdown here, for example into $GITHUB_STEP_SUMMARY.")
  private Optional<Path> markdown = Optional.empty();

  @Option(
      names = "--junit",
      paramLabel = "FILE",
      converter = OutputPath.class,
      description = "Write a JUnit XML report here.")
  private Optional<Path> junit = Optional.empty();

  @Option(
      names = "--sarif",
      paramLabel = "FILE",
      converter = OutputPath.class,
      description = "Write the faults in SARIF 2.1.0 here, for viewers of static analysis.")
  private Optional<Path> sarif = Optional.empty();

  /** True if an option is given that makes sense for a list, even a list of one server. */
  boolean areGiven() {
    return resume.isPresent()
        || shard.isPresent()
        || html.isPresent()
        || csv.isPresent()
        || markdown.isPresent()
        || junit.isPresent()
        || sarif.isPresent();
  }

  /**
   * Checks the numbers before the run.
   *
   * @throws UsageException if one of them cannot be used
   */
  void require() {
    if (jobs < 1 || jobs > MOST_JOBS) {
      throw new UsageException("--jobs " + jobs + ": write 1 to " + MOST_JOBS);
    }
    if (limit < 1 || limit > LONGEST_SECONDS) {
      throw new UsageException(
          "--time-limit " + limit + ": write 1 to " + LONGEST_SECONDS + " seconds");
    }
  }

  int jobs() {
    return jobs;
  }

  Duration limit() {
    return Duration.ofSeconds(limit);
  }

  Optional<Path> resume() {
    return resume;
  }

  Optional<Shard> shard() {
    return shard;
  }

  /** Returns the servers of this part. */
  List<ListedServer> part(List<ListedServer> servers) {
    return shard
        .map(
            part ->
                IntStream.range(0, servers.size())
                    .filter(i -> i % part.of() == part.index() - 1)
                    .mapToObj(servers::get)
                    .toList())
        .orElse(servers);
  }

  void write(Audit audit) {
    if (html.isPresent()) {
      OutputFile.write("--html", html.get(), ServersHtml.of(audit));
    }
    if (csv.isPresent()) {
      OutputFile.write("--csv", csv.get(), ServersCsv.of(audit));
    }
    if (markdown.isPresent()) {
      OutputFile.write("--markdown", markdown.get(), ServersMarkdown.of(audit));
    }
    if (junit.isPresent()) {
      OutputFile.write("--junit", junit.get(), ServersJunit.of(audit));
    }
    if (sarif.isPresent()) {
      OutputFile.write("--sarif", sarif.get(), ServersSarif.of(audit));
    }
  }
}
