package dev.atsharness.cli;

import dev.atsharness.conformance.Checker;
import dev.atsharness.conformance.CheckerResult;
import dev.atsharness.conformance.Conformance;
import dev.atsharness.conformance.ConformanceResult;
import dev.atsharness.conformance.Shard;
import dev.atsharness.conformance.Target;
import dev.atsharness.conformance.Verdict;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** Which part of a run to do: what each checker is run on, the baseline always among it. */
final class Selection {

  @Option(
      names = "--shard",
      paramLabel = "I/N",
      converter = ShardReader.class,
      description =
          "Do part I of N, for several machines: of the scenarios in the order of their ids, every"
              + " Nth from the Ith on. 'report' puts the parts together.")
  private Optional<Shard> shard = Optional.empty();

  @Option(
      names = "--rerun",
      paramLabel = "FILE",
      description =
          "Check only what deviates in FILE, which an earlier 'check --json' wrote; by default with"
              + " the checkers that deviate there. One of your own is named again, with --exec or"
              + " --checker.")
  private Optional<Path> rerun = Optional.empty();

  private Optional<ConformanceResult> earlier = Optional.empty();

  /** Reads {@code 2/4}. */
  static final class ShardReader implements ITypeConverter<Shard> {
    @Override
    public Shard convert(String text) {
      if (text.matches("[0-9]{1,4}/[0-9]{1,4}")) {
        int slash = text.indexOf('/');
        int part = Integer.parseInt(text.substring(0, slash));
        int parts = Integer.parseInt(text.substring(slash + 1));
        if (part >= 1 && part <= parts) {
          return new Shard(part, parts);
        }
      }
      throw new TypeConversionException("'" + text + "': write I/N, a part of 1 to N, as in 2/4");
    }
  }

  /**
   * Reads what there is to read.
   *
   * @throws UsageException if the file of an earlier run cannot be used
   */
  void read() {
    earlier = rerun.map(ResultFile::read);
  }

  /** The checkers of the earlier run that deviate there; empty if no run is to be repeated. */
  List<String> checkers() {
    return earlier.stream()
        .flatMap(result -> result.checkers().stream())
        .filter(checker -> checker.voided().isPresent() || !checker.deviations().isEmpty())
        .map(CheckerResult::checker)
        .toList();
  }

  /** Which part of the run to do, if it is split. */
  Optional<Shard> shard() {
    return shard;
  }

  /** The file of the earlier run, if one is to be repeated. */
  Optional<Path> rerun() {
    return rerun;
  }

  /** The exit status that the earlier run comes to, if one is to be repeated. */
  int earlierStatus() {
    return earlier.map(ExitCode::of).orElse(ExitCode.OK);
  }

  /** What to run each checker on; those that have nothing to do but the baseline are left out. */
  Map<Checker, List<Target>> plan(List<Checker> checkers, List<Target> targets) {
    List<Target> part = part(targets);
    Map<Checker, List<Target>> plan = new LinkedHashMap<>();
    for (Checker checker : checkers) {
      Predicate<String> again = again(checker.name());
      List<Target> own =
          part.stream().filter(t -> isBaseline(t) || again.test(t.scenario())).toList();
      if (earlier.isEmpty() || own.stream().anyMatch(target -> again.test(target.scenario()))) {
        plan.put(checker, own);
      }
    }
    return plan;
  }

  private List<Target> part(List<Target> targets) {
    if (shard.isEmpty()) {
      return targets;
    }
    List<String> sorted =
        targets.stream().filter(t -> !isBaseline(t)).map(Target::scenario).sorted().toList();
    return targets.stream()
        .filter(t -> isBaseline(t) || isIn(shard.get(), sorted.indexOf(t.scenario())))
        .toList();
  }

  private static boolean isIn(Shard part, int position) {
    return position % part.of() == part.index() - 1;
  }

  /** A void run says nothing of any scenario. */
  private Predicate<String> again(String checker) {
    if (earlier.isEmpty()) {
      return scenario -> true;
    }
    return earlier.get().checkers().stream()
        .filter(result -> result.checker().equals(checker))
        .findFirst()
        .<Predicate<String>>map(
            result ->
                result.voided().isPresent()
                    ? scenario -> true
                    : result.deviations().stream().map(Verdict::scenario).toList()::contains)
        .orElse(scenario -> false);
  }

  private static boolean isBaseline(Target target) {
    return target.scenario().equals(Conformance.BASELINE);
  }
}
