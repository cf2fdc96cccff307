package dev.atsharness.log;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiPredicate;
import java.util.function.Predicate;

/**
 * Counts the handshakes that failed, except those of connections with a violation, which may be
 * logged after the failure. Uses bounded memory. Not for use by several threads.
 */
final class FailedHandshakes {

  private static final int MAX_WAITING = 20_000;
  private static final int MAX_KINDS = 5_000;
  private static final int MAX_TEXT = 200;

  private static final String TOO_MANY = "several, too many to list";

  /** Who failed at which server. */
  record Visitor(String device, String server, String process) {}

  private record Kind(Visitor visitor, String reason) {}

  /** A failure of a connection that may have logged a violation. */
  private record Failure(String connection, Kind kind, Moment moment) {}

  private record Tally(long count, LogSpan span, Moment last) {

    static Tally of(Moment moment) {
      return new Tally(1, LogSpan.EMPTY.with(moment.known()), moment);
    }

    Tally with(Tally other) {
      return new Tally(
          count + other.count,
          span.with(other.span.first()).with(other.span.last()),
          last.orLater(other.last));
    }
  }

  private final Predicate<String> violating;
  private final Deque<Failure> waiting = new ArrayDeque<>();
  private final Map<Kind, Tally> failed = new HashMap<>();

  /**
   * @param violating whether a connection has logged a violation
   */
  FailedHandshakes(Predicate<String> violating) {
    this.violating = violating;
  }

  void add(String connection, Visitor visitor, String reason, Moment moment) {
    Visitor known = new Visitor(visitor.device, visitor.server, shortened(visitor.process));
    waiting.add(new Failure(connection, new Kind(known, shortened(reason)), moment));
    if (waiting.size() > MAX_WAITING) {
      settle(MAX_WAITING / 2);
    }
  }

  /** Counts the failures of connections without a violation, except the last ones. */
  void settle(int kept) {
    while (waiting.size() > kept) {
      Failure one = waiting.remove();
      if (!violating.test(one.connection)) {
        boolean isOneMore = !failed.containsKey(one.kind) && failed.size() >= MAX_KINDS;
        failed.merge(
            isOneMore ? new Kind(new Visitor("", "", ""), TOO_MANY) : one.kind,
            Tally.of(one.moment),
            Tally::with);
      }
    }
  }

  /**
   * All that were counted, by server, process and reason.
   *
   * @param recovered whether a visitor completed a handshake with the server after a moment
   */
  List<FailedHandshake> all(BiPredicate<Visitor, Moment> recovered) {
    Map<FailedHandshake, Tally> sums = new HashMap<>();
    failed.forEach(
        (kind, tally) ->
            sums.merge(
                new FailedHandshake(
                    kind.visitor.server,
                    kind.visitor.process,
                    kind.reason,
                    recovered.test(kind.visitor, tally.last),
                    0,
                    LogSpan.EMPTY),
                tally,
                Tally::with));
    List<FailedHandshake> all = new ArrayList<>();
    sums.forEach((one, tally) -> all.add(one.with(tally.count, tally.span)));
    all.sort(
        Comparator.comparing((FailedHandshake one) -> one.server().isEmpty())
            .thenComparing(FailedHandshake::server)
            .thenComparing(FailedHandshake::process)
            .thenComparing(FailedHandshake::reason)
            .thenComparing(FailedHandshake::recovered));
    return all;
  }

  private static String shortened(String text) {
    return text.length() > MAX_TEXT ? text.substring(0, MAX_TEXT) + "\u2026" : text;
  }
}
