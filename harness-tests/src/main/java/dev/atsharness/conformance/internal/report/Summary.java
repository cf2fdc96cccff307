package dev.atsharness.conformance.internal.report;

import dev.atsharness.conformance.CheckResult;
import dev.atsharness.conformance.CheckerOutput.Status;
import dev.atsharness.conformance.CheckerResult;
import dev.atsharness.conformance.ConformanceResult;
import dev.atsharness.conformance.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Summarizes a run in the sentences that every report uses. */
public final class Summary {

  /** The largest number of scenarios that a sentence names. */
  private static final int MOST_NAMED = 10;

  private Summary() {}

  /**
   * Summarizes the run in a few words: "all as expected" only if nothing deviates, no run is void,
   * and every server was checked. The headline of a run of some scenarios says so.
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
    long unjudged = unjudged(result);
    if (unjudged > 0) {
      parts.add(count(unjudged, "check") + " without a verdict");
    }
    if (result.unreachable() > 0) {
      parts.add(
          count(result.unreachable(), "check")
              + " not made, because the server was not reachable"
              + (result.allowed().contains(Outcome.UNREACHABLE) ? ", which was allowed" : ""));
    }
    return String.join("; ", parts)
        + sampleWords(result).map(words -> " (a " + words + ")").orElse("");
  }

  /** Returns a sentence that says that the run checked only some scenarios; empty if it did not. */
  public static Optional<String> sample(ConformanceResult result) {
    return sampleWords(result)
        .map(words -> "This run checked only a " + words + "; it says nothing about the others.");
  }

  private static Optional<String> sampleWords(ConformanceResult result) {
    return result
        .sampleOf()
        .map(all -> "selection of " + result.scenarios().size() + " of " + all + " scenarios");
  }

  private static String withoutDeviation(ConformanceResult result) {
    long unseen = unseen(result);
    if (unseen > 0) {
      return "no deviation, but " + notLookedAt(unseen);
    }
    if (result.checkers().stream().anyMatch(checker -> checker.verdicts().isEmpty())) {
      return "cannot tell, because no server was judged";
    }
    if (result.checkers().stream().anyMatch(checker -> !checker.judged())) {
      return "cannot tell, because no test concerns "
          + result.checkers().stream()
              .filter(checker -> !checker.judged())
              .map(CheckerResult::checker)
              .collect(Collectors.joining(", "));
    }
    return result.unreachable() > 0 || unjudged(result) > 0 ? "no deviation" : "all as expected";
  }

  private static long unjudged(ConformanceResult result) {
    return result.checkers().stream().mapToLong(c -> result.unjudged(c).size()).sum();
  }

  private static long unseen(ConformanceResult result) {
    return sound(result).stream().mapToLong(checker -> checker.notLookedAt().size()).sum();
  }

  /**
   * Returns a sentence about known deviations and unchecked servers that the headline does not
   * mention; empty if there are none.
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
   * Returns sentences about what is unknown for a checker: how many servers it did not check, why,
   * and whether that is declared; and for which scenarios it has no result. Empty if nothing is
   * unknown.
   */
  public static Optional<String> open(ConformanceResult result, CheckerResult checker) {
    String sentences =
        Stream.of(notLookedAt(checker), withoutVerdict(result.unjudged(checker)))
            .flatMap(Optional::stream)
            .collect(Collectors.joining(" "));
    return Optional.of(sentences).filter(text -> !text.isEmpty());
  }

  private static Optional<String> withoutVerdict(List<String> scenarios) {
    if (scenarios.isEmpty()) {
      return Optional.empty();
    }
    int more = scenarios.size() - MOST_NAMED;
    return Optional.of(
        "It has no verdict on "
            + scenarios.stream().limit(MOST_NAMED).collect(Collectors.joining(", "))
            + (more > 0 ? " and " + more + " more" : "")
            + " and cannot be judged there: run 'check' with it on all scenarios of the run.");
  }

  private static Optional<String> notLookedAt(CheckerResult checker) {
    int unseen = checker.notLookedAt().size();
    if (unseen == 0) {
      return Optional.empty();
    }
    long open = checker.count(Outcome.UNSUPPORTED);
    String declared =
        open == 0
            ? "which its adapter declares."
            : open == unseen
                ? "and nothing declares this."
                : "and for " + open + " of them nothing declares this.";
    return Optional.of(notLookedAt(unseen) + ", " + declared + " " + how(checker.notLookedAt()));
  }

  /**
   * Explains why servers were not checked: a checker that says that it cannot judge a server is
   * different from one that fails.
   */
  private static String how(List<CheckResult> unseen) {
    long said = unseen.stream().filter(v -> status(v) == Status.UNSUPPORTED).count();
    long none = unseen.size() - said;
    String where = unseen.size() == 1 ? "There it " : "At each it ";
    if (none == 0) {
      return where + "said that it cannot judge the server.";
    }
    return said == 0
        ? where + "came to no result."
        : "At "
            + said
            + " it said that it cannot judge the server, at "
            + none
            + " it came to no result.";
  }

  private static Status status(CheckResult verdict) {
    return verdict.observation().report().status();
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
