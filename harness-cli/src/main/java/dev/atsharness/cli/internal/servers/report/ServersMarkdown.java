package dev.atsharness.cli.internal.servers.report;

import dev.atsharness.cli.internal.servers.AnsweredHop;
import dev.atsharness.cli.internal.servers.AnsweredServer;
import dev.atsharness.cli.internal.servers.Audit;
import dev.atsharness.cli.internal.servers.ListedServer;
import dev.atsharness.cli.internal.servers.ServerResult;
import dev.atsharness.conformance.internal.report.MarkdownReport;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * The result in Markdown: the totals, and what is wrong with each server. Fine servers are only
 * counted. It fits into the job summary of GitHub, which takes one mebibyte.
 */
public final class ServersMarkdown {

  private static final int MAX_BYTES = 900_000;

  private final StringBuilder text = new StringBuilder();
  private int bytes;

  private ServersMarkdown() {}

  public static String of(Audit audit) {
    ServersMarkdown markdown = new ServersMarkdown();
    markdown.write(audit);
    return markdown.text.toString();
  }

  private void write(Audit audit) {
    add("## ATS harness: " + escape(audit.sentence()) + "\n\n");
    audit.list().part().ifPresent(part -> add("Part " + escape(part) + " of the list.\n\n"));
    add("Settings: " + plain(audit.as().settings()) + "\n");
    audit.earlier().ifPresent(text -> add("\n" + escape(text) + "\n"));
    if (!audit.notes().isEmpty()) {
      add("\n### Notes\n\n");
      audit.notes().forEach(note -> add("- " + escape(note) + "\n"));
    }
    if (!audit.list().problems().isEmpty()) {
      add("\n### Lines that cannot be used\n\n");
      audit.list().problems().forEach(problem -> add("- " + escape(problem.toString()) + "\n"));
    }
    List<AnsweredServer> faulty =
        audit.answered().stream()
            .filter(one -> one.result() != ServerResult.PASS)
            .filter(one -> one.result() != ServerResult.EXEMPT)
            .toList();
    if (!faulty.isEmpty()) {
      add("\n### Servers with a fault or without a verdict\n\n");
    }
    for (int i = 0; i < faulty.size(); i++) {
      String item = item(faulty.get(i));
      if (bytes + length(item) > MAX_BYTES) {
        add("- and " + (faulty.size() - i) + " more, which do not fit here\n");
        return;
      }
      add(item);
    }
    if (!audit.unvisited().isEmpty()) {
      add("\n### Not visited, because the run was stopped\n\n");
      for (ListedServer server : audit.unvisited()) {
        add("- " + escape(server.url().toString()) + "\n");
      }
    }
  }

  private static String item(AnsweredServer one) {
    StringBuilder item = new StringBuilder();
    item.append("- **")
        .append(one.result().label())
        .append("** ")
        .append(escape(one.server().url().toString()))
        .append(one.server().owner().map(owner -> " (" + escape(owner) + ")").orElse(""))
        .append('\n');
    for (AnsweredHop hop : one.hops()) {
      if (!hop.answer().equals("Fine")) {
        item.append("  - ")
            .append(hop.number() == 1 ? "" : escape(hop.url()) + ": ")
            .append(plain(hop.reason()))
            .append('\n');
      }
    }
    for (String message : one.messages()) {
      item.append("  - Message")
          .append(LoggedMessage.of(message).since().map(since -> " from " + since).orElse(""))
          .append(": ")
          .append(escape(message))
          .append('\n');
    }
    one.advice().forEach(a -> item.append("  - To do: ").append(plain(a)).append('\n'));
    return item.toString();
  }

  private void add(String part) {
    text.append(part);
    bytes += length(part);
  }

  private static int length(String part) {
    return part.getBytes(StandardCharsets.UTF_8).length;
  }

  private static String plain(String hostile) {
    return escape(PlainWords.withoutIds(hostile));
  }

  private static String escape(String hostile) {
    return MarkdownReport.escape(hostile);
  }
}
