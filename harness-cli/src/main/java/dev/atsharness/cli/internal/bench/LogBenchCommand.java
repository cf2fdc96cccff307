package dev.atsharness.cli.internal.bench;

import dev.atsharness.drill.internal.SyntheticLog;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.function.ToDoubleFunction;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** {@code ats-harness bench log}. */
@Command(
    name = "log",
    description = {
      "Measures 'log explain' on a long artificial log, alternating with GNU grep on the same file."
          + " The file is temporary."
    },
    footer = {
      "",
      "Examples:",
      "  ats-harness bench log                 2 GiB, medians of five rounds, a minute or two",
      "  ats-harness bench log --size 200m --rounds 3"
    })
public final class LogBenchCommand implements Callable<Integer> {

  private static final int SEED = 1;
  private static final double MIB = 1024.0 * 1024;

  @Option(
      names = "--size",
      paramLabel = "SIZE",
      defaultValue = "2g",
      converter = SizeReader.class,
      description = "how long the log is, for example 200m or 2g (${DEFAULT-VALUE})")
  private long size;

  @Option(
      names = "--rounds",
      paramLabel = "N",
      defaultValue = "5",
      converter = CountReader.class,
      description = "how often each is run (${DEFAULT-VALUE})")
  private int rounds;

  @Option(
      names = "--one-in",
      paramLabel = "N",
      defaultValue = "" + SyntheticLog.LINES_PER_VIOLATION,
      description = "number of lines per violation (${DEFAULT-VALUE})")
  private int linesPerViolation;

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
    PrintWriter err = spec.commandLine().getErr();
    LogBench.Result result =
        new LogBench(
                size,
                content(),
                rounds,
                step -> {
                  err.println("bench: " + step);
                  err.flush();
                })
            .run();
    print(result, spec.commandLine().getOut());
    return 0;
  }

  private SyntheticLog content() {
    try {
      return new SyntheticLog(SEED, linesPerViolation);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), "--one-in: " + e.getMessage(), e);
    }
  }

  private void print(LogBench.Result result, PrintWriter out) {
    out.printf(
        Locale.ROOT,
        "A log of %.0f MiB with %d violations, medians of %d rounds%n%n",
        result.size() / MIB,
        result.violations(),
        result.ours().size());
    out.printf(Locale.ROOT, "%-34s %8s %8s%n", "", "wall s", "cpu s");
    row(out, "log explain", result.ours());
    row(out, result.peer(), result.grep());
    out.printf(
        Locale.ROOT,
        "%-34s %8.2f %8.2f%n",
        "as fast as grep, times",
        result.speedByWall().median(),
        result.speedByCpu().median());
    out.printf(
        Locale.ROOT,
        "%-34s %s %s%n",
        "each round",
        range(result.speedByWall()),
        range(result.speedByCpu()));
    out.println();
    out.println(
        result.peakMemory().isPresent()
            ? String.format(
                Locale.ROOT,
                "Peak memory of log explain: %.0f MiB",
                result.peakMemory().getAsLong() / MIB)
            : "Peak memory not measured: this system has no /proc");
    out.flush();
  }

  private static void row(PrintWriter out, String name, List<TimedProcess> runs) {
    out.printf(
        Locale.ROOT,
        "%-34s %8.2f %8.2f%n",
        name,
        median(runs, TimedProcess::wallSeconds),
        median(runs, TimedProcess::cpuSeconds));
  }

  private static double median(List<TimedProcess> runs, ToDoubleFunction<TimedProcess> figure) {
    Samples samples = new Samples();
    runs.forEach(run -> samples.add(figure.applyAsDouble(run)));
    return samples.median();
  }

  private static String range(Samples samples) {
    return String.format(Locale.ROOT, "%.2f-%.2f", samples.min(), samples.max());
  }
}
