package dev.atsharness.cli.internal.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The resources that a program needs from start to end. Needs a POSIX shell, whose {@code times}
 * prints the processor time of its children.
 *
 * @param status its exit status
 * @param wallSeconds the wall time from start to end
 * @param cpuSeconds the processor time of all its threads, in user and system mode
 * @param peakMemory its peak memory in bytes; known only on Linux (proc(5), VmHWM)
 */
record TimedProcess(int status, double wallSeconds, double cpuSeconds, OptionalLong peakMemory) {

  private static final int POLL_MILLIS = 10;

  /** The second line of POSIX {@code times}: user and system time of the children. */
  private static final Pattern CHILDREN =
      Pattern.compile("\\n(\\d+)m([\\d.]+)s\\s+(\\d+)m([\\d.]+)s\\s*$");

  /**
   * Runs a program.
   *
   * @param output the file for its standard output; not {@code /dev/null}, because GNU grep then
   *     stops at its first match
   */
  static TimedProcess run(List<String> command, Path output) throws IOException {
    List<String> shell =
        new ArrayList<>(
            List.of("/bin/sh", "-c", "out=$1; shift; LC_ALL=C \"$@\" >\"$out\"; echo $?; times"));
    shell.addAll(List.of("sh", output.toString()));
    shell.addAll(command);
    long begun = System.nanoTime();
    Process process =
        new ProcessBuilder(shell).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    OptionalLong peak = awaitEnd(process);
    double wall = (System.nanoTime() - begun) / 1e9;
    String told = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    Matcher children = CHILDREN.matcher(told);
    if (!children.find()) {
      throw new IOException(command.get(0) + " was not timed: " + told);
    }
    return new TimedProcess(
        Integer.parseInt(told.lines().findFirst().orElseThrow()),
        wall,
        seconds(children, 1) + seconds(children, 3),
        peak);
  }

  private static double seconds(Matcher times, int group) {
    return 60 * Double.parseDouble(times.group(group)) + Double.parseDouble(times.group(group + 1));
  }

  private static OptionalLong awaitEnd(Process shell) throws IOException {
    try {
      long peak = 0;
      while (!shell.waitFor(POLL_MILLIS, TimeUnit.MILLISECONDS)) {
        for (ProcessHandle child : shell.children().toList()) {
          peak = Math.max(peak, peakMemory(child.pid()).orElse(0));
        }
      }
      return peak == 0 ? OptionalLong.empty() : OptionalLong.of(peak);
    } catch (InterruptedException e) {
      shell.destroy();
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while measuring", e);
    }
  }

  /**
   * Returns the peak memory of a process; empty if it has ended or the system does not report it.
   */
  static OptionalLong peakMemory(long pid) throws IOException {
    Path status = Path.of("/proc", Long.toString(pid), "status");
    try {
      return Files.readAllLines(status).stream()
          .filter(line -> line.startsWith("VmHWM:"))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
          .findFirst();
    } catch (IOException e) {
      if (Files.exists(status)) {
        throw e;
      }
      return OptionalLong.empty(); // it ended, perhaps while its file was read
    }
  }
}
