package dev.atsharness.log.internal.letter;

import dev.atsharness.ats.Violation;
import dev.atsharness.log.LogExplanation;
import dev.atsharness.log.LoggedViolation;
import java.time.OffsetDateTime;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Collects the exact messages of a log while it is read. It uses bounded memory, even for a hostile
 * log. Not for use by several threads.
 */
public final class LetterTally implements Consumer<LoggedViolation> {

  private static final int MAX_LINES = 20_000;

  private record Key(
      String server, String process, Optional<Violation> violation, String message) {}

  private final Map<Key, LetterLine> lines = new LinkedHashMap<>();
  private long omitted;

  @Override
  public void accept(LoggedViolation logged) {
    Key key =
        new Key(
            LogExplanation.host(logged.server()),
            logged.process(),
            logged.violation(),
            logged.message());
    LetterLine known = lines.get(key);
    if (known == null && lines.size() == MAX_LINES) {
      omitted++;
      return;
    }
    lines.put(
        key,
        new LetterLine(
            key.server,
            key.process,
            key.violation,
            key.message,
            known == null ? 1 : known.count() + 1,
            time(known == null ? Optional.empty() : known.first(), logged, false),
            time(known == null ? Optional.empty() : known.last(), logged, true)));
  }

  private static Optional<OffsetDateTime> time(
      Optional<OffsetDateTime> known, LoggedViolation logged, boolean latest) {
    Comparator<OffsetDateTime> order = OffsetDateTime.timeLineOrder();
    Stream<OffsetDateTime> times = Stream.concat(known.stream(), logged.timestamp().stream());
    return latest ? times.max(order) : times.min(order);
  }

  /** The messages, by server. */
  List<LetterLine> lines() {
    return lines.values().stream()
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
