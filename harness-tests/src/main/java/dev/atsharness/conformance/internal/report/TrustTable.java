package dev.atsharness.conformance.internal.report;

import dev.atsharness.conformance.CheckResult;
import dev.atsharness.conformance.CheckerResult;
import dev.atsharness.conformance.ConformanceResult;
import dev.atsharness.conformance.Outcome;
import dev.atsharness.conformance.checker.Checkers;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Writes how far each checker can be trusted, in Markdown: what it did, even if its adapter
 * declares this as known. Each scenario counts once, so the numbers of a line add up.
 */
public final class TrustTable {

  private enum Share {
    AGREED("agreed"),
    MISSED("missed"),
    FALSE_ALARM("false alarms"),
    CANNOT_SEE("cannot see"),
    NO_RESULT("no result");

    final String title;

    Share(String title) {
      this.title = title;
    }
  }

  private TrustTable() {}

  /** Returns a line for each checker, and one for each shipped adapter that was not run. */
  public static String of(ConformanceResult result) {
    Stream<String> head =
        Stream.of(
            MarkdownTable.extent(result, "scenarios"),
            "",
            MarkdownTable.row(
                Stream.concat(
                    Stream.of("checker", "version"), Stream.of(Share.values()).map(s -> s.title))),
            "|---|---|" + "--:|".repeat(Share.values().length));
    List<String> run = result.checkers().stream().map(CheckerResult::checker).toList();
    Stream<String> absent =
        Checkers.PROGRAMS.stream()
            .filter(name -> !run.contains(name))
            .map(name -> "| " + name + " | not run |" + " |".repeat(Share.values().length));
    return Stream.of(head, result.checkers().stream().map(TrustTable::line), absent)
        .flatMap(lines -> lines)
        .collect(Collectors.joining("\n", "", "\n"));
  }

  private static String line(CheckerResult checker) {
    Map<Share, Integer> shares = new EnumMap<>(Share.class);
    checker.verdicts().forEach(verdict -> shares.merge(share(verdict), 1, Integer::sum));
    return MarkdownTable.row(
        Stream.concat(
            Stream.of(
                MarkdownReport.escape(checker.checker()), MarkdownReport.escape(checker.version())),
            Stream.of(Share.values()).map(share -> shares.getOrDefault(share, 0))));
  }

  /**
   * Returns the column of a check result. A known or fixed gap counts as what the checker really
   * did.
   */
  private static Share share(CheckResult verdict) {
    Outcome outcome = verdict.outcome();
    return switch (outcome) {
      case AGREED, FIXED_GAP -> Share.AGREED;
      case CANNOT_SEE, NOT_OFFERED -> Share.CANNOT_SEE;
      case INCONCLUSIVE, NO_CONTACT, TIMEOUT, UNREACHABLE -> Share.NO_RESULT;
      case MISSED, WRONG_REASON, ACCEPTED -> Share.MISSED;
      case FALSE_ALARM, REFUSED -> Share.FALSE_ALARM;
      case UNSUPPORTED, KNOWN_GAP -> {
        if (!verdict.judgement().missed().isEmpty()) {
          yield Share.MISSED;
        }
        yield verdict.judgement().falseAlarms().isEmpty() ? Share.NO_RESULT : Share.FALSE_ALARM;
      }
    };
  }
}
