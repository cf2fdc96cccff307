package dev.atsharness.server.stacks;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The table of which stack verified which baselines, as Markdown. It stands in a page between two
 * marks.
 */
final class StackTable {

  private static final String BEGIN = "<!-- table of stacks -->\n";
  private static final String END = "<!-- end of table -->\n";
  private static final String HEADER =
      """
      | library | version | by name | by address | faults refused | constraints of the root alone | end of the root | note |
      |---|---|---|---|---|---|---|---|
      """;

  private final Survey survey;
  private final List<String> baselines;
  private final List<String> faulty;

  /**
   * @param baselines ids of the scenarios that a client should accept
   * @param faulty ids of the scenarios that it should refuse
   */
  StackTable(Survey survey, List<String> baselines, List<String> faulty) {
    this.survey = survey;
    this.baselines = List.copyOf(baselines);
    this.faulty = List.copyOf(faulty);
  }

  /** The page with this table in place of its own. */
  String putInto(String page) {
    int begin = page.indexOf(BEGIN) + BEGIN.length();
    return page.substring(0, begin) + markdown() + page.substring(page.indexOf(END, begin));
  }

  /**
   * The rows of a page by stack, without the versions, which differ from machine to machine, and
   * without the stacks that this machine could not run.
   */
  Map<String, List<String>> comparable(String page) {
    Map<String, List<String>> rows = new LinkedHashMap<>();
    List<String> absent = survey.absent().keySet().stream().map(Stack::name).toList();
    page.substring(page.indexOf(BEGIN), page.indexOf(END))
        .lines()
        .filter(line -> line.startsWith("| ") && !HEADER.startsWith(line))
        .map(line -> Arrays.asList(line.split(" *\\| *", -1)))
        .filter(cells -> !absent.contains(cells.get(1)))
        .forEach(cells -> rows.put(cells.get(1), cells.subList(3, cells.size())));
    return rows;
  }

  private String markdown() {
    return HEADER + Stack.ALL.stream().map(this::row).collect(Collectors.joining("\n", "", "\n"));
  }

  private String row(Stack stack) {
    Stream<String> cells =
        survey.absent().containsKey(stack)
            ? Stream.of(
                stack.name(),
                "not run, because " + escaped(survey.absent().get(stack)),
                "",
                "",
                "",
                "",
                "",
                "")
            : Stream.of(
                stack.name(),
                escaped(survey.versions().get(stack)),
                verified(stack, Way.BY_NAME),
                verified(stack, Way.BY_ADDRESS),
                which(faulty, id -> isRefused(stack, id)),
                obeyed(stack, StolenRoot.OTHER_NAME),
                obeyed(stack, StolenRoot.AFTER_ITS_END),
                stack.note());
    return cells.collect(Collectors.joining(" | ", "| ", " |"));
  }

  private String verified(Stack stack, Way way) {
    return which(baselines, id -> survey.visit(stack, id, way).isVerified());
  }

  private boolean isRefused(Stack stack, String id) {
    return Stream.of(Way.values()).allMatch(way -> survey.visit(stack, id, way).isRefused());
  }

  /** Whether a limit that only the root has holds for the stack. */
  private String obeyed(Stack stack, StolenRoot kind) {
    if (!survey.visit(stack, StolenRoot.WITHIN_LIMITS).isVerified()) {
      return "unknown";
    }
    Visit visit = survey.visit(stack, kind);
    if (visit.isVerified()) {
      return "**ignored**";
    }
    return visit.isRefused() ? "obeyed" : "unknown";
  }

  private static String which(List<String> ids, Predicate<String> wanted) {
    List<String> others = ids.stream().filter(wanted.negate()).toList();
    if (others.isEmpty()) {
      return "all";
    }
    return others.size() == ids.size() ? "none" : "all but " + String.join(", ", others);
  }

  private static String escaped(String text) {
    return text.replaceAll("[\\p{Cntrl}|<>`*\\[\\]\\\\]", "?");
  }
}
