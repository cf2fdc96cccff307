package dev.atsharness.conformance.internal;

import static dev.atsharness.conformance.internal.Judge.minus;

import dev.atsharness.ats.Violation;
import dev.atsharness.conformance.CheckedEndpoint;
import dev.atsharness.conformance.CheckerOutput;
import dev.atsharness.conformance.CheckerOutput.Connection;
import dev.atsharness.conformance.Outcome;
import dev.atsharness.scenario.ClientExpectation;
import dev.atsharness.scenario.ClientExpectation.Connects;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;

/** Judges devices: compares what they do and log with the expectation for their client profile. */
final class DeviceJudge {

  private static final String UNKNOWN = "unknown";

  private final CheckedEndpoint endpoint;
  private final ClientExpectation expect;
  private final Observation seen;
  private final Set<Violation> logged;

  private DeviceJudge(CheckedEndpoint endpoint, ClientExpectation expect, Observation seen) {
    this.endpoint = endpoint;
    this.expect = expect;
    this.seen = seen;
    this.logged = seen.report().violations();
  }

  static Judgement judge(CheckedEndpoint endpoint, String profile, Observation seen) {
    ClientExpectation expect = endpoint.expect().clients().get(profile);
    if (expect == null) {
      return new Judgement(
          Outcome.INCONCLUSIVE,
          true,
          "not stated for " + profile,
          words(seen.report().violations()),
          "The ground truth says nothing about the client profile " + profile + ".",
          Set.of(),
          Set.of());
    }
    return new DeviceJudge(endpoint, expect, seen).judge();
  }

  private Judgement judge() {
    if (seen.report().status() == CheckerOutput.Status.UNREACHABLE) {
      return verdict(Outcome.UNREACHABLE, "Cannot tell: " + seen.report().note() + ".");
    }
    if (seen.report().status() == CheckerOutput.Status.TIMED_OUT) {
      return verdict(Outcome.TIMEOUT, "It did not end in time and was stopped.");
    }
    if (seen.report().status() == CheckerOutput.Status.INCONCLUSIVE) {
      return new Judgement(
          Outcome.INCONCLUSIVE,
          true,
          expected(),
          actual(),
          "Nothing can be concluded: " + seen.report().note() + ".",
          Set.of(),
          Set.of());
    }
    if (logged.isEmpty() && !seen.looked() && contactExpected()) {
      return verdict(
          Outcome.NO_CONTACT,
          "It logged nothing, and the server's journal " + seen.howItDidNotLook() + ".");
    }
    Set<Violation> unexpected = minus(minus(logged, expect.logs()), expect.mayLog());
    Set<Violation> missing = minus(expect.logs(), logged);
    if (!unexpected.isEmpty()) {
      String more = missing.isEmpty() ? "" : " and did not log " + words(missing);
      return verdict(
          Outcome.FALSE_ALARM,
          "It logged " + words(unexpected) + ", which it should not" + more + ".",
          missing,
          unexpected);
    }
    if (!missing.isEmpty()) {
      boolean silent =
          logged.isEmpty() && seen.connections().filter(lines -> !lines.isEmpty()).isPresent();
      return verdict(
          Outcome.MISSED,
          (silent ? "It connected and logged nothing; it" : "It")
              + " should have logged "
              + words(missing)
              + ".",
          missing,
          Set.of());
    }
    return seen.report()
        .connection()
        .map(this::judgeConnection)
        .orElseGet(() -> agreed("It logged what such a device logs"));
  }

