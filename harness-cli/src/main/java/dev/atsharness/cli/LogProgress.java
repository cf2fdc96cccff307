package dev.atsharness.cli;

import dev.atsharness.log.LogReader;
import dev.atsharness.log.internal.text.HostileText;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicReference;

/** Says on the standard error what a program that converts a log is doing. */
final class LogProgress {

  private static final String CLEAR_LINE = "\r\u001b[K";

  private LogProgress() {}

  /** The reader, which reports its progress. */
  static LogReader on(Terminal err, LogReader reader) {
    AtomicReference<String> said = new AtomicReference<>("");
    return reader.telling(
        step -> {
          String text =
              "reading "
                  + HostileText.escape(step.source())
                  + " with "
                  + HostileText.escape(step.program())
                  + String.format(Locale.ROOT, ", %,d records", step.records());
          if (err.interactive()) {
            err.writer().print(CLEAR_LINE + text + (step.ended() ? "\n" : ""));
            err.writer().flush();
          } else if (!text.equals(said.getAndSet(text))) {
            err.line(text);
          }
        });
  }
}
