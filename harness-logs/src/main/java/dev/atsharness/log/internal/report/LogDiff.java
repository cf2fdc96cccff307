package dev.atsharness.log.internal.report;

import dev.atsharness.log.FailedHandshake;
import dev.atsharness.log.LogFinding;
import dev.atsharness.log.LogSummary;
import dev.atsharness.log.Unread;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.core.json.JsonWriteFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What changed between two logs, by server and violation. A violation that the new log does not
 * have is fixed only if that log was read whole and shows that each process that noticed it reached
 * the server after the last message about it; {@link LogDoubts} has all conditions. If the logs
 * overlap, messages that both have show nothing new.
 *
 * @param before the old log
 * @param after the new log
 * @param changes one for each server and violation, the most important first
 */
public record LogDiff(Side before, Side after, List<Change> changes) {

  /** Version of the JSON form. */
  public static final int VERSION = 1;

  private static final JsonMapper JSON =
      JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

  /** What the comparison says as a whole; the labels are part of the JSON form. */
  public enum Answer {
    /** There are new violations. Something else may be open. */
    NEW_VIOLATIONS,
    /** There is no new violation among what was compared, but not everything was compared. */
    CANNOT_TELL,
    /** Everything was compared, and there is no new violation. */
    NOTHING_NEW;

    /** The name in JSON, for example {@code cannot-tell}. */
    public String label() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  /** What became of a violation; the labels are part of the JSON form. */
  public enum Kind {
    /** The new log has it, and the old one, which was read whole, does not. */
    NEW,
    /** Both logs have it. */
    UNCHANGED,
    /** The logs do not show whether it is new, unchanged or fixed. */
    NOT_COMPARABLE,
    /** The old log has it, and the new one shows that it is fixed. */
    FIXED;

    /** The name in JSON, for example {@code not-comparable}. */
    public String label() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The name in text. */
    public String words() {
      return this == NOT_COMPARABLE ? "cannot be compared" : label();
    }
  }

  /**
   * A violation of a server.
   *
   * @param server the server; empty if the messages do not name it
   * @param code the violation's code, or words for unknown ones
   * @param why the reason for the kind
   * @param old number of messages in the old log
   * @param now number of messages in the new log
   * @param message one of the messages
   */
  public record Change(
      Kind kind, String server, String code, String why, long old, long now, String message) {}

  public LogDiff {
    changes = List.copyOf(changes);
  }

  record Key(String server, String code, String words) {

    static Key of(LogFinding finding) {
      return new Key(
          finding.server(),
          finding.code(),
          finding.violation().isPresent() ? "" : finding.message());
    }
  }

  /**
   * Compares two logs.
   *
   * @param all whether violations of apps are compared too
   */
  public static LogDiff between(Side before, Side after, boolean all) {
    Map<Key, List<LogFinding>> old = before.byKey(all);
    Map<Key, List<LogFinding>> now = after.byKey(all);
    List<Change> changes =
        Stream.concat(old.keySet().stream(), now.keySet().stream())
            .distinct()
            .map(
                key ->
                    change(
                        key,
                        old.getOrDefault(key, List.of()),
                        now.getOrDefault(key, List.of()),
                        before,
                        after,
                        all))
            .sorted(
                Comparator.comparing(Change::kind)
                    .thenComparing(Change::server)
                    .thenComparing(Change::code)
                    .thenComparing(Change::message))
            .toList();
    return new LogDiff(before, after, changes);
  }

  /**
   * One of the two logs.
   *
   * @param findings its findings
   * @param report the report about it
   * @param fresh the findings without the messages that the log before it has too
   * @param omitted number of violations that are in no finding, because there are too many
   */
  public record Side(
      LogSummary summary,
      LogReport report,
      List<LogFinding> findings,
      List<LogFinding> fresh,
      long omitted) {

    /** Why the log does not show everything, a sentence each; empty if it was read whole. */
    public List<String> gaps() {
      List<String> gaps = new ArrayList<>(summary.unread().stream().map(Unread::what).toList());
      if (omitted > 0) {
        gaps.add(omitted + " of the violations are not compared: there are too many.");
      }
      return gaps;
    }

    private Map<Key, List<LogFinding>> byKey(boolean all) {
      return byKey(findings, all);
    }

    /** Whether the log has messages that the log before it does not have. */
    private boolean hasFresh(Key key, boolean all) {
      return byKey(fresh, all).containsKey(key);
    }

    private Map<Key, List<LogFinding>> byKey(List<LogFinding> some, boolean all) {
      return some.stream()
          .filter(finding -> all || report.priority(finding).applies())
          .collect(
              Collectors.groupingBy(
                  Key::of,
                  () ->
                      new TreeMap<>(
                          Comparator.comparing(Key::server)
                              .thenComparing(Key::code)
                              .thenComparing(Key::words)),
                  Collectors.toList()));
    }

    private boolean names(String server) {
      return findings.stream().anyMatch(finding -> finding.server().equals(server))
          || summary.visits().stream().anyMatch(visit -> visit.server().equals(server));
    }
  }

