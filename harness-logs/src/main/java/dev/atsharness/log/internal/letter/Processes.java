package dev.atsharness.log.internal.letter;

import dev.atsharness.scenario.internal.SystemProcess;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The processes to which Apple's requirements apply, by their names in a log. */
record Processes(Map<String, SystemProcess> byName) {

  static Processes all() {
    return new Processes(
        SystemProcess.all().stream()
            .collect(Collectors.toUnmodifiableMap(SystemProcess::name, Function.identity())));
  }

  /** The process that wrote a message; empty if the requirements do not apply to it. */
  Optional<SystemProcess> of(LetterLine line) {
    return Optional.ofNullable(byName.get(line.process()));
  }

  /** Whether such a process wrote the message, or may have written it. */
  boolean mayHaveWritten(LetterLine line) {
    return line.process().isEmpty() || of(line).isPresent();
  }
}
