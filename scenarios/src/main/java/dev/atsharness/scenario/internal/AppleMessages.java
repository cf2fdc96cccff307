package dev.atsharness.scenario.internal;

import dev.atsharness.ats.ClientProfile;
import dev.atsharness.ats.DetectedViolation;
import dev.atsharness.ats.OsRelease;
import dev.atsharness.ats.Violation;
import dev.atsharness.scenario.Scenario;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Apple's messages about a scenario, from "Warning" or "Error" on (Apple support article 126655 and
 * the strings of libboringssl): the violations that are stated for it, each with the values that
 * its message quotes.
 */
public final class AppleMessages {

  private final Map<Violation, DetectedViolation> detected;

  /**
   * The messages about a scenario's server. There are none about an exempt one, and about one that
   * leads to another, whose name is in the messages then.
   *
   * @param profiles the clients whose expectations count
   */
  public AppleMessages(Scenario scenario, List<ClientProfile> profiles) {
    boolean elsewhere = scenario.settings().http().leadsTo().isPresent();
    this.detected = scenario.exempt() || elsewhere ? Map.of() : detected(scenario, profiles);
  }

  /** The violations, in the order in which they are stated. */
  public Set<Violation> violations() {
    return detected.keySet();
  }

  /**
   * The message of a release.
   *
   * @param violation one of {@link #violations}
   * @param host the server
   * @throws IllegalArgumentException if it is not one of them, or the release does not know it
   */
  public String of(Violation violation, OsRelease release, String host) {
    if (!violations().contains(violation) || !release.knows(violation)) {
      throw new IllegalArgumentException(
          "no message about " + violation + " in release " + release.label());
    }
    return release.message(detected.get(violation), host);
  }

  /** The violations, each with the values that its message quotes. */
  public Collection<DetectedViolation> detected() {
    return Collections.unmodifiableCollection(detected.values());
  }

  /** Adds the values that the first client sees that can see them: a device if there is one. */
  private static Map<Violation, DetectedViolation> detected(
      Scenario scenario, List<ClientProfile> profiles) {
    ComputedTruth truth = ComputedTruth.ofServer(scenario);
    Set<Violation> possible = possible(scenario, profiles);
    List<Violation> stated =
        Stream.of(scenario.expect().violations(), scenario.expect().implied(), possible)
            .flatMap(Collection::stream)
            .toList();
    Map<Violation, DetectedViolation> found = new LinkedHashMap<>();
    List<ClientProfile> devicesFirst = new ArrayList<>(profiles);
    devicesFirst.sort(
        (a, b) ->
            Boolean.compare(b.enforcement().verifiesTrust(), a.enforcement().verifiesTrust()));
    for (ClientProfile profile : devicesFirst) {
      truth.detected(profile).stream()
          .filter(violation -> stated.contains(violation.violation()))
          .forEach(violation -> found.putIfAbsent(violation.violation(), violation));
    }
    Rules rules = Rules.builtIn();
    possible.stream()
        .filter(violation -> rules.of(violation).messages().quotes().isEmpty())
        .forEach(violation -> found.putIfAbsent(violation, DetectedViolation.of(violation)));
    return found;
  }

  /** The violations that clients may or may not log. */
  public static Set<Violation> possible(Scenario scenario, List<ClientProfile> profiles) {
    Set<Violation> possible = new TreeSet<>();
    profiles.forEach(profile -> possible.addAll(scenario.expectationFor(profile).mayLog()));
    return possible;
  }
}
