package dev.atsharness.drill.internal;

import dev.atsharness.ats.ClientProfile.Mode;
import dev.atsharness.ats.Violation;
import dev.atsharness.drill.internal.DrillQuestion.Choice;
import dev.atsharness.drill.internal.DrillQuestion.Kind;
import dev.atsharness.drill.internal.LogScript.Printed;
import dev.atsharness.drill.internal.Server.Part;
import dev.atsharness.scenario.ClientExpectation.Side;
import dev.atsharness.scenario.internal.DrillMaterial;
import dev.atsharness.scenario.internal.DrillMaterial.Team;
import dev.atsharness.scenario.internal.Releases;
import dev.atsharness.scenario.internal.Rules;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The questions about a log: what one has to know to act on it. Not for use by several threads. */
final class Questions {

  private static final String ARTICLE = "Apple support article 126655";
  private static final int MAX_SERVERS_ASKED = 3;
  private static final int CODES_TO_CHOOSE_FROM = 5;
  private static final int LINES_OF_A_KIND = 3;

  private final SeededRandom dice;
  private final Level level;
  private final Rules rules;
  private final Releases releases;
  private final DrillMaterial material;
  private final List<Server> servers;
  private final LogScript script;

  Questions(
      SeededRandom dice,
      Level level,
      Rules rules,
      Releases releases,
      DrillMaterial material,
      List<Server> servers,
      LogScript script) {
    this.dice = dice;
    this.level = level;
    this.rules = rules;
    this.releases = releases;
    this.material = material;
    this.servers = servers;
    this.script = script;
  }

  List<DrillQuestion> all() {
    List<DrillQuestion> questions = new ArrayList<>();
    questions.add(whichServers());
    List<Server> faulty = of(Part.FAULTY).limit(MAX_SERVERS_ASKED).toList();
    IntStream.range(0, faulty.size())
        .forEach(
            i -> {
              questions.add(whatIsWrong("violation-" + (i + 1), faulty.get(i)));
              questions.add(whomToCall("team-" + (i + 1), faulty.get(i)));
            });
    questions.add(whichLinesAreNoise());
    of(Part.EXEMPT).forEach(server -> questions.add(isItAFinding(server)));
    of(Part.OUTSIDE).forEach(server -> questions.add(isAnAppsServer(server)));
    refusing().ifPresent(line -> questions.add(whatBecameOfIt(line)));
    of(Part.FAULTY)
        .filter(server -> level.subtle() && server.hidesMore())
        .findFirst()
        .ifPresent(server -> questions.add(isThatAll(server)));
    lines(ScriptLine.Kind.UNKNOWN).findFirst().ifPresent(line -> questions.add(whatIsThat(line)));
    return questions;
  }

  private DrillQuestion whichServers() {
    Stream<String> others =
        servers.size() > 1
            ? Stream.empty()
            : dice.shuffled(material.appleServers()).stream().limit(3);
    List<Choice> choices =
        Stream.concat(servers.stream().map(Server::host), others)
            .sorted()
            .map(host -> Choice.of(host, host))
            .toList();
    return new DrillQuestion(
        "servers",
        "Which of these servers must be changed to meet Apple's requirements?",
        Kind.SEVERAL,
        choices,
        of(Part.FAULTY).map(Server::host).collect(Collectors.toSet()),
        servers.stream()
            .sorted(Comparator.comparing(Server::host))
            .map(this::inShort)
            .collect(Collectors.joining(" ")));
  }

  private String inShort(Server server) {
    return server.host()
        + ": "
        + switch (server.part()) {
          case FAULTY -> codes(server.violations()) + ".";
          case EXEMPT -> "a " + server.title() + ", which is exempt.";
          case CLEAN -> "no violation is logged (" + server.scenario().description().title() + ").";
          case OUTSIDE -> "an app's server, not one for device management.";
        };
  }