  private static Change change(
      Key key, List<LogFinding> old, List<LogFinding> now, Side before, Side after, boolean all) {
    LogDoubts doubts = new LogDoubts(key, old, now, before, after);
    Kind kind;
    Optional<String> doubt;
    String why;
    if (old.isEmpty()) {
      kind = Kind.NEW;
      doubt = doubts.thatItIsNew();
      why =
          before.names(key.server)
              ? "The old log shows the server without it."
              : "The old log does not show the server.";
    } else if (after.hasFresh(key, all) || (!now.isEmpty() && key.server.isEmpty())) {
      kind = Kind.UNCHANGED;
      doubt = Optional.of(LogDoubts.NOT_NAMED).filter(text -> key.server.isEmpty());
      why = "Both logs have it.";
    } else {
      boolean overlap = !now.isEmpty();
      kind = Kind.FIXED;
      doubt =
          doubts
              .thatItIsFixed()
              .map(text -> (overlap ? "Both logs have the same messages about it. " : "") + text);
      why =
          "The new log shows that the server was reached"
              + (overlap ? " after the messages that both logs have" : "")
              + ", without this violation.";
    }
    return new Change(
        doubt.isPresent() ? Kind.NOT_COMPARABLE : kind,
        key.server,
        key.code,
        doubt.orElse(why),
        count(old),
        count(now),
        (now.isEmpty() ? old : now).get(0).message());
  }

  private static long count(List<LogFinding> findings) {
    return findings.stream().mapToLong(LogFinding::count).sum();
  }

  /** The number of changes of a kind. */
  public long count(Kind kind) {
    return changes.stream().filter(change -> change.kind() == kind).count();
  }

  /** The answer: new violations before what is open, and what is open before everything else. */
  public Answer answer() {
    if (count(Kind.NEW) > 0) {
      return Answer.NEW_VIOLATIONS;
    }
    return open().isEmpty() ? Answer.NOTHING_NEW : Answer.CANNOT_TELL;
  }

  /** What was not compared, a sentence each; empty if everything was. */
  public List<String> open() {
    List<String> open = new ArrayList<>();
    order().ifPresent(open::add);
    before.gaps().forEach(gap -> open.add("Old log: " + gap));
    after.gaps().forEach(gap -> open.add("New log: " + gap));
    failures().ifPresent(text -> open.add("New log: " + text));
    open.addAll(notTriedAgain());
    changes.stream()
        .filter(change -> change.kind() == Kind.NOT_COMPARABLE)
        .forEach(
            change ->
                open.add(
                    (change.server().isEmpty() ? "A server that is not named" : change.server())
                        + ", "
                        + change.code()
                        + ": "
                        + change.why()));
    return open;
  }

  /** The doubt whether the new log is newer at all. */
  private Optional<String> order() {
    Optional<OffsetDateTime> old = before.summary().last();
    Optional<OffsetDateTime> now = after.summary().last();
    if (old.isEmpty() || now.isEmpty() || now.get().isAfter(old.get())) {
      return Optional.empty();
    }
    return Optional.of(
        now.get().isEqual(old.get())
            ? "Both logs end at the same time. Are they the same log?"
            : "The old log ends after the new one. Were the logs given in the right order?");
  }

  /** The servers with which a handshake failed in the old log, and which the new one lacks. */
  private List<String> notTriedAgain() {
    return before.summary().failed().stream()
        .filter(before.report()::matters)
        .map(FailedHandshake::server)
        .filter(server -> !server.isEmpty() && !after.names(server))
        .filter(
            server ->
                after.summary().failed().stream().noneMatch(one -> one.server().equals(server)))
        .distinct()
        .sorted()
        .map(
            server ->
                server
                    + ": In the old log the connection failed in the TLS handshake, and the new log"
                    + " does not show that the server was reached.")
        .toList();
  }

  /** A sentence about the connections of the new log that failed in the TLS handshake. */
  private Optional<String> failures() {
    return Optional.of(after.report().failedToo("").strip()).filter(text -> !text.isEmpty());
  }

  /** The result in a sentence or two. */
  public String sentence() {
    String counts =
        Arrays.stream(Kind.values())
            .map(kind -> count(kind) + " " + kind.words())
            .collect(Collectors.joining(", "));
    String end =
        switch (answer()) {
          case NEW_VIOLATIONS -> open().isEmpty() ? "" : " Not everything could be compared.";
          case CANNOT_TELL ->
              " Cannot tell whether there are new violations or old ones left: not everything could"
                  + " be compared.";
          case NOTHING_NEW -> "";
        };
    return counts
        + "."
        + end
        + notWhole("old", before)
        + notWhole("new", after)
        + failures().map(text -> " In the new log, " + text).orElse("")
        + notTriedAgain().stream().map(text -> " " + text).collect(Collectors.joining())
        + order().map(text -> " " + text).orElse("");
  }

  private static String notWhole(String which, Side log) {
    return log.gaps().isEmpty()
        ? ""
        : " Not all of the " + which + " log was read, so that violations may be missing.";
  }

  /**
   * The differences as one JSON object, which {@code scenarios/schema/log-diff.schema.json}
   * describes.
   */
  public String json() {
    ObjectNode root = JSON.createObjectNode();
    root.put("version", VERSION);
    side(before, root.putObject("old"));
    side(after, root.putObject("new"));
    root.put("answer", answer().label());
    root.put("certain", open().isEmpty());
    open().forEach(root.putArray("open")::add);
    ArrayNode all = root.putArray("changes");
    for (Change change : changes) {
      all.addObject()
          .put("kind", change.kind().label())
          .put("server", change.server())
          .put("code", change.code())
          .put("why", change.why())
          .put("old", change.old())
          .put("new", change.now())
          .put("message", change.message());
    }
    return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(root);
  }

  private static void side(Side side, ObjectNode node) {
    LogSummary log = side.summary();
    log.sources().forEach(node.putArray("sources")::add);
    node.put("first", LogReport.stamp(log.first()).orElse(null));
    node.put("last", LogReport.stamp(log.last()).orElse(null));
    ArrayNode unread = node.putArray("unread");
    side.gaps().forEach(unread::add);
  }
}
