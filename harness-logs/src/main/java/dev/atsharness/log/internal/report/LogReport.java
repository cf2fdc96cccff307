package dev.atsharness.log.internal.report;

import dev.atsharness.log.ConvertedLog;
import dev.atsharness.log.FailedHandshake;
import dev.atsharness.log.LogAnswer;
import dev.atsharness.log.LogExplanation;
import dev.atsharness.log.LogFinding;
import dev.atsharness.log.LogSummary;
import dev.atsharness.log.Repeats;
import dev.atsharness.log.Unread;
import dev.atsharness.log.internal.letter.LetterFiles;
import dev.atsharness.log.internal.text.HostileText;
import dev.atsharness.log.internal.text.Priority;
import dev.atsharness.log.internal.text.Retest;
import dev.atsharness.log.internal.text.ShownTime;
import dev.atsharness.scenario.internal.Rule;
import dev.atsharness.scenario.internal.Rules;
import dev.atsharness.scenario.internal.SystemProcess;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.BinaryOperator;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.core.json.JsonWriteFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The report about a device's log: which servers violate which requirement, which process logged
 * it, and how to fix it. Text from the log is shown as text in each form, with control characters
 * made visible.
 */
public final class LogReport {

  /** The text for a process that is not in Apple's filter. */
  public static final String NO_SYSTEM_PROCESS =
      "not a process that Apple's requirements cover (support article 126655)";

  /** The maximum number of names in a sentence. */
  private static final int MOST_NAMES = 5;

  private static final String NOT_IN_FILTER =
      " (Apple's article names software updates; its filter does not name this process)";

  private static final String NO_EVENTS =
      "No violations, and no event with a time, for example because nothing matched the filter. The"
          + " device is clean if it was in use, had Apple's logging profile and was restarted with"
          + " it before it connected, and 'log show' had the option --info.";

  /** The text in place of a code in the rows about parts that were not read. */
  public static final String NOT_READ = "not read";

  /** The text in place of the name of a server that the messages do not name. */
  public static final String NOT_NAMED = "Server not named";

  /** The order of servers: by name, after them the one that is not named. */
  static final Comparator<String> SERVERS =
      Comparator.comparing(String::isEmpty).thenComparing(Comparator.naturalOrder());

  /** The text in place of a code in the rows about connections that failed in the handshake. */
  public static final String NO_HANDSHAKE = "failed handshake";

  private static final String WRITES_NOTHING = "Such a failure writes no violation.";

  /** Version of the JSON form. */
  public static final int VERSION = 1;

  /** The number of devices that a cell of a table names. */
  private static final int MAX_NAMES = 4;

  private static final JsonMapper JSON =
      JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

  private final LogSummary summary;
  private final LogExplanation explanation;
  private final Rules rules = Rules.builtIn();
  private final List<SystemProcess> processes = SystemProcess.all();
  private final Map<String, String> carriers = SystemProcess.carriers();
  private final boolean all;

  public LogReport(LogSummary summary, LogExplanation explanation) {
    this(summary, explanation, false);
  }

  /**
   * @param all whether violations of apps count too
   */
  public LogReport(LogSummary summary, LogExplanation explanation, boolean all) {
    this.summary = summary;
    this.explanation = explanation;
    this.all = all;
  }

  /** The findings by server, those with the most urgent findings first. */
  public List<LogFinding> findings() {
    Map<String, Priority> servers = servers();
    return explanation.findings().stream()
        .sorted(
            Comparator.<LogFinding, Priority>comparing(finding -> servers.get(finding.server()))
                .thenComparing(LogFinding::server, SERVERS)
                .thenComparing(this::priority))
        .toList();
  }

  /** The most urgent priority of each server. */
  private Map<String, Priority> servers() {
    return explanation.findings().stream()
        .collect(
            Collectors.toMap(
                LogFinding::server,
                this::priority,
                BinaryOperator.minBy(Comparator.naturalOrder())));
  }

