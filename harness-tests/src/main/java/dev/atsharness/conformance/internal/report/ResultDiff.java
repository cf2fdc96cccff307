package dev.atsharness.conformance.internal.report;

import dev.atsharness.conformance.CheckResult;
import dev.atsharness.conformance.CheckerOutput.Status;
import dev.atsharness.conformance.CheckerResult;
import dev.atsharness.conformance.ConformanceResult;
import dev.atsharness.conformance.Outcome;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The differences between two results.
 *
 * @param changes one for each checker and scenario whose outcome is different, the worst kind first
 */
public record ResultDiff(List<Change> changes) {

  /** The ways in which an outcome can differ. */
  public enum Kind {
    /** It did not deviate before and does now, or it was judged before and is not now. */
    REGRESSION,
    /** It deviated and no longer does. */
    FIX,
    /** Another outcome, where both or neither deviate, or the new one is declared. */
    CHANGED,
    /** It was not checked before. */
    NEW,
    /** It is no longer checked, and was not judged before either. */
    GONE;

    /** The name in reports. */
    public String code() {
      return name().toLowerCase(Locale.ROOT);
    }

    /** Returns a number of them as text: {@code 1 fix}, {@code 2 fixes}, {@code 2 new}. */
    public String count(long n) {
      String plural =
          switch (this) {
            case REGRESSION -> "s";
            case FIX -> "es";
            case CHANGED, NEW, GONE -> "";
          };
      return n + " " + code() + (n == 1 ? "" : plural);
    }
  }

  /**
   * A difference.
   *
   * @param before the old check result; empty if it was not checked
   * @param after the new check result; empty if it is no longer checked
   */
  public record Change(
      Kind kind,
      String checker,
      String scenario,
      Optional<CheckResult> before,
      Optional<CheckResult> after) {}

  /** A checker and a scenario. */
  private record Place(String checker, String scenario) {}

  public ResultDiff {
    changes = List.copyOf(changes);
  }

  /**
   * Compares two results. The check results of a void run mean nothing and must not be compared.
   */
  public static ResultDiff between(ConformanceResult before, ConformanceResult after) {
    Map<Place, CheckResult> old = verdicts(before);
    Map<Place, CheckResult> now = verdicts(after);
    List<Change> changes = new ArrayList<>();
    now.forEach(
        (place, verdict) ->
            change(place, Optional.ofNullable(old.get(place)), Optional.of(verdict))
                .ifPresent(changes::add));
    old.forEach(
        (place, verdict) -> {
          if (!now.containsKey(place)) {
            change(place, Optional.of(verdict), Optional.empty()).ifPresent(changes::add);
          }
        });
    return new ResultDiff(changes.stream().sorted((a, b) -> a.kind().compareTo(b.kind())).toList());
  }

  private static Map<Place, CheckResult> verdicts(ConformanceResult result) {
    Map<Place, CheckResult> all = new LinkedHashMap<>();
    for (CheckerResult checker : result.checkers()) {
      for (CheckResult verdict : checker.verdicts()) {
        all.put(new Place(checker.checker(), verdict.scenario()), verdict);
      }
    }
    return all;
  }

  private static Optional<Change> change(
      Place place, Optional<CheckResult> before, Optional<CheckResult> after) {
    return kind(before, after)
        .map(kind -> new Change(kind, place.checker(), place.scenario(), before, after));
  }

  private static Optional<Kind> kind(Optional<CheckResult> before, Optional<CheckResult> after) {
    if (before.isEmpty()) {
      return Optional.of(Kind.NEW);
    }
    boolean wasJudged = judged(before.get());
    if (after.isEmpty()) {
      return Optional.of(wasJudged ? Kind.REGRESSION : Kind.GONE);
    }
    if (wasJudged && !judged(after.get())) {
      return Optional.of(Kind.REGRESSION);
    }
    if (before.get().deviation() != after.get().deviation()) {
      return Optional.of(
          after.get().deviation()
              ? Kind.REGRESSION
              : isDeclared(after.get()) ? Kind.CHANGED : Kind.FIX);
    }
    return before.get().outcome() == after.get().outcome()
        ? Optional.empty()
        : Optional.of(Kind.CHANGED);
  }

  /** True if the fault is still not found and this is declared, so that nothing was fixed. */
  private static boolean isDeclared(CheckResult verdict) {
    return verdict.outcome() == Outcome.KNOWN_GAP || verdict.outcome() == Outcome.CANNOT_SEE;
  }

  /**
   * True if the checker checked the server and was judged; false if the result only says why there
   * is no judgement.
   */
  private static boolean judged(CheckResult verdict) {
    return switch (verdict.outcome()) {
      case AGREED, MISSED, FALSE_ALARM, WRONG_REASON, ACCEPTED, REFUSED, FIXED_GAP -> true;
      case KNOWN_GAP, INCONCLUSIVE -> verdict.observation().report().status() == Status.FINISHED;
      case NOT_OFFERED, CANNOT_SEE, NO_CONTACT, UNSUPPORTED, TIMEOUT, UNREACHABLE -> false;
    };
  }

  public long count(Kind kind) {
    return changes.stream().filter(change -> change.kind() == kind).count();
  }

  /** True if anything became worse. */
  public boolean regressed() {
    return count(Kind.REGRESSION) > 0;
  }

  /**
   * Returns the JSON form: the number of each kind, and every difference with its outcomes and the
   * new reason.
   */
  public String toJson() {
    ObjectNode root = JsonMapper.shared().createObjectNode();
    ObjectNode counts = root.putObject("counts");
    for (Kind kind : Kind.values()) {
      counts.put(kind.code(), count(kind));
    }
    ArrayNode all = root.putArray("changes");
    for (Change change : changes) {
      ObjectNode to = all.addObject();
      to.put("kind", change.kind().code());
      to.put("checker", change.checker());
      to.put("scenario", change.scenario());
      change.before().ifPresent(verdict -> to.put("before", verdict.outcome().code()));
      change.after().ifPresent(verdict -> to.put("after", verdict.outcome().code()));
      change.after().ifPresent(verdict -> to.put("explanation", verdict.judgement().explanation()));
    }
    return root.toPrettyString();
  }
}
