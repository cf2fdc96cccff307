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
import java.util.List;
import java.util.function.Consumer;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.TypeConversionException;

/** The options that say which log to read. */
final class LogInput {

  private static final String STANDARD_INPUT = "-";

  @Parameters(
      index = "0",
      arity = "1..*",
      paramLabel = "FILE",
      description =
          "A text log, plain or compressed (gzip, bzip2, xz); a tar or zip archive with such a log"
              + " in it, for example a sysdiagnose; a directory; or - for standard input. May be"
              + " repeated; an event that several logs have is counted once.")
  private List<String> files;

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
  LogSummary read(Terminal err, LogReader quiet, Consumer<LoggedViolation> found) {
    LogReader reader = LogProgress.on(err, quiet);
    if (files.contains(STANDARD_INPUT)) {
      return readStandardInput(reader, found);
    }
    List<Path> paths = files.stream().map(Path::of).toList();
    requireReadable(paths);
    try {
      LogSummary summary = reader.read(paths, found);
      if (Files.isDirectory(paths.get(0)) || summary.sources().size() > 1) {
        summary.sources().forEach(source -> err.line("read " + HostileText.escape(source)));
      }
      return summary;
    } catch (IOException e) {
      throw new UsageException(
          (files.size() == 1 ? files.get(0) + ": " : "") + FileErrors.of(e), e);
    }
  }

  private LogSummary readStandardInput(LogReader reader, Consumer<LoggedViolation> found) {
    if (files.size() > 1) {
      throw new UsageException("- is standard input, and cannot be given with other files");
    }
    try {
      return reader.read(System.in, "standard input", found);
    } catch (IOException e) {
      throw new UsageException("standard input: " + FileErrors.of(e), e);
    }
  }

  /** Opens each file, so that a wrong name is reported before the first log is read. */
  static void requireReadable(List<Path> paths) {
    for (Path path : paths) {
      try {
        if (!Files.isDirectory(path)) {
          Files.newInputStream(path).close();
        }
      } catch (IOException e) {
        throw new UsageException(path + ": " + FileErrors.of(e), e);
      }
    }
  }
}
