package dev.atsharness.drill.internal;

import dev.atsharness.ats.Violation;
import dev.atsharness.drill.internal.DrillQuestion.Choice;
import dev.atsharness.drill.internal.DrillQuestion.Kind;
import dev.atsharness.drill.internal.LogScript.Printed;
import dev.atsharness.drill.internal.ScriptLine.Origin;
import dev.atsharness.drill.internal.Server.Part;
import dev.atsharness.scenario.internal.DrillMaterial;
import dev.atsharness.scenario.internal.Rules;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Questions about servers: which have to be changed, and what is wrong with them. */
final class ServerQuestions {

  private static final int CODES_TO_CHOOSE_FROM = 5;
  private static final int SERVERS_TO_CHOOSE_FROM = 4;

  private final SeededRandom dice;
  private final Level level;
  private final Rules rules;
  private final DrillMaterial material;
  private final LogScript script;

  ServerQuestions(
      SeededRandom dice, Level level, Rules rules, DrillMaterial material, LogScript script) {
    this.dice = dice;
    this.level = level;
    this.rules = rules;
    this.material = material;
    this.script = script;
  }

  /**
   * About all servers but those that have been changed meanwhile, which have their own question.
   */
  DrillQuestion whichServers(List<Server> servers) {
    List<Server> asked = servers.stream().filter(one -> one.part() != Part.CHANGED).toList();
    Stream<Choice> others =
        dice.shuffled(material.appleServers()).stream()
            .limit(Math.max(0, SERVERS_TO_CHOOSE_FROM - asked.size()))
            .map(
                host ->
                    Choice.of(host, host, "It is a server of Apple, and no violation names it."));
    return DrillQuestion.several(
        "servers",
        "Which of these servers must be changed? A server must be changed if the log shows a"
            + " violation on a connection to which Apple's requirements apply, or if a device tried"
            + " TLS handshakes with it and none of them finished.",
        Stream.concat(
                asked.stream().map(one -> Choice.of(one.host(), one.host(), note(one))), others)
            .sorted((one, other) -> one.id().compareTo(other.id()))
            .toList(),
        asked.stream().filter(Server::mustChange).map(Server::host).collect(Collectors.toSet()),
        "The requirements apply to the processes that Apple's article 126655 lists, but not to their"
            + " connections to SCEP servers and content caches. A handshake finished if the"
            + " connection has a line with \"TLS connected\".");
  }

  private String note(Server server) {
    if (!server.violations().isEmpty()) {
      return "The log shows " + titles(server.violations()) + ".";
    }
    if (server.unusable()) {
      return "A device tried handshakes with it, and none of them finished. No violation is logged,"
          + " because nothing was negotiated.";
    }
    if (server.contacts().stream().noneMatch(one -> one.course().ending() != Ending.NOT_SEEN)) {
      return "The log has no connection to it, so the log cannot show whether it must be changed.";
    }
    return switch (server.part()) {
      case EXEMPT ->
          "Every connection to it is a connection to a "
              + server.title()
              + ". Apple exempts these, and devices finish handshakes with it."
              + (server.exemptLogged() ? " The violations are on exempt connections." : "");
      case OUTSIDE ->
          "Only the process "
              + server.contacts().get(0).process()
              + " connects to it, and Apple's article does not list that process.";
      case REPORTED ->
          server.reported().course().ending() == Ending.NOT_REACHED
              ? "The device did not reach it, so the log cannot show whether it must be changed."
              : "The handshake finished, and no violation is logged. The failure has another"
                  + " cause.";
      default -> "Handshakes finish, and no violation is logged.";
    };
  }

  DrillQuestion whatIsWrong(String id, Server server) {
    Set<Violation> codes = server.violations();
    List<Violation> others = new ArrayList<>(Arrays.asList(Violation.values()));
    others.removeAll(codes);
    List<Violation> offered = new ArrayList<>(codes);
    offered.addAll(
        dice.shuffled(others).subList(0, Math.max(1, CODES_TO_CHOOSE_FROM - codes.size())));
    return new DrillQuestion(
        id,
        "What does the log say is wrong with " + server.host() + "?",
        level.subtle() ? Kind.SEVERAL : Kind.ONE,
        dice.shuffled(offered).stream()
            .map(
                code ->
                    Choice.of(
                        code.code(),
                        rules.of(code).title(),
                        codes.contains(code)
                            ? line(server, code) + rules.of(code).meaning()
                            : "No line about " + server.host() + " reports this."))
            .toList(),
        DrillQuestion.all(codes.stream().map(Violation::code).collect(Collectors.toSet())),
        "Each line about a violation ends with the name of the server.");
  }

  private String line(Server server, Violation code) {
    return script.printed().stream()
        .filter(
            line ->
                line.line().origin().filter(origin -> isAbout(origin, server, code)).isPresent())
        .map(Printed::number)
        .findFirst()
        .map(number -> "Line " + number + ". ")
        .orElse("");
  }

  private static boolean isAbout(Origin origin, Server server, Violation code) {
    return origin.server().equals(server) && origin.violation().filter(code::equals).isPresent();
  }

  private String titles(Collection<Violation> codes) {
    return codes.stream()
        .map(code -> '"' + rules.of(code).title() + '"')
        .collect(Collectors.joining(", "));
  }
}
