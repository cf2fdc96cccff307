package dev.atsharness.log.internal.report;

import dev.atsharness.ats.Violation;
import dev.atsharness.log.LogFinding;
import dev.atsharness.log.LogSummary;
import dev.atsharness.log.LogVisit;
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
 * have is fixed only if that log shows that a process reached the server and was not refused for
 * another reason.
 *
 * @param before the old log
 * @param after the new log
 * @param changes one for each server and violation, the most important first
 */
public record LogDiff(LogSummary before, LogSummary after, List<Change> changes) {

  /** Version of the JSON form. */
  public static final int VERSION = 1;

  private static final JsonMapper JSON =
      JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

  /** What became of a violation; the labels are part of the JSON form. */
  public enum Kind {
    /** The new log has it, the old one does not. */
    NEW,
    /** Both logs have it. */
    UNCHANGED,
    /** The old log has it, and the new one cannot show whether it is fixed. */
    NOT_COMPARABLE,
    /** The old log has it, and the new one shows that it is fixed. */
    FIXED;

    /** The name in reports, for example {@code not-comparable}. */
    public String label() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
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

  private record Key(String server, String code, String words) {

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
                        after))
            .sorted(
                Comparator.comparing(Change::kind)
                    .thenComparing(Change::server)
                    .thenComparing(Change::code)
                    .thenComparing(Change::message))
            .toList();
    return new LogDiff(before.summary(), after.summary(), changes);
  }

  /**
   * One of the two logs.
   *
   * @param findings its findings
   * @param report the report about it
   */
  public record Side(LogSummary summary, LogReport report, List<LogFinding> findings) {

    private Map<Key, List<LogFinding>> byKey(boolean all) {
      return findings.stream()
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

    private boolean refuses(String server) {
      return findings.stream()
          .anyMatch(finding -> finding.server().equals(server) && finding.isRefusal());
    }
  }

  private static Change change(
      Key key, List<LogFinding> old, List<LogFinding> now, Side before, Side after) {
    Kind kind;
    String why;
    if (old.isEmpty()) {
      kind = Kind.NEW;
      why = ofNew(key, before);
    } else if (!now.isEmpty()) {
      kind = Kind.UNCHANGED;
      why = "Both logs have it.";
    } else {
      Optional<String> doubt = doubt(key, old, after);
      kind = doubt.isPresent() ? Kind.NOT_COMPARABLE : Kind.FIXED;
      why = doubt.orElse("The new log shows that the server was reached, without this violation.");
    }
    return new Change(
        kind,
        key.server,
        key.code,
        why,
        count(old),
        count(now),
        (now.isEmpty() ? old : now).get(0).message());
  }

  private static String ofNew(Key key, Side before) {
    if (!before.summary().unread().isEmpty()) {
      return "The old log does not show it, but a part of the old log was not read.";
    }
    return before.names(key.server)
        ? "The old log shows the server without it."
        : "The old log does not show the server.";
  }

  /** The reason why it is not certain that a violation is fixed. */
  private static Optional<String> doubt(Key key, List<LogFinding> old, Side after) {
    if (key.server.isEmpty()) {
      return Optional.of("The messages do not name the server.");
    }
    if (!after.summary().unread().isEmpty()) {
      return Optional.of("A part of the new log was not read.");
    }
    if (after.refuses(key.server)) {
      return Optional.of(
          "In the new log the connection was refused for another violation, before this one could"
              + " show.");
    }
    List<String> visitors =
        after.summary().visits().stream()
            .filter(visit -> visit.server().equals(key.server))
            .map(LogVisit::process)
            .sorted()
            .toList();
    if (visitors.isEmpty() && !after.names(key.server)) {
      return Optional.of("The new log does not show that the server was reached.");
    }
    boolean tls = !key.code.equals(Violation.TLS_NOT_USED.code());
    if (visitors.isEmpty() && tls) {
      return Optional.of(
          "The new log shows the server, but not a complete connection to it without this"
              + " violation.");
    }
    boolean same =
        old.stream()
            .map(LogFinding::process)
            .anyMatch(one -> one.isEmpty() || visitors.contains(one));
    if (same) {
      return Optional.empty();
    }
    List<String> named = visitors.stream().filter(one -> !one.isEmpty()).distinct().toList();
    return Optional.of(
        named.isEmpty()
            ? "The new log shows the server, but not which process reached it."
            : "In the new log only other processes reached the server: "
                + String.join(", ", named)
                + ".");
  }

  private static long count(List<LogFinding> findings) {
    return findings.stream().mapToLong(LogFinding::count).sum();
  }

  /** The number of changes of a kind. */
  public long count(Kind kind) {
    return changes.stream().filter(change -> change.kind() == kind).count();
  }

  /** Whether it can be said that there is no new violation. */
  public boolean isCertain() {
    boolean compared =
        changes.isEmpty() || changes.stream().anyMatch(one -> one.kind() != Kind.NOT_COMPARABLE);
    return compared && after.unread().isEmpty();
  }

  /** The result in a sentence or two. */
  public String sentence() {
    String counts =
        Arrays.stream(Kind.values())
            .map(kind -> count(kind) + " " + kind.label().replace('-', ' '))
            .collect(Collectors.joining(", "));
    List<String> notes = new ArrayList<>();
    if (!after.unread().isEmpty()) {
      notes.add("A part of the new log was not read, so that violations may be missing.");
    }
    if (!before.unread().isEmpty()) {
      notes.add("A part of the old log was not read.");
    }
    return counts + "." + (notes.isEmpty() ? "" : " " + String.join(" ", notes));
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
    root.put("certain", isCertain());
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

  private static void side(LogSummary log, ObjectNode node) {
    log.sources().forEach(node.putArray("sources")::add);
    node.put("first", LogReport.stamp(log.first()).orElse(null));
    node.put("last", LogReport.stamp(log.last()).orElse(null));
    ArrayNode unread = node.putArray("unread");
    log.unread().forEach(part -> unread.add(part.what()));
  }
}