  /**
   * How urgent a finding is. A line without a process counts: it may be of one to which the
   * requirements apply.
   */
  public Priority priority(LogFinding finding) {
    return isOfApp(finding) ? Priority.APP : Priority.of(finding.isRefusal(), rule(finding));
  }

  private Optional<String> onlyLogged(LogFinding finding) {
    return rule(finding).flatMap(rule -> rule.messages().onlyLogged());
  }

  /**
   * Why a violation with a code is only logged; empty if the connection is refused, and if the
   * words of the message are not known.
   */
  public Optional<String> doubt(LogFinding finding) {
    return onlyLogged(finding).filter(text -> priority(finding) == Priority.LOGGED);
  }

  private boolean isOfApp(LogFinding finding) {
    return isOfApp(finding.process());
  }

  private boolean isOfApp(String process) {
    return !process.isEmpty() && system(process).isEmpty() && !carriers.containsKey(process);
  }

  /** The connections that failed in the TLS handshake, those that count first. */
  public List<FailedHandshake> failed() {
    return summary.failed().stream()
        .sorted(Comparator.comparing((FailedHandshake one) -> !matters(one)))
        .toList();
  }

  /**
   * Whether failed connections leave the answer open: they are of a process to which the
   * requirements apply, or may apply, and no later one was completed.
   */
  public boolean matters(FailedHandshake one) {
    return !one.recovered() && (all || !isOfApp(one.process()));
  }

  private long failures() {
    return failures(this::matters);
  }

  private long failures(Predicate<FailedHandshake> some) {
    return summary.failed().stream().filter(some).mapToLong(FailedHandshake::count).sum();
  }

  /** What failed handshakes mean. */
  public static String meaning(FailedHandshake one) {
    return "The connection failed in the TLS handshake, and the device logged: "
        + one.reason()
        + ". "
        + (one.recovered()
            ? "The same process completed a later handshake with the server."
            : WRITES_NOTHING);
  }

  /** What to do about failed handshakes. */
  public static String remedy(FailedHandshake one) {
    return one.recovered()
        ? "Nothing, unless the failures go on."
        : one.server().isEmpty()
            ? "The log does not name the server. Find it by the process and the time, and probe it."
            : "Probe the server: " + Retest.probe(Retest.url(one.server()));
  }

  /** The process of failed handshakes, with the reason if they do not count. */
  public String process(FailedHandshake one) {
    return (one.process().isEmpty() ? "unknown process" : one.process())
        + (matters(one) ? "" : one.recovered() ? " (connected later)" : " (an app)");
  }

  /** The heading above the failed handshakes. */
  public String failedHeading() {
    long number = failures(one -> true);
    return count(number, "connection") + " failed in the TLS handshake";
  }

  /** What the failed handshakes mean for the answer. */
  public String failedMeaning() {
    List<FailedHandshake> failed = summary.failed();
    boolean allRecovered = failed.stream().allMatch(FailedHandshake::recovered);
    boolean anyRecovered = failed.stream().anyMatch(FailedHandshake::recovered);
    boolean anyOfApps = failed.stream().anyMatch(one -> !one.recovered() && !matters(one));
    return Stream.of(
            allRecovered
                ? ""
                : WRITES_NOTHING
                    + " So the log does not show whether the server meets the requirements: probe"
                    + " it.",
            anyRecovered
                ? "Failures do not count if the same process completed a later handshake with the"
                    + " server."
                : "",
            anyOfApps
                ? "Connections of apps do not count: Apple's requirements do not apply to them."
                : "")
        .filter(text -> !text.isEmpty())
        .collect(Collectors.joining(" "));
  }

