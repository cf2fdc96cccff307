package dev.atsharness.drill.internal;

import dev.atsharness.drill.internal.Server.Part;
import dev.atsharness.scenario.internal.DrillMaterial;
import dev.atsharness.scenario.internal.Releases;
import dev.atsharness.scenario.internal.Rules;
import java.util.ArrayList;
import java.util.List;

/** The questions about a log: what one has to know to act on it. Not for use by several threads. */
final class Questions {

  private static final int MAX_SERVERS_ASKED = 2;

  private final Level level;
  private final List<Server> servers;
  private final ServerQuestions aboutServers;
  private final TeamQuestions aboutTeams;
  private final ChangeQuestions aboutChanges;
  private final LineQuestions aboutLines;
  private final CauseQuestions aboutCauses;

  Questions(
      SeededRandom dice,
      Level level,
      Rules rules,
      Releases releases,
      DrillMaterial material,
      List<Server> servers,
      LogScript script) {
    this.level = level;
    this.servers = servers;
    this.aboutServers = new ServerQuestions(dice, level, rules, material, script);
    this.aboutTeams = new TeamQuestions(level, rules, material);
    this.aboutChanges = new ChangeQuestions(releases, rules, script);
    this.aboutLines = new LineQuestions(dice, releases, script);
    this.aboutCauses = new CauseQuestions(dice, releases, script);
  }

  List<DrillQuestion> all() {
    List<DrillQuestion> questions = new ArrayList<>();
    questions.add(aboutServers.whichServers(servers));
    List<Server> faulty = of(Part.FAULTY);
    for (int i = 0; i < Math.min(faulty.size(), MAX_SERVERS_ASKED); i++) {
      questions.add(aboutServers.whatIsWrong("violation-" + (i + 1), faulty.get(i)));
      questions.add(aboutTeams.whomToCall("team-" + (i + 1), faulty.get(i)));
    }
    questions.add(aboutLines.whichCanBeIgnored());
    aboutCauses.whatBecameOfIt().ifPresent(questions::add);
    of(Part.EXEMPT).forEach(server -> questions.add(aboutChanges.isItExempt(server)));
    of(Part.REPORTED).forEach(server -> questions.add(aboutCauses.whatIsTheCause(server)));
    if (level.reports()) {
      questions.add(aboutLines.isItListed());
    }
    if (level.subtle()) {
      questions.add(aboutLines.doTheRequirementsApply());
    }
    of(Part.CHANGED).forEach(server -> questions.add(aboutChanges.hasItBeenChanged(server)));
    return questions;
  }

  private List<Server> of(Part part) {
    return servers.stream().filter(server -> server.part() == part).toList();
  }
}
