package dev.atsharness.conformance.checker.internal;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A program and all processes that it started, even those that tried to escape. They are recognized
 * by their ancestors while these live. On Linux they are also recognized by their session
 * (setsid(2), which also protects them from the terminal's Ctrl-C) and by a variable in the
 * environment, which a daemon inherits.
 *
 * <p>The program begins only at {@link #begin}, after somebody reads its output. When a process
 * ends, Java closes the pipes from it, except one that is being read (the reaper's {@code
 * ProcessPipeInputStream.processExited}, JDK 8 to 25). If the program ended before that, the later
 * output of its children would be lost, and they would get SIGPIPE. On Windows, Java does not close
 * the pipes, and the program begins at once.
 */
final class ProcessFamily {

  /** How long processes that were asked to stop may take to clean up. */
  static final Duration GRACE = Duration.ofSeconds(2);

  private static final String MARK = "ATS_HARNESS_RUN";

  /**
   * Waits for a line, then becomes the program, with the file {@code $0} as its input. Without a
   * line, because this JVM has ended, it ends.
   */
  private static final String GATE = "read go && exec \"$@\" <\"$0\"";

  private final Process root;
  private final boolean gated;
  private final Optional<String> mark;

  /** When the root began, in the kernel's unit; empty if that is not known. */
  private final OptionalLong began;

  private ProcessFamily(Process root, boolean gated, Optional<String> mark) {
    this.root = root;
    this.gated = gated;
    this.mark = mark;
    this.began = ProcessTable.began(root.pid());
  }

  /**
   * Prepares the program, in a new session if there is setsid(1).
   *
   * @param input the file that it reads
   * @throws IOException if it cannot be started
   */
  static ProcessFamily start(ProcessBuilder builder, File input) throws IOException {
    String mark = UUID.randomUUID().toString();
    builder.environment().put(MARK, mark);
    return start(builder, input, Optional.of(MARK + "=" + mark));
  }

  /**
   * Prepares a program that may leave services running for other programs, as rootless Podman does.
   * Only its descendants belong to it.
   *
   * @param input the file that it reads
   * @throws IOException if it cannot be started
   */
  static ProcessFamily startClient(ProcessBuilder builder, File input) throws IOException {
    return start(builder, input, Optional.empty());
  }

  private static ProcessFamily start(ProcessBuilder builder, File input, Optional<String> mark)
      throws IOException {
    List<String> command = builder.command();
    // A program that cannot be started fails by itself, with the system's message.
    boolean gated =
        Files.isExecutable(Path.of(command.get(0)))
            && Files.isExecutable(Path.of(ShellCommand.SHELL));
    if (gated) {
      List<String> waiting = new ArrayList<>();
      Tool.find("/usr/bin:/bin", "setsid").ifPresent(setsid -> waiting.add(setsid.toString()));
      waiting.addAll(List.of(ShellCommand.SHELL, "-c", GATE, input.getPath()));
      waiting.addAll(command);
      builder.command(waiting);
    }
    Process root = builder.redirectInput(gated ? Redirect.PIPE : Redirect.from(input)).start();
    return new ProcessFamily(root, gated, mark);
  }

  /**
   * Lets the program begin.
   *
   * @param readers the readers of its output
   */
  void begin(Drain... readers) throws InterruptedException {
    for (Drain reader : readers) {
      reader.awaitBegin();
    }
    if (gated) {
      try (OutputStream gate = root.getOutputStream()) {
        gate.write('\n');
      } catch (IOException e) {
        // Something killed the process before it began; its exit status says so.
      }
    }
  }

  Process root() {
    return root;
  }

  /**
   * Waits for running processes; then asks them to stop, parents first, so that a script is
   * notified before its child ends; then kills them.
   *
   * @param patience how long processes may take to end by themselves
   * @return the number of processes that had not ended by then
   */
  int stop(Duration patience) {
    List<ProcessHandle> asked = alive();
    if (!asked.isEmpty() && !patience.isZero()) {
      awaitExit(asked, patience);
      asked = alive();
    }
    if (asked.isEmpty()) {
      return 0;
    }
    asked.forEach(ProcessHandle::destroy);
    awaitExit(asked, GRACE);
    // Each round finds the processes that were started during the previous round.
    Instant end = Instant.now().plus(GRACE);
    for (List<ProcessHandle> stubborn = alive();
        !stubborn.isEmpty() && Instant.now().isBefore(end);
        stubborn = alive()) {
      stubborn.forEach(ProcessHandle::destroyForcibly);
      awaitExit(stubborn, GRACE);
    }
    return asked.size();
  }

  private List<ProcessHandle> alive() {
    Stream<ProcessHandle> some =
        ProcessTable.exists()
            ? ProcessTable.read().family(root.pid(), began, mark).stream()
                .flatMap(pid -> ProcessHandle.of(pid).stream())
            : Stream.concat(Stream.of(root.toHandle()), root.descendants());
    return some.filter(ProcessHandle::isAlive).toList();
  }

  private static void awaitExit(List<ProcessHandle> processes, Duration patience) {
    CompletableFuture.allOf(
            processes.stream().map(ProcessHandle::onExit).toArray(CompletableFuture<?>[]::new))
        .completeOnTimeout(null, patience.toMillis(), TimeUnit.MILLISECONDS)
        .join();
  }
}
