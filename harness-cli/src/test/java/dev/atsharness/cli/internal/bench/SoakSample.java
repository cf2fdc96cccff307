package dev.atsharness.cli.internal.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToLongFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What the server's process needs after a round.
 *
 * @param opened the connections that were opened so far
 * @param counted the entries of the journal so far, the dropped ones included
 * @param hostile the hostile connections among the opened ones
 * @param queries the DNS queries, which the journal does not count
 * @param rss the resident memory, in KiB
 * @param heap the used heap after a garbage collection, in KiB
 * @param descriptors the open descriptors
 * @param threads the threads
 */
record SoakSample(
    long opened,
    long counted,
    long hostile,
    long queries,
    long rss,
    long heap,
    long descriptors,
    long threads) {

  /**
   * The most that a figure may be above its highest value of the rounds just after warming up.
   *
   * @param share as a share of that value
   * @param more how much more besides
   */
  private record Limit(String label, ToLongFunction<SoakSample> figure, double share, long more) {

    /** Compares the lowest of the last rounds: a figure that has grown for good stays above. */
    void check(List<SoakSample> early, List<SoakSample> late, List<String> problems) {
      long before = early.stream().mapToLong(figure).max().orElseThrow();
      long after = late.stream().mapToLong(figure).min().orElseThrow();
      long most = Math.round(before * (1 + share)) + more;
      if (after > most) {
        problems.add(
            String.format(
                Locale.ROOT,
                "%s not flat: %d after warming up, never below %d at the end, at most %d allowed",
                label,
                before,
                after,
                most));
      }
    }
  }

  private static final List<Limit> LIMITS =
      List.of(
          new Limit("resident memory (KiB)", SoakSample::rss, 0.15, 32 * 1024),
          new Limit("heap after collection (KiB)", SoakSample::heap, 0.10, 4 * 1024),
          new Limit("descriptors", SoakSample::descriptors, 0, 8),
          new Limit("threads", SoakSample::threads, 0, 8));

  private static final Pattern USED =
      Pattern.compile("(?m)total (?:reserved )?\\d+K.*?used (\\d+)K");
  private static final Pattern KIB = Pattern.compile("(?m)^VmRSS:\\s+(\\d+) kB$");
  private static final Pattern THREADS = Pattern.compile("(?m)^Threads:\\s+(\\d+)$");

  /**
   * Takes a sample after a garbage collection. Needs Linux's /proc and the JDK's jcmd.
   *
   * @throws IOException if it cannot be taken
   */
  static SoakSample of(long pid, long opened, long counted, long hostile, long queries)
      throws IOException {
    Path process = Path.of("/proc", Long.toString(pid));
    if (!Files.isDirectory(process)) {
      throw new IOException("the server has ended, or this system has no /proc");
    }
    jcmd(pid, "GC.run");
    long heap = number(USED, jcmd(pid, "GC.heap_info"));
    String status = Files.readString(process.resolve("status"));
    try (Stream<Path> descriptors = Files.list(process.resolve("fd"))) {
      return new SoakSample(
          opened,
          counted,
          hostile,
          queries,
          number(KIB, status),
          heap,
          descriptors.count(),
          number(THREADS, status));
    }
  }

  /** What is wrong: a count that is not exact, or a figure that grows after the warm-up. */
  static List<String> problems(List<SoakSample> samples, int warmUp) {
    List<String> problems = new ArrayList<>();
    for (SoakSample sample : samples) {
      if (sample.opened != sample.counted) {
        problems.add(
            "the journal counts " + sample.counted + " of " + sample.opened + " connections");
        break;
      }
    }
    List<SoakSample> early = samples.subList(warmUp, warmUp + warmUp);
    List<SoakSample> late = samples.subList(samples.size() - warmUp, samples.size());
    for (Limit limit : LIMITS) {
      limit.check(early, late, problems);
    }
    return problems;
  }

  private static long number(Pattern pattern, String text) throws IOException {
    Matcher matcher = pattern.matcher(text);
    if (!matcher.find()) {
      throw new IOException("no " + pattern + " in: " + text);
    }
    long sum = 0;
    do {
      sum += Long.parseLong(matcher.group(1));
    } while (pattern == USED && matcher.find());
    return sum;
  }

  private static String jcmd(long pid, String command) throws IOException {
    Path program = Path.of(System.getProperty("java.home"), "bin", "jcmd");
    Process process =
        new ProcessBuilder(program.toString(), Long.toString(pid), command)
            .redirectErrorStream(true)
            .start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    try {
      if (process.waitFor() != 0) {
        throw new IOException("jcmd " + command + ": " + said);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while jcmd ran", e);
    }
    return said;
  }
}