  /**
   * The report as one JSON object, which {@code scenarios/schema/log.schema.json} describes; text
   * from the log is escaped to ASCII.
   */
  public String json() {
    ObjectNode root = JSON.createObjectNode();
    root.put("version", VERSION);
    ArrayNode sources = root.putArray("sources");
    summary.sources().forEach(sources::add);
    ArrayNode devices = root.putArray("devices");
    summary.devices().forEach(devices::add);
    root.put("first", stamp(summary.first()).orElse(null));
    root.put("last", stamp(summary.last()).orElse(null));
    root.put("timesUnknown", summary.span().unknown());
    root.put("answer", answer().label());
    root.put("violations", explanation.violations());
    root.put("omitted", explanation.omitted());
    root.put("repeated", summary.repeats().count());
    ArrayNode converted = root.putArray("converted");
    summary.converted().forEach(log -> json(log, converted.addObject()));
    ArrayNode findings = root.putArray("findings");
    findings().forEach(finding -> json(finding, findings.addObject()));
    ArrayNode failed = root.putArray("failedHandshakes");
    failed().forEach(one -> json(one, failed.addObject()));
    ArrayNode unread = root.putArray("unread");
    summary.unread().forEach(part -> json(part, unread.addObject()));
    return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(root);
  }

  private static void json(ConvertedLog log, ObjectNode node) {
    node.put("source", log.source());
    node.put("program", log.program());
    node.put("records", log.records());
    node.put("networkRecords", log.networkRecords());
  }

  private void json(FailedHandshake one, ObjectNode node) {
    node.put("server", one.server());
    node.put("process", one.process());
    node.put("reason", one.reason());
    node.put("count", one.count());
    node.put("first", stamp(one.span().first()).orElse(null));
    node.put("last", stamp(one.span().last()).orElse(null));
    node.put("app", isOfApp(one.process()));
    node.put("recovered", one.recovered());
    node.put("remedy", remedy(one));
  }

  private static void json(Unread part, ObjectNode node) {
    node.put("kind", part.kind().label());
    node.put("source", part.source());
    node.put("count", part.count().isPresent() ? part.count().getAsLong() : null);
    node.put("what", part.what());
    node.put("remedy", part.remedy());
    ArrayNode samples = node.putArray("samples");
    part.samples().forEach(samples::add);
  }

  private void json(LogFinding finding, ObjectNode node) {
    node.put("priority", priority(finding).label());
    node.put("server", finding.server());
    ArrayNode devices = node.putArray("devices");
    finding
        .devices()
        .forEach((name, count) -> devices.addObject().put("name", name).put("count", count));
    node.put("process", finding.process());
    node.put("code", finding.violation().map(Object::toString).orElse(null));
    ArrayNode parameters = node.putArray("parameters");
    finding.parameters().forEach(parameters::add);
    node.put("count", finding.count());
    node.put("first", stamp(finding.first()).orElse(null));
    node.put("last", stamp(finding.last()).orElse(null));
    node.put("message", finding.message());
    node.put("activity", system(finding).map(p -> p.activity()).orElse(null));
    node.put("doing", doing(finding).orElse(null));
    node.put("onlyLogged", doubt(finding).orElse(null));
    Optional<Rule> rule = rule(finding);
    node.put("meaning", rule.map(Rule::meaning).orElse(null));
    node.put("remedy", rule.map(one -> one.remedy().text()).orElse(null));
    node.put("evidence", rule.map(r -> r.grounds().evidence().label()).orElse(null));
    ArrayNode exceptions = node.putArray("exceptions");
    exceptions(finding).forEach(exceptions::add);
  }

  /**
   * The report as CSV with a heading (RFC 4180), in which a spreadsheet does not treat a cell as a
   * formula.
   */
  public String csv() {
    return Stream.of(
            Stream.of(
                List.of(
                    "server",
                    "process",
                    "activity",
                    "code",
                    "parameters",
                    "count",
                    "first",
                    "last",
                    "meaning",
                    "remedy",
                    "message",
                    "devices",
                    "priority")),
            findings().stream().map(this::cells),
            failed().stream().map(this::cells),
            summary.unread().stream().map(LogReport::cells))
        .flatMap(rows -> rows)
        .map(cells -> cells.stream().map(LogReport::cell).collect(Collectors.joining(",")) + "\r\n")
        .collect(Collectors.joining());
  }

