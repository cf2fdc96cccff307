package dev.atsharness.scenario.internal;

import dev.atsharness.ats.Violation;
import dev.atsharness.scenario.Role;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The material of drills, besides scenarios and rules: {@code drills.yaml}. Immutable.
 *
 * @param teams the teams to call, in the order of the file
 * @param organisations domains in which the servers are
 * @param services the names of servers for each role, and the processes that connect to them
 * @param outsiders processes to which Apple's requirements do not apply
 * @param unknownMessages texts after {@code violation]:} that no known release writes; {@value
 *     #HOST} stands for the server
 * @param appleServers host names of Apple's servers, for lines of noise
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

  /** The placeholder for the server in {@link #unknownMessages}. */
  public static final String HOST = "{host}";

  /**
   * A team to call.
   *
   * @param id short name, for example {@code certificates}
   * @param title its name
   * @param does what it does about a violation; the text continues the title
   * @param violations the codes of its violations; empty for a team that cannot help
   */
  public record Team(String id, String title, String does, Set<Violation> violations) {}

  /**
   * A kind of server.
   *
   * @param title what it is, for example {@code MDM server}
   * @param hosts leftmost labels of its names
   * @param path the path that devices ask for
   * @param processes the processes that connect to it, by platform; inferred
   */
  public record Service(
      String title, List<String> hosts, String path, Map<Platform, List<String>> processes) {}

  /**
   * A process to which Apple's requirements do not apply.
   *
   * @param process its name
   * @param host its server
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
   * @param decoy why it is noise although it looks like a finding
   * @param messages texts with {@code {n}} and other placeholders for what changes from line to
   *     line
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

  /** The built-in material; it was validated when the harness was built. */
  public static DrillMaterial builtIn() {
    return CompiledDrills.load();
  }

  /** The team to call about a violation; there is one for each. */
  public Team team(Violation violation) {
    return teams.stream()
        .filter(team -> team.violations.contains(violation))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("no team for " + violation));
  }
}
