package dev.atsharness.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atsharness.conformance.CheckResult;
import dev.atsharness.conformance.CheckedScenario;
import dev.atsharness.conformance.CheckerOutput;
import dev.atsharness.conformance.CheckerResult;
import dev.atsharness.conformance.ConformanceResult;
import dev.atsharness.conformance.Outcome;
import dev.atsharness.conformance.internal.Judgement;
import dev.atsharness.conformance.internal.Observation;
import dev.atsharness.conformance.internal.ObservationFile;
import dev.atsharness.conformance.internal.Shard;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReportCommandTest {

  @TempDir Path directory;

  @Test
  void printsWhatCheckPrints() throws IOException {
    Cli.Result result = Cli.run("report", file("r.json", "a/x", Outcome.MISSED));

    assertThat(result.status()).isEqualTo(ExitCode.DEVIATION);
    assertThat(result.out())
        .contains("a/x by scan: missed", "scan 1: 1 agreed, 1 missed, 0 false alarms");
  }

  @Test
  void writesEveryForm() throws IOException {
    Path html = directory.resolve("r.html");
    Path markdown = directory.resolve("r.md");
    Path sarif = directory.resolve("r.sarif");
    Path junit = directory.resolve("r.xml");

    Cli.Result result =
        Cli.run(
            "report",
            file("r.json", "a/x", Outcome.MISSED),
            "--html",
            html.toString(),
            "--markdown",
            markdown.toString(),
            "--sarif",
            sarif.toString(),
            "--junit",
            junit.toString());

    assertThat(result.status()).as(result.err()).isEqualTo(ExitCode.DEVIATION);
    assertThat(result.out()).isEmpty();
    assertThat(html).content().startsWith("<!DOCTYPE html>");
    assertThat(markdown).content().startsWith("## ATS harness: 1 deviation");
    assertThat(sarif).content().contains("\"ruleId\" : \"missed\"");
    assertThat(junit).content().contains("classname=\"scan\" name=\"a/x\"");
  }

  @ParameterizedTest
  @CsvSource({
    "AGREED, , 0",
    "KNOWN_GAP, , 0",
    "MISSED, , 1",
    "UNREACHABLE, , 3",
    "UNREACHABLE, UNREACHABLE, 0",
    "UNREACHABLE, UNSUPPORTED, 3",
  })
  void comesToWhatTheRunCameTo(Outcome outcome, Outcome allowed, int status) throws IOException {
    Path file = Path.of(file("r.json", "a/x", outcome));
    if (allowed != null) {
      Files.writeString(file, ResultFile.read(file).allowing(Set.of(allowed)).toJson());
    }

    assertThat(Cli.run("report", file.toString()).status()).isEqualTo(status);
  }

  @Test
  void saysNothingOfARunWithoutAVerdict() throws IOException {
    Path file = Path.of(file("r.json", "a/x", Outcome.AGREED));
    ConformanceResult result = ResultFile.read(file);
    CheckerResult none =
        new CheckerResult(
            "scan", "1", Optional.empty(), Optional.empty(), Duration.ZERO, List.of());
    Files.writeString(file, result.withCheckers(List.of(none)).toJson());

    Cli.Result report = Cli.run("report", file.toString());

    assertThat(report.status()).isEqualTo(ExitCode.FAILURE);
    assertThat(report.out()).contains("no server was judged").doesNotContain("as expected");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          (?s).*                            |                          | the file is empty
          (?s)...\\s*$                      |                          | the file is cut off
          (?s)"scenarios" : \\[.*\\],\\s+"checkers" | "scenarios" : [], "checkers" | at least 1 entry
          (?s)"scenarios" : \\[.*\\],\\s+"checkers" | "checkers"                | key 'scenarios' is missing
          (?s)"checkers" : \\[.*\\]         | "checkers" : []          | at least 1 entry
          """)
  void refusesAFileThatHasNotAllOfAResult(String part, String by, String message)
      throws IOException {
    Path file = Path.of(file("r.json", "a/x", Outcome.AGREED));
    String whole = Files.readString(file);
    Files.writeString(file, whole.replaceFirst(part, by == null ? "" : by));
    String good = file("good.json", "a/x", Outcome.AGREED);

    for (Cli.Result result :
        List.of(
            Cli.run("report", file.toString()),
            Cli.run("report", "diff", good, file.toString()),
            Cli.run("check", "--rerun", file.toString()))) {
      assertThat(result.status()).as(result.out()).isEqualTo(ExitCode.USAGE);
      assertThat(result.err()).contains(file + ": ").contains(message);
    }
  }

  @Test
  void cannotTellOfAScenarioWithoutAVerdict() throws IOException {
    Path file = Path.of(file("r.json", "a/x", Outcome.AGREED));
    ConformanceResult result = ResultFile.read(file);
    ConformanceResult less =
        result.withCheckers(
            result.checkers().stream()
                .map(checker -> checker.withVerdicts(checker.verdicts().subList(0, 1)))
                .toList());
    Files.writeString(file, less.toJson());

    Cli.Result report = Cli.run("report", file.toString());

    assertThat(report.status()).as(report.err()).isEqualTo(ExitCode.FAILURE);
    assertThat(report.out())
        .contains(
            "no deviation; 1 check without a verdict",
            "It has no verdict on a/x and cannot be judged there")
        .doesNotContain("as expected");
  }

  @Test
  void makesOneReportOfTheShardsOfARun() throws IOException {
    Cli.Result result =
        Cli.run("report", "--all", shard("1.json", "a/x", 1), shard("2.json", "a/y", 2));

    assertThat(result.out()).contains("a/x ", "a/y ", "scan 1: 3 agreed, 0 missed");
  }

  @Test
  void showsWhatARunThatDiedHasLeft() throws IOException {
    ConformanceResult whole = ResultFile.read(Path.of(file("whole.json", "a/x", Outcome.MISSED)));
    ConformanceResult died =
        whole.withCheckers(
            List.of(
                new CheckerResult(
                    "scan",
                    "1",
                    Optional.empty(),
                    Optional.of("the run did not end"),
                    Duration.ZERO,
                    List.of())));
    Path partial = directory.resolve("died.json.partial.jsonl");
    try (ObservationFile kept = ObservationFile.create(partial, died)) {
      kept.judged(whole.checkers().get(0).verdicts().get(1));
    }

    Cli.Result result = Cli.run("report", partial.toString());

    assertThat(result.status()).as(result.err()).isEqualTo(ExitCode.FAILURE);
    assertThat(result.out()).contains("a/x by scan: missed", "scan 1: void. the run did not end");
  }

  @Test
  void refusesAnIncompleteSetOfShards() throws IOException {
    String first = shard("1.json", "a/x", 1);

    Cli.Result result = Cli.run("report", first);

    assertThat(result.status()).isEqualTo(ExitCode.USAGE);
    assertThat(result.err()).contains(first + ": of this run, part 2/2 is missing");
  }

  /** Writes one of two parts of a run. */
  private String shard(String name, String scenario, int index) throws IOException {
    Path file = Path.of(file(name, scenario, Outcome.AGREED));
    return Files.writeString(
            file, ResultFile.read(file).withShard(Optional.of(new Shard(index, 2))).toJson())
        .toString();
  }

  @Test
  void refusesAFileThatIsNotAResult() throws IOException {
    Path other = Files.writeString(directory.resolve("other.json"), "{}");

    assertThat(Cli.run("report", other.toString()))
        .satisfies(
            result -> {
              assertThat(result.status()).isEqualTo(ExitCode.USAGE);
              assertThat(result.err()).contains(other + ": this is not a result of 'check --json'");
            });
    assertThat(Cli.run("report", directory.resolve("none.json").toString()).err())
        .contains("the file does not exist");
  }

  @Test
  void saysInItsOwnWordsWhatIsWrongWithAResult() throws IOException {
    Path file = Path.of(file("result.json", "a/x", Outcome.AGREED));
    String good = Files.readString(file);

    Files.writeString(file, good.replaceFirst("(\"started\" : \"\\d{4})-\\d\\d", "$1-99"));
    assertThat(Cli.run("report", file.toString()).err())
        .containsPattern(
            "the time '\\d{4}-99-[^']+' does not exist; run 'check --json FILE' again");
    Files.writeString(file, good.replace("\"started\"", "\"begun\""));
    assertThat(Cli.run("report", file.toString()).err()).contains("key 'started' is missing");
  }

  @Test
  void tellsRegressionsFromFixes() throws IOException {
    String good = file("good.json", "a/x", Outcome.AGREED);
    String bad = file("bad.json", "a/x", Outcome.MISSED);

    Cli.Result worse = Cli.run("report", "diff", good, bad);
    Cli.Result better = Cli.run("report", "diff", bad, good, "--json");

    assertThat(worse.status()).isEqualTo(ExitCode.DEVIATION);
    assertThat(worse.out())
        .contains("regression  a/x by scan  agreed -> missed  It is missed.")
        .contains("1 regression, 0 fixes, 0 changed, 0 new, 0 gone");
    assertThat(better.status()).isEqualTo(ExitCode.OK);
    assertThat(better.out()).contains("\"kind\" : \"fix\"");
  }

  @Test
  void saysInOneLineHowMuchWasNotCheckedAgain() throws IOException {
    List<CheckResult> all =
        Stream.concat(
                Stream.of(verdict("baseline/tls13", Outcome.AGREED)),
                Stream.of("a/w", "a/x", "a/y").map(id -> verdict(id, Outcome.MISSED)))
            .toList();
    String before = file("before.json", Optional.empty(), all);
    String after = file("after.json", "a/x", Outcome.AGREED);

    assertThat(Cli.run("report", "diff", before, after).out().lines())
        .hasSize(3)
        .contains(
            "regression: 2 not checked in "
                + after
                + ", the first a/w by scan; 2 of them were judged in "
                + before,
            "2 regressions, 1 fix, 0 changed, 0 new, 0 gone");
  }

  @Test
  void comparesNoVoidRun() throws IOException {
    String good = file("good.json", "a/x", Outcome.AGREED);
    String empty = file("void.json", Optional.of("The baseline failed."), List.of());

    Cli.Result result = Cli.run("report", "diff", good, empty);

    assertThat(result.status()).isEqualTo(ExitCode.FAILURE);
    assertThat(result.err())
        .contains("void.json is void, so the two cannot be compared: The baseline failed.");
  }

  private String file(String name, String scenario, Outcome outcome) throws IOException {
    return file(
        name,
        Optional.empty(),
        List.of(verdict("baseline/tls13", Outcome.AGREED), verdict(scenario, outcome)));
  }

  private static CheckResult verdict(String scenario, Outcome outcome) {
    return new CheckResult(
        "scan",
        scenario,
        new Observation(
            CheckerOutput.finished(List.of()), Optional.empty(), Instant.EPOCH, Duration.ZERO),
        new Judgement(
            outcome, outcome.deviation(), "", "", "It is " + outcome + ".", Set.of(), Set.of()));
  }

  private String file(String name, Optional<String> voided, List<CheckResult> verdicts)
      throws IOException {
    ConformanceResult result =
        new ConformanceResult(
            Instant.EPOCH,
            Instant.EPOCH,
            Stream.concat(Stream.of("baseline/tls13"), verdicts.stream().map(CheckResult::scenario))
                .distinct()
                .map(id -> new CheckedScenario(id, "title"))
                .toList(),
            List.of(
                new CheckerResult("scan", "1", Optional.empty(), voided, Duration.ZERO, verdicts)));
    return Files.writeString(directory.resolve(name), result.toJson()).toString();
  }
}
