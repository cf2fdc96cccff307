package dev.atsharness.conformance.report;

import dev.atsharness.conformance.CheckerResult;
import dev.atsharness.conformance.ConformanceResult;
import dev.atsharness.conformance.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** What a run came to, in words that are the same in every report. */
public final class Summary {

  private Summary() {}

  /**
   * The run in a few words. It is all as expected only where nothing deviates, no run is void, and
   * every server was looked at.
   */
  public static String headline(ConformanceResult result) {
    List<String> parts = new ArrayList<>();
    long deviations =
        sound(result).stream().mapToLong(checker -> checker.deviations().size()).sum();
    if (deviations > 0) {
      parts.add(count(deviations, "deviation"));
    }
    if (result.isVoid()) {
      parts.add("nothing can be said" + (sound(result).isEmpty() ? "" : " of " + voided(result)));
    }
    if (parts.isEmpty()) {
      parts.add(withoutDeviation(result));
    }
    if (result.unreachable() > 0) {
      parts.add(
          count(result.unreachable(), "check")
              + " not made, since the server was not reachable"
              + (result.allowed().contains(Outcome.UNREACHABLE) ? ", which was allowed" : ""));
    }
    return String.join("; ", parts);
  }

  private static String withoutDeviation(ConformanceResult result) {
    long unseen = unseen(result);
    if (unseen > 0) {
      return "no deviation, but " + notLookedAt(unseen);
    }
    if (result.checkers().stream().anyMatch(checker -> checker.verdicts().isEmpty())) {
      return "nothing can be said, since there is no verdict on any server";
    }
    return result.unreachable() > 0 ? "no deviation" : "all as expected";
  }

  private static long unseen(ConformanceResult result) {
    return sound(result).stream().mapToLong(checker -> checker.notLookedAt().size()).sum();
  }

  /**
   * What the headline does not say of what is known or was not looked at, as a sentence; empty if
   * there is nothing.
   */
  public static Optional<String> remainder(ConformanceResult result) {
    List<String> parts = new ArrayList<>();
    long gaps = count(result, Outcome.KNOWN_GAP);
    long unseen = result.deviates() || result.isVoid() ? unseen(result) : 0;
    if (gaps > 0) {
      parts.add(count(gaps, "known gap"));
    }
    if (unseen > 0) {
      parts.add(notLookedAt(unseen));
    }
    return parts.isEmpty() ? Optional.empty() : Optional.of(String.join("; ", parts) + ".");
  }

  /**
   * How many servers a checker did not look at, as a sentence, and whether that is declared; empty
   * if it looked at all.
   */
  public static Optional<String> notLookedAt(CheckerResult checker) {
    int unseen = checker.notLookedAt().size();
    if (unseen == 0) {
      return Optional.empty();
    }
    long open = checker.count(Outcome.UNSUPPORTED);
    String declared =
        open == 0
            ? "which its adapter declares."
            : open == unseen
                ? "and nothing declares that this is known."
                : "and for " + open + " of them nothing declares that this is known.";
    return Optional.of(notLookedAt(unseen) + ", " + declared);
  }

  private static String notLookedAt(long servers) {
    return servers == 1 ? "1 server was not looked at" : servers + " servers were not looked at";
  }

  private static List<CheckerResult> sound(ConformanceResult result) {
    return result.checkers().stream().filter(checker -> checker.voided().isEmpty()).toList();
  }

  private static String voided(ConformanceResult result) {
    return result.checkers().stream()
        .filter(checker -> checker.voided().isPresent())
        .map(CheckerResult::checker)
        .collect(Collectors.joining(", "));
  }

  private static long count(ConformanceResult result, Outcome outcome) {
    return sound(result).stream().mapToLong(checker -> checker.count(outcome)).sum();
  }

  private static String count(long n, String what) {
    return n + " " + what + (n == 1 ? "" : "s");
  }
}
