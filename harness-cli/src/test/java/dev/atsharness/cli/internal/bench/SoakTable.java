package dev.atsharness.cli.internal.bench;

import java.io.PrintStream;
import java.util.List;
import java.util.Locale;

/** The table of a soak: a line for each round. */
final class SoakTable {

  private final PrintStream out;

  SoakTable(PrintStream out) {
    this.out = out;
  }

  void head(int connections, int endpoints) {
    out.printf(Locale.ROOT, "soak: %,d connections to %d endpoints%n", connections, endpoints);
    out.printf(
        Locale.ROOT,
        "%12s %12s %10s %9s %10s %10s %11s %7s%n",
        "connections",
        "in journal",
        "hostile",
        "DNS",
        "RSS KiB",
        "heap KiB",
        "descriptors",
        "threads");
  }

  void row(SoakSample sample) {
    out.printf(
        Locale.ROOT,
        "%,12d %,12d %,10d %,9d %,10d %,10d %11d %7d%n",
        sample.opened(),
        sample.counted(),
        sample.hostile(),
        sample.queries(),
        sample.rss(),
        sample.heap(),
        sample.descriptors(),
        sample.threads());
  }

  void end(List<String> problems) {
    if (problems.isEmpty()) {
      out.println(
          "soak: memory, descriptors and threads are flat, and the journal's count is exact");
    }
    problems.forEach(problem -> out.println("soak: " + problem));
  }
}
