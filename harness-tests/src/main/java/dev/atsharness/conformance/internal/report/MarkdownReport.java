package dev.atsharness.conformance.internal.report;

import dev.atsharness.conformance.CheckResult;
import dev.atsharness.conformance.CheckerResult;
import dev.atsharness.conformance.ConformanceResult;
import dev.atsharness.conformance.Outcome;
import dev.atsharness.conformance.internal.Grounds;
import dev.atsharness.log.internal.text.HostileText;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Writes a result in GitHub's Markdown, for a job's summary or a comment: a line per checker, every
 * deviation with its explanation, and the known gaps in a collapsed section.
 */
public final class MarkdownReport {

  /**
   * The limit in bytes. A job's summary may have 1 MiB and is dropped completely if it is longer;
   * this leaves a margin.
   */
  static final int MAX_BYTES = 1_000_000;

  private final ConformanceResult result;
  private final StringBuilder text = new StringBuilder();
  private int bytes;

  private MarkdownReport(ConformanceResult result) {
    this.result = result;
  }

  /** Returns the report, at most a megabyte; items that do not fit are counted. */
  public static String of(ConformanceResult result) {
    return new MarkdownReport(result).write();
  }

  private String write() {
    line("## ATS harness: " + escape(Summary.headline(result)));
    line("");
    line(
        count(result.scenarios().size(), "scenario")
            + ", "
            + count(result.checkers().size(), "checker")
            + ", "
            + result.started().truncatedTo(ChronoUnit.SECONDS)
            + ", "
            + TimeSpan.words(Duration.between(result.started(), result.ended()))
            + ".");
    line("");
    line(escape(Grounds.TRUTH));
    summary();
    for (CheckerResult checker : result.checkers()) {
      deviations(checker);
    }
    for (CheckerResult checker : result.checkers()) {
      knownGaps(checker);
    }
    return text.toString();
  }

  private void summary() {
    line("");
    List<Column> columns = columns();
    line(
        "| checker | version | deviations | "
            + columns.stream().map(Column::title).collect(Collectors.joining(" | "))
            + " | time |");
    line("|---|---|--:|" + "--:|".repeat(columns.size() + 1));
    for (CheckerResult checker : result.checkers()) {
      line(
          "| "
              + String.join(
                  " | ",
                  escape(checker.checker()),
                  escape(checker.version()),
                  checker.voided().isPresent() ? "void" : "" + checker.deviations().size(),
                  columns.stream()
                      .map(column -> "" + checker.count(column.outcome()))
                      .collect(Collectors.joining(" | ")),
                  TimeSpan.words(checker.took()))
              + " |");
    }
    for (CheckerResult checker : result.checkers()) {
      checker.voided().ifPresent(reason -> line("\n**Void:** " + escape(reason)));
      checker.failedBaseline().ifPresent(this::evidence);
      Summary.open(result, checker)
          .ifPresent(sentence -> line("\n" + escape(checker.checker()) + ": " + sentence));
    }
  }

  private record Column(String title, Outcome outcome, boolean ofClients) {}

  private static final List<Column> COLUMNS =
      List.of(
          new Column("missed", Outcome.MISSED, false),
          new Column("accepted", Outcome.ACCEPTED, true),
          new Column("refused", Outcome.REFUSED, true),
          new Column("wrong reason", Outcome.WRONG_REASON, false),
          new Column("false alarms", Outcome.FALSE_ALARM, false),
          new Column("agreed", Outcome.AGREED, false),
          new Column("not offered", Outcome.NOT_OFFERED, true),
          new Column("known gaps", Outcome.KNOWN_GAP, false),
          new Column("cannot see", Outcome.CANNOT_SEE, false));

  /** The columns of counts; those that only clients on trial have, if there is such a count. */
  private List<Column> columns() {
    return COLUMNS.stream()
        .filter(
            column ->
                !column.ofClients()
                    || result.checkers().stream().anyMatch(c -> c.count(column.outcome()) > 0))
        .toList();
  }

  private void evidence(CheckResult verdict) {
    line("");
    for (String detail : verdict.allDetails()) {
      String item = "- " + escape(detail);
      if (bytes + length(item) > MAX_BYTES) {
        line("- and more, which does not fit here");
        return;
      }
      line(item);
    }
  }

  private void deviations(CheckerResult checker) {
    List<CheckResult> deviations = checker.deviations();
    if (!deviations.isEmpty()) {
      line("");
      line("### " + escape(checker.checker()) + ": " + count(deviations.size(), "deviation"));
      line("");
      items(deviations);
    }
  }

  private void knownGaps(CheckerResult checker) {
    List<CheckResult> gaps =
        checker.verdicts().stream().filter(v -> v.outcome() == Outcome.KNOWN_GAP).toList();
    if (!gaps.isEmpty()) {
      line("");
      line(
          "<details><summary>"
              + escape(checker.checker())
              + ": "
              + count(gaps.size(), "known gap")
              + "</summary>");
      line("");
      items(gaps);
      line("");
      line("</details>");
    }
  }

  private void items(List<CheckResult> verdicts) {
    int left = verdicts.size();
    for (CheckResult verdict : verdicts) {
      String item =
          "- "
              + escape(verdict.scenario())
              + " ("
              + escape(result.title(verdict.scenario()))
              + "): **"
              + verdict.outcome()
              + "**. "
              + escape(verdict.judgement().explanation())
              + (verdict.deviation() ? grounds(verdict.scenario()) : "");
      if (bytes + length(item) > MAX_BYTES) {
        line("- and " + left + " more, which do not fit here");
        return;
      }
      line(item);
      left--;
    }
  }

  /** Returns each fact in a separate line below the item. */
  private String grounds(String scenario) {
    return result.grounds(scenario).lines().stream()
        .map(line -> "\n  - " + line.name() + ": " + escape(line.text()))
        .collect(Collectors.joining());
  }

  private void line(String line) {
    text.append(line).append('\n');
    bytes += length(line) + 1;
  }

  private static int length(String line) {
    return line.getBytes(StandardCharsets.UTF_8).length;
  }

  private static String count(long n, String what) {
    return n + " " + what + (n == 1 ? "" : "s");
  }

  /**
   * Escapes hostile text so that it is plain text: no markup, no HTML and no link. It does not
   * notify anyone, because an at sign or a hash is separated from the text after it.
   */
  public static String escape(String hostile) {
    StringBuilder safe = new StringBuilder();
    HostileText.escape(hostile)
        .codePoints()
        .forEach(
            c -> {
              if (c > 127 || Character.isLetterOrDigit(c) || " .,:-()'".indexOf(c) >= 0) {
                safe.appendCodePoint(c);
              } else {
                safe.append("&#").append(c).append(';');
                if (c == '@' || c == '#') {
                  safe.append("<!-- -->");
                }
              }
            });
    // GitHub turns the following text into a link.
    return safe.toString().replace("www.", "www&#46;");
  }
}
