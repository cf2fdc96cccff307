package dev.atsharness.scenario.internal;

import dev.atsharness.scenario.Role;
import dev.atsharness.scenario.Scenario.Evidence;
import dev.atsharness.scenario.Scenario.Grounds;
import dev.atsharness.yaml.internal.Document;
import dev.atsharness.yaml.internal.Document.Section;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * The ways to make a device connect, and a tour of a few scenarios that together have every code
 * that a device can reach.
 *
 * @param triggers all ways
 * @param stops the scenarios, in order
 */
public record Tour(List<Trigger> triggers, List<Stop> stops) {

  /**
   * A scenario of the tour.
   *
   * @param scenario its id
   * @param trigger how a device is made to connect to it
   * @param look what the stop shows
   */
  public record Stop(String scenario, Trigger trigger, String look) {}

  public Tour {
    triggers = List.copyOf(triggers);
    stops = List.copyOf(stops);
  }

  /** The tour that comes with the catalogue. */
  public static Tour builtIn() {
    return CompiledRules.loadTour();
  }

  /** Reads a file that fits the schema. */
  static Tour of(JsonNode file) {
    List<Trigger> triggers = new ArrayList<>();
    file.get("triggers")
        .properties()
        .forEach(
            entry ->
                triggers.add(
                    trigger(
                        entry.getKey(), new Document(entry.getKey(), entry.getValue()).section())));
    List<Stop> stops =
        new Document("stops", file)
            .section().sections("stops").stream().map(stop -> stop(stop, triggers)).toList();
    return new Tour(triggers, stops);
  }

  private static Trigger trigger(String id, Section section) {
    return new Trigger(
        id,
        new Trigger.Instructions(
            section.text("action", ""),
            Optional.ofNullable(section.text("link", null)),
            section.text("then", "")),
        Set.copyOf(
            section.list("roles", name -> SettingKeys.constant(Role.class, name), List.of())),
        Set.copyOf(section.list("platforms", Platform::ofLabel, List.of())),
        new Trigger.Request(section.text("request", ""), section.flag("port-443-only", false)),
        section.list("processes", text -> text, List.of()),
        Optional.ofNullable(section.text("impossible", null)),
        new Grounds(
            section.value(
                "evidence", name -> SettingKeys.constant(Evidence.class, name), Evidence.INFERRED),
            section.list("references", text -> text, List.of())));
  }

  private static Stop stop(Section section, List<Trigger> triggers) {
    String name = section.text("trigger", "");
    return new Stop(
        section.text("scenario", ""),
        triggers.stream()
            .filter(trigger -> trigger.id().equals(name))
            .findFirst()
            .orElseThrow(() -> new IllegalArgumentException("no trigger '" + name + "'")),
        section.text("look", ""));
  }
}
