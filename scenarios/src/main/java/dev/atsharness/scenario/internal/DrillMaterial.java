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
 * @param apps processes to which Apple's requirements do not apply, and names of their servers
 * @param reports failures that a process reports, without the cause
 * @param appleServers host names of Apple's servers, for lines of noise
 * @param functions the functions that write lines
 * @param lines lines that no known release writes, and lines of noise
 */
public record DrillMaterial(
    List<Team> teams,
    List<String> organisations,
    Map<Role, Service> services,
    Apps apps,
    List<Report> reports,
    List<String> appleServers,
    Functions functions,
    Lines lines) {

  /** The placeholder for the server in texts. */
  public static final String HOST = "{host}";

  /**
   * A team to call.
   *
   * @param id short name, for example {@code certificates}
   * @param title its name
   * @param otherwise why it cannot help with other violations; the text continues the title
   * @param cures what it does about a violation; the text continues the title. Empty for a team
   *     that cannot help
   */
  public record Team(String id, String title, String otherwise, Map<Violation, String> cures) {}

  /**
   * A kind of server.
   *
   * @param title what it is, for example {@code MDM server}
   * @param hosts leftmost labels of its names
   * @param path the path that devices ask for
   * @param note what a further line says about a request
   * @param processes the processes that connect to it, by platform; inferred
   */
  public record Service(
      String title,
      List<String> hosts,
      String path,
      Optional<String> note,
      Map<Platform, List<String>> processes) {}

  /**
   * Processes to which Apple's requirements do not apply.
   *
   * @param outsiders the processes, each with a server
   * @param hosts names of servers of the organisation's own apps, without its domain
   */
  public record Apps(List<Outsider> outsiders, List<String> hosts) {}

  /**
   * A process to which Apple's requirements do not apply.
   *
   * @param process its name
   * @param host its server
   */
  public record Outsider(String process, String host) {}

  /**
   * A failure that a process reports.
   *
   * @param role the role of the server
   * @param hosts leftmost labels of its names; those of the role if there are none
   * @param processes the process, by platform
   * @param path the path that it asked for
   * @param message the text; {@value #HOST} stands for the server
   * @param otherwise what else is known to cause it
   */
  public record Report(
      Role role,
      List<String> hosts,
      Map<Platform, String> processes,
      String path,
      String message,
      String otherwise) {}

  /**
   * The functions that write lines, each with its line number in parentheses.
   *
   * @param byUse the functions of lines without a violation, by what the lines are for
   * @param byViolation those of violations
   */
  public record Functions(Map<String, String> byUse, Map<Violation, String> byViolation) {

    /** The function of lines for this, for example {@code connected}. */
    public String of(String use) {
      return byUse.get(use);
    }
  }

  /**
   * Texts of lines.
   *
   * @param unknownMessages texts after {@code violation]:} that no known release writes; {@value
   *     #HOST} stands for the server
   * @param noise lines without an ATS violation
   */
  public record Lines(List<String> unknownMessages, List<Noise> noise) {}

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

  /** The teams that can put a violation right, at least one for each. */
  public List<Team> teams(Violation violation) {
    return teams.stream().filter(team -> team.cures.containsKey(violation)).toList();
  }
}