  private DrillQuestion whatIsWrong(String id, Server server) {
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
            .map(code -> Choice.of(code.code(), rules.of(code).title()))
            .toList(),
        codes.stream().map(Violation::code).collect(Collectors.toSet()),
        codes.stream()
            .map(code -> code + ": " + rules.of(code).meaning())
            .collect(Collectors.joining(" ")));
  }

  private DrillQuestion whomToCall(String id, Server server) {
    Set<Team> teams = new LinkedHashSet<>();
    server.violations().forEach(violation -> teams.add(material.team(violation)));
    return new DrillQuestion(
        id,
        "Which team do you call about " + server.host() + "?",
        level.subtle() ? Kind.SEVERAL : Kind.ONE,
        material.teams().stream().map(team -> Choice.of(team.id(), team.title())).toList(),
        teams.stream().map(Team::id).collect(Collectors.toSet()),
        server.violations().stream()
            .map(
                code ->
                    code
                        + ": "
                        + material.team(code).title()
                        + " "
                        + material.team(code).does()
                        + ". "
                        + rules.of(code).remedy().text())
            .collect(Collectors.joining(" ")));
  }

  private DrillQuestion whichLinesAreNoise() {
    List<Printed> noise = some(lines(ScriptLine.Kind.DECOY));
    List<Printed> findings =
        some(Stream.concat(lines(ScriptLine.Kind.FINDING), lines(ScriptLine.Kind.UNKNOWN)));
    List<Printed> asked =
        Stream.concat(noise.stream(), findings.stream())
            .sorted(Comparator.comparing(Printed::number))
            .toList();
    return new DrillQuestion(
        "noise",
        "Which of these lines are noise and can be ignored?",
        Kind.SEVERAL,
        asked.stream()
            .map(
                line ->
                    new Choice("line-" + line.number(), line.text(), OptionalInt.of(line.number())))
            .toList(),
        noise.stream().map(line -> "line-" + line.number()).collect(Collectors.toSet()),
        asked.stream()
            .map(line -> "Line " + line.number() + ": " + line.line().why() + ".")
            .collect(Collectors.joining(" ")));
  }

  private DrillQuestion isItAFinding(Server server) {
    return new DrillQuestion(
        "exempt-" + server.role().label(),
        server.host()
            + " is the "
            + server.title()
            + ", and a scan reports: "
            + server.scenario().description().title()
            + ". Must it be changed to meet Apple's requirements?",
        Kind.ONE,
        List.of(
            Choice.of("yes", "Yes, like the others"),
            Choice.of("no", "No: servers of this kind are exempt"),
            Choice.of(
                "from-" + firstEnforcing(),
                "Yes, but only once devices run OS " + firstEnforcing())),
        Set.of("no"),
        server.scenario().description().why()
            + " ("
            + ARTICLE
            + " exempts SCEP servers and content caches.) There may be other reasons for a"
            + " change.");
  }

  private DrillQuestion isAnAppsServer(Server server) {
    String process = server.processes().values().iterator().next();
    return new DrillQuestion(
        "outside",
        process
            + " logs a violation of "
            + server.host()
            + ". Does device management depend on that server being changed?",
        Kind.ONE,
        List.of(
            Choice.of("yes", "Yes: a violation is a violation"),
            Choice.of("no", "No: " + process + " is not a process that the requirements cover"),
            Choice.of("unknown", "A log cannot show that")),
        Set.of("no"),
        "The requirements cover the processes that "
            + ARTICLE
            + " lists, which enrol, manage and update devices and install profiles and apps. "
            + process
            + " is an app; its developer may want to know.");
  }

  private DrillQuestion whatBecameOfIt(Printed line) {
    String warning = Releases.words(releases.inMode(Mode.WARN), "and");
    return new DrillQuestion(
        "refused",
        "Line "
            + line.number()
            + " begins its message with \"Error\". What became of that connection?",
        Kind.ONE,
        List.of(
            Choice.of("went-on", "It went on; the line only warns"),
            Choice.of("refused", "The device refused it: it enforces the requirements"),
            Choice.of("closed", "The server closed it")),
        Set.of("refused"),
        (line.text().contains("certificate trust requirement")
                ? "Every release refuses a chain that it does not trust, even if its line begins with"
                    + " \"Warning\". For other violations "
                    + warning
                    + " only warn, and OS "
                    + firstEnforcing()
                    + " refuses it too."
                : "OS "
                    + firstEnforcing()
                    + " enforces requirements about which "
                    + warning
                    + " only warn; an untrusted chain is refused by every release. Most"
                    + " messages of "
                    + firstEnforcing()
                    + " begin with \"Error\".")
            + " A line of the same connection after it shows that the handshake was not finished.");
  }

  private DrillQuestion isThatAll(Server server) {
    return new DrillQuestion(
        "hidden",
        "After the certificate chain of " + server.host() + " is fixed, is the server compliant?",
        Kind.ONE,
        List.of(
            Choice.of("yes", "Yes: nothing else was logged"),
            Choice.of("no", "No: everything that was not logged is wrong, too"),
            Choice.of("look-again", "Perhaps: make a device connect again, and read its log")),
        Set.of("look-again"),
        "A device that does not trust the chain stops there and may not report the rest [inferred]."
            + " Here it may not have reported: "
            + codes(
                server.visits().stream()
                    .flatMap(visit -> visit.expected().mayLog().stream())
                    .collect(Collectors.toCollection(TreeSet::new)))
            + ".");
  }

  private DrillQuestion whatIsThat(Printed line) {
    return new DrillQuestion(
        "unknown",
        "Line "
            + line.number()
            + " has words that are not in any list of messages. What do you do?",
        Kind.ONE,
        List.of(
            Choice.of("ignore", "Ignore it: it is not in any list"),
            Choice.of("read", "Keep it: read it, and look for a newer list"),
            Choice.of("delete", "Treat it as a broken line, and export the log again")),
        Set.of("read"),
        "It calls itself a violation and names a server. New releases add messages: "
            + Releases.words(releases.withNewMessages(), "and")
            + " did so. 'log explain' also shows such lines as unrecognised.");
  }

  /** The short name of the first release that enforces. */
  private String firstEnforcing() {
    return releases.oldest(Mode.ENFORCE).number().inShort();
  }

  /**
   * A line with a violation that a release calls an error and for which it refuses the connection.
   */
  private Optional<Printed> refusing() {
    Set<String> hosts =
        of(Part.FAULTY)
            .filter(
                server ->
                    server.visits().stream()
                        .anyMatch(
                            visit -> visit.expected().refusedBy().equals(Optional.of(Side.CLIENT))))
            .map(Server::host)
            .collect(Collectors.toSet());
    return lines(ScriptLine.Kind.FINDING)
        .filter(line -> line.text().contains(" Error [ATS"))
        .filter(line -> hosts.stream().anyMatch(host -> line.text().endsWith(" " + host)))
        .findFirst();
  }

  private List<Printed> some(Stream<Printed> lines) {
    return dice.shuffled(lines.toList()).stream().limit(LINES_OF_A_KIND).toList();
  }

  private Stream<Printed> lines(ScriptLine.Kind kind) {
    return script.printed().stream().filter(line -> line.line().kind() == kind);
  }

  private Stream<Server> of(Part part) {
    return servers.stream().filter(server -> server.part() == part);
  }

  private static String codes(Collection<Violation> codes) {
    return codes.stream().map(Violation::code).collect(Collectors.joining(", "));
  }
}
