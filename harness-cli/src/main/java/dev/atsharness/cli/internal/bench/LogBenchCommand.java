package dev.atsharness.cli.internal.bench;

import dev.atsharness.drill.internal.SyntheticLog;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** {@code ats-harness bench log}. */
@Command(
    name = "log",
    description = {
      "Measures 'log explain' on long artificial logs, alternating with GNU grep on the same file."
          + " The files are temporary."
    },
    footer = {
      "",
      "Examples:",
      "  ats-harness bench log                 2 GiB with 1 violation in 20,000 lines, then",
      "                                        in 200; medians of five rounds, some minutes",
      "  ats-harness bench log --size 200m --rounds 3",
      "  ats-harness bench log --one-in 2000",
      "",
      BenchOptions.EXIT_STATUS
    })
public final class LogBenchCommand implements Callable<Integer> {

  private static final double MIB = 1024.0 * 1024;

  @Mixin private BenchOptions options;

  @Option(
      names = "--size",
      paramLabel = "SIZE",
      defaultValue = "2g",
      converter = SizeReader.class,
      description = "how long each log is, for example 200m or 2g (${DEFAULT-VALUE})")
  private long size;

  @Option(
      names = "--one-in",
      paramLabel = "N",
      split = ",",
      defaultValue = SyntheticLog.LINES_PER_VIOLATION + ",200",
      description = "number of lines per violation, one log for each (${DEFAULT-VALUE})")
  private List<Integer> linesPerViolation;

  @Spec private CommandSpec spec;

  /** Reads a size such as {@code 2g}, with binary multiples. */
  static final class SizeReader implements ITypeConverter<Long> {
    @Override
    public Long convert(String text) {
      if (!text.matches("[1-9]\\d{0,5}[kmgKMG]")) {
        throw new TypeConversionException("'" + text + "' is not a size; write 200m, or 2g");
      }
      int digits = text.length() - 1;
      int power = 1 + "kmg".indexOf(text.toLowerCase(Locale.ROOT).charAt(digits));
      return Long.parseLong(text.substring(0, digits)) << (10 * power);
    }
  }

  @Override
  public Integer call() throws IOException {
    List<LogBench> logs = new ArrayList<>();
    for (int lines : linesPerViolation) {
      try {
        logs.add(new LogBench(size, lines, options));
      } catch (IllegalArgumentException e) {
        throw new ParameterException(spec.commandLine(), "--one-in: " + e.getMessage(), e);
      }
    }
    Measurements measured =
        options.begin(String.format(Locale.ROOT, "Logs of %.0f MiB", size / MIB));
    for (LogBench log : logs) {
      log.run(measured);
    }
    return options.print(measured);
  }
}
