package dev.atsharness.conformance;

import static dev.atsharness.conformance.Judge.minus;
import static dev.atsharness.conformance.Judge.words;

import dev.atsharness.ats.Violation;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/** Judges scanners: what they report against the violations and what these imply. */
final class ScannerJudge {

  private final Target target;
  private final Limits limits;
  private final Observation seen;
  private final List<Violation> fault;
  private final List<Violation> implied;
  private final Set<Violation> reported;

  private ScannerJudge(Target target, Limits limits, Observation seen) {
    this.target = target;
    this.limits = limits;
    this.seen = seen;
    this.fault = target.expect().violations();
    this.implied = target.expect().implied();
    this.reported = seen.report().violations();
  }

  static Judgement judge(Target target, Limits limits, Observation seen) {
    return new ScannerJudge(target, limits, seen).judge();
  }

  private Judgement judge() {
    if (seen.report().status() == Report.Status.UNREACHABLE) {
      return verdict(Outcome.UNREACHABLE, "Cannot tell: " + seen.report().note() + ".");
    }
    if (seen.report().status() == Report.Status.TIMED_OUT) {
      return verdict(Outcome.TIMEOUT, "It did not end in time and was stopped.");
    }
    if (seen.report().status() == Report.Status.UNSUPPORTED) {
      return verdict(
          Outcome.CANNOT_SEE, "It says itself that it cannot judge this: " + note() + ".");
    }
    if (reported.isEmpty() && seen.nobodyCame() && !blindTo(fault)) {
      return verdict(
          Outcome.NO_CONTACT,
          seen.report().status() == Report.Status.INCONCLUSIVE
              ? "It came to no result ("
                  + note()
                  + "), and the server's journal shows that it never"
                  + " connected."
              : "It reported nothing, and the server's journal shows that it never connected.");
    }
    if (target.exempt()) {
      return judgeExempt();
    }
    return target.inconclusive() ? judgeInconclusive() : judgeFault();
  }

  /**
   * What is true of the wire there is listed as implied; that it does not matter, the role or host
   * says.
   */
  private Judgement judgeExempt() {
    if (reported.isEmpty()) {
      return verdict(Outcome.AGREED, "It left a server alone that Apple exempts.");
    }
    if (!limits.knowsRole() && (implied.isEmpty() || implied.containsAll(reported))) {
      return verdict(
          Outcome.CANNOT_SEE,
          target.role().exempt()
              ? "It cannot know that a server used for " + target.role().label() + " is exempt."
              : "It looks at servers, not at what they are called; "
                  + target.host()
                  + " is exempt for its name.");
    }
    return falseAlarm(minus(reported, limits.knowsRole() ? Set.of() : implied));
  }

  private Judgement judgeInconclusive() {
    Set<Violation> unexpected = minus(reported, implied);
    if (!unexpected.isEmpty()) {
      return falseAlarm(unexpected);
    }
    if (!reported.isEmpty()) {
      return verdict(Outcome.AGREED, "It reported what some clients object to, and others not.");
    }
    if (target.unsettled()) {
      return verdict(
          Outcome.INCONCLUSIVE, "It reported nothing, and no source says what a device does here.");
    }
    return seen.report().status() == Report.Status.INCONCLUSIVE
        ? verdict(Outcome.AGREED, "It said that a broken connection shows nothing.")
        : verdict(
            Outcome.INCONCLUSIVE,
            "The connection breaks before it shows anything, and the checker reported nothing.");
  }

  private Judgement judgeFault() {
    Set<Violation> unexpected = minus(minus(reported, fault), implied);
    if (!unexpected.isEmpty()) {
      return falseAlarm(unexpected);
    }
    Set<Violation> missing = minus(fault, reported);
    Set<Violation> blamed = minus(missing, limits.cannotSee().keySet());
    if (!blamed.isEmpty()) {
      return reported.isEmpty() || !minus(fault, missing).isEmpty()
          ? missed(blamed)
          : wrongReason(blamed);
    }
    if (!missing.isEmpty()) {
      return verdict(
          Outcome.CANNOT_SEE,
          "It declares that it cannot see " + words(missing) + ": " + reasons(missing) + ".");
    }
    if (fault.isEmpty() && seen.report().status() == Report.Status.INCONCLUSIVE) {
      if (blindTo(implied)) {
        return verdict(
            Outcome.CANNOT_SEE,
            "All there is to find is " + words(implied) + ": " + reasons(implied) + ".");
      }
      return verdict(
          Outcome.INCONCLUSIVE,
          "It could not come to a result at a server that works: " + note() + ".");
    }
    return verdict(
        Outcome.AGREED,
        fault.isEmpty()
            ? "It found nothing wrong, and nothing is."
            : "It reported the fault: " + words(fault) + ".");
  }

  private Judgement missed(Set<Violation> missing) {
    String why =
        seen.report().status() == Report.Status.INCONCLUSIVE
            ? "It came to no result (" + note() + "), so it missed " + words(missing) + "."
            : "It did not report "
                + words(missing)
                + ", and that is what is wrong with this server.";
    return verdict(Outcome.MISSED, why, missing, Set.of());
  }

  private Judgement wrongReason(Set<Violation> missing) {
    return verdict(
        Outcome.WRONG_REASON,
        "It reported "
            + words(reported)
            + ", which only follows from the fault it did not report: "
            + words(missing)
            + ".",
        missing,
        Set.of());
  }

  private Judgement falseAlarm(Set<Violation> unexpected) {
    Set<Violation> missing =
        target.inconclusive()
            ? Set.of()
            : minus(minus(fault, reported), limits.cannotSee().keySet());
    String more = missing.isEmpty() ? "" : ", and it missed " + words(missing);
    return verdict(
        Outcome.FALSE_ALARM,
        "It reported " + words(unexpected) + ", but that is not wrong here" + more + ".",
        missing,
        unexpected);
  }

  private Judgement verdict(Outcome outcome, String explanation) {
    return verdict(outcome, explanation, Set.of(), Set.of());
  }

  private Judgement verdict(
      Outcome outcome, String explanation, Set<Violation> missed, Set<Violation> falseAlarms) {
    boolean deviation =
        outcome.deviation() || (outcome == Outcome.INCONCLUSIVE && !target.inconclusive());
    return new Judgement(
        outcome, deviation, expected(), actual(), explanation, missed, falseAlarms);
  }

  private String expected() {
    if (target.unsettled()) {
      return (implied.isEmpty() ? "nothing" : "nothing or " + words(implied))
          + ": no source says what a device does";
    }
    if (target.inconclusive()) {
      return "nothing: the connection breaks";
    }
    if (target.exempt()) {
      return "nothing: exempt";
    }
    return words(fault) + (implied.isEmpty() ? "" : " (implies " + words(implied) + ")");
  }

  private String actual() {
    return switch (seen.report().status()) {
      case FINISHED -> words(reported);
      case INCONCLUSIVE -> "no result: " + note();
      case UNSUPPORTED -> "unsupported: " + note();
      case TIMED_OUT -> "stopped after " + seen.took().toSeconds() + " s";
      case UNREACHABLE -> "not run: " + note();
    };
  }

  private String note() {
    return seen.report().note().isEmpty() ? "no reason given" : seen.report().note();
  }

  private boolean blindTo(Collection<Violation> violations) {
    return !violations.isEmpty() && limits.cannotSee().keySet().containsAll(violations);
  }

  private String reasons(Collection<Violation> violations) {
    return String.join(
        "; ", violations.stream().map(limits.cannotSee()::get).distinct().sorted().toList());
  }
}
