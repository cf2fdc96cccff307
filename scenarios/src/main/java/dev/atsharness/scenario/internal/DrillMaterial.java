package dev.atsharness.scenario.internal;

import dev.atsharness.ats.Violation;
import dev.atsharness.scenario.Role;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What logs to practise on are made of, scenarios and rules apart: {@code drills.yaml}. Immutable.
 *
 * @param teams whom to call, in the order of the file
 * @param organisations domains in which the servers are
 * @param services what servers of a role are called, and who connects to them
 * @param outsiders processes that Apple's requirements are not for
 * @param unknownMessages what may follow {@code violation]:} in words of no known release; {@value
 *     #HOST} stands for the server
 * @param appleServers host names of Apple's, for lines of noise
 * @param noise lines without an ATS violation
 */
public record DrillMaterial(
    List<Team> teams,
    List<String> organisations,
    Map<Role, Service> services,
    List<Outsider> outsiders,
    List<String> unknownMessages,
    List<String> appleServers,
    List<Noise> noise) {

  /** What stands for the server in {@link #unknownMessages}. */
  public static final String HOST = "{host}";

  /**
   * Somebody to call.
   *
   * @param id short name, for example {@code certificates}
   * @param title who it is
   * @param does what they do about it, after the title
   * @param violations for which codes; empty for those who cannot help
   */
  public record Team(String id, String title, String does, Set<Violation> violations) {}

  /**
   * A kind of server.
   *
   * @param title what it is, for example {@code MDM server}
   * @param hosts leftmost labels of its names
   * @param path where devices go there
   * @param processes who connects to it, by platform; inferred
   */
  public record Service(
      String title, List<String> hosts, String path, Map<Platform, List<String>> processes) {}

  /**
   * A process that Apple's requirements are not for.
   *
   * @param process its name
   * @param host a server of its own
   */
  public record Outsider(String process, String host) {}

  /**
   * Lines of one process.
   *
   * @param process its name
   * @param sender the library that writes them; empty if the process itself does
   * @param subsystem empty if there is none
   * @param category empty if there is none
   * @param level {@code Default}, {@code Info}, {@code Debug}, {@code Error} or {@code Fault}
   * @param platforms where it runs, as far as they differ here
   * @param decoy why it is noise, where it does not look like it
   * @param messages with {@code {n}} and the like for what changes from line to line
   */
  public record Noise(
      String process,
      String sender,
      String subsystem,
      String category,
      String level,
      Set<Platform> platforms,
      Optional<String> decoy,
      List<String> messages) {}

  /** What ships with the harness; it was validated when the harness was built. */
  public static DrillMaterial builtIn() {
    return CompiledDrills.load();
  }

  /** Whom to call about a violation; there is one for each. */
  public Team team(Violation violation) {
    return teams.stream()
        .filter(team -> team.violations.contains(violation))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("no team for " + violation));
  }
}