  private List<String> cells(LogFinding finding) {
    return List.of(
        finding.server(),
        finding.process(),
        system(finding).map(p -> p.activity()).orElse(""),
        finding.code(),
        String.join(" ", finding.parameters()),
        Long.toString(finding.count()),
        stamp(finding.first()).orElse(""),
        stamp(finding.last()).orElse(""),
        rule(finding).map(Rule::meaning).orElse(""),
        rule(finding).map(one -> one.remedy().text()).orElse(""),
        finding.message(),
        String.join(" ", finding.devices().keySet()),
        priority(finding).label());
  }

  /** A row about connections that failed, so that an empty table does not look like a clean log. */
  private List<String> cells(FailedHandshake one) {
    return List.of(
        one.server(),
        one.process(),
        system(one.process()).map(p -> p.activity()).orElse(""),
        NO_HANDSHAKE,
        one.reason(),
        Long.toString(one.count()),
        stamp(one.span().first()).orElse(""),
        stamp(one.span().last()).orElse(""),
        meaning(one),
        remedy(one),
        "",
        "",
        isOfApp(one.process()) ? Priority.APP.label() : "");
  }

  /**
   * A row about a part that was not read, so that an empty table does not look like a clean log.
   */
  private static List<String> cells(Unread part) {
    return List.of(
        "",
        "",
        "",
        NOT_READ,
        part.kind().label(),
        part.count().isPresent() ? Long.toString(part.count().getAsLong()) : "",
        "",
        "",
        part.what(),
        part.remedy().lines().map(String::strip).collect(Collectors.joining(" ")),
        String.join(" / ", part.samples()),
        "",
        "");
  }

  private static String cell(String text) {
    String safe = HostileText.escape(text);
    String inert = safe.matches("[=+@\\-].*") ? "'" + safe : safe;
    return inert.matches("[^,\"]*") ? inert : "\"" + inert.replace("\"", "\"\"") + "\"";
  }

  /**
   * The report as a self-contained HTML page, without script and network.
   *
   * @param letters the letters to the owners of the servers, which the page has in itself
   */
  public String html(LetterFiles letters) {
    return LogPageRenderer.of().execute(LogPage.of(this, letters));
  }

  /** The number of messages with this priority. */
  private long count(Priority priority) {
    return explanation.findings().stream()
        .filter(finding -> priority(finding) == priority)
        .mapToLong(LogFinding::count)
        .sum();
  }

  /** The servers that only apps connected to. */
  private long serversOfApps() {
    return servers().values().stream().filter(priority -> !priority.applies()).count();
  }

  /** The answer of the report. */
  public LogAnswer answer() {
    long ofApps = all ? 0 : count(Priority.APP);
    LogAnswer ofViolations = LogAnswer.of(explanation.violations() - ofApps, ofApps, summary);
    return ofViolations != LogAnswer.VIOLATIONS && failures() > 0
        ? LogAnswer.CANNOT_TELL
        : ofViolations;
  }

  /** Whether there are logs of several devices, so that each finding should name its devices. */
  public boolean manyDevices() {
    return summary.devices().size() > 1;
  }

  /** The devices of a finding, some of them if there are many. */
  public static String devices(LogFinding finding) {
    List<String> names = finding.devices().keySet().stream().limit(MAX_NAMES).toList();
    int others = finding.devices().size() - names.size();
    return String.join(", ", names) + (others == 0 ? "" : " and " + others + " more");
  }

  /** The parts that were not read. */
  public List<Unread> notRead() {
    return summary.unread();
  }

  /** The result in a sentence or two. */
  public String sentence() {
    String span = span();
    return switch (answer()) {
      case VIOLATIONS ->
          found(span)
              + (summary.unread().isEmpty() ? "" : " Not all was read: " + parts())
              + failedToo("");
      case NO_VIOLATIONS ->
          span.isEmpty() ? NO_EVENTS + converted() : "No violations." + span + converted();
      case NOT_REQUIRED ->
          found(span)
              + " Apple's requirements do not apply to these processes: no server has to be changed"
              + " for them.";
      case CANNOT_TELL -> open(span);
    };
  }

