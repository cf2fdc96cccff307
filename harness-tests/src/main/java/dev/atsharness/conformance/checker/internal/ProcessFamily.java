package dev.atsharness.conformance.checker.internal;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A program and all processes that it started, even those that tried to escape. They are recognized
 * by their ancestors while these live. On Linux they are also recognized by their session
 * (setsid(2), which also protects them from the terminal's Ctrl-C) and by a variable in the
 * environment, which a daemon inherits.
 */
final class ProcessFamily {

  /** How long processes that were asked to stop may take to clean up. */
  static final Duration GRACE = Duration.ofSeconds(2);

  private static final String MARK = "ATS_HARNESS_RUN";
  private static final Path PROC = Path.of("/proc");

  private final Process root;
  private final Optional<String> mark;

  private ProcessFamily(Process root, Optional<String> mark) {
    this.root = root;
    this.mark = mark;
  }

  /**
   * Starts the program, in a new session if there is setsid(1).
   *
   * @throws IOException if it cannot be started
   */
  static ProcessFamily start(ProcessBuilder builder) throws IOException {
    String mark = UUID.randomUUID().toString();
    builder.environment().put(MARK, mark);
    return new ProcessFamily(detached(builder).start(), Optional.of(MARK + "=" + mark));
  }

  /**
   * Starts a program that may leave services running for other programs, as rootless Podman does.
   * Only its descendants belong to it.
   *
   * @throws IOException if it cannot be started
   */
  static ProcessFamily startClient(ProcessBuilder builder) throws IOException {
    return new ProcessFamily(detached(builder).start(), Optional.empty());
  }

  private static ProcessBuilder detached(ProcessBuilder builder) {
    List<String> command = builder.command();
    Path program = Path.of(command.get(0));
    Optional<Path> setsid = Tool.find("/usr/bin:/bin", "setsid");
    // A program that cannot be started fails by itself, with the system's message.
    if (setsid.isPresent() && Files.isExecutable(program)) {
      List<String> detached = new ArrayList<>(List.of(setsid.get().toString()));
      detached.addAll(command);
      builder.command(detached);
    }
    return builder;
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
      asked = alive(); // an orphan that has ended still counts as alive until init reaps it
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
    Stream<ProcessHandle> descendants =
        Stream.concat(Stream.of(root.toHandle()), root.descendants());
    Stream<ProcessHandle> relatives =
        mark.isPresent() && Files.isDirectory(PROC)
            ? ProcessHandle.allProcesses().filter(this::isRelative)
            : Stream.empty();
    return Stream.concat(descendants, relatives).filter(ProcessHandle::isAlive).distinct().toList();
  }

  private boolean isRelative(ProcessHandle process) {
    Path files = PROC.resolve(String.valueOf(process.pid()));
    String session = String.valueOf(root.pid());
    // "PID (NAME) STATE PPID PGRP SESSION ..." (proc_pid_stat(5)); the name may contain anything.
    String stat = read(files.resolve("stat"));
    String[] fields = stat.substring(stat.lastIndexOf(')') + 1).strip().split(" ", 5);
    if (fields.length < 4 || fields[0].equals("Z")) {
      return false; // ended, or a zombie that waits to be reaped
    }
    return fields[3].equals(session) || read(files.resolve("environ")).contains(mark.orElseThrow());
  }

  /** Reads a file of a process; empty if the process has ended or belongs to another user. */
  private static String read(Path file) {
    try {
      return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      return "";
    }
  }

  private static void awaitExit(List<ProcessHandle> processes, Duration patience) {
    CompletableFuture.allOf(
            processes.stream().map(ProcessHandle::onExit).toArray(CompletableFuture<?>[]::new))
        .completeOnTimeout(null, patience.toMillis(), TimeUnit.MILLISECONDS)
        .join();
  }
}
