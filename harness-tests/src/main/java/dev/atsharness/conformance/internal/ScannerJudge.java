package dev.atsharness.conformance.internal;

import static dev.atsharness.conformance.internal.Judge.minus;
import static dev.atsharness.conformance.internal.Judge.words;

import dev.atsharness.ats.Violation;
import dev.atsharness.conformance.CheckedEndpoint;
import dev.atsharness.conformance.CheckerOutput;
import dev.atsharness.conformance.KnownLimitations;
import dev.atsharness.conformance.Outcome;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/**
 * Judges scanners: compares what they report with the violations, the codes that these imply, and
 * whether a device would be refused for a reason without a code.
 */
final class ScannerJudge {

  private static final String REFUSED = "REFUSED";

  private final CheckedEndpoint endpoint;
  private final KnownLimitations limits;
  private final Observation seen;
  private final List<Violation> fault;
  private final List<Violation> implied;
  private final Set<Violation> reported;
  private final boolean refused;

  private ScannerJudge(CheckedEndpoint endpoint, KnownLimitations limits, Observation seen) {
    this.endpoint = endpoint;
    this.limits = limits;
    this.seen = seen;
    this.fault = endpoint.expect().violations();
    this.implied = endpoint.expect().implied();
    this.reported = seen.report().violations();
    this.refused = seen.report().refused().isPresent();
  }

  static Judgement judge(CheckedEndpoint endpoint, KnownLimitations limits, Observation seen) {
    return new ScannerJudge(endpoint, limits, seen).judge();
  }

  private Judgement judge() {
    if (seen.report().status() == CheckerOutput.Status.UNREACHABLE) {
      return verdict(Outcome.UNREACHABLE, "Cannot tell: " + seen.report().note() + ".");
    }
    if (seen.report().status() == CheckerOutput.Status.TIMED_OUT) {
      return verdict(Outcome.TIMEOUT, "It did not end in time and was stopped.");
    }
    if (seen.report().noResult()) {
      return judgeNoResult();
    }
    if (foundNothing() && !seen.looked() && !blindToTheFault()) {
      return verdict(
          Outcome.NO_CONTACT,
          "It reported nothing, and the server's journal " + seen.howItDidNotLook() + ".");
    }
    if (endpoint.exempt()) {
      return judgeExempt();
    }
    return endpoint.inconclusive() ? judgeInconclusive() : judgeFault();
  }

  private boolean foundNothing() {
    return reported.isEmpty() && !refused;
  }

  /**
   * Judges a checker without a result. It makes no difference whether it says that it cannot judge
   * the server or gets no result: it did not check the server. This is right only if the connection
   * breaks before it shows anything.
   */
  private Judgement judgeNoResult() {
    if (endpoint.inconclusive() && !endpoint.unsettled() && seen.looked()) {
      return verdict(Outcome.AGREED, "It said that a broken connection shows nothing.");
    }
    if (blindToTheFault()) {
      return verdict(Outcome.CANNOT_SEE, declared(fault));
    }
    if (!endpoint.faulty() && blindToFindableCodes()) {
      return verdict(
          Outcome.CANNOT_SEE,
          "All that can be found is "
              + words(findableCodes())
              + ": "
              + reasons(findableCodes())
              + ".");
    }
    Set<Violation> blamed = minus(fault, limits.cannotSee().keySet());
    String never = seen.looked() ? "" : ", and the server's journal " + seen.howItDidNotLook();
    return new Judgement(
        Outcome.UNSUPPORTED,
        endpoint.faulty(),
        expected(),
        actual(),
        "It came to no result ("
            + note()
            + ")"
            + never
            + (endpoint.faulty()
                ? "; this server has a fault, and nothing declares that the checker cannot see it."
                : "; this server has no known fault, but it was not checked."),
        blamed,
        Set.of());
  }

  /**
   * Judges a report about an exempt server. Codes that are true for the connection are listed as
   * implied; they do not matter because of the role or the host.
   */
  private Judgement judgeExempt() {
    if (foundNothing()) {
      return verdict(Outcome.AGREED, "It reported nothing about a server that Apple exempts.");
    }
    boolean isSo = reported.isEmpty() || implied.isEmpty() || implied.containsAll(reported);
    if (reported.isEmpty() && endpoint.unreachableForDevices()) {
      return verdict(
          Outcome.AGREED, "Apple exempts the server, but a device does not reach it either.");
    }
    if (!limits.knowsRole() && isSo) {
      return verdict(
          Outcome.CANNOT_SEE,
          endpoint.description().role().exempt()
              ? "It cannot know that a server used for "
                  + endpoint.description().role().label()
                  + " is exempt."
              : "It checks servers, not their names; "
                  + endpoint.location().host()
                  + " is exempt because of its name.");
    }
    return falseAlarm(minus(reported, limits.knowsRole() ? Set.of() : implied));
  }

  private Judgement judgeInconclusive() {
    Set<Violation> unexpected = minus(reported, implied);
    if (!unexpected.isEmpty()) {
      return falseAlarm(unexpected);
    }
    if (!reported.isEmpty()) {
      return verdict(Outcome.AGREED, "It reported something to which only some clients object.");
    }
    String said = refused ? "It said that a device would be refused" : "It reported nothing";
    return verdict(
        Outcome.INCONCLUSIVE,
        endpoint.unsettled()
            ? said + ", and no source says what a device does here."
            : "The connection breaks before it shows anything. " + said + ".");
  }

