package dev.atsharness.drill.internal;

import dev.atsharness.ats.Violation;
import dev.atsharness.drill.internal.DrillQuestion.Choice;
import dev.atsharness.drill.internal.DrillQuestion.Kind;
import dev.atsharness.scenario.internal.DrillMaterial;
import dev.atsharness.scenario.internal.DrillMaterial.Team;
import dev.atsharness.scenario.internal.Rules;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Questions about whom to call. Where several teams can help, each of them is right. */
final class TeamQuestions {

  private final Level level;
  private final Rules rules;
  private final DrillMaterial material;

  TeamQuestions(Level level, Rules rules, DrillMaterial material) {
    this.level = level;
    this.rules = rules;
    this.material = material;
  }

  DrillQuestion whomToCall(String id, Server server) {
    Set<Violation> codes = server.violations();
    List<Set<String>> needs =
        codes.stream()
            .map(code -> material.teams(code).stream().map(Team::id).collect(Collectors.toSet()))
            .distinct()
            .toList();
    return new DrillQuestion(
        id,
        (level.subtle() ? "Which teams" : "Which team")
            + " can correct what the log says is wrong with "
            + server.host()
            + "? "
            + (level.subtle()
                ? "Choose at least one right team for each fault."
                : "If several teams can, choose one of them."),
        level.subtle() ? Kind.SEVERAL : Kind.ONE,
        material.teams().stream()
            .map(team -> Choice.of(team.id(), team.title(), note(team, codes)))
            .toList(),
        needs,
        codes.stream()
            .map(code -> rules.of(code).title() + ": " + rules.of(code).remedy().text())
            .collect(Collectors.joining(" ")));
  }

  private String note(Team team, Set<Violation> codes) {
    String cures =
        codes.stream()
            .filter(team.cures()::containsKey)
            .map(code -> rules.of(code).title() + ": this team " + team.cures().get(code) + ".")
            .collect(Collectors.joining(" "));
    return cures.isEmpty() ? "This team " + team.otherwise() + "." : cures;
  }
}
