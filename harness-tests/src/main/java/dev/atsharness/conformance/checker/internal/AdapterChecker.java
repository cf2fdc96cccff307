package dev.atsharness.conformance.checker.internal;

import com.google.re2j.Matcher;
import dev.atsharness.ats.Violation;
import dev.atsharness.conformance.Checker;
import dev.atsharness.conformance.CheckerOutput;
import dev.atsharness.conformance.Finding;
import dev.atsharness.conformance.KnownLimitations;
import dev.atsharness.conformance.checker.internal.Adapter.Format;
import dev.atsharness.conformance.checker.internal.Adapter.Output;
import dev.atsharness.conformance.checker.internal.Adapter.Rule;
import dev.atsharness.conformance.checker.internal.Adapter.VersionQuery;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A checker that is a program, run and read as its adapter says. A subclass decides where it runs.
 */
public abstract class AdapterChecker implements Checker {

  /** The limit on a report file, in bytes; a scanner's report has tens of thousands. */
  static final int MAX_REPORT = 4 << 20;

  private static final String IF_THAT_IS_NORMAL =
      "if this is its output when it finds nothing, set output.may-be-empty: true in its adapter";

  private static final Pattern COLOUR = Pattern.compile("\u001b\\[[0-9;]*[A-Za-z]");

  final Adapter adapter;
  private final String version;

  AdapterChecker(Adapter adapter, String version) {
    this.adapter = adapter;
    this.version = version;
  }

  @Override
  public final String name() {
    return adapter.name();
  }

  @Override
  public final String version() {
    return version;
  }

  @Override
  public final boolean client() {
    return adapter.output().format() == Format.CLIENT;
  }

  @Override
  public final KnownLimitations limits() {
    return adapter.limits();
  }

  @Override
  public final boolean ioBound() {
    return adapter.invocation().ioBound();
  }

  /** Returns the shorter of the run's limit and the adapter's own. */
  final Duration bound(Duration limit) {
    return adapter.invocation().limit().filter(own -> own.compareTo(limit) < 0).orElse(limit);
  }

  /**
   * Reads the program's output.
   *
   * @param text the content of the place that the adapter names
   * @param streams what it wrote to standard output and standard error
   * @throws IOException if the output does not have the adapter's format
   */
  public static CheckerOutput read(Adapter adapter, int exit, String text, String streams)
      throws IOException {
    ToolOutput output = new ToolOutput(exit, text, adapter.output().format() == Format.JSON_LINES);
    boolean silent = text.isBlank();
    for (Clause clause : adapter.results().inconclusive()) {
      List<String> evidence = silent ? ofExit(clause, output) : clause.evidence(output);
      if (!evidence.isEmpty()) {
        return CheckerOutput.inconclusive(evidence.get(0));
      }
    }
    if (!adapter.output().counts(exit)) {
      return CheckerOutput.inconclusive(notNormal(adapter, exit, streams));
    }
    if (silent) {
      CheckerOutput report = report(adapter, clause -> ofExit(clause, output));
      return report.saysNothing() && !adapter.output().mayBeEmpty()
          ? CheckerOutput.inconclusive("it wrote nothing; " + IF_THAT_IS_NORMAL)
          : report;
    }
    if (!adapter.output().mayBeEmpty() && isOther(adapter, output)) {
      return CheckerOutput.inconclusive(
          "its output has none of the places that the rules of its adapter name; "
              + IF_THAT_IS_NORMAL);
    }
    return report(adapter, clause -> clause.evidence(output));
  }

  /** The way to evaluate a clause. */
  @FunctionalInterface
  private interface Evidence {
    List<String> of(Clause clause) throws IOException;
  }

  private static CheckerOutput report(Adapter adapter, Evidence evidence) throws IOException {
    Map<Violation, List<String>> found = new LinkedHashMap<>();
    for (Rule rule : adapter.results().rules()) {
      List<String> some = evidence.of(rule.clause());
      if (!some.isEmpty()) {
        found.computeIfAbsent(rule.violation(), code -> new ArrayList<>()).addAll(some);
      }
    }
    CheckerOutput report =
        CheckerOutput.finished(
            found.entrySet().stream()
                .map(entry -> new Finding(entry.getKey(), String.join("\n", entry.getValue())))
                .toList());
    for (Clause clause : adapter.results().refused()) {
      List<String> some = evidence.of(clause);
      if (!some.isEmpty()) {
        return report.refusing(String.join("\n", some));
      }
    }
    return report;
  }

  /** Evaluates a clause for a program without output: only its exit status counts. */
  private static List<String> ofExit(Clause clause, ToolOutput output) throws IOException {
    return clause.selector().filter(ExitSelector.class::isInstance).isPresent()
        ? clause.evidence(output)
        : List.of();
  }

  /** True if rules look at places in the output and the output has none of them. */
  private static boolean isOther(Adapter adapter, ToolOutput output) throws IOException {
    List<Selector> selectors =
        Stream.concat(
                adapter.results().rules().stream().map(Rule::clause),
                adapter.results().refused().stream())
            .flatMap(Clause::selectors)
            .toList();
    boolean some = false;
    for (Selector selector : selectors) {
      Optional<Boolean> place = selector.hasPlace(output);
      if (place.isPresent() && place.get()) {
        return false;
      }
      some |= place.isPresent();
    }
    return some;
  }

  /** Reads the output of a program that follows the contract. */
  static CheckerOutput readContract(Adapter adapter, int exit, String output, String errors)
      throws IOException {
    return adapter.output().counts(exit)
        ? ContractOutput.read(exit, output, errors)
        : CheckerOutput.inconclusive(notNormal(adapter, exit, output + errors));
  }

  /** Reads the exit status of a client on trial. */
  static CheckerOutput readClient(Adapter adapter, int exit, String streams) {
    if (ContractOutput.notStarted(exit) || !adapter.output().counts(exit)) {
      return CheckerOutput.inconclusive(
          "its program was not run to its end, exit status "
              + exit
              + "; its last output: "
              + lastLine(streams));
    }
    return CheckerOutput.client(exit == 0);
  }

  private static String notNormal(Adapter adapter, int exit, String streams) {
    String last = lastLine(streams);
    OptionalInt signal = Output.signal(exit);
    return "exit status "
        + exit
        + (adapter.output().exits().isEmpty() && signal.isPresent()
            ? ", for signal " + signal.getAsInt() + " ended it: its output may be incomplete"
            : ", which the adapter of " + adapter.name() + " does not list as normal")
        + (last.isEmpty() ? "" : "; its last output: " + last);
  }

  /** Returns a program's environment: the placeholders' values, and what the adapter sets. */
  final Map<String, String> environment(Placeholders values) {
    Map<String, String> environment = values.variables();
    environment.putAll(adapter.invocation().environment());
    return environment;
  }

  /**
   * Returns the version from a program's answer.
   *
   * @param program the program, for the message
   * @throws IOException if the query's pattern does not match
   */
  static String version(Adapter adapter, VersionQuery query, Object program, String said)
      throws IOException {
    String text = plain(said);
    Matcher matcher = query.pattern().matcher(text);
    if (!matcher.find()) {
      throw new IOException(
          adapter.name()
              + ": what "
              + program
              + " prints as its version does not match version.pattern, '"
              + query.pattern()
              + "': "
              + lastLine(text));
    }
    return matcher.group(1);
  }

  static String lastLine(String output) {
    String text = plain(output).strip();
    return text.substring(text.lastIndexOf('\n') + 1);
  }

  private static String plain(String output) {
    return COLOUR.matcher(output).replaceAll("");
  }
}