  private String open(String span) {
    if (summary.unread().isEmpty()) {
      return (explanation.violations() > 0
              ? found(span) + " Apple's requirements do not apply to these processes."
              : "No violations.")
          + failedToo(" But")
          + (explanation.violations() > 0 ? "" : span + converted());
    }
    return "Cannot tell whether there are violations"
        + (explanation.violations() > 0 ? " of other processes than apps" : "")
        + ": "
        + parts()
        + failedToo("")
        + span
        + converted();
  }

  /** The times of the events. */
  private String span() {
    return (summary.first().isPresent()
            ? " Events from "
                + ShownTime.of(summary.first())
                + " to "
                + ShownTime.of(summary.last())
                + "."
            : "")
        + (summary.span().unknown()
            ? (summary.first().isPresent() ? " Of some events" : " Of the events")
                + " the time is not known: the log has a time before 2015 for them, as a"
                + " .logarchive without its files of timesync does."
            : "");
  }

  /** A sentence about the failed handshakes that count, after a space; empty if there are none. */
  String failedToo(String word) {
    long number = failures();
    if (number == 0) {
      return "";
    }
    List<String> names =
        summary.failed().stream()
            .filter(one -> matters(one) && !one.server().isEmpty())
            .map(FailedHandshake::server)
            .distinct()
            .sorted()
            .toList();
    int servers = names.size();
    return word
        + " "
        + count(number, "connection")
        + (servers == 0 ? "" : " to " + count(servers, "server") + " (" + some(names) + ")")
        + " failed in the TLS handshake, and such a failure writes no violation: cannot tell"
        + " whether "
        + (servers == 1 ? "this server meets" : "these servers meet")
        + " the requirements. Probe "
        + (servers == 1 ? "it." : "them.");
  }

  private static String some(List<String> names) {
    int more = names.size() - MOST_NAMES;
    return names.stream().limit(MOST_NAMES).collect(Collectors.joining(", "))
        + (more > 0 ? " and " + more + " more" : "");
  }

  private String parts() {
    return summary.unread().stream().map(Unread::what).collect(Collectors.joining(" "));
  }

  private String found(String span) {
    List<LogFinding> findings = explanation.findings();
    long servers =
        findings.stream().map(LogFinding::server).filter(s -> !s.isEmpty()).distinct().count();
    long processes =
        findings.stream().map(LogFinding::process).filter(p -> !p.isEmpty()).distinct().count();
    long exempt = serversOfApps();
    return count(explanation.violations(), "violation")
        + (servers == 0 ? "" : " of " + count(servers, "server"))
        + (manyDevices() ? " in the logs of " + count(summary.devices().size(), "device") : "")
        + (processes == 0
            ? ", noticed by processes that the log does not name."
            : ", noticed by " + processes + (processes == 1 ? " process." : " processes."))
        + unnamed(findings)
        + urgent()
        + (exempt == 0
            ? ""
            : " Only processes that Apple's requirements do not cover connected to "
                + exempt
                + " of the servers.")
        + span
        + converted()
        + repeated()
        + (explanation.omitted() == 0
            ? ""
            : " "
                + explanation.omitted()
                + " of the violations are not listed: there are too many.");
  }

  /** A sentence for each answer to whether a release that enforces refuses the connection. */
  private String urgent() {
    String refuses = Priority.enforcing() + " refuses the connection";
    return urgent(Priority.REFUSED, refuses, "")
        + urgent(Priority.LOGGED, "it is not certain that " + refuses, "")
        + urgent(
            Priority.UNKNOWN,
            "it is not known whether " + refuses,
            ": the words of the message are not known")
        + (count(Priority.APP) == explanation.violations()
            ? ""
            : urgent(Priority.APP, "Apple's requirements do not apply to the process", ""));
  }

  private String urgent(Priority priority, String answer, String why) {
    long number = count(priority);
    if (number == 0) {
      return "";
    }
    String whole = answer + why + ".";
    return explanation.violations() == 1
        ? " " + whole.substring(0, 1).toUpperCase(Locale.ROOT) + whole.substring(1)
        : " For " + number + " of them, " + whole;
  }

