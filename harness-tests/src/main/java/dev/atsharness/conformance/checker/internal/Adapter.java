package dev.atsharness.conformance.checker.internal;

import com.google.re2j.Pattern;
import dev.atsharness.ats.Violation;
import dev.atsharness.conformance.KnownLimitations;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Stream;

/**
 * An adapter file, which says how to run an outside checker and how to get findings from its
 * output; see {@code scenarios/schema/adapter.schema.json}.
 *
 * @param name short name in reports: the name of the file
 * @param title one line for people that says what the checker is
 * @param executable the program
 * @param invocation how the program is run for one endpoint
 * @param output where the output is, and in which format
 * @param results the meaning of the output
 * @param limits what the checker is known not to do
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
   * The program, on this machine or in an image.
   *
   * @param programs names or paths of the program, the preferred one first; empty if it is in an
   *     image
   * @param needs other programs that it calls
   * @param image name of the image, if the program is in one
   * @param install what to do if it is missing; may be empty
   * @param version how to find out its version
   */
  public record Executable(
      List<String> programs,
      List<String> needs,
      Optional<String> image,
      String install,
      Optional<VersionQuery> version) {

    /** The needed programs that are missing, as text for people; empty if all are present. */
    public List<String> missing(String searchPath) {
      Stream<String> own =
          program(searchPath).isPresent()
              ? Stream.empty()
              : Stream.of(String.join(" or ", programs));
      Stream<String> others =
          needs.stream().filter(other -> Tool.find(searchPath, other).isEmpty());
      return Stream.concat(own, others).distinct().toList();
    }

    /** The program's file, from a search path or from its own path; empty if it does not exist. */
    public Optional<Path> program(String searchPath) {
      return Tool.find(searchPath, programs.toArray(String[]::new));
    }
  }

  /**
   * How to find out a program's version.
   *
   * @param pattern an expression whose first group is the version
   */
  public record VersionQuery(List<String> arguments, Pattern pattern) {}

  /**
   * How the program is run for one endpoint.
   *
   * @param arguments the arguments, with placeholders
   * @param environment variables in addition to the inherited ones
   * @param directory the working directory; a new, empty one if absent
   * @param limit the longest suitable time for one endpoint
   * @param ioBound whether checking more endpoints at once is faster
   */
  public record Invocation(
      List<String> arguments,
      Map<String, String> environment,
      Optional<Path> directory,
      Optional<Duration> limit,
      boolean ioBound) {}

  /** The format of output. */
  public enum Format {
    TEXT,
    JSON,
    JSON_LINES,
    XML,
    /** The format of {@link ContractOutput}, which needs no rules for reading it. */
    CONTRACT,
    /** Only the exit status counts: 0 if the program, a client on trial, connected. */
    CLIENT;

    /** The name in adapter files. */
    String label() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** True if the format needs no rules for reading it. */
    boolean fixed() {
      return this == CONTRACT || this == CLIENT;
    }
  }

  /**
   * The place and format of output.
   *
   * @param file whether it is in the file for {@code {output}} and not in the streams
   * @param exits the exit statuses with which the output counts; any other means no result. If
   *     absent, all count except those of a program that a {@linkplain #signal signal} ended
   * @param mayBeEmpty whether the program writes nothing at all if it has no findings
   */
  public record Output(Format format, boolean file, Set<Integer> exits, boolean mayBeEmpty) {

    /** The number that shells and Java add to a signal's number to make an exit status. */
    private static final int SIGNALLED = 128;

    private static final int LAST_SIGNAL = 64;

    boolean counts(int exit) {
      return exits.isEmpty() ? signal(exit).isEmpty() : exits.contains(exit);
    }

    /** The signal that ended a program with this exit status; empty if no signal did. */
    static OptionalInt signal(int exit) {
      int signal = exit - SIGNALLED;
      return signal >= 1 && signal <= LAST_SIGNAL ? OptionalInt.of(signal) : OptionalInt.empty();
    }
  }

  /**
   * The meaning of the output.
   *
   * @param inconclusive the signs that the program reached no result
   * @param rules the rules for findings
   * @param refused the signs that a device would be refused, for a reason without a violation code
   */
  public record Results(List<Clause> inconclusive, List<Rule> rules, List<Clause> refused) {}

  /** The rule for when a program has reported a violation. */
  public record Rule(Violation violation, Clause clause) {}
}
