package dev.atsharness.cli.internal.servers.report;

import dev.atsharness.ats.ClientProfile.Mode;
import dev.atsharness.ats.Violation;
import dev.atsharness.log.LogReader;
import dev.atsharness.log.internal.text.HostileText;
import dev.atsharness.scenario.internal.Releases;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/**
 * A message that devices log, with control characters made visible.
 *
 * @param since the oldest release that logs it, for example {@code 26.4}; empty if it is not known
 */
record LoggedMessage(Optional<String> since, String text) {

  private static final String REFUSAL = "Error";

  static LoggedMessage of(String hostile) {
    return new LoggedMessage(since(hostile), HostileText.escape(hostile));
  }

  static List<LoggedMessage> of(List<String> hostile) {
    return hostile.stream().map(LoggedMessage::of).toList();
  }

  private static Optional<String> since(String message) {
    Mode mode = message.startsWith(REFUSAL) ? Mode.ENFORCE : Mode.WARN;
    return new LogReader(Clock.systemUTC())
        .read(message).stream()
            .flatMap(found -> found.violation().stream())
            .findFirst()
            .flatMap(violation -> oldest(mode, violation));
  }

  private static Optional<String> oldest(Mode mode, Violation violation) {
    return Known.RELEASES.inMode(mode).stream()
        .filter(release -> release.knows(violation))
        .findFirst()
        .map(release -> release.number().inShort());
  }

  /** Read once, because every message asks for it. */
  private static final class Known {
    static final Releases RELEASES = Releases.builtIn();
  }
}