  private Judgement judgeFault() {
    Set<Violation> unexpected = minus(minus(reported, fault), implied);
    if (!unexpected.isEmpty() || (refused && !endpoint.refused())) {
      return falseAlarm(unexpected);
    }
    if (endpoint.refusedWithoutCode()) {
      return judgeRefusal();
    }
    Set<Violation> missing = minus(fault, reported);
    Set<Violation> blamed = minus(missing, limits.cannotSee().keySet());
    if (!blamed.isEmpty()) {
      return foundNothing() || !minus(fault, missing).isEmpty()
          ? missed(blamed)
          : wrongReason(blamed);
    }
    if (!missing.isEmpty()) {
      return verdict(Outcome.CANNOT_SEE, declared(missing));
    }
    return verdict(
        Outcome.AGREED,
        fault.isEmpty()
            ? "It found nothing wrong, and nothing is."
            : "It reported the fault: " + words(fault) + ".");
  }

  /** Judges a server that a device refuses for a reason without a code. */
  private Judgement judgeRefusal() {
    if (!foundNothing()) {
      return verdict(
          Outcome.AGREED,
          refused
              ? "It said that a device would be refused, and that is true."
              : "It reported what is true of a server at which a device is refused.");
    }
    return limits.cannotSeeRefusals().isPresent()
        ? verdict(Outcome.CANNOT_SEE, declared(fault))
        : verdict(
            Outcome.MISSED,
            "It found nothing wrong, but a device would be refused here, for a reason that has no"
                + " code; "
                + REFUSED
                + " says that.");
  }

  private Judgement missed(Set<Violation> missing) {
    return verdict(
        Outcome.MISSED,
        "It did not report " + words(missing) + ", which is what is wrong with this server.",
        missing,
        Set.of());
  }

  private Judgement wrongReason(Set<Violation> missing) {
    return verdict(
        Outcome.WRONG_REASON,
        reported.isEmpty()
            ? "It said that a device would be refused, without the code of the fault: "
                + words(missing)
                + "."
            : "It reported "
                + words(reported)
                + ", which only follows from the fault that it did not report: "
                + words(missing)
                + ".",
        missing,
        Set.of());
  }

  /**
   * @param unexpected the wrong codes; empty if only the refusal is wrong
   */
  private Judgement falseAlarm(Set<Violation> unexpected) {
    Set<Violation> missing =
        endpoint.inconclusive()
            ? Set.of()
            : minus(minus(fault, reported), limits.cannotSee().keySet());
    String more = missing.isEmpty() ? "" : ", and it missed " + words(missing);
    return verdict(
        Outcome.FALSE_ALARM,
        unexpected.isEmpty()
            ? "It said that a device would be refused, but that is wrong here" + more + "."
            : "It reported " + words(unexpected) + ", but that is not wrong here" + more + ".",
        missing,
        unexpected);
  }

  private Judgement verdict(Outcome outcome, String explanation) {
    return verdict(outcome, explanation, Set.of(), Set.of());
  }

  private Judgement verdict(
      Outcome outcome, String explanation, Set<Violation> missed, Set<Violation> falseAlarms) {
    return new Judgement(
        outcome, outcome.deviation(), expected(), actual(), explanation, missed, falseAlarms);
  }

  private String expected() {
    if (endpoint.inconclusive()) {
      return endpoint.unsettled()
          ? (implied.isEmpty() ? "nothing" : "nothing or " + words(implied))
              + ": no source says what a device does"
          : "nothing: the connection breaks";
    }
    if (endpoint.exempt()) {
      return "nothing: exempt";
    }
    if (endpoint.refusedWithoutCode()) {
      return REFUSED
          + ": a device is refused for a reason without a code"
          + (implied.isEmpty() ? "" : " (or " + words(implied) + ")");
    }
    return words(fault) + (implied.isEmpty() ? "" : " (implies " + words(implied) + ")");
  }

  private String actual() {
    return switch (seen.report().status()) {
      case TIMED_OUT -> "stopped after " + seen.took().toSeconds() + " s";
      case UNREACHABLE -> "not run: " + note();
      case INCONCLUSIVE, UNSUPPORTED -> "no result: " + note();
      case FINISHED -> {
        if (!refused) {
          yield words(reported);
        }
        yield reported.isEmpty() ? REFUSED : words(reported) + ", " + REFUSED;
      }
    };
  }

  private String note() {
    return seen.report().note().isEmpty() ? "no reason given" : seen.report().note();
  }

  /** True if the checker declares that it can see nothing of the fault. */
  private boolean blindToTheFault() {
    return endpoint.refusedWithoutCode() ? limits.cannotSeeRefusals().isPresent() : blindTo(fault);
  }

  /** Returns the codes that are true for a server, so that reporting them is not a false alarm. */
  private Collection<Violation> findableCodes() {
    return endpoint.exempt() && endpoint.location().cleartext()
        ? List.of(Violation.TLS_NOT_USED)
        : implied;
  }

  private boolean blindToFindableCodes() {
    return blindTo(findableCodes());
  }

  private boolean blindTo(Collection<Violation> violations) {
    return !violations.isEmpty() && limits.cannotSee().keySet().containsAll(violations);
  }

  private String declared(Collection<Violation> unseen) {
    return unseen.isEmpty()
        ? "It declares that it cannot see refusals without a code: "
            + limits.cannotSeeRefusals().orElseThrow()
            + "."
        : "It declares that it cannot see " + words(unseen) + ": " + reasons(unseen) + ".";
  }

  private String reasons(Collection<Violation> violations) {
    return String.join(
        "; ", violations.stream().map(limits.cannotSee()::get).distinct().sorted().toList());
  }
}
