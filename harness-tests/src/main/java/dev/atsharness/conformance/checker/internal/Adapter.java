package dev.atsharness.conformance.checker.internal;

import com.google.re2j.Pattern;
import dev.atsharness.ats.Violation;
import dev.atsharness.conformance.KnownLimitations;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Stream;

/**
 * How an outside checker is run, and how its output becomes findings: an adapter file, see {@code
 * scenarios/schema/adapter.schema.json}.
 *
 * @param name short name in reports; the file's
 * @param title what it is, for people
 * @param executable what is run
 * @param invocation how it is run for one endpoint
 * @param output where its output is, and in which format
 * @param results what its output says
 * @param limits what it is known not to do
 */
public record Adapter(
    String name,
    String title,
    Executable executable,
    Invocation invocation,
    Output output,
    Results results,
    KnownLimitations limits) {

  /**
   * The program that is run, here or in an image.
   *
   * @param programs names or paths of the program, the best first; none if it is in an image
   * @param needs further programs that it calls
   * @param image name of the image that runs it, if it is in one
   * @param install what to do where it is missing; may be empty
   * @param version how it tells its version
   */
  public record Executable(
      List<String> programs,
      List<String> needs,
      Optional<String> image,
      String install,
      Optional<VersionQuery> version) {

    /** Programs that are needed and not there, as they are named for people; empty if all are. */
    public List<String> missing(String searchPath) {
      Stream<String> own =
          program(searchPath).isPresent()
              ? Stream.empty()
              : Stream.of(String.join(" or ", programs));
      Stream<String> others =
          needs.stream().filter(other -> Tool.find(searchPath, other).isEmpty());
      return Stream.concat(own, others).distinct().toList();
    }

    /** The program on a search path, or where a path leads; empty if there is none. */
    public Optional<Path> program(String searchPath) {
      return Tool.find(searchPath, programs.toArray(String[]::new));
    }
  }

  /**
   * How a program tells its version.
   *
   * @param pattern its first group is the version
   */
  public record VersionQuery(List<String> arguments, Pattern pattern) {}

  /**
   * How the program is run for one endpoint.
   *
   * @param arguments with placeholders
   * @param environment set on top of the inherited one
   * @param directory where it runs; a fresh and empty one if there is none
   * @param limit longest time for one endpoint that suits it
   * @param ioBound whether more endpoints at once go faster
   */
  public record Invocation(
      List<String> arguments,
      Map<String, String> environment,
      Optional<Path> directory,
      Optional<Duration> limit,
      boolean ioBound) {}

  /** How output is written. */
  public enum Format {
    TEXT,
    JSON,
    JSON_LINES,
    XML,
    /** See {@link ContractOutput}: nothing has to be said about how to read it. */
    CONTRACT
  }

  /**
   * Where output is.
   *
   * @param file whether it is in the file for {@code {output}}, else in the streams
   * @param exits with which exit statuses it counts; any other is no result. None if all do, but
   *     those of a program that a {@linkplain #signal signal} ended
   * @param mayBeEmpty whether nothing at all is what it writes where it finds nothing
   */
  public record Output(Format format, boolean file, Set<Integer> exits, boolean mayBeEmpty) {

    /** What shells and Java add to a signal's number to make an exit status. */
    private static final int SIGNALLED = 128;

    private static final int LAST_SIGNAL = 64;

    boolean counts(int exit) {
      return exits.isEmpty() ? signal(exit).isEmpty() : exits.contains(exit);
    }

    /** The signal that ended a program with this exit status; empty if none did. */
    static OptionalInt signal(int exit) {
      int signal = exit - SIGNALLED;
      return signal >= 1 && signal <= LAST_SIGNAL ? OptionalInt.of(signal) : OptionalInt.empty();
    }
  }

  /**
   * What the output says.
   *
   * @param inconclusive when it came to no result
   * @param rules what is a finding
   * @param refused what says that a device would be refused, for a reason without a violation code
   */
  public record Results(List<Clause> inconclusive, List<Rule> rules, List<Clause> refused) {}

  /** When a program has reported a violation. */
  public record Rule(Violation violation, Clause clause) {}
}
