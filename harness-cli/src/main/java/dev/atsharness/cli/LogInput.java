package dev.atsharness.cli;

import dev.atsharness.log.LogReader;
import dev.atsharness.log.LogSummary;
import dev.atsharness.log.LoggedViolation;
import dev.atsharness.log.internal.text.HostileText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.function.Consumer;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.TypeConversionException;

/** The options that say which log to read. */
final class LogInput {

  @Parameters(
      index = "0",
      paramLabel = "FILE",
      description =
          "A text log, plain or compressed (gzip, bzip2, xz); a tar or zip archive with such a log"
              + " in it, for example a sysdiagnose; a directory; or - for standard input. Only one"
              + " FILE: put several logs into a directory.")
  private String file;

  @Option(
      names = "--time-zone",
      paramLabel = "ZONE",
      converter = ZoneReader.class,
      description =
          "The device's time zone, for logs without one (compact, idevicesyslog, pymobiledevice3);"
              + " by default this machine's.")
  private ZoneId zone = ZoneId.systemDefault();

  /** Reads {@code Europe/Berlin} or {@code +02:00}. */
  static final class ZoneReader implements ITypeConverter<ZoneId> {
    @Override
    public ZoneId convert(String text) {
      try {
        return ZoneId.of(text);
      } catch (DateTimeException e) {
        throw new TypeConversionException(
            "'" + text + "' is not a time zone; write Europe/Berlin, or +02:00");
      }
    }
  }

  /** Returns the reader for the log. */
  LogReader reader() {
    return new LogReader(Clock.system(zone));
  }

  /**
   * Reads the log to its end.
   *
   * @throws UsageException if the file does not exist or cannot be opened
   */
  LogSummary read(Terminal err, LogReader reader, Consumer<LoggedViolation> found) {
    try {
      if (file.equals("-")) {
        return reader.read(System.in, "standard input", found);
      }
      LogSummary summary = reader.read(Path.of(file), found);
      if (Files.isDirectory(Path.of(file)) || summary.sources().size() > 1) {
        summary.sources().forEach(source -> err.line("read " + HostileText.escape(source)));
      }
      return summary;
    } catch (IOException e) {
      throw new UsageException(file + ": " + FileErrors.of(e), e);
    }
  }
}
