package dev.atsharness.log.internal.report;

import dev.atsharness.ats.Violation;
import dev.atsharness.log.LogFinding;
import dev.atsharness.log.LogSummary;
import dev.atsharness.log.LogVisit;
import dev.atsharness.log.Unread;
import dev.atsharness.log.internal.report.LogDiff.Side;
import dev.atsharness.scenario.internal.Releases;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The reasons why two logs do not show what became of a violation.
 *
 * @param old its findings in the old log
 * @param now its findings in the new log
 */
record LogDoubts(
    LogDiff.Key key, List<LogFinding> old, List<LogFinding> now, Side before, Side after) {

  static final String NOT_NAMED =
      "The messages do not name the server, so that they may be about different servers.";

  private static final Comparator<OffsetDateTime> ORDER = OffsetDateTime.timeLineOrder();

  private static final Pattern WITH_PORT = Pattern.compile("([^:]+|\\[.*\\]):\\d{1,5}");

  /** The reason why it is not certain that the old log did not have the violation. */
  Optional<String> thatItIsNew() {
    if (!before.gaps().isEmpty()) {
      return Optional.of(
          isOfOlderRelease(before)
              ? "The old log is of a release that does not log violations, at least in part."
              : "The old log does not show it, but not all of the old log was read.");
    }
    if (key.server().isEmpty()) {
      return has(before.findings(), finding -> finding.code().equals(key.code()))
          ? Optional.of(NOT_NAMED)
          : Optional.empty();
    }
    return other("old", before.findings())
        .or(
            () ->
                Optional.of("In the old log connections to the server failed in the TLS handshake.")
                    .filter(text -> failed(before) && visits(before).isEmpty()))
        .or(
            () ->
                Optional.of(
                        "The messages are older than the old log. Were the logs given in the right"
                            + " order?")
                    .filter(text -> isOlder()));
  }

  /** Whether all messages are older than the old log. */
  private boolean isOlder() {
    Optional<OffsetDateTime> first = before.summary().first();
    Optional<OffsetDateTime> last = last(now);
    return first.isPresent() && last.isPresent() && ORDER.compare(last.get(), first.get()) < 0;
  }

  /** The reason why it is not certain that the violation is fixed. */
  Optional<String> thatItIsFixed() {
    if (key.server().isEmpty()) {
      return Optional.of(NOT_NAMED);
    }
    if (!after.gaps().isEmpty()) {
      return Optional.of(
          isOfOlderRelease(after)
              ? "The new log is of a release that does not log violations, at least in part."
              : "Not all of the new log was read.");
    }
    if (has(after.fresh(), finding -> LogDiff.Key.of(finding).equals(key))) {
      return Optional.of("The new log has it too, but only of apps.");
    }
    return other("new", after.fresh())
        .or(
            () ->
                Optional.of(
                        "In the new log the connection was refused for another violation, before"
                            + " this one could show.")
                    .filter(text -> has(after.fresh(), one -> isHere(one) && one.isRefusal())))
        .or(this::thatItWasReached)
        .or(this::thatItNowUsesTls);
  }

  /** A finding of a log that may be of the same violation of the same server. */
  private Optional<String> other(String which, List<LogFinding> findings) {
    String has = "The " + which + " log has this violation of ";
    if (has(findings, one -> one.server().isEmpty() && one.code().equals(key.code()))) {
      return Optional.of(has + "a server that it does not name, which may be this one.");
    }
    Optional<LogFinding> port =
        findings.stream()
            .filter(one -> one.code().equals(key.code()) && mayBeHere(one.server()))
            .findFirst();
    if (port.isPresent()) {
      return Optional.of(has + port.get().server() + ", which may be the same server.");
    }
    return has(
            findings,
            one ->
                isHere(one)
                    && one.violation().isEmpty() != key.code().equals(LogFinding.UNRECOGNISED))
        ? Optional.of(
            "The "
                + which
                + " log has a violation of the server in "
                + (key.code().equals(LogFinding.UNRECOGNISED) ? "other" : "unknown")
                + " words, which may be this one.")
        : Optional.empty();
  }

  private static boolean has(List<LogFinding> findings, Predicate<LogFinding> some) {
    return findings.stream().anyMatch(some);
  }

  private boolean isHere(LogFinding finding) {
    return finding.server().equals(key.server()) || mayBeHere(finding.server());
  }

  /** Whether a name is this server's with a port, or without the port. */
  private boolean mayBeHere(String server) {
    return host(server).filter(key.server()::equals).isPresent()
        || host(key.server()).filter(server::equals).isPresent();
  }

  /** The host of a name with a port. */
  private static Optional<String> host(String server) {
    Matcher parts = WITH_PORT.matcher(server);
    return parts.matches() ? Optional.of(parts.group(1)) : Optional.empty();
  }

  /** The reason why it is not certain that all that noticed it reached the server again. */
  private Optional<String> thatItWasReached() {
    Optional<OffsetDateTime> last = last(Stream.of(old, now).flatMap(List::stream).toList());
    List<LogVisit> visits = visits(after);
    if (visits.isEmpty()) {
      return Optional.of(notReached());
    }
    List<LogVisit> later =
        visits.stream()
            .filter(
                visit ->
                    visit.last().isPresent()
                        && last.isPresent()
                        && visit.last().get().isAfter(last.get()))
            .toList();
    if (later.isEmpty()) {
      return Optional.of(
          last.isEmpty() || visits.stream().allMatch(visit -> visit.last().isEmpty())
              ? "The logs do not have the times that show whether the server was reached after the"
                  + " last of these messages."
              : "The new log does not show a complete connection to the server after the last of"
                  + " these messages.");
    }
    List<LogVisit> able = later.stream().filter(this::wouldShowIt).toList();
    if (able.isEmpty()) {
      return Optional.of(
          "The new log shows connections to the server, but of a release that does not log this"
              + " violation.");
    }
    if (has(old, finding -> finding.process().isEmpty())) {
      return Optional.of(
          "The old log does not say which process noticed it, so that it is not known whether this"
              + " process reached the server again.");
    }
    return others(able);
  }

  private String notReached() {
    Optional<String> host = host(key.server());
    if (host.isPresent() && reaches(after, host.get())) {
      return "The new log shows connections to " + host.get() + ", but not to which port.";
    }
    return has(after.findings(), this::isHere)
        ? "The new log shows the server, but not a complete connection to it without this"
            + " violation."
        : "The new log does not show that the server was reached.";
  }

  /** Whether the release of the device logs this violation. */
  private boolean wouldShowIt(LogVisit visit) {
    Optional<Violation> violation = old.get(0).violation();
    return visit.release().isEmpty()
        || violation.isEmpty()
        || Releases.builtIn().named(visit.release().get()).knows(violation.get());
  }

  private Optional<String> others(List<LogVisit> visits) {
    Set<String> visitors =
        visits.stream().map(LogVisit::process).collect(Collectors.toCollection(TreeSet::new));
    String missing =
        old.stream()
            .map(LogFinding::process)
            .filter(process -> !visitors.contains(process))
            .distinct()
            .sorted()
            .collect(Collectors.joining(", "));
    if (missing.isEmpty()) {
      return Optional.empty();
    }
    String named =
        visitors.stream().filter(one -> !one.isEmpty()).collect(Collectors.joining(", "));
    return Optional.of(
        named.isEmpty()
            ? "The new log shows the server, but not which process reached it."
            : "In the new log only other processes reached the server: "
                + named
                + ", and not "
                + missing
                + ".");
  }

  /**
   * The reason why a connection with TLS does not show that the one without is gone: a process that
   * always used both may only have left out the one without.
   */
  private Optional<String> thatItNowUsesTls() {
    if (!key.code().equals(Violation.TLS_NOT_USED.code())) {
      return Optional.empty();
    }
    if (before.summary().visits().isEmpty()) {
      return Optional.of(
          "The old log does not show connections with TLS, so that it is not known whether the"
              + " process used TLS too.");
    }
    return old.stream()
            .map(LogFinding::process)
            .anyMatch(
                process ->
                    visits(before).stream().anyMatch(visit -> visit.process().equals(process)))
        ? Optional.of(
            "In the old log the process reached the server both with and without TLS, so that a"
                + " connection with TLS shows nothing new.")
        : Optional.empty();
  }

  private static boolean isOfOlderRelease(Side side) {
    return side.summary().unread().stream()
        .anyMatch(part -> part.kind() == Unread.Kind.OLDER_RELEASE);
  }

  private boolean failed(Side side) {
    return side.summary().failed().stream()
        .anyMatch(one -> !one.recovered() && one.server().equals(key.server()));
  }

  private List<LogVisit> visits(Side side) {
    return side.summary().visits().stream()
        .filter(visit -> visit.server().equals(key.server()))
        .toList();
  }

  private static boolean reaches(Side side, String server) {
    LogSummary log = side.summary();
    return log.visits().stream().anyMatch(visit -> visit.server().equals(server));
  }

  private static Optional<OffsetDateTime> last(Collection<LogFinding> findings) {
    return findings.stream().flatMap(finding -> finding.last().stream()).max(ORDER);
  }
}
