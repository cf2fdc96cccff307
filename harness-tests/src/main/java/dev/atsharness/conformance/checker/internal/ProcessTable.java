package dev.atsharness.conformance.checker.internal;

import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * The processes of Linux, read in one pass over {@code /proc}; without those that have ended and
 * wait to be reaped.
 */
record ProcessTable(List<Entry> entries) {

  private static final Path PROC = Path.of("/proc");

  /** Longer than the line in the file {@code stat} of any process. */
  private static final int LONGEST = 4096;

  /** The position of the start time, which is field 22, after the name, which is field 2. */
  private static final int START = 19;

  /**
   * A process.
   *
   * @param parent the process id of its parent
   * @param session the id of its session
   * @param start when it began, in the kernel's unit
   */
  private record Entry(long pid, long parent, long session, long start) {}

  /** True if this system has such a table. */
  static boolean exists() {
    return Files.exists(PROC.resolve("self/stat"));
  }

  static ProcessTable read() {
    List<Entry> entries = new ArrayList<>();
    String[] names = PROC.toFile().list();
    byte[] buffer = new byte[LONGEST];
    for (String name : names == null ? new String[0] : names) {
      if (Character.isDigit(name.charAt(0))) {
        entry(Long.parseLong(name), buffer).ifPresent(entries::add);
      }
    }
    return new ProcessTable(List.copyOf(entries));
  }

  /** Returns when a process began, in the kernel's unit; empty if it has ended. */
  static OptionalLong began(long pid) {
    return entry(pid, new byte[LONGEST])
        .map(found -> OptionalLong.of(found.start()))
        .orElseGet(OptionalLong::empty);
  }

  /**
   * Returns the process ids of a process and its descendants and, if there is a mark, of its
   * session and of all processes with the mark in their environment, with their descendants.
   *
   * @param began when the process began; only later ones can have the mark
   */
  Set<Long> family(long root, OptionalLong began, Optional<String> mark) {
    Set<Long> family = new LinkedHashSet<>();
    for (Entry one : entries) {
      if (one.pid() == root
          || (mark.isPresent() && one.session() == root)
          || (mark.isPresent()
              && one.start() >= began.orElse(0)
              && environment(one.pid()).contains(mark.get()))) {
        family.add(one.pid());
      }
    }
    boolean more = !family.isEmpty();
    while (more) {
      more = false;
      for (Entry one : entries) {
        more |= family.contains(one.parent()) && family.add(one.pid());
      }
    }
    return family;
  }

  /** Returns a running process; empty if it has ended. */
  private static Optional<Entry> entry(long pid, byte[] buffer) {
    // "PID (NAME) STATE PPID PGRP SESSION ..." (proc_pid_stat(5)); the name may contain anything.
    int read;
    try (InputStream in = new FileInputStream(new File("/proc/" + pid + "/stat"))) {
      read = in.read(buffer);
    } catch (IOException e) {
      return Optional.empty();
    }
    String stat = new String(buffer, 0, Math.max(0, read), StandardCharsets.ISO_8859_1);
    String[] fields = stat.substring(stat.lastIndexOf(')') + 1).strip().split(" ", START + 2);
    return fields.length <= START || fields[0].equals("Z")
        ? Optional.empty()
        : Optional.of(
            new Entry(
                pid,
                Long.parseLong(fields[1]),
                Long.parseLong(fields[3]),
                Long.parseLong(fields[START])));
  }

  /** Reads the environment of a process; empty if it has ended or belongs to another user. */
  private static String environment(long pid) {
    try {
      return new String(
          Files.readAllBytes(PROC.resolve(pid + "/environ")), StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      return "";
    }
  }
}
