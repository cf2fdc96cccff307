package dev.atsharness.cli.internal.servers.report;

import de.siegmar.fastcsv.writer.CsvWriter;
import dev.atsharness.cli.internal.servers.AnsweredHop;
import dev.atsharness.cli.internal.servers.AnsweredServer;
import dev.atsharness.cli.internal.servers.Audit;
import dev.atsharness.cli.internal.servers.ListedServer;
import dev.atsharness.cli.internal.servers.ServerGroup;
import dev.atsharness.cli.internal.servers.ServerList;
import dev.atsharness.cli.internal.servers.ServerResult;
import dev.atsharness.log.internal.text.HostileText;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.stream.Stream;

/**
 * The result as CSV (RFC 4180), a row for each server and for each line that cannot be used. {@code
 * probe --from} reads its columns {@code url}, {@code owner}, {@code role} and {@code product}. A
 * spreadsheet does not treat a cell as a formula.
 */
public final class ServersCsv {

  private static final List<String> HEADING =
      List.of(
          "url",
          "owner",
          "role",
          "product",
          "result",
          "group",
          "reason",
          "messages",
          "remedy",
          "certificate_ends",
          "certificate_issuer",
          "inspection",
          "visited",
          "notes",
          "visited_at");

  private ServersCsv() {}

  public static String of(Audit audit) {
    StringWriter text = new StringWriter();
    try (CsvWriter csv = CsvWriter.builder().build(text)) {
      csv.writeRecord(HEADING);
      for (Audit.Entry entry : audit.entries()) {
        csv.writeRecord(entry.answer().map(ServersCsv::row).orElseGet(() -> row(entry.server())));
      }
      for (ServerList.Problem problem : audit.list().problems()) {
        csv.writeRecord(row(problem));
      }
    } catch (IOException e) {
      throw new UncheckedIOException("writing to a string does not fail", e);
    }
    return text.toString();
  }

  private static List<String> row(AnsweredServer one) {
    List<AnsweredHop> hops = one.hops();
    return cells(
        one.server(),
        List.of(
            one.result().label(),
            one.group().label(),
            one.why(),
            String.join("\n", one.messages()),
            String.join("\n", one.advice()),
            one.certificateEnds().map(Object::toString).orElse(""),
            hops.stream().limit(1).flatMap(hop -> hop.issuer().stream()).findFirst().orElse(""),
            String.join("\n", one.inspection()),
            String.join("\n", hops.stream().map(AnsweredHop::url).toList()),
            String.join("\n", one.notes()),
            one.time().map(Object::toString).orElse("")));
  }

  private static List<String> row(ListedServer unvisited) {
    return cells(unvisited, open(Audit.NOT_VISITED, String.join("\n", unvisited.notes())));
  }

  /** A line of the list that cannot be used has no server. */
  private static List<String> row(ServerList.Problem problem) {
    return Stream.concat(Stream.of("", "", "", ""), open(problem.toString(), "").stream())
        .map(ServersCsv::safe)
        .toList();
  }

  private static List<String> open(String reason, String notes) {
    return List.of(
        ServerResult.NO_VERDICT.label(),
        ServerGroup.NOT_JUDGED.label(),
        reason,
        "",
        "",
        "",
        "",
        "",
        "",
        notes,
        "");
  }

  private static List<String> cells(ListedServer server, List<String> found) {
    return Stream.concat(
            Stream.of(
                server.url().toString(),
                server.owner().orElse(""),
                server.role().map(role -> role.label()).orElse(""),
                server.product().orElse("")),
            found.stream())
        .map(ServersCsv::safe)
        .toList();
  }

  /** A spreadsheet treats text that begins with one of these characters as a formula. */
  private static String safe(String text) {
    String visible = HostileText.escapeBlock(text);
    return !visible.isEmpty() && "=+-@\t".indexOf(visible.charAt(0)) >= 0 ? "'" + visible : visible;
  }
}
