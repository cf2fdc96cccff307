package dev.atsharness.log.internal.letter;

import dev.atsharness.ats.Violation;
import dev.atsharness.log.LogExplanation;
import dev.atsharness.log.LoggedViolation;
import java.time.OffsetDateTime;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Collects the exact messages of a log while it is read. It uses bounded memory, even for a hostile
 * log. Not for use by several threads.
 */
public final class LetterTally implements Consumer<LoggedViolation> {

  private static final int MAX_LINES = 20_000;
  private static final int MAX_DEVICES = 1_000;
  private static final Comparator<OffsetDateTime> ORDER = OffsetDateTime.timeLineOrder();

  private record Key(
      String server, String process, Optional<Violation> violation, String message) {}

  /** What was counted of one message. */
  private static final class Count {
    private final Set<String> devices = new HashSet<>();
    private long messages;
    private Optional<OffsetDateTime> first = Optional.empty();
    private Optional<OffsetDateTime> last = Optional.empty();

    void add(LoggedViolation logged) {
      messages++;
      if (devices.size() < MAX_DEVICES) {
        devices.add(logged.device());
      }
      first = times(first, logged).min(ORDER);
      last = times(last, logged).max(ORDER);
    }

    private static Stream<OffsetDateTime> times(
        Optional<OffsetDateTime> known, LoggedViolation logged) {
      return Stream.concat(known.stream(), logged.timestamp().stream());
    }

    LetterLine line(Key key) {
      return new LetterLine(
          key.server,
          key.process,
          key.violation,
          key.message,
          messages,
          devices.size(),
          first,
          last);
    }
  }

  private final Map<Key, Count> counts = new HashMap<>();
  private long omitted;

  @Override
  public void accept(LoggedViolation logged) {
    Key key =
        new Key(
            LogExplanation.host(logged.server()),
            logged.process(),
            logged.violation(),
            logged.message());
    Count count = counts.get(key);
    if (count == null && counts.size() == MAX_LINES) {
      omitted++;
      return;
    }
    counts.computeIfAbsent(key, k -> new Count()).add(logged);
  }

  /** The messages, by server. */
  List<LetterLine> lines() {
    return counts.entrySet().stream()
        .map(entry -> entry.getValue().line(entry.getKey()))
        .sorted(
            Comparator.comparing(LetterLine::server)
                .thenComparing(line -> line.violation().map(Violation::ordinal).orElse(999))
                .thenComparing(LetterLine::message)
                .thenComparing(LetterLine::process))
        .toList();
  }

  /** The number of violations that are in no line, because there are too many different ones. */
  long omitted() {
    return omitted;
  }
}
