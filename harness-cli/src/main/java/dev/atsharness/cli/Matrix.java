package dev.atsharness.cli;

import dev.atsharness.cli.Terminal.Style;
import dev.atsharness.conformance.CheckResult;
import dev.atsharness.conformance.CheckerResult;
import dev.atsharness.conformance.ConformanceResult;
import dev.atsharness.conformance.Outcome;
import dev.atsharness.conformance.internal.Grounds;
import dev.atsharness.conformance.internal.report.Summary;
import dev.atsharness.conformance.internal.report.TimeSpan;
import dev.atsharness.log.internal.text.HostileText;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Prints a result: the deviations with their reasons and the basis of the ground truth, a summary,
 * and a line per checker. If there are many deviations, as in a program's first run, it prints some
 * of each kind and lists the others by name. On request it prints all deviations, every scenario
 * with every checker, and the other results that are not agreement, with their reasons.
 */
final class Matrix {

  private static final String DEVICE = "simulated-device:";

  /** The largest number of deviations of a checker that are all shown in full. */
  private static final int FEW = 10;

  /** The number of deviations of each kind that are shown in full if there are more. */
  private static final int OF_EACH_KIND = 2;

  /** The width of lines of names, in characters. */
  private static final int WIDTH = 100;

  private final Terminal out;
  private final ConformanceResult result;
  private final boolean all;

  /** Prints every row. */
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
        Optional<CheckResult> verdict =
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

  private static Style style(CheckResult verdict) {
    if (verdict.deviation()) {
      return Style.BAD;
    }
    return verdict.outcome() == Outcome.AGREED ? Style.GOOD : Style.DOUBTFUL;
  }

  private void deviations() {
    for (CheckerResult checker : result.checkers()) {
      Optional<CheckResult> failed = checker.failedBaseline();
      failed.ifPresent(verdict -> deviation(verdict, verdict.allDetails()));
      List<CheckResult> deviations =
          checker.deviations().stream().filter(one -> !failed.equals(Optional.of(one))).toList();
      if (all || deviations.size() <= FEW) {
        deviations.forEach(this::deviation);
      } else {
        manyDeviations(checker, deviations);
      }
    }
  }

  private void manyDeviations(CheckerResult checker, List<CheckResult> deviations) {
    Map<Outcome, List<CheckResult>> kinds =
        deviations.stream()
            .collect(
                Collectors.groupingBy(
                    CheckResult::outcome, () -> new EnumMap<>(Outcome.class), Collectors.toList()));
    out.line();
    out.line(
        out.style(Style.STRONG, checker.checker())
            + " deviates at "
            + deviations.size()
            + " servers: "
            + kinds.entrySet().stream()
                .map(kind -> kind.getValue().size() + " " + kind.getKey().code())
                .collect(Collectors.joining(", "))
            + ". Some of each kind are shown in full, the others by name; --all shows all in"
            + " full.");
    kinds.forEach(
        (outcome, some) -> {
          some.stream().limit(OF_EACH_KIND).forEach(this::deviation);
          if (some.size() > OF_EACH_KIND) {
            out.line();
            out.line(
                out.style(Style.BAD, outcome.code())
                    + " at "
                    + (some.size() - OF_EACH_KIND)
                    + " more:");
            names(some.subList(OF_EACH_KIND, some.size()));
          }
        });
  }

  private void names(List<CheckResult> verdicts) {
    StringBuilder line = new StringBuilder(" ");
    for (CheckResult verdict : verdicts) {
      if (line.length() > 1 && line.length() + verdict.scenario().length() >= WIDTH) {
        out.line(line.toString());
        line = new StringBuilder(" ");
      }
      line.append(' ').append(verdict.scenario());
    }
    out.line(line.toString());
  }

  private void deviation(CheckResult verdict) {
    deviation(verdict, verdict.details());
  }

  private void deviation(CheckResult verdict, List<String> details) {
    out.line();
    out.line(
        out.style(Style.STRONG, verdict.scenario())
            + " by "
            + verdict.checker()
            + ": "
            + out.style(Style.BAD, verdict.outcome().code()));
    out.line("  " + HostileText.escape(result.title(verdict.scenario())));
    out.line("  " + HostileText.escape(verdict.judgement().explanation()));
    details.forEach(line -> out.line("  " + HostileText.escape(line)));
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

  /** Prints a line for each check result that is neither agreement nor deviation. */
  private void reasons() {
    Table table = new Table();
    boolean any = false;
    for (CheckerResult checker : result.checkers()) {
      for (CheckResult verdict : checker.verdicts()) {
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
    List<String> parts = new ArrayList<>();
    for (Outcome outcome : Outcome.values()) {
      if (outcome != Outcome.MISSED
          && outcome != Outcome.FALSE_ALARM
          && checker.count(outcome) > 0) {
        parts.add(checker.count(outcome) + " " + outcome.code());
      }
    }
    if (!onTrial(checker)) {
      parts.add(checker.count(Outcome.MISSED) + " missed");
      parts.add(
          checker.falseAlarms() + (checker.falseAlarms() == 1 ? " false alarm" : " false alarms"));
    }
    parts.add("in " + TimeSpan.words(checker.took()));
    out.line(
        out.style(Style.STRONG, checker.checker())
            + (checker.version().isEmpty() ? "" : " " + HostileText.escape(checker.version()))
            + ": "
            + checker
                .voided()
                .map(reason -> out.style(Style.BAD, "void. " + HostileText.escape(reason)))
                .orElse(String.join(", ", parts)));
    Summary.open(result, checker)
        .ifPresent(sentence -> out.line("  " + out.style(Style.DOUBTFUL, sentence)));
  }

  /** Whether it is a client on trial, which connects and reports no violations. */
  private static boolean onTrial(CheckerResult checker) {
    return checker.profile().isEmpty()
        && checker.verdicts().stream()
            .anyMatch(verdict -> verdict.observation().report().connection().isPresent());
  }
}
