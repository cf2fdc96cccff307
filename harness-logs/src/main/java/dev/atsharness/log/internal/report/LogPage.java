package dev.atsharness.log.internal.report;

import dev.atsharness.log.LogFinding;
import dev.atsharness.log.Unread;
import dev.atsharness.log.internal.text.HostileText;
import dev.atsharness.log.internal.text.Resources;
import io.jstach.jstache.JStache;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The data for the template of a log's page, with control characters made visible.
 *
 * @param manyDevices whether the rows name their devices
 * @param servers the servers that Apple's processes connected to, or may have connected to
 * @param exempt the servers that only other processes connected to
 */
@JStache(path = "log")
record LogPage(
    String style,
    String summary,
    boolean manyDevices,
    List<Part> unread,
    List<Server> servers,
    List<Server> exempt) {

  /**
   * A part of the log that was not read.
   *
   * @param samples some of its lines
   */
  record Part(String what, String remedy, Optional<String> samples) {

    static Part of(Unread part) {
      return new Part(
          HostileText.escape(part.what()),
          HostileText.escapeBlock(part.remedy()),
          Optional.of(part.samples())
              .filter(samples -> !samples.isEmpty())
              .map(samples -> HostileText.escapeBlock(String.join("\n", samples))));
    }
  }

  /**
   * A server and what is wrong with it.
   *
   * @param name its name; empty if the messages do not name it
   */
  record Server(String name, String title, List<Row> findings, List<Advice> advice) {

    static Server of(LogReport report, String name, List<LogFinding> findings) {
      return new Server(
          HostileText.escape(name),
          HostileText.escape(name.isEmpty() ? "Server not named" : name),
          findings.stream().map(finding -> Row.of(report, finding)).toList(),
          findings.stream()
              .collect(
                  Collectors.toMap(
                      LogFinding::code, f -> f, (one, other) -> one, LinkedHashMap::new))
              .values()
              .stream()
              .map(finding -> Advice.of(report, finding))
              .toList());
    }
  }

  /** A row of a server's table. */
  record Row(
      String violation, String process, String devices, long count, String first, String last) {

    static Row of(LogReport report, LogFinding finding) {
      return new Row(
          HostileText.escape(finding.code() + LogReport.quoted(finding)),
          HostileText.escape(report.process(finding)),
          HostileText.escape(LogReport.devices(finding)),
          finding.count(),
          LogReport.time(finding.first()),
          LogReport.time(finding.last()));
    }
  }

  /** The meaning of a violation, and the remedy. */
  record Advice(
      String code, String meaning, String remedy, List<String> exceptions, String message) {

    static Advice of(LogReport report, LogFinding finding) {
      return new Advice(
          HostileText.escape(finding.code()),
          HostileText.escape(report.meaning(finding)),
          HostileText.escape(report.remedy(finding)),
          report.exceptions(finding).stream().map(HostileText::escape).toList(),
          HostileText.escape(finding.message()));
    }
  }

  static LogPage of(LogReport report, List<LogFinding> findings, List<LogFinding> exempt) {
    return new LogPage(
        Resources.text(LogPage.class, "log.css"),
        HostileText.escape(report.sentence()),
        report.manyDevices(),
        report.notRead().stream().map(Part::of).toList(),
        servers(report, findings),
        servers(report, exempt));
  }

  private static List<Server> servers(LogReport report, List<LogFinding> findings) {
    return findings.stream()
        .collect(Collectors.groupingBy(LogFinding::server, TreeMap::new, Collectors.toList()))
        .entrySet()
        .stream()
        .map(entry -> Server.of(report, entry.getKey(), entry.getValue()))
        .toList();
  }

  String styleHash() {
    return Resources.hash(style);
  }

  boolean anyUnread() {
    return !unread.isEmpty();
  }

  boolean anyExempt() {
    return !exempt.isEmpty();
  }
}
