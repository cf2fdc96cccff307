package dev.atsharness.drill.internal;

import dev.atsharness.ats.Violation;
import dev.atsharness.drill.internal.Contact.Standing;
import dev.atsharness.drill.internal.DrillQuestion.Choice;
import dev.atsharness.drill.internal.LogScript.Printed;
import dev.atsharness.drill.internal.ScriptLine.Kind;
import dev.atsharness.drill.internal.ScriptLine.Origin;
import dev.atsharness.drill.internal.Server.Part;
import dev.atsharness.scenario.Role;
import dev.atsharness.scenario.internal.Releases;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Questions about lines: which matter, and why. */
final class LineQuestions {

  private static final int LINES_OF_A_KIND = 3;

  private static final String LISTED = "listed";
  private static final String UNLISTED = "unlisted";
  private static final String UNRELATED = "unrelated";

  private static final String COVERED = "covered";
  private static final String EXEMPT = "exempt";
  private static final String OUTSIDE = "outside";

  private final SeededRandom dice;
  private final Releases releases;
  private final LogScript script;

  LineQuestions(SeededRandom dice, Releases releases, LogScript script) {
    this.dice = dice;
    this.releases = releases;
    this.script = script;
  }

  DrillQuestion whichCanBeIgnored() {
    List<Printed> noise = some(lines(Kind.DECOY, Kind.NOT_COVERED));
    List<Printed> findings =
        some(
            lines(Kind.FINDING, Kind.UNKNOWN)
                .filter(line -> origin(line).server().part() != Part.CHANGED));
    return DrillQuestion.several(
        "noise",
        "Which of these lines can be ignored by a reader who looks for servers that break Apple's"
            + " requirements?",
        Stream.concat(noise.stream(), findings.stream())
            .sorted(Comparator.comparing(Printed::number))
            .map(
                line ->
                    Choice.line(
                        line,
                        (noise.contains(line)
                                ? "It can be ignored, because "
                                : "It matters, because ")
                            + line.line().why()
                            + "."))
            .toList(),
        noise.stream().map(line -> "line-" + line.number()).collect(Collectors.toSet()),
        "A line matters if a process that Apple's article 126655 lists reports an ATS violation."
            + " It does not matter if the connection goes to a SCEP server or a content cache.");
  }

  /** Whether a line is one of the messages of the article. */
  DrillQuestion isItListed() {
    Map<String, List<Printed>> byAnswer =
        sorted(
            lines(Kind.FINDING, Kind.UNKNOWN, Kind.DECOY)
                .filter(line -> line.text().contains("iolation")),
            line ->
                line.line().kind() == Kind.DECOY
                    ? UNRELATED
                    : origin(line).violation().filter(this::inTheArticle).isPresent()
                        ? LISTED
                        : UNLISTED);
    String right = dice.pick(List.copyOf(byAnswer.keySet()));
    Printed line = dice.pick(byAnswer.get(right));
    String because =
        switch (right) {
          case LISTED ->
              "The article has this message. Some releases write a word or a letter of it differently.";
          case UNLISTED ->
              "It says that it is an ATS violation and names a server, but the article has no such"
                  + " message.";
          default -> "It is not about ATS, because " + line.line().why() + ".";
        };
    return DrillQuestion.one(
        "listed",
        "Line " + line.number() + " has the word \"violation\". What kind of line is it?",
        List.of(
            Choice.of(
                LISTED,
                "An ATS violation that Apple's article 126655 lists",
                right.equals(LISTED) ? because : "The article has no such message."),
            Choice.of(
                UNLISTED,
                "An ATS violation that the article does not list: keep the line, and look for a newer"
                    + " version of the article",
                right.equals(UNRELATED) || right.equals(UNLISTED)
                    ? because
                    : "The article has this message."),
            Choice.of(
                UNRELATED,
                "Not an ATS violation",
                right.equals(UNRELATED)
                    ? because
                    : "The words in brackets name an ATS violation.")),
        right,
        "New releases have new messages: those of "
            + Releases.words(releases.withNewMessages(), "and")
            + " had some. A violation in new words can be as serious as the others.");
  }

  private boolean inTheArticle(Violation violation) {
    return releases.all().get(0).knows(violation);
  }

  DrillQuestion doTheRequirementsApply() {
    Map<String, List<Printed>> byAnswer =
        sorted(
            lines(Kind.FINDING, Kind.NOT_COVERED)
                // Apple's article does not list the process that connects to content caches.
                .filter(line -> origin(line).server().role() != Role.CONTENT_CACHING),
            line ->
                origin(line).contact().standing() == Standing.COVERED
                    ? COVERED
                    : origin(line).contact().standing() == Standing.EXEMPT ? EXEMPT : OUTSIDE);
    String right = dice.pick(List.copyOf(byAnswer.keySet()));
    Printed line = dice.pick(byAnswer.get(right));
    String process = origin(line).contact().process();
    String listed = "Apple's article 126655 lists the process " + process + ".";
    String unlisted = "Apple's article 126655 does not list the process " + process + ".";
    boolean inList = !right.equals(OUTSIDE);
    String scep = "The URL of the connection is that of a SCEP request.";
    return DrillQuestion.one(
        "applies",
        "In line "
            + line.number()
            + ", the process "
            + process
            + " reports a violation. Do Apple's requirements apply to that connection?",
        List.of(
            Choice.of(
                COVERED,
                "Yes: they apply to the process and to the server",
                inList ? right.equals(COVERED) ? listed : scep : unlisted),
            Choice.of(
                EXEMPT,
                "No: they apply to the process, but this server is exempt",
                inList
                    ? right.equals(EXEMPT)
                        ? scep
                        : "The URL of the connection is not that of a SCEP request."
                    : unlisted),
            Choice.of(
                OUTSIDE,
                "No: they do not apply to the process",
                inList ? listed : unlisted + " The developer of the app may want to know.")),
        right,
        "The requirements apply to the processes that the article lists: those that enrol, manage and"
            + " update devices and install profiles and apps.");
  }

  private static Origin origin(Printed line) {
    return line.line().origin().orElseThrow();
  }

  private static Map<String, List<Printed>> sorted(
      Stream<Printed> lines, Function<Printed, String> answer) {
    return lines.collect(Collectors.groupingBy(answer, TreeMap::new, Collectors.toList()));
  }

  private List<Printed> some(Stream<Printed> lines) {
    return dice.shuffled(lines.toList()).stream().limit(LINES_OF_A_KIND).toList();
  }

  private Stream<Printed> lines(Kind... kinds) {
    return script.printed().stream().filter(line -> List.of(kinds).contains(line.line().kind()));
  }
}
