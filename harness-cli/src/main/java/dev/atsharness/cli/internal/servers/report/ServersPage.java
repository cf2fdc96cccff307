package dev.atsharness.cli.internal.servers.report;

import dev.atsharness.cli.internal.servers.Audit;
import dev.atsharness.cli.internal.servers.ServerGroup;
import dev.atsharness.log.internal.text.HostileText;
import dev.atsharness.log.internal.text.Resources;
import io.jstach.jstache.JStache;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The data for the template of {@link ServersHtml}, with control characters made visible.
 *
 * @param head the first lines
 * @param cards the totals
 * @param rows the table
 * @param owners the servers by owner
 * @param notRead the lines of the list that cannot be used
 * @param notes what is to be known about repeated rows and results
 */
@JStache(path = "servers")
record ServersPage(
    String style,
    String script,
    Head head,
    List<Card> cards,
    List<ServerRow> rows,
    List<OwnerPart> owners,
    List<String> notRead,
    List<String> notes) {

  private static final DateTimeFormatter MINUTE =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm 'UTC'", Locale.ROOT).withZone(ZoneOffset.UTC);

  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ofPattern("yyyy-MM-dd", Locale.ROOT).withZone(ZoneOffset.UTC);

  private static final String NO_OWNER = "No owner named";

  /**
   * The first lines of the page.
   *
   * @param enforcing the release that enforces the requirements
   * @param stopped whether the run was stopped before its end
   * @param earlier how old the results of an earlier run are; empty if there are none
   */
  record Head(
      String enforcing,
      String sentence,
      String time,
      String list,
      String profile,
      String settings,
      boolean stopped,
      Optional<String> earlier) {}

  /** One of the totals. */
  record Card(String group, String name, int count, String meaning) {}

  static ServersPage of(Audit audit) {
    String enforcing = HostileText.escape(audit.as().enforcing());
    Map<ServerGroup, Integer> totals = audit.totals();
    List<ServerRow> rows = new ArrayList<>();
    Map<String, List<Audit.Entry>> byOwner = new LinkedHashMap<>();
    for (Audit.Entry entry : audit.entries()) {
      rows.add(
          entry
              .answer()
              .map(one -> ServerRow.of(one, enforcing))
              .orElseGet(() -> ServerRow.unvisited(entry.server())));
      byOwner
          .computeIfAbsent(entry.server().owner().orElse(NO_OWNER), owner -> new ArrayList<>())
          .add(entry);
    }
    return new ServersPage(
        Resources.text(ServersPage.class, "servers.css"),
        Resources.text(ServersPage.class, "servers.js"),
        head(audit, enforcing),
        Arrays.stream(ServerGroup.values())
            .map(
                group ->
                    new Card(
                        group.label(),
                        GroupWords.name(group, enforcing),
                        totals.get(group),
                        GroupWords.meaning(group, enforcing)))
            .toList(),
        rows,
        byOwner.entrySet().stream()
            .map(
                owner ->
                    OwnerPart.of(heading(owner.getKey(), byOwner), owner.getValue(), enforcing))
            .toList(),
        audit.list().problems().stream()
            .map(problem -> HostileText.escape(problem.toString()))
            .toList(),
        audit.notes().stream().map(HostileText::escape).toList());
  }

  /** A list without owners needs no heading about them. */
  private static String heading(String owner, Map<String, List<Audit.Entry>> byOwner) {
    return byOwner.size() == 1 && owner.equals(NO_OWNER) ? "In detail" : owner;
  }

  private static Head head(Audit audit, String enforcing) {
    return new Head(
        enforcing,
        HostileText.escape(audit.sentence()),
        time(audit.ended()),
        HostileText.escape(
            audit.list().name().orElse("the command line")
                + audit.list().part().map(part -> ", part " + part).orElse("")),
        HostileText.escape(PlainWords.withoutIds("those of " + audit.as().profile())),
        HostileText.escape(PlainWords.withoutIds(audit.as().settings())),
        !audit.unvisited().isEmpty(),
        audit.earlier());
  }

  static String time(Instant instant) {
    return MINUTE.format(instant);
  }

  static String day(Instant instant) {
    return DAY.format(instant);
  }

  String styleHash() {
    return Resources.hash(style);
  }

  String scriptHash() {
    return Resources.hash(script);
  }

  boolean anyNotes() {
    return !notes.isEmpty();
  }

  boolean anyNotRead() {
    return !notRead.isEmpty();
  }
}
