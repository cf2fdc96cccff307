package dev.atsharness.drill.internal;

import dev.atsharness.ats.Violation;
import dev.atsharness.drill.internal.Contact.Phase;
import dev.atsharness.drill.internal.Contact.Standing;
import dev.atsharness.drill.internal.ServerNames.Post;
import dev.atsharness.scenario.Role;
import dev.atsharness.scenario.Scenario;
import dev.atsharness.scenario.internal.DrillMaterial;
import dev.atsharness.scenario.internal.DrillMaterial.Service;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What the servers of one drill are made from: devices, scenarios, names and processes. Not for use
 * by several threads.
 */
final class DrillCast {

  private static final int MAX_CONNECTIONS = 3;

  private final List<ScenarioChoice> subject;
  private final List<ScenarioChoice> exempt;
  private final DrillMaterial material;
  private final SeededRandom dice;
  private final List<Device> devices;
  private final ServerNames names;
  private final Set<String> used = new HashSet<>();

  /**
   * @param all the scenarios that the devices can see
   */
  DrillCast(
      List<ScenarioChoice> all, DrillMaterial material, SeededRandom dice, List<Device> devices) {
    this.subject = all.stream().filter(one -> !one.scenario().exempt()).toList();
    this.exempt = all.stream().filter(one -> one.scenario().description().role().exempt()).toList();
    this.material = material;
    this.dice = dice;
    this.devices = devices;
    this.names = new ServerNames(material, dice);
  }

  SeededRandom dice() {
    return dice;
  }

  DrillMaterial material() {
    return material;
  }

  List<Device> devices() {
    return devices;
  }

  ServerNames names() {
    return names;
  }

  /** The scenarios of servers that the requirements concern, and that fit. */
  List<ScenarioChoice> subject(Predicate<ScenarioChoice> fit) {
    return subject.stream().filter(fit).toList();
  }

  /** The scenarios of servers that are exempt by their role, and that fit. */
  List<ScenarioChoice> exempt(Predicate<ScenarioChoice> fit) {
    return exempt.stream().filter(fit).toList();
  }

  /** The scenarios that log something. */
  List<ScenarioChoice> faulty(Predicate<ScenarioChoice> fit) {
    return subject(one -> !one.violations().isEmpty() && fit.test(one));
  }

  /** The scenarios without a fault. */
  List<ScenarioChoice> clean() {
    return subject(one -> one.clean(devices.size()));
  }

  /**
   * Chooses a scenario that was not used yet and has a free name: first the codes, then a scenario
   * with them, because some codes have many scenarios and others few.
   */
  ScenarioChoice pick(Collection<ScenarioChoice> some) {
    Map<Set<Violation>, List<ScenarioChoice>> byCodes =
        some.stream()
            .filter(one -> !isUsed(one))
            .filter(
                one ->
                    roles(one.scenario()).anyMatch(role -> !names.free(role, List.of()).isEmpty()))
            .collect(
                Collectors.groupingBy(
                    ScenarioChoice::violations, LinkedHashMap::new, Collectors.toList()));
    ScenarioChoice chosen = dice.pick(dice.pick(List.copyOf(byCodes.values())));
    used.add(chosen.scenario().id());
    return chosen;
  }

  boolean isUsed(ScenarioChoice one) {
    return used.contains(one.scenario().id());
  }

  /** A name for a scenario. */
  Post post(Scenario scenario) {
    return names.post(roles(scenario));
  }

  /**
   * The roles that fit a scenario. A fault of TLS fits servers of several roles; a scenario about a
   * role keeps that role.
   */
  private Stream<Role> roles(Scenario scenario) {
    return scenario.description().role() == Role.MDM
        ? material.services().keySet().stream().filter(role -> !role.exempt())
        : Stream.of(scenario.description().role());
  }

  Service service(Role role) {
    return material.services().get(role);
  }

  /** A few connections of each device whose behaviour is certain. */
  List<Contact> contacts(ScenarioChoice chosen, Role role, Function<ExpectedVisit, Course> course) {
    Standing standing = role.exempt() ? Standing.EXEMPT : Standing.COVERED;
    return devices.stream()
        .flatMap(
            device ->
                chosen.visit(device).stream()
                    .map(
                        visit -> contact(device, role, standing, course.apply(visit), Phase.WHOLE)))
        .toList();
  }

  /** A few connections of one device, by a process that fits the role. */
  Contact contact(Device device, Role role, Standing standing, Course course, Phase phase) {
    Service service = service(role);
    return new Contact(
        device,
        dice.pick(service.processes().get(device.platform())),
        service.path(),
        standing,
        course,
        phase,
        1 + dice.below(MAX_CONNECTIONS),
        Optional.empty());
  }
}
