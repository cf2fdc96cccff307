package dev.atsharness.drill.internal;

import dev.atsharness.ats.Violation;
import dev.atsharness.drill.internal.Server.Part;
import dev.atsharness.drill.internal.ServerNames.Post;
import dev.atsharness.scenario.Role;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Makes servers that Apple exempts. Some have to be changed all the same: no device can connect, or
 * other connections to them are not exempt. No source says whether a device logs violations on
 * exempt connections, so some logs have them and others do not. Not for use by several threads.
 */
final class ExemptServers {

  /** What else a server of an exempt role may be. */
  private static final Set<Role> OTHER_ROLES_OF_SCEP = EnumSet.of(Role.MDM, Role.PROFILE);

  private static final Set<Role> OTHER_ROLES_OF_CACHE = EnumSet.of(Role.APP);

  private final DrillCast cast;
  private final SeededRandom dice;

  ExemptServers(DrillCast cast) {
    this.cast = cast;
    this.dice = cast.dice();
  }

  Server server() {
    List<ScenarioChoice> free =
        cast.exempt(one -> !cast.names().isTaken(one.scenario().description().role()));
    List<Role> roles =
        free.stream().map(one -> one.scenario().description().role()).distinct().toList();
    Role role = dice.pick(roles);
    int releases = cast.devices().size();
    List<ScenarioChoice> here =
        free.stream().filter(one -> one.scenario().description().role() == role).toList();
    List<ScenarioChoice> usable = here.stream().filter(one -> one.connects(releases)).toList();
    List<ScenarioChoice> dead =
        here.stream()
            .filter(one -> one.visits().stream().allMatch(ExpectedVisit::refusedByServer))
            .toList();
    return switch (dice.below(dead.isEmpty() ? 2 : 3)) {
      case 0 -> made(cast.pick(usable), false);
      case 1 -> made(cast.pick(usable), true);
      default -> made(cast.pick(dead), false);
    };
  }

  private Server made(ScenarioChoice chosen, boolean shared) {
    Role role = chosen.scenario().description().role();
    Post post = cast.names().post(Stream.of(role));
    boolean logged = dice.chance(50);
    List<Contact> contacts =
        new ArrayList<>(
            cast.contacts(
                chosen,
                role,
                visit -> Course.expected(visit).logging(logged ? visit.detected() : List.of())));
    if (shared) {
      Role other =
          dice.pick(
              List.copyOf(
                  role == Role.CONTENT_CACHING ? OTHER_ROLES_OF_CACHE : OTHER_ROLES_OF_SCEP));
      contacts.addAll(cast.contacts(withFault(chosen.detected()), other, Course::expected));
    }
    return new Server(
        post.host(),
        Part.EXEMPT,
        role,
        cast.service(role).title(),
        chosen.scenario().description().title(),
        contacts);
  }

  /** A scenario with the same fault, which need not be new: a fault may occur twice. */
  private ScenarioChoice withFault(Set<Violation> fault) {
    return dice.pick(
        cast.faulty(
            one ->
                one.violations().equals(fault)
                    && one.detected().equals(fault)
                    && one.visits().size() == cast.devices().size()));
  }
}
