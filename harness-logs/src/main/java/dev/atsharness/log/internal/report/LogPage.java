package dev.atsharness.log.internal.report;

import dev.atsharness.log.LogFinding;
import dev.atsharness.log.Unread;
import dev.atsharness.log.internal.letter.LetterFiles;
import dev.atsharness.log.internal.text.HostileText;
import dev.atsharness.log.internal.text.Priority;
import dev.atsharness.log.internal.text.Resources;
import dev.atsharness.log.internal.text.Retest;
import dev.atsharness.log.internal.text.ShownTime;
import dev.atsharness.scenario.internal.Source;
import dev.atsharness.scenario.internal.Sources;
import io.jstach.jstache.JStache;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The data for the template of a log's page, with control characters made visible.
 *
 * @param manyDevices whether the rows name their devices
 * @param groups the servers by the priority of their most urgent finding
 * @param tooManyLetters whether there are too many letters for one page, so that it has none
 */
@JStache(path = "log")
record LogPage(
    String style,
    String summary,
    boolean manyDevices,
    List<Part> unread,
    List<Group> groups,
    boolean tooManyLetters) {

  /** The limit on letters in a page; each takes some 20 KiB. */
  private static final int MOST_LETTERS = 500;

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
   * The servers with one priority.
   *
   * @param apps whether only apps connected to them
   */
  record Group(String heading, boolean apps, List<Server> servers) {}

  /**
   * A server and what is wrong with it.
   *
   * @param name its name; empty if the messages do not name it
   */
  record Server(
      String name,
      String title,
      List<Row> findings,
      List<Advice> advice,
      List<LinkedLetter> letters) {

    static Server of(
        LogReport report, String name, List<LogFinding> findings, List<LinkedLetter> letters) {
      return new Server(
          HostileText.escape(name),
          HostileText.escape(name.isEmpty() ? LogReport.NOT_NAMED : name),
          findings.stream().map(finding -> Row.of(report, finding)).toList(),
          findings.stream()
              .collect(
                  Collectors.toMap(
                      LogFinding::code, f -> f, (one, other) -> one, LinkedHashMap::new))
              .values()
              .stream()
              .map(finding -> Advice.of(report, finding))
              .toList(),
          letters);
    }

    boolean anyLetters() {
      return !letters.isEmpty();
    }

    boolean named() {
      return !name.isEmpty();
    }

    /** The commands that check the server again. */
    String check() {
      String url = Retest.url(name);
      return Retest.nscurl(url) + "\n" + Retest.probe(url);
    }
  }

  /** A row of a server's table. */
  record Row(
      String violation, String urgency, String process, String devices, long count, Span span) {

    static Row of(LogReport report, LogFinding finding) {
      return new Row(
          HostileText.escape(finding.code() + LogReport.quoted(finding)),
          report.priority(finding).words(),
          HostileText.escape(report.process(finding)),
          HostileText.escape(LogReport.devices(finding)),
          finding.count(),
          new Span(ShownTime.of(finding.first()), ShownTime.of(finding.last())));
    }
  }

  /** The times of the first and the last message. */
  record Span(String first, String last) {}

  /** The meaning of a violation, and the remedy. */
  record Advice(
      String code,
      String meaning,
      Optional<String> onlyLogged,
      String remedy,
      List<String> exceptions,
      String message) {

    static Advice of(LogReport report, LogFinding finding) {
      return new Advice(
          HostileText.escape(finding.code()),
          HostileText.escape(report.meaning(finding)),
          report.doubt(finding).map(HostileText::escape),
          HostileText.escape(report.remedy(finding)),
          report.exceptions(finding).stream().map(HostileText::escape).toList(),
          HostileText.escape(finding.message()));
    }
  }

  /** The release that the column of priorities is about. */
  String enforcing() {
    return Priority.enforcing();
  }

  static LogPage of(LogReport report, LetterFiles letters) {
    Map<String, List<LogFinding>> servers =
        report.findings().stream()
            .collect(
                Collectors.groupingBy(
                    LogFinding::server,
                    () -> new TreeMap<>(LogReport.SERVERS),
                    Collectors.toList()));
    boolean few = letters.letters() <= MOST_LETTERS;
    Function<String, List<LinkedLetter>> linked =
        server -> few ? LinkedLetter.about(server, letters) : List.of();
    List<Group> groups =
        Arrays.stream(Priority.values())
            .map(priority -> group(report, priority, servers, linked))
            .filter(group -> !group.servers().isEmpty())
            .toList();
    return new LogPage(
        Resources.text(LogPage.class, "log.css"),
        HostileText.escape(report.sentence()),
        report.manyDevices(),
        report.notRead().stream().map(Part::of).toList(),
        groups,
        !few);
  }

  /** The servers whose most urgent finding, which is the first, has this priority. */
  private static Group group(
      LogReport report,
      Priority priority,
      Map<String, List<LogFinding>> servers,
      Function<String, List<LinkedLetter>> letters) {
    return new Group(
        priority.heading(),
        !priority.applies(),
        servers.entrySet().stream()
            .filter(server -> report.priority(server.getValue().get(0)) == priority)
            .map(
                server ->
                    Server.of(
                        report, server.getKey(), server.getValue(), letters.apply(server.getKey())))
            .toList());
  }

  /** Where Apple's article is published. */
  String article() {
    return Sources.builtIn().find("apple-126655").flatMap(Source::url).orElseThrow().toString();
  }

  String styleHash() {
    return Resources.hash(style);
  }

  boolean anyUnread() {
    return !unread.isEmpty();
  }
}
