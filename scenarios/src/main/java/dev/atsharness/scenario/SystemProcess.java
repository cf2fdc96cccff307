package dev.atsharness.scenario;

import java.util.List;
import java.util.Set;

/**
 * A process to which Apple's requirements apply: one of the filter in Apple support article 126655.
 * What it does, and where, is inferred.
 *
 * @param name as the log has it; may contain a blank
 * @param activity the kind of connection, in a word or two: {@code MDM}
 * @param doing what it was doing: {@code checking in or fetching commands}
 * @param platforms where it runs
 */
public record SystemProcess(String name, String activity, String doing, Set<Platform> platforms) {

  public SystemProcess {
    platforms = Set.copyOf(platforms);
  }

  /** All of them, in the order of Apple's filter. */
  public static List<SystemProcess> all() {
    return CompiledRules.loadProcesses();
  }
}
