package dev.atsharness.drill.internal;

import dev.atsharness.drill.internal.Contact.Phase;
import dev.atsharness.drill.internal.Contact.Standing;
import dev.atsharness.drill.internal.Server.Part;
import dev.atsharness.drill.internal.ServerNames.Post;
import dev.atsharness.scenario.internal.DrillMaterial.Report;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Makes servers about which a process reports a failure, without the cause. The cause is in the
 * lines of the connection, if the log has them. Not for use by several threads.
 */
final class ReportedServers {

  /** A course of one device, with the fault that it comes from. */
  private record Possible(Device device, Course course, String fault) {}

  private final DrillCast cast;
  private final SeededRandom dice;

  ReportedServers(DrillCast cast) {
    this.cast = cast;
    this.dice = cast.dice();
  }

  Server server() {
    Report report =
        dice.pick(
            cast.material().reports().stream()
                .filter(one -> !cast.names().free(one.role(), one.hosts()).isEmpty())
                .toList());
    Possible possible = dice.pick(dice.pick(causes()));
    Device device = possible.device;
    Post post = cast.names().post(report.role(), report.hosts());
    return new Server(
        post.host(),
        Part.REPORTED,
        post.role(),
        cast.service(post.role()).title(),
        possible.fault,
        List.of(
            new Contact(
                device,
                report.processes().get(device.platform()),
                report.path(),
                Standing.COVERED,
                possible.course,
                Phase.WHOLE,
                1,
                Optional.of(report))));
  }

  /** The courses, by the kind of cause; kinds that no device of the drill has are left out. */
  private List<List<Possible>> causes() {
    Device any = dice.pick(cast.devices());
    List<List<Possible>> causes = new ArrayList<>();
    causes.add(
        seen(
            cast.faulty(one -> one.violations().size() == 1 && !cast.isUsed(one)),
            visit -> visit.ending() == Ending.DEVICE_REFUSED && !visit.silent()));
    causes.add(
        seen(
            cast.subject(one -> true),
            visit -> visit.refusedByServer() && visit.silent() && !visit.clear()));
    causes.add(seen(cast.clean(), visit -> !visit.clear()));
    causes.add(List.of(new Possible(any, Course.notReached(any.profile(), dice), "")));
    causes.add(List.of(new Possible(any, Course.notSeen(any.profile()), "")));
    causes.removeIf(List::isEmpty);
    return causes;
  }

  private List<Possible> seen(List<ScenarioChoice> some, Predicate<ExpectedVisit> fit) {
    return some.stream()
        .flatMap(
            one ->
                cast.devices().stream()
                    .flatMap(
                        device ->
                            one.visit(device).stream()
                                .filter(fit)
                                .map(
                                    visit ->
                                        new Possible(
                                            device,
                                            Course.expected(visit),
                                            one.scenario().description().title()))))
        .toList();
  }
}
