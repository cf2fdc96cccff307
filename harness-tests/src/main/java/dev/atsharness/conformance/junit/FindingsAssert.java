package dev.atsharness.conformance.junit;

import dev.atsharness.conformance.CheckResult;
import dev.atsharness.conformance.CheckedScenario;
import dev.atsharness.conformance.CheckerOutput;
import dev.atsharness.conformance.KnownLimitations;
import dev.atsharness.conformance.Outcome;
import dev.atsharness.conformance.internal.Judge;
import dev.atsharness.conformance.internal.Judgement;
import dev.atsharness.conformance.internal.Observation;
import dev.atsharness.scenario.Catalogue;
import dev.atsharness.yaml.internal.NearNames;
import java.util.Optional;
import java.util.Set;
import org.assertj.core.api.AbstractAssert;
import org.opentest4j.TestAbortedException;

/** Compares a checker's findings with the ground truth, as a conformance run does. */
public final class FindingsAssert extends AbstractAssert<FindingsAssert, CheckerOutput> {

  private KnownLimitations limits = KnownLimitations.NONE;
  private Optional<String> profile = Optional.empty();

  FindingsAssert(CheckerOutput actual) {
    super(actual, FindingsAssert.class);
  }

  /** Sets the checker's known limitations; by default it has none. */
  public FindingsAssert withLimits(KnownLimitations limits) {
    this.limits = limits;
    return this;
  }

  /**
   * Marks the findings as the log lines of a device, which is judged by what it does and logs.
   *
   * @param profile id of its client profile, for example {@code ios-26.5-system}
   */
  public FindingsAssert ofDevice(String profile) {
    this.profile = Optional.of(profile);
    return this;
  }

  /**
   * Fails unless the findings agree with the endpoint's ground truth: its fault, and nothing wrong.
   * The message gives the outcome, as the reports of a run do. A test that can show nothing is
   * aborted, for example if the checker declares that it {@linkplain KnownLimitations#cannotSee
   * cannot see} the fault.
   *
   * @throws IllegalArgumentException if the endpoint's ground truth has no entry for the device
   */
  public FindingsAssert agreeWith(TestEndpoint endpoint) {
    isNotNull();
    Set<String> known = endpoint.target().expect().clients().keySet();
    Optional<String> stated = profile.map(id -> stated(id, known));
    Observation seen = observed(endpoint);
    Judgement judgement = Judge.judge(endpoint.target(), stated, limits, seen);
    CheckResult verdict =
        new CheckResult(profile.orElse("checker"), endpoint.id(), seen, judgement);
    if (verdict.deviation()) {
      throw failureWithActualExpected(
          judgement.actual(),
          judgement.expected(),
          "%s",
          endpoint.id()
              + ": "
              + ResultAssertion.deviation(verdict, CheckedScenario.of(endpoint.target())));
    }
    if (verdict.outcome() != Outcome.AGREED) {
      throw new TestAbortedException(endpoint.id() + ": " + ResultAssertion.sentence(verdict));
    }
    return this;
  }

  /**
   * Returns the profile whose ground truth applies: that of the nearest release if this one is not
   * listed.
   */
  private static String stated(String id, Set<String> known) {
    if (known.contains(id)) {
      return id;
    }
    Catalogue catalogue = Catalogue.ofClients();
    try {
      String nearest = catalogue.stated(catalogue.profile(id)).id();
      if (known.contains(nearest)) {
        return nearest;
      }
    } catch (IllegalArgumentException e) {
      throw unknown(id, known);
    }
    throw unknown(id, known);
  }

  private static IllegalArgumentException unknown(String id, Set<String> known) {
    return NearNames.unknown("client profile", id, known);
  }

  private Observation observed(TestEndpoint endpoint) {
    try {
      return endpoint.observed(actual);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new TestAbortedException("interrupted while waiting for the journal", e);
    }
  }
}