  private Judgement judgeConnection(Connection actual) {
    if (expect.connects() == Connects.TRUE && brokeOff(actual)) {
      return new Judgement(
          Outcome.UNSUPPORTED,
          false,
          expected(),
          actual(),
          "It should have connected. The connection broke, and it is unknown whether a side refused"
              + " it: the device cannot be judged.",
          Set.of(),
          Set.of());
    }
    if (expect.connects() == Connects.TRUE && !actual.connected()) {
      return verdict(Outcome.FALSE_ALARM, "It should have connected, but " + refusal(actual) + ".");
    }
    if (expect.connects() == Connects.FALSE && actual.connected()) {
      return verdict(Outcome.MISSED, "It connected, but such a device does not.");
    }
    if (!actual.connected()) {
      if (differ(
          expect.refusedBy().map(ClientExpectation.Side::label),
          actual.refusedBy().map(ClientExpectation.Side::label))) {
        return verdict(
            Outcome.WRONG_REASON,
            "The " + expect.refusedBy().orElseThrow().label() + " should have refused.");
      }
      if (alertDiffers(actual.alert())) {
        return verdict(
            Outcome.WRONG_REASON,
            "The connection should have ended with "
                + alert(expect.alert())
                + ", not "
                + alert(actual.alert())
                + ".");
      }
    }
    if (actual.connected()) {
      return agreed("It connected and logged what such a device logs");
    }
    boolean refused = actual.refusedBy().filter(ClientExpectation.Side.CLIENT::equals).isPresent();
    return agreed(
        refused
            ? "It refused the connection, as it should, and logged what such a device logs"
            : "It did not connect and logged what such a device logs");
  }

  /**
   * True if the network or a time limit ended the connection: there is no alert, and neither side
   * refused.
   */
  private static boolean brokeOff(Connection actual) {
    return !actual.connected() && actual.refusedBy().isEmpty() && actual.alert().isEmpty();
  }

  /** True if both values are known and differ. */
  private static boolean differ(Optional<String> expected, Optional<String> actual) {
    return expected.isPresent() && actual.isPresent() && !expected.equals(actual);
  }

  /**
   * True if the alert is not the expected one. An alert is stated only for a refusal; {@code
   * unknown} matches everything, even no alert.
   */
  private boolean alertDiffers(Optional<String> actual) {
    if (expect.connects() != Connects.FALSE || isUnknown(expect.alert()) || isUnknown(actual)) {
      return false;
    }
    return !expect.alert().equals(actual);
  }

  private static boolean isUnknown(Optional<String> alert) {
    return alert.filter(UNKNOWN::equals).isPresent();
  }

  /** True if a connection is expected. A device that requires TLS never connects to plain HTTP. */
  private boolean contactExpected() {
    return !(endpoint.location().cleartext() && expect.connects() != Connects.TRUE);
  }

  private Judgement agreed(String what) {
    return verdict(Outcome.AGREED, what + ": " + words(logged) + ".");
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
    String connects =
        switch (expect.connects()) {
          case TRUE -> "connects";
          case FALSE ->
              "is refused"
                  + expect.refusedBy().map(side -> " by the " + side.label()).orElse("")
                  + " with "
                  + alert(expect.alert());
          case UNKNOWN -> "connects or not (no source says)";
        };
    String may = expect.mayLog().isEmpty() ? "" : ", may log " + words(expect.mayLog());
    return connects + ", logs " + words(expect.logs()) + may;
  }

  private String actual() {
    if (seen.report().status() == CheckerOutput.Status.UNREACHABLE) {
      return "not run: " + seen.report().note();
    }
    if (seen.report().status() == CheckerOutput.Status.TIMED_OUT) {
      return "stopped after " + seen.took().toSeconds() + " s";
    }
    String connected =
        seen.report()
            .connection()
            .map(actual -> actual.connected() ? "connected, " : refusal(actual) + ", ")
            .orElse("");
    String note = seen.report().note().isEmpty() ? "" : " (" + seen.report().note() + ")";
    return connected + "logged " + words(logged) + note;
  }

  private static String refusal(Connection actual) {
    return "was refused"
        + actual.refusedBy().map(side -> " by the " + side.label()).orElse("")
        + " with "
        + alert(actual.alert());
  }

  private static String alert(Optional<String> alert) {
    return alert
        .map(name -> name.equals(UNKNOWN) ? "an unknown alert" : "alert " + name)
        .orElse("no alert");
  }

  private static String words(Collection<Violation> violations) {
    return Judge.words(violations);
  }
}
