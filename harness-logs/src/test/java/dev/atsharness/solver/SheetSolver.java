package dev.atsharness.solver;

import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Answers the questions of a drill from the log and the public rules alone. It knows neither the
 * plan of the drill nor the reader of logs, and it parses the log with expressions of its own.
 */
public final class SheetSolver {

  /**
   * A choice on the sheet.
   *
   * @param id its short name in the key
   * @param line the number of the log's line, or 0
   */
  public record Choice(String id, int line) {}

  private static final Pattern HOST = Pattern.compile("[a-z0-9-]+(?:\\.[a-z0-9-]+)*\\.example");
  private static final Pattern LINE = Pattern.compile("[Ll]ine (\\d+)");
  private static final Pattern TIME = Pattern.compile("\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d");

  private final SheetLog log;

  public SheetSolver(String log) {
    this.log = new SheetLog(log);
  }

  /**
   * What an answer to a question needs: one choice of each set.
   *
   * @param text the question
   * @param choices the possible choices
   */
  public Set<Set<String>> answer(String text, List<Choice> choices) {
    if (text.startsWith("Which of these servers")) {
      return all(choices, choice -> mustChange(choice.id()));
    }
    if (text.startsWith("What does the log say is wrong with")) {
      return each(violations(host(text)));
    }
    if (text.startsWith("Which team")) {
      return violations(host(text)).stream().map(PublicRules::teams).collect(Collectors.toSet());
    }
    if (text.startsWith("Which of these lines can be ignored")) {
      return all(choices, choice -> !matters(choice.line()));
    }
    return Set.of(Set.of(single(text)));
  }

  private String single(String text) {
    if (text.startsWith("What happened to the connection")) {
      return outcome(line(text));
    }
    if (text.contains("A scan reports")) {
      return exempt(host(text));
    }
    if (text.contains("reports a failure")) {
      return cause(line(text));
    }
    if (text.contains("has the word \"violation\"")) {
      return listed(line(text));
    }
    if (text.contains("Do Apple's requirements apply")) {
      return applies(line(text));
    }
    if (text.contains("says that the fault was corrected at")) {
      return changed(text);
    }
    throw new IllegalArgumentException("an unknown question: " + text);
  }

  private boolean mustChange(String host) {
    return !reported(host).isEmpty() || unusable(host);
  }

  /** The violations on connections that the requirements cover. */
  private List<SheetConnection.Violation> reported(String host) {
    return log.to(host).stream()
        .filter(SheetConnection::subject)
        .flatMap(one -> one.violations().stream())
        .filter(one -> one.host().equals(host))
        .toList();
  }

  private Set<String> violations(String host) {
    return reported(host).stream()
        .flatMap(one -> PublicRules.code(one.what()).stream())
        .collect(Collectors.toSet());
  }

  private boolean unusable(String host) {
    return log.to(host).stream()
        .filter(SheetConnection::handshakeBegan)
        .collect(Collectors.groupingBy(one -> one.export))
        .values()
        .stream()
        .anyMatch(some -> some.stream().noneMatch(SheetConnection::handshakeFinished));
  }

  private boolean matters(int line) {
    return PublicRules.VIOLATION.matcher(log.line(line)).find()
        && log.of(line).filter(SheetConnection::subject).isPresent();
  }

  private String outcome(int line) {
    SheetConnection connection = log.of(line).orElseThrow();
    if (connection.wentOn()) {
      return "went-on";
    }
    if (connection.alertRead() || connection.socketError()) {
      return "server";
    }
    String trust = "certificate-not-trusted";
    boolean warns = log.line(line).contains("Warning [ATS");
    return warns
            && connection.codes().contains(trust)
            && !connection.codeAt(line).equals(Optional.of(trust))
        ? "other-violation"
        : "refused";
  }

  private String exempt(String host) {
    if (!reported(host).isEmpty()) {
      return "covered";
    }
    return unusable(host) ? "fails" : "no";
  }

  private String cause(int line) {
    String host = host(log.line(line));
    List<SheetConnection> connections =
        log.to(host).stream()
            .filter(one -> one.export == log.export(line))
            .filter(one -> one.process.equals(log.process(line)))
            .toList();
    if (connections.isEmpty()) {
      return "not-shown";
    }
    SheetConnection connection = connections.get(connections.size() - 1);
    if (connection.wentOn()) {
      return "not-tls";
    }
    if (!connection.handshakeBegan() && connection.socketError()) {
      return "network";
    }
    return connection.alertRead() && !connection.serverHello() ? "server" : "device";
  }

  private String listed(int line) {
    Matcher violation = PublicRules.VIOLATION.matcher(log.line(line));
    if (!violation.find()) {
      return "unrelated";
    }
    return PublicRules.lists(violation.group("what")) ? "listed" : "unlisted";
  }

  private String applies(int line) {
    if (!PublicRules.covers(log.process(line))) {
      return "outside";
    }
    return log.of(line).orElseThrow().exempt() ? "exempt" : "covered";
  }

  private String changed(String text) {
    String host = host(text);
    Matcher found = TIME.matcher(text);
    if (!found.find()) {
      throw new IllegalArgumentException("no time: " + text);
    }
    LocalDateTime time =
        LocalDateTime.parse(
            found.group(), DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT));
    List<SheetConnection> before =
        log.to(host).stream().filter(one -> one.begin.toLocalDateTime().isBefore(time)).toList();
    List<SheetConnection> after =
        log.to(host).stream().filter(one -> !before.contains(one)).toList();
    if (after.isEmpty()) {
      return "none";
    }
    if (codes(after).isEmpty()) {
      return "corrected";
    }
    return codes(after).equals(codes(before)) ? "same" : "other";
  }

  private static Set<String> codes(Collection<SheetConnection> connections) {
    Set<String> codes = new HashSet<>();
    connections.forEach(one -> codes.addAll(one.codes()));
    return codes;
  }

  private static Set<Set<String>> all(List<Choice> choices, Predicate<Choice> right) {
    return each(choices.stream().filter(right).map(Choice::id).collect(Collectors.toSet()));
  }

  private static Set<Set<String>> each(Collection<String> ids) {
    return ids.stream().map(Set::of).collect(Collectors.toSet());
  }

  private static String host(String text) {
    Matcher host = HOST.matcher(text);
    if (!host.find()) {
      throw new IllegalArgumentException("no server: " + text);
    }
    return host.group();
  }

  private static int line(String text) {
    Matcher line = LINE.matcher(text);
    if (!line.find()) {
      throw new IllegalArgumentException("no line: " + text);
    }
    return Integer.parseInt(line.group(1));
  }
}
