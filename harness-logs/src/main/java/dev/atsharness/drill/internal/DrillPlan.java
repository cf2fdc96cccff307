package dev.atsharness.drill.internal;

import dev.atsharness.ats.ClientProfile;
import dev.atsharness.ats.Violation;
import dev.atsharness.drill.internal.Server.Part;
import dev.atsharness.scenario.Role;
import dev.atsharness.scenario.Scenario;
import dev.atsharness.scenario.internal.DrillMaterial;
import dev.atsharness.scenario.internal.DrillMaterial.Outsider;
import dev.atsharness.scenario.internal.DrillMaterial.Service;
import dev.atsharness.scenario.internal.Platform;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Chooses the devices and servers of a drill. Not for use by several threads. */
final class DrillPlan {

  private static final List<Platform> PLATFORMS = List.of(Platform.IOS, Platform.MACOS);

  private static final String BASELINE = "baseline";

  private final List<ScenarioChoice> all;
  private final DrillMaterial material;
  private final SeededRandom dice;
  private final Level level;
  private final String organisation;
  private final List<Device> devices;
  private final List<Server> servers = new ArrayList<>();
  private final Set<String> used = new HashSet<>();

  /**
   * @param all the scenarios to choose from
   * @param profiles the client profiles of the releases, of which the level determines how many are
   *     used
   */
  DrillPlan(
      List<ScenarioChoice> all,
      List<ClientProfile> profiles,
      DrillMaterial material,
      SeededRandom dice,
      Level level) {
    this.all = all;
    this.material = material;
    this.dice = dice;
    this.level = level;
    this.organisation = dice.pick(material.organisations());
    this.devices =
        dice.shuffled(profiles).stream()
            .limit(level.releases())
            .map(profile -> new Device(profile, dice.pick(PLATFORMS)))
            .toList();
    chooseServers();
  }

  List<Device> devices() {
    return devices;
  }

  /** All servers, in random order. */
  List<Server> servers() {
    return dice.shuffled(servers);
  }

  private void chooseServers() {
    List<ScenarioChoice> faulty = candidates(scenario -> !scenario.exempt());
    // The log does not show which server has to be changed if one leads to another.
    faulty.removeIf(
        one -> one.violations().isEmpty() || one.scenario().settings().http().leadsToClearText());
    if (level.subtle()) {
      chooseServers(Part.FAULTY, faulty, ScenarioChoice::several);
      chooseServers(Part.FAULTY, faulty, ScenarioChoice::hidesMore);
    }
    while (servers.size() < level.faulty()) {
      chooseServers(Part.FAULTY, faulty, one -> level.subtle() || one.violations().size() == 1);
    }
    List<ScenarioChoice> exempt = candidates(scenario -> scenario.description().role().exempt());
    for (int i = 0; i < level.exempt(); i++) {
      chooseServers(Part.EXEMPT, exempt, one -> !isTaken(one.scenario().description().role()));
    }
    List<ScenarioChoice> clean = candidates(scenario -> !scenario.exempt());
    clean.removeIf(one -> !one.clean(devices.size()));
    for (int i = 0; i < level.clean(); i++) {
      chooseServers(
          Part.CLEAN, clean, one -> !level.subtle() || one.scenario().family().equals(BASELINE));
    }
    if (level.subtle()) {
      chooseServers(Part.OUTSIDE, faulty, one -> one.violations().size() == 1);
    }
  }

  private List<ScenarioChoice> candidates(Predicate<Scenario> fit) {
    Set<String> profiles =
        devices.stream().map(device -> device.profile().id()).collect(Collectors.toSet());
    return all.stream()
        .filter(candidate -> candidate.scenario().settings().http().leadsTo().isEmpty())
        .filter(candidate -> fit.test(candidate.scenario()))
        .map(candidate -> candidate.seenBy(profiles))
        .filter(candidate -> !candidate.visits().isEmpty())
        .collect(Collectors.toCollection(ArrayList::new));
  }

  /**
   * Chooses a server: first the codes, then a scenario, because some codes have many scenarios and
   * others few.
   */
  private void chooseServers(
      Part part, List<ScenarioChoice> candidates, Predicate<ScenarioChoice> fit) {
    Map<Set<Violation>, List<ScenarioChoice>> byCodes =
        candidates.stream()
            .filter(one -> !used.contains(one.scenario().id()))
            .filter(fit)
            .filter(one -> part == Part.OUTSIDE || !posts(one.scenario()).isEmpty())
            .collect(
                Collectors.groupingBy(
                    one -> one.violations(), LinkedHashMap::new, Collectors.toList()));
    ScenarioChoice chosen = dice.pick(dice.pick(List.copyOf(byCodes.values())));
    used.add(chosen.scenario().id());
    servers.add(part == Part.OUTSIDE ? outside(chosen) : inside(part, chosen));
  }

  /** A host name for a server, with the role that it suggests. */
  private record Post(Role role, String host) {}

  /**
   * The possible names for a scenario. A fault of TLS fits servers of several roles; a scenario
   * about a role keeps that role.
   */
  private List<Post> posts(Scenario scenario) {
    Stream<Role> roles =
        scenario.description().role() == Role.MDM
            ? material.services().keySet().stream().filter(role -> !role.exempt())
            : Stream.of(scenario.description().role());
    return roles
        .flatMap(
            role ->
                material.services().get(role).hosts().stream()
                    .map(label -> new Post(role, label + "." + organisation)))
        .filter(post -> servers.stream().noneMatch(server -> server.host().equals(post.host)))
        .toList();
  }

  private boolean isTaken(Role role) {
    return servers.stream().anyMatch(server -> server.role() == role);
  }

  private Server inside(Part part, ScenarioChoice chosen) {
    List<Post> posts = posts(chosen.scenario());
    List<Post> unlike = posts.stream().filter(post -> !isTaken(post.role)).toList();
    Post post = dice.pick(unlike.isEmpty() ? posts : unlike);
    Service service = material.services().get(post.role);
    Map<Platform, String> processes = new EnumMap<>(Platform.class);
    service.processes().forEach((platform, names) -> processes.put(platform, dice.pick(names)));
    return new Server(
        post.host,
        part,
        service.title(),
        service.path(),
        post.role,
        chosen.scenario(),
        processes,
        chosen.visits());
  }

  private Server outside(ScenarioChoice chosen) {
    Outsider outsider = dice.pick(material.outsiders());
    return new Server(
        outsider.host(),
        Part.OUTSIDE,
        "server of the app " + outsider.process(),
        "/",
        Role.APP,
        chosen.scenario(),
        Map.of(Platform.IOS, outsider.process(), Platform.MACOS, outsider.process()),
        chosen.visits());
  }
}
