package dev.atsharness.scenario.internal;

import dev.atsharness.ats.Violation;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A process to which Apple's requirements apply: one of the filter in Apple support article 126655,
 * or one whose activity the article names. What it does, and where, is inferred.
 *
 * @param name its name in the log; may contain a blank
 * @param activity the kind of connection, in a word or two: {@code MDM}
 * @param doing what it was doing, for example {@code checking in or fetching commands}
 * @param platforms where it runs
 * @param inFilter whether Apple's filter has it
 * @param exceptions Apple's exceptions that may apply to its connections
 */
public record SystemProcess(
    String name,
    String activity,
    String doing,
    Set<Platform> platforms,
    boolean inFilter,
    List<Exemption> exceptions) {

  /**
   * An exception of Apple's.
   *
   * @param text when it applies, and what follows
   * @param codes the violations to which it applies; empty for all
   */
  public record Exemption(String text, Set<Violation> codes) {

    public Exemption {
      codes = Set.copyOf(codes);
    }

    /** Whether it may apply to a violation, which is empty for a message in unknown words. */
    public boolean mayApply(Optional<Violation> violation) {
      return codes.isEmpty() || violation.filter(codes::contains).isPresent();
    }
  }

  public SystemProcess {
    platforms = Set.copyOf(platforms);
    exceptions = List.copyOf(exceptions);
  }

  /**
   * The processes that connect on behalf of others, by name, and what each does for them. Whether
   * the requirements apply to such a connection is not known.
   */
  public static Map<String, String> carriers() {
    return CompiledRules.loadCarriers();
  }

  /** All of them, in the order of the file. */
  public static List<SystemProcess> all() {
    return CompiledRules.loadProcesses();
  }
}
