package dev.atsharness.scenario.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atsharness.ats.Violation;
import dev.atsharness.scenario.Catalogue;
import dev.atsharness.scenario.Role;
import dev.atsharness.scenario.Scenario;
import java.net.URI;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class TourTest {

  private static final URI ENDPOINT = URI.create("https://no-ems.ats-harness.test:8443/");

  private final Tour tour = Tour.builtIn();
  private final Catalogue catalogue = Catalogue.builtIn();

  @Test
  void theTourHasEveryCodeThatAScenarioCanShow() {
    assertThat(tour.stops()).hasSizeLessThanOrEqualTo(15);
    Set<Violation> shown = EnumSet.noneOf(Violation.class);
    tour.stops().forEach(stop -> shown.addAll(scenario(stop).expect().violations()));
    Rules rules = Rules.builtIn();
    assertThat(shown)
        .containsExactlyInAnyOrderElementsOf(
            Arrays.stream(Violation.values())
                .filter(violation -> rules.of(violation).coverage().unreachable().isEmpty())
                .toList());
  }

  @Test
  void itHasScenariosThatMustNotBeFlagged() {
    assertThat(tour.stops())
        .filteredOn(stop -> scenario(stop).expect().violations().isEmpty())
        .extracting(Tour.Stop::scenario)
        .contains("baseline/tls13", "exempt/scep-no-ems");
  }

  @Test
  void eachStopAnswersToItsTriggerWhichCanBeDone() {
    for (Tour.Stop stop : tour.stops()) {
      assertThat(stop.trigger().roles())
          .as(stop.scenario())
          .contains(scenario(stop).description().role());
      assertThat(stop.trigger().impossible()).as(stop.scenario()).isEmpty();
    }
  }

  @Test
  void eachRoleThatADeviceAsksHasATrigger() {
    Set<Role> triggered =
        tour.triggers().stream()
            .flatMap(trigger -> trigger.roles().stream())
            .collect(Collectors.toSet());
    assertThat(triggered)
        .containsAll(
            Arrays.stream(Role.values())
                .filter(role -> !role.exempt() || role == Role.SCEP)
                .toList());
  }

  @Test
  void theProcessesAreOfTheFilterAndRunOnAPlatformOfTheTrigger() {
    for (Trigger trigger : tour.triggers()) {
      for (String name : trigger.processes()) {
        SystemProcess process =
            SystemProcess.all().stream()
                .filter(one -> one.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError(name));
        assertThat(process.platforms()).as(name).containsAnyElementsOf(trigger.platforms());
      }
    }
  }

  @Test
  void discoveryAlwaysAsksPort443() {
    Trigger trigger = trigger("work-account");
    assertThat(trigger.url(ENDPOINT))
        .hasToString("https://no-ems.ats-harness.test/.well-known/com.apple.remotemanagement");
    assertThat(trigger.actionFor(ENDPOINT)).contains("test@no-ems.ats-harness.test");
    assertThat(trigger.linkFor(ENDPOINT)).isEmpty();
  }

  @Test
  void aLinkHasTheUrlPercentEncoded() {
    assertThat(trigger("app-link").linkFor(ENDPOINT))
        .contains(
            "itms-services://?action=download-manifest&url="
                + "https%3A%2F%2Fno-ems.ats-harness.test%3A8443%2Fmanifest.plist");
  }

  private Trigger trigger(String id) {
    return tour.triggers().stream().filter(one -> one.id().equals(id)).findFirst().orElseThrow();
  }

  private Scenario scenario(Tour.Stop stop) {
    return catalogue.scenario(stop.scenario());
  }
}
