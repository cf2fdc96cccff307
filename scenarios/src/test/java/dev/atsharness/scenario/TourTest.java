package dev.atsharness.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atsharness.ats.Violation;
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
  void the_tour_has_every_code_that_a_scenario_can_show() {
    assertThat(tour.stops()).hasSizeLessThanOrEqualTo(15);
    Set<Violation> shown = EnumSet.noneOf(Violation.class);
    tour.stops().forEach(stop -> shown.addAll(scenario(stop).expect().violations()));
    Rules rules = Rules.builtIn();
    assertThat(shown)
        .containsExactlyInAnyOrderElementsOf(
            Arrays.stream(Violation.values())
                .filter(violation -> rules.of(violation).unreachable().isEmpty())
                .toList());
  }

  @Test
  void it_has_scenarios_that_must_not_be_flagged() {
    assertThat(tour.stops())
        .filteredOn(stop -> scenario(stop).expect().violations().isEmpty())
        .extracting(Tour.Stop::scenario)
        .contains("baseline/tls13", "exempt/scep-no-ems");
  }

  @Test
  void each_stop_answers_to_its_trigger_which_can_be_done() {
    for (Tour.Stop stop : tour.stops()) {
      assertThat(stop.trigger().roles()).as(stop.scenario()).contains(scenario(stop).role());
      assertThat(stop.trigger().impossible()).as(stop.scenario()).isEmpty();
    }
  }

  @Test
  void each_role_that_a_device_asks_has_a_trigger() {
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
  void the_processes_are_of_the_filter_and_run_on_a_platform_of_the_trigger() {
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
  void discovery_asks_port_443_whatever_port_is_served() {
    Trigger trigger = trigger("work-account");
    assertThat(trigger.url(ENDPOINT))
        .hasToString("https://no-ems.ats-harness.test/.well-known/com.apple.remotemanagement");
    assertThat(trigger.actionFor(ENDPOINT)).contains("test@no-ems.ats-harness.test");
    assertThat(trigger.linkFor(ENDPOINT)).isEmpty();
  }

  @Test
  void a_link_has_the_url_percent_encoded() {
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
