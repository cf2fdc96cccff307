package dev.atsharness.drill.internal;

import dev.atsharness.ats.ClientProfile;
import dev.atsharness.scenario.Catalogue;
import dev.atsharness.scenario.Scenario;
import dev.atsharness.scenario.internal.DrillMaterial;
import dev.atsharness.scenario.internal.ServerSettings.Host;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The scenarios that drills are made from, as the devices of each set of releases see them.
 * Immutable.
 */
final class ScenarioChoices {

  private final List<ClientProfile> profiles;
  private final Map<Set<ClientProfile>, List<ScenarioChoice>> bySeers;

  ScenarioChoices(Catalogue catalogue, DrillMaterial material) {
    this.profiles = catalogue.devices();
    List<ScenarioChoice> all =
        catalogue.scenarios().stream()
            .filter(scenario -> scenario.settings().url().host() == Host.QUALIFIED)
            .filter(scenario -> material.services().containsKey(scenario.description().role()))
            .filter(scenario -> !leadsOn(scenario))
            .map(scenario -> ScenarioChoice.of(scenario, profiles))
            .toList();
    this.bySeers =
        sets(Set.of(), 0).stream()
            .collect(
                Collectors.toMap(
                    seers -> seers,
                    seers ->
                        all.stream()
                            .map(one -> one.seenBy(seers))
                            .filter(one -> !one.visits().isEmpty())
                            .toList(),
                    (one, other) -> one,
                    HashMap::new));
  }

  /** The log does not show which server has to be changed if one leads to another. */
  private static boolean leadsOn(Scenario scenario) {
    return scenario.settings().http().leadsTo().isPresent()
        || scenario.settings().http().leadsToClearText();
  }

  /** All sets of profiles that a drill may have, with these and some of those from an index on. */
  private Set<Set<ClientProfile>> sets(Set<ClientProfile> begun, int from) {
    Set<Set<ClientProfile>> sets = new HashSet<>();
    for (int i = from; i < profiles.size() && begun.size() < Level.MAX_RELEASES; i++) {
      Set<ClientProfile> set = new HashSet<>(begun);
      set.add(profiles.get(i));
      sets.add(set);
      sets.addAll(sets(set, i + 1));
    }
    return sets;
  }

  /** The client profiles of the releases. */
  List<ClientProfile> profiles() {
    return profiles;
  }

  /** The scenarios whose behaviour is certain for at least one of these devices. */
  List<ScenarioChoice> seenBy(List<Device> devices) {
    return bySeers.get(devices.stream().map(Device::profile).collect(Collectors.toSet()));
  }
}
