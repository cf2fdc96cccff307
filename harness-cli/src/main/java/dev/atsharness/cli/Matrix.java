package dev.atsharness.cli;

import dev.atsharness.cli.Terminal.Style;
import dev.atsharness.conformance.CheckerResult;
import dev.atsharness.conformance.ConformanceResult;
import dev.atsharness.conformance.Grounds;
import dev.atsharness.conformance.HostileText;
import dev.atsharness.conformance.Outcome;
import dev.atsharness.conformance.Verdict;
import dev.atsharness.conformance.report.Summary;
import dev.atsharness.conformance.report.TimeSpan;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Prints a result: what deviates, why, and what the ground truth rests on; what it all comes to;
 * and a line per checker. On demand also each scenario by each checker, and what else is short of
 * agreement and why.
 */
final class Matrix {

  private static final String DEVICE = "simulated-device:";

  private final Terminal out;
  private final ConformanceResult result;
  private final boolean all;

  /** With every row. */
  Matrix(Terminal out, ConformanceResult result) {
    this(out, result, true);
  }

  /**
   * @param all whether to show every row, or only what deviates
   */
  Matrix(Terminal out, ConformanceResult result, boolean all) {
    this.out = out;
    this.result = result;
    this.all = all;
  }

  void print() {
    if (all) {
      matrix();
    }
    deviations();
    if (all) {
      reasons();
    }
    out.line();
    out.line(
        out.style(Style.STRONG, HostileText.escape(Summary.headline(result)))
            + ". "
            + Summary.remainder(result).map(sentence -> sentence + " ").orElse("")
            + (all ? "" : "--all shows every row."));
    out.line(Grounds.TRUTH);
    out.line();
    result.checkers().forEach(this::summary);
  }

  private void matrix() {
    List<String> head = new ArrayList<>(List.of("SCENARIO"));
    result.checkers().forEach(checker -> head.add(column(checker)));
    Table table = new Table().row(head.toArray(String[]::new));
    Set<String> scenarios = new LinkedHashSet<>();
    result.checkers().forEach(c -> c.verdicts().forEach(v -> scenarios.add(v.scenario())));
    for (String scenario : scenarios) {
      table.row(scenario);
      for (CheckerResult checker : result.checkers()) {
        Optional<Verdict> verdict =
            checker.verdicts().stream().filter(v -> v.scenario().equals(scenario)).findFirst();
        table.cell(
            verdict.map(v -> v.outcome().code()).orElse("-"),
            verdict.map(Matrix::style).orElse(Style.FAINT));
      }
    }
    table.print(out);
  }

  private static String column(CheckerResult checker) {
    return checker.checker().startsWith(DEVICE)
        ? checker.checker().substring(DEVICE.length())
        : checker.checker();
  }

  private static Style style(Verdict verdict) {
    if (verdict.deviation()) {
      return Style.BAD;
    }
    return verdict.outcome() == Outcome.AGREED ? Style.GOOD : Style.DOUBTFUL;
  }

  private void deviations() {
    for (CheckerResult checker : result.checkers()) {
      for (Verdict verdict : checker.deviations()) {
        out.line();
        out.line(
            out.style(Style.STRONG, verdict.scenario())
                + " by "
                + checker.checker()
                + ": "
                + out.style(Style.BAD, verdict.outcome().code()));
        out.line("  " + HostileText.escape(result.title(verdict.scenario())));
        out.line("  " + HostileText.escape(verdict.judgement().explanation()));
        verdict.details().forEach(line -> out.line("  " + HostileText.escape(line)));
        result
            .grounds(verdict.scenario())
            .lines()
            .forEach(
                line ->
                    out.line(
                        "  "
                            + String.format(Locale.ROOT, "%-9s ", line.name() + ":")
                            + HostileText.escape(line.text())));
        out.line("  see:      ats-harness show " + verdict.scenario());
      }
    }
  }

  /** A line for each verdict that is neither agreement nor deviation. */
  private void reasons() {
    Table table = new Table();
    boolean any = false;
    for (CheckerResult checker : result.checkers()) {
      for (Verdict verdict : checker.verdicts()) {
        if (!verdict.deviation() && verdict.outcome() != Outcome.AGREED) {
          any = true;
          table
              .row(verdict.scenario() + " by " + checker.checker())
              .cell(verdict.outcome().code(), style(verdict))
              .cell(HostileText.escape(verdict.judgement().explanation()), Style.FAINT);
        }
      }
    }
    if (any) {
      out.line();
      table.print(out);
    }
  }

  private void summary(CheckerResult checker) {
    StringBuilder line = new StringBuilder();
    for (Outcome outcome : Outcome.values()) {
      if (outcome != Outcome.MISSED
          && outcome != Outcome.FALSE_ALARM
          && checker.count(outcome) > 0) {
        line.append(checker.count(outcome)).append(' ').append(outcome.code()).append(", ");
      }
    }
    line.append(
        String.format(
            Locale.ROOT,
            "%d missed, %d false alarm%s, in %s",
            checker.missed(),
            checker.falseAlarms(),
            checker.falseAlarms() == 1 ? "" : "s",
            TimeSpan.words(checker.took())));
    out.line(
        out.style(Style.STRONG, checker.checker())
            + (checker.version().isEmpty() ? "" : " " + HostileText.escape(checker.version()))
            + ": "
            + checker
                .voided()
                .map(reason -> out.style(Style.BAD, "void. " + HostileText.escape(reason)))
                .orElse(line.toString()));
    Summary.notLookedAt(checker)
        .ifPresent(sentence -> out.line("  " + out.style(Style.DOUBTFUL, sentence)));
  }
}
