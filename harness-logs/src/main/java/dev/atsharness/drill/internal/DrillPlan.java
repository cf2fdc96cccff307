package dev.atsharness.drill.internal;

import dev.atsharness.ats.Violation;
import dev.atsharness.drill.internal.Contact.Phase;
import dev.atsharness.drill.internal.Contact.Standing;
import dev.atsharness.drill.internal.Server.Part;
import dev.atsharness.drill.internal.ServerNames.Post;
import dev.atsharness.scenario.Role;
import dev.atsharness.scenario.internal.DrillMaterial;
import dev.atsharness.scenario.internal.DrillMaterial.Outsider;
import dev.atsharness.scenario.internal.Platform;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** Chooses the devices and servers of a drill. Not for use by several threads. */
final class DrillPlan {

  private static final List<Platform> PLATFORMS = List.of(Platform.IOS, Platform.MACOS);

  private static final String BASELINE = "baseline";

  /** How often a server ends a connection after a violation, of a hundred that would go on. */
  private static final int ENDED_BY_SERVER = 30;

  /** How often a device that stops at the chain logs the other violations, of a hundred. */
  private static final int LOGGING_ALL = 60;

  private final SeededRandom dice;
  private final Level level;
  private final DrillCast cast;
  private final List<Server> servers = new ArrayList<>();

  /**
   * @param all the scenarios to choose from
   */
  DrillPlan(ScenarioChoices all, DrillMaterial material, SeededRandom dice, Level level) {
    this.dice = dice;
    this.level = level;
    List<Device> devices =
        dice.shuffled(all.profiles()).stream()
            .limit(level.releases())
            .map(profile -> new Device(profile, dice.pick(PLATFORMS)))
            .toList();
    this.cast = new DrillCast(all.seenBy(devices), material, dice, devices);
    chooseServers();
  }

  List<Device> devices() {
    return cast.devices();
  }

  /** All servers, in random order. */
  List<Server> servers() {
    return dice.shuffled(servers);
  }

  private void chooseServers() {
    if (level.subtle()) {
      faulty(ScenarioChoice::several);
      faulty(ScenarioChoice::hidesMore);
    }
    while (servers.size() < level.faulty()) {
      faulty(one -> level.subtle() || one.violations().size() == 1);
    }
    ExemptServers exempt = new ExemptServers(cast);
    for (int i = 0; i < level.exempt(); i++) {
      servers.add(exempt.server());
    }
    clean();
    if (level.reports()) {
      servers.add(new ReportedServers(cast).server());
    }
    if (level.subtle()) {
      outside().ifPresent(servers::add);
      servers.add(changed());
    }
  }

  private void faulty(Predicate<ScenarioChoice> fit) {
    ScenarioChoice chosen = cast.pick(cast.faulty(fit));
    Post post = cast.post(chosen.scenario());
    servers.add(
        new Server(
            post.host(),
            Part.FAULTY,
            post.role(),
            cast.service(post.role()).title(),
            chosen.scenario().description().title(),
            cast.contacts(chosen, post.role(), this::course)));
  }

  private Course course(ExpectedVisit visit) {
    Course course = Course.expected(visit);
    if (course.enforced() || course.logged().isEmpty()) {
      return course;
    }
    if (visit.connects() && !visit.clear()) {
      return dice.chance(ENDED_BY_SERVER) ? course.endedByServer(dice) : course;
    }
    return level.subtle() && dice.chance(LOGGING_ALL) ? Course.loggingAll(visit) : course;
  }

  private void clean() {
    ScenarioChoice chosen =
        cast.pick(
            cast.clean().stream()
                .filter(one -> !level.subtle() || one.scenario().family().equals(BASELINE))
                .toList());
    Post post = cast.post(chosen.scenario());
    servers.add(
        new Server(
            post.host(),
            Part.CLEAN,
            post.role(),
            cast.service(post.role()).title(),
            "",
            cast.contacts(chosen, post.role(), Course::expected)));
  }

  /**
   * The server of a process that the requirements do not cover. It is seen by devices that only
   * warn, because no source says what an app on the others does; empty if there is no such device.
   */
  private Optional<Server> outside() {
    List<ScenarioChoice> possible =
        cast.faulty(
            one ->
                one.violations().size() == 1
                    && one.visits().stream().anyMatch(DrillPlan::warnsOnly));
    if (possible.isEmpty()) {
      return Optional.empty();
    }
    Outsider outsider = dice.pick(cast.material().apps().outsiders());
    String host =
        dice.chance(50)
            ? outsider.host()
            : cast.names().post(Role.APP, cast.material().apps().hosts()).host();
    ScenarioChoice chosen = cast.pick(possible);
    List<Contact> contacts =
        devices().stream()
            .flatMap(
                device ->
                    chosen.visit(device).stream()
                        .filter(DrillPlan::warnsOnly)
                        .map(
                            visit ->
                                new Contact(
                                    device,
                                    outsider.process(),
                                    "/v1/sync",
                                    Standing.OUTSIDE,
                                    Course.expected(visit),
                                    Phase.WHOLE,
                                    1 + dice.below(2),
                                    Optional.empty())))
            .toList();
    return Optional.of(
        new Server(
            host,
            Part.OUTSIDE,
            Role.APP,
            "server of the app " + outsider.process(),
            chosen.scenario().description().title(),
            contacts));
  }

  private static boolean warnsOnly(ExpectedVisit visit) {
    return visit.connects() && !visit.silent() && !Course.expected(visit).enforced();
  }

  /** A server about which its owner says that it has been changed; one device connects to it. */
  private Server changed() {
    ScenarioChoice before = cast.pick(cast.faulty(one -> one.violations().size() == 1));
    Device device =
        dice.pick(
            devices().stream()
                .filter(one -> before.visit(one).filter(visit -> !visit.silent()).isPresent())
                .toList());
    Violation fault = before.violations().iterator().next();
    Post post = cast.post(before.scenario());
    Course first = Course.expected(before.visit(device).orElseThrow());
    List<Contact> contacts = new ArrayList<>();
    contacts.add(contact(device, post, first, Phase.FIRST_HALF));
    after(device, fault, first)
        .ifPresent(second -> contacts.add(contact(device, post, second, Phase.SECOND_HALF)));
    return new Server(
        post.host(),
        Part.CHANGED,
        post.role(),
        cast.service(post.role()).title(),
        before.scenario().description().title(),
        contacts);
  }

  /** What the device sees afterwards: nothing, the same, another fault, or none. */
  private Optional<Course> after(Device device, Violation fault, Course first) {
    return switch (dice.below(4)) {
      case 0 -> Optional.empty();
      case 1 -> Optional.of(first);
      case 2 ->
          Optional.of(
              seen(
                  device,
                  cast.faulty(
                      one ->
                          one.visit(device)
                              .filter(visit -> !visit.silent())
                              .filter(visit -> !visit.expected().logs().contains(fault))
                              .isPresent())));
      default -> Optional.of(seen(device, cast.clean()));
    };
  }

  private Course seen(Device device, List<ScenarioChoice> some) {
    return Course.expected(cast.pick(some).visit(device).orElseThrow());
  }

  private Contact contact(Device device, Post post, Course course, Phase phase) {
    return cast.contact(device, post.role(), Standing.COVERED, course, phase);
  }
}
