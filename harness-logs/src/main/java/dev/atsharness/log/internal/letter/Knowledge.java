package dev.atsharness.log.internal.letter;

import dev.atsharness.ats.Violation;
import dev.atsharness.scenario.internal.Product;
import dev.atsharness.scenario.internal.Releases;
import dev.atsharness.scenario.internal.Rule;
import dev.atsharness.scenario.internal.Rules;
import dev.atsharness.scenario.internal.Source;
import dev.atsharness.scenario.internal.Sources;
import dev.atsharness.scenario.internal.SystemProcess;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What the letters say about Apple's requirements, read once for all letters.
 *
 * @param rules the violations
 * @param releases the releases of Apple's operating systems
 * @param processes the processes to which the requirements apply, by their names in a log
 * @param carriers the processes that connect for other ones, to which the requirements may apply:
 *     what each does, by its name
 * @param products the server software for which there are configurations, in order
 * @param article Apple's article about the requirements
 */
record Knowledge(
    Rules rules,
    Releases releases,
    Map<String, SystemProcess> processes,
    Map<String, String> carriers,
    List<Product> products,
    Source article) {

  /** A key of {@code scenarios/sources.yaml}. */
  private static final String ARTICLE = "apple-126655";

  static Knowledge builtIn() {
    return new Knowledge(
        Rules.builtIn(),
        Releases.builtIn(),
        SystemProcess.all().stream()
            .collect(Collectors.toUnmodifiableMap(SystemProcess::name, Function.identity())),
        SystemProcess.carriers(),
        Product.all(),
        Sources.builtIn().find(ARTICLE).orElseThrow());
  }

  /** The process that wrote a message; empty if the requirements do not apply to it. */
  Optional<SystemProcess> process(LetterLine line) {
    return Optional.ofNullable(processes.get(line.process()));
  }

  /**
   * Whether a process to which the requirements apply wrote the message, or may have written it.
   */
  boolean concerns(LetterLine line) {
    return line.process().isEmpty()
        || process(line).isPresent()
        || carriers.containsKey(line.process());
  }

  /** The name of a fault. */
  String title(Optional<Violation> violation) {
    return rule(violation).map(Rule::title).orElse("A message in new words");
  }

  /** The rule of a fault; empty for messages in unknown words. */
  Optional<Rule> rule(Optional<Violation> violation) {
    return violation.map(rules::of);
  }
}
