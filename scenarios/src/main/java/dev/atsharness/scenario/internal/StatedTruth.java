package dev.atsharness.scenario.internal;

import dev.atsharness.ats.ClientProfile;
import dev.atsharness.ats.ClientProfile.Mode;
import dev.atsharness.ats.ClientProfile.Policy;
import dev.atsharness.ats.Violation;
import dev.atsharness.scenario.ClientExpectation;
import dev.atsharness.scenario.ClientExpectation.Side;
import dev.atsharness.scenario.Expectation;
import dev.atsharness.scenario.Expectation.Verdict;
import dev.atsharness.scenario.Scenario;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The hand-written ground truth of a scenario for one client: its entry under {@code
 * expect.clients}, otherwise that of the profile that it is like, by name or by the first pattern
 * that fits; otherwise what follows from {@code violations}, {@code implied}, {@code ats} and
 * {@code fcp}:
 *
 * <ol>
 *   <li>an exempt role or host: connects, logs nothing;
 *   <li>the chain is not trusted: refused by the client, which logs that and may log the rest;
 *   <li>a client without a policy, or one that verifies nothing: connects;
 *   <li>a client that only warns: connects and logs every code its release knows;
 *   <li>a client that enforces: connects where its verdict is pass; else refuses, and logs the code
 *       if there is just one.
 * </ol>
 *
 * A client without a policy never logs, even if the profile that it is like does.
 */
public final class StatedTruth {
  private StatedTruth() {}

  public static ClientExpectation of(Scenario scenario, ClientProfile client) {
    ClientExpectation stated =
        entry(scenario.expect().clients(), client).orElseGet(() -> derived(scenario, client));
    return client.enforcement().policy() == Policy.NONE ? silent(stated) : stated;
  }

  private static Optional<ClientExpectation> entry(
      Map<String, ClientExpectation> entries, ClientProfile client) {
    return entryKey(entries.keySet(), client).map(entries::get);
  }

  /** The key under {@code expect.clients} that applies to this client. */
  static Optional<String> entryKey(Collection<String> keys, ClientProfile client) {
    if (keys.contains(client.id())) {
      return Optional.of(client.id());
    }
    String id = client.like().orElse(client.id());
    return keys.contains(id)
        ? Optional.of(id)
        : keys.stream()
            .filter(key -> key.indexOf('*') >= 0 && new Glob(key).matches(id))
            .findFirst();
  }

  private static ClientExpectation derived(Scenario scenario, ClientProfile client) {
    Expectation expect = scenario.expect();
    if (scenario.exempt()) {
      return ClientExpectation.connects(List.of());
    }
    List<Violation> codes = new ArrayList<>(expect.violations());
    codes.addAll(expect.implied());
    codes.removeIf(code -> !client.release().knows(code));
    if (client.enforcement().verifiesTrust() && codes.contains(Violation.CERTIFICATE_NOT_TRUSTED)) {
      if (!client.enforcement().logs()) {
        return refused(List.of(), codes);
      }
      codes.remove(Violation.CERTIFICATE_NOT_TRUSTED);
      return refused(List.of(Violation.CERTIFICATE_NOT_TRUSTED), codes);
    }
    if (client.enforcement().policy() == Policy.NONE) {
      return ClientExpectation.connects(List.of());
    }
    if (client.enforcement().mode() == Mode.WARN) {
      return ClientExpectation.connects(
          client.enforcement().logs() ? List.copyOf(codes) : List.of());
    }
    Verdict verdict = client.enforcement().policy() == Policy.ATS ? expect.ats() : expect.fcp();
    if (verdict == Verdict.PASS) {
      return ClientExpectation.connects(List.of());
    }
    codes.removeIf(code -> !client.enforcement().refuses(code));
    return client.enforcement().logs() && codes.size() == 1
        ? refused(codes, List.of())
        : refused(List.of(), codes);
  }

  private static ClientExpectation silent(ClientExpectation stated) {
    return stated.logging(List.of(), List.of());
  }

  private static ClientExpectation refused(List<Violation> logs, List<Violation> mayLog) {
    return ClientExpectation.refusedBy(Side.CLIENT).withUnknownAlert().logging(logs, mayLog);
  }
}
