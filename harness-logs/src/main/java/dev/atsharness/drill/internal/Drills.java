package dev.atsharness.drill.internal;

import dev.atsharness.ats.Violation;
import dev.atsharness.drill.internal.Server.Part;
import dev.atsharness.scenario.Catalogue;
import dev.atsharness.scenario.internal.DrillMaterial;
import dev.atsharness.scenario.internal.Releases;
import dev.atsharness.scenario.internal.Rules;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;

/**
 * Makes drills from a catalogue's scenarios. The ground truth determines what each device logs, and
 * the simulated device's writer writes the messages. Immutable.
 */
public final class Drills {

  /**
   * The number of levels: 1 has one server with a fault; 2 has several, one of them exempt; 3 has
   * every kind of trap.
   */
  public static final int LEVELS = 3;

  /** The limit of random seeds, which makes them short enough to read aloud. */
  public static final int SEEDS = 1_000_000;

  private final ScenarioChoices choices;
  private final DrillMaterial material;
  private final Rules rules;
  private final Releases releases;

  public Drills(Catalogue catalogue) {
    this.material = DrillMaterial.builtIn();
    this.choices = new ScenarioChoices(catalogue, material);
    this.rules = Rules.builtIn();
    this.releases = catalogue.releases();
  }

  /**
   * The drill of a seed.
   *
   * @param level 1 to {@value #LEVELS}
   * @throws IllegalArgumentException if there is no such level
   */
  public Drill drill(long seed, int level) {
    Level hard = Level.of(level);
    SeededRandom dice = new SeededRandom(seed * LEVELS + level);
    DrillPlan plan = new DrillPlan(choices, material, dice, hard);
    List<Server> servers = plan.servers();
    LogScript script = new LogScript(material, dice, hard, plan, servers, name(seed, level));
    List<DrillQuestion> questions =
        new Questions(dice, hard, rules, releases, material, servers, script).all();
    return new Drill(
        seed, level, script.text(), violations(servers), others(servers, questions), questions);
  }

  private static String name(long seed, int level) {
    return "ATS harness drill " + seed + ", level " + level;
  }

  /** The other servers, each with the reason why it is not one to change. */
  private static SortedMap<String, String> others(
      List<Server> servers, List<DrillQuestion> questions) {
    SortedMap<String, String> others = new TreeMap<>();
    DrillQuestion first = questions.get(0);
    first.choices().stream()
        .filter(choice -> !first.answer().contains(choice.id()))
        .forEach(choice -> others.put(choice.id(), choice.note()));
    for (int i = 0; i < questions.size(); i++) {
      DrillQuestion question = questions.get(i);
      if (question.id().equals(ChangeQuestions.CHANGED)) {
        String why =
            "Its owner says that the fault was corrected, so only question "
                + (i + 1)
                + " asks about it. "
                + question.reason();
        servers.stream()
            .filter(server -> server.part() == Part.CHANGED)
            .forEach(server -> others.put(server.host(), why));
      }
    }
    return Collections.unmodifiableSortedMap(others);
  }

  private static SortedMap<String, SortedSet<Violation>> violations(List<Server> servers) {
    SortedMap<String, SortedSet<Violation>> violations = new TreeMap<>();
    servers.stream()
        .filter(server -> server.part() != Part.CHANGED && server.mustChange())
        .forEach(server -> violations.put(server.host(), server.violations()));
    return Collections.unmodifiableSortedMap(violations);
  }
}
