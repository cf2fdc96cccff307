package dev.atsharness.cli.internal.servers;

import dev.atsharness.conformance.internal.report.TimeSpan;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The result of probing many servers, for the reports.
 *
 * @param answered in the order of the list
 * @param unvisited the servers that were not visited, because the run was stopped
 * @param list where the servers come from, and which lines of it cannot be used
 * @param as whose visits these are
 * @param began when the run began
 * @param ended when it ended
 */
public record Audit(
    List<AnsweredServer> answered,
    List<ListedServer> unvisited,
    Origin list,
    Visitors as,
    Instant began,
    Instant ended) {

  /** Why a server has no verdict, if the run was stopped before its turn. */
  public static final String NOT_VISITED = "not visited: the run was stopped";

  /**
   * Where the servers come from.
   *
   * @param name of the file; hostile text; empty if the servers are arguments
   * @param numbered whether the lines of the servers are those of the file
   * @param problems the lines that cannot be used
   * @param part which part of the list this is, as in {@code 2/4}
   */
  public record Origin(
      Optional<String> name,
      boolean numbered,
      List<ServerList.Problem> problems,
      Optional<String> part) {
    public Origin {
      problems = List.copyOf(problems);
    }

    /** Says how much could not be read, in one sentence; empty if all could. */
    public Optional<String> unread() {
      long parts = problems.stream().filter(one -> one.line() == ServerList.Problem.WHOLE).count();
      List<String> counts =
          Stream.of(count(problems.size() - parts, "line"), count(parts, "part"))
              .flatMap(Optional::stream)
              .toList();
      return counts.isEmpty()
          ? Optional.empty()
          : Optional.of(String.join(" and ", counts) + " could not be read.");
    }

    private static Optional<String> count(long count, String what) {
      return count == 0
          ? Optional.empty()
          : Optional.of(count + " " + what + (count == 1 ? "" : "s"));
    }
  }

  /**
   * Whose visits these are.
   *
   * @param profile the chosen client
   * @param enforcing the newest release that enforces the requirements, for example {@code iOS 27}
   * @param settings the options that results depend on
   */
  public record Visitors(String profile, String enforcing, String settings) {}

  public Audit {
    answered = List.copyOf(answered);
    unvisited = List.copyOf(unvisited);
  }

  /** Returns how many servers are in each group; what was not visited is not judged. */
  public Map<ServerGroup, Integer> totals() {
    Map<ServerGroup, Integer> totals = new EnumMap<>(ServerGroup.class);
    for (ServerGroup group : ServerGroup.values()) {
      totals.put(group, 0);
    }
    answered.forEach(server -> totals.merge(server.group(), 1, Integer::sum));
    totals.merge(ServerGroup.NOT_JUDGED, unvisited.size(), Integer::sum);
    return totals;
  }

  /**
   * Says how old the results are that an earlier run made, in one sentence; empty if there are
   * none.
   */
  public Optional<String> earlier() {
    List<AnsweredServer> before = answered.stream().filter(AnsweredServer::earlier).toList();
    if (before.isEmpty()) {
      return Optional.empty();
    }
    List<Instant> times = before.stream().flatMap(one -> one.time().stream()).sorted().toList();
    int unknown = before.size() - times.size();
    return Optional.of(
        before.size()
            + (before.size() == 1 ? " result is" : " results are")
            + " of an earlier run (--resume)"
            + times.stream()
                .findFirst()
                .map(
                    oldest ->
                        ", the oldest of "
                            + oldest
                            + ", "
                            + TimeSpan.words(Duration.between(oldest, ended))
                            + " before this report")
                .orElse("")
            + (unknown == 0 ? "" : "; of " + unknown + " the time is not known")
            + ".");
  }

  /** What is to be known about repeated rows and results, each sentence once. */
  public List<String> notes() {
    return entries().stream().flatMap(entry -> entry.notes().stream()).distinct().toList();
  }

  /** Returns all servers in the order of the list. */
  public List<Entry> entries() {
    return Stream.concat(
            answered.stream().map(one -> new Entry(one.server(), Optional.of(one))),
            unvisited.stream().map(one -> new Entry(one, Optional.empty())))
        .sorted(Comparator.comparingInt(entry -> entry.server().line()))
        .toList();
  }

  /**
   * A server of the list.
   *
   * @param answer empty if it was not visited
   */
  public record Entry(ListedServer server, Optional<AnsweredServer> answer) {

    /** What is to be known about the server's rows and results. */
    public List<String> notes() {
      return answer.map(AnsweredServer::notes).orElse(server.notes());
    }
  }

  /** Returns how many servers the list has. */
  public int size() {
    return answered.size() + unvisited.size();
  }

  /** The totals in one sentence. */
  public String sentence() {
    Map<ServerGroup, Integer> totals = totals();
    return size()
        + (size() == 1 ? " server: " : " servers: ")
        + totals.get(ServerGroup.REFUSED)
        + " refused by "
        + as.enforcing()
        + ", "
        + totals.get(ServerGroup.LOGGED)
        + " logged only, "
        + totals.get(ServerGroup.FINE)
        + " fine, "
        + totals.get(ServerGroup.EXEMPT)
        + " exempt, "
        + totals.get(ServerGroup.NOT_JUDGED)
        + " not judged"
        + (unvisited.isEmpty() ? "" : " (" + unvisited.size() + " not visited)")
        + "."
        + list.unread().map(text -> " " + text).orElse("");
  }

  /** True if something is not known: a server without a verdict, or a line that cannot be used. */
  public boolean leavesOpen() {
    return !unvisited.isEmpty()
        || !list.problems().isEmpty()
        || answered.stream().anyMatch(one -> one.result() == ServerResult.NO_VERDICT);
  }

  /** True if a server has a fault. */
  public boolean fails() {
    return answered.stream().anyMatch(one -> one.result() == ServerResult.FAIL);
  }
}