  /** A sentence about the logs that a program converted. */
  private String converted() {
    return summary.converted().stream()
        .map(
            log ->
                " "
                    + log.program()
                    + " read "
                    + count(log.records(), "record")
                    + " of "
                    + log.source()
                    + ", "
                    + log.networkRecords()
                    + " of them of com.apple.network.")
        .collect(Collectors.joining());
  }

  /** A sentence about the violations that several logs have. */
  private String repeated() {
    Repeats repeats = summary.repeats();
    String some =
        repeats.count() == 0
            ? ""
            : " "
                + count(repeats.count(), "message")
                + (repeats.count() == 1 ? " is" : " are")
                + " left out, because an earlier one of the logs has the same.";
    return repeats.complete()
        ? some
        : some + " There are too many violations to compare all logs: some may be counted twice.";
  }

  /** A sentence with the number of violations that do not name their server. */
  private static String unnamed(List<LogFinding> findings) {
    List<LogFinding> without = findings.stream().filter(f -> f.server().isEmpty()).toList();
    long number = without.stream().mapToLong(LogFinding::count).sum();
    if (number == 0) {
      return "";
    }
    boolean hidden = without.stream().anyMatch(f -> f.message().contains("server:"));
    return " "
        + number
        + " of the violations "
        + (number == 1 ? "does" : "do")
        + " not name the server"
        + (hidden
            ? ": the log hides it, for example as '<private>'. With Apple's logging profile it does"
                + " not."
            : ".");
  }

  /** The exemptions by Apple that may apply to this connection. */
  public List<String> exceptions(LogFinding finding) {
    return system(finding).stream()
        .flatMap(process -> process.exceptions().stream())
        .filter(exemption -> exemption.mayApply(finding.violation()))
        .map(SystemProcess.Exemption::text)
        .toList();
  }

  /** The meaning of the violation. */
  public String meaning(LogFinding finding) {
    return rule(finding)
        .map(Rule::meaning)
        .orElse(
            "The message is marked as an ATS violation, but its wording is unknown; it may be from"
                + " a release newer than this program.");
  }

  /** The instruction for fixing the server. */
  public String remedy(LogFinding finding) {
    return rule(finding)
        .map(one -> one.remedy().text())
        .orElse("Read the message, and compare the server with Apple support article 126655.");
  }

  /** The process and its activity. */
  public String process(LogFinding finding) {
    String name = finding.process().isEmpty() ? "unknown process" : finding.process();
    return name
        + system(finding)
            .map(
                process ->
                    ", "
                        + process.activity()
                        + ": "
                        + process.doing()
                        + (process.inFilter() ? "" : NOT_IN_FILTER))
            .orElse(
                isOfApp(finding)
                    ? ", " + NO_SYSTEM_PROCESS
                    : carried(finding).map(text -> ": " + text).orElse(""));
  }

  private Optional<String> doing(LogFinding finding) {
    return system(finding).map(SystemProcess::doing).or(() -> carried(finding));
  }

  private Optional<String> carried(LogFinding finding) {
    return Optional.ofNullable(carriers.get(finding.process()))
        .map(text -> text + ", so the requirements may apply");
  }

  /** The values that the messages quote, in parentheses after a space; empty if there are none. */
  public static String quoted(LogFinding finding) {
    return finding.parameters().isEmpty()
        ? ""
        : " (" + String.join(", ", finding.parameters()) + ")";
  }

  /** A time in JSON and CSV: RFC 3339, which always has seconds. */
  static Optional<String> stamp(Optional<OffsetDateTime> time) {
    return time.map(DateTimeFormatter.ISO_OFFSET_DATE_TIME::format);
  }

  /** The system process; empty if Apple's requirements do not cover the process. */
  private Optional<SystemProcess> system(LogFinding finding) {
    return system(finding.process());
  }

  private Optional<SystemProcess> system(String name) {
    return processes.stream().filter(process -> process.name().equals(name)).findFirst();
  }

  private Optional<Rule> rule(LogFinding finding) {
    return finding.violation().map(rules::of);
  }

  private static String count(long number, String what) {
    return number + " " + what + (number == 1 ? "" : "s");
  }
}
