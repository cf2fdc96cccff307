package dev.atsharness.log.internal.report;

import dev.atsharness.log.FailedHandshake;
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
import java.util.stream.IntStream;

/**
 * The data for the template of a log's page, with control characters made visible.
 *
 * @param manyDevices whether the rows name their devices
 * @param groups the servers by the priority of their most urgent finding
 * @param failed the connections that failed in the handshake
 * @param explained the explanation of each violation, once
 * @param tooManyLetters whether there are too many letters for one page, so that it has none
 */
@JStache(path = "log")
record LogPage(
    String style,
    String summary,
    boolean manyDevices,
    List<Part> unread,
    List<Group> groups,
    Optional<Failures> failed,
    List<Explanation> explained,
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
        LogReport report,
        String name,
        List<LogFinding> findings,
        List<Explanation> explained,
        List<LinkedLetter> letters) {
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
              .map(finding -> Advice.of(report, finding, explained))
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

  /**
   * The meaning of a violation, and the remedy, which the servers refer to.
   *
   * @param id the name of its place in the page
   */
  record Explanation(
      String id, String code, String meaning, Optional<String> onlyLogged, String remedy) {

    static Explanation of(String id, LogReport report, LogFinding finding) {
      return new Explanation(
          id,
          HostileText.escape(finding.code()),
          HostileText.escape(report.meaning(finding)),
          report.doubt(finding).map(HostileText::escape),
          HostileText.escape(report.remedy(finding)));
    }

    /** The explanations of all findings, each once. */
    static List<Explanation> all(LogReport report) {
      List<Explanation> different =
          report.findings().stream().map(finding -> of("", report, finding)).distinct().toList();
      return IntStream.range(0, different.size())
          .mapToObj(i -> different.get(i).named("violation-" + (i + 1)))
          .toList();
    }

    private Explanation named(String name) {
      return new Explanation(name, code, meaning, onlyLogged, remedy);
    }
  }

  /** The connections that failed in the handshake. */
  record Failures(String heading, String meaning, List<Failure> rows) {

    static Optional<Failures> of(LogReport report) {
      List<Failure> rows = report.failed().stream().map(one -> Failure.of(report, one)).toList();
      return rows.isEmpty()
          ? Optional.empty()
          : Optional.of(new Failures(report.failedHeading(), report.failedMeaning(), rows));
    }
  }

  /** A row about such connections. */
  record Failure(
      String server, String process, String reason, long count, Span span, String remedy) {

    static Failure of(LogReport report, FailedHandshake one) {
      return new Failure(
          HostileText.escape(one.server().isEmpty() ? LogReport.NOT_NAMED : one.server()),
          HostileText.escape(report.process(one)),
          HostileText.escape(one.reason()),
          one.count(),
          new Span(ShownTime.of(one.span().first()), ShownTime.of(one.span().last())),
          HostileText.escape(LogReport.remedy(one)));
    }
  }

  /**
   * What a server's section says about a violation.
   *
   * @param id the place of the explanation
   */
  record Advice(String code, String id, List<String> exceptions, String message) {

    static Advice of(LogReport report, LogFinding finding, List<Explanation> explained) {
      Explanation own = Explanation.of("", report, finding);
      return new Advice(
          HostileText.escape(finding.code()),
          explained.stream()
              .filter(one -> one.named("").equals(own))
              .map(Explanation::id)
              .findFirst()
              .orElseThrow(),
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
    List<Explanation> explained = Explanation.all(report);
    List<Group> groups =
        Arrays.stream(Priority.values())
            .map(priority -> group(report, priority, servers, explained, linked))
            .filter(group -> !group.servers().isEmpty())
            .toList();
    return new LogPage(
        Resources.text(LogPage.class, "log.css"),
        HostileText.escape(report.sentence()),
        report.manyDevices(),
        report.notRead().stream().map(Part::of).toList(),
        groups,
        Failures.of(report),
        explained,
        !few);
  }

  /** The servers whose most urgent finding, which is the first, has this priority. */
  private static Group group(
      LogReport report,
      Priority priority,
      Map<String, List<LogFinding>> servers,
      List<Explanation> explained,
      Function<String, List<LinkedLetter>> letters) {
    return new Group(
        priority.heading(),
        !priority.applies(),
        servers.entrySet().stream()
            .filter(server -> report.priority(server.getValue().get(0)) == priority)
            .map(
                server ->
                    Server.of(
                        report,
                        server.getKey(),
                        server.getValue(),
                        explained,
                        letters.apply(server.getKey())))
            .toList());
  }

  /** Where Apple's article is published. */
  String article() {
    return Sources.builtIn().find("apple-126655").flatMap(Source::url).orElseThrow().toString();
  }

  String styleHash() {
    return Resources.hash(style);
  }

  boolean anyExplained() {
    return !explained.isEmpty();
  }

  boolean anyUnread() {
    return !unread.isEmpty();
  }
}
