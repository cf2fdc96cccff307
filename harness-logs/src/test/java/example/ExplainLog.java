package example;

import dev.atsharness.log.LogExplanation;
import dev.atsharness.log.LogReader;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;

/** A complete program that explains a log; it needs only {@code ats-harness-logs}. */
final class ExplainLog {
  public static void main(String[] log) throws IOException {
    LogExplanation explanation = new LogExplanation();
    new LogReader(Clock.systemUTC()).read(Path.of(log[0]), explanation);
    explanation
        .findings()
        .forEach(found -> System.out.println(found.server() + ": " + found.code()));
  }
}
