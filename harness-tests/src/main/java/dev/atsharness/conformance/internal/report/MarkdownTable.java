package dev.atsharness.conformance.internal.report;

import dev.atsharness.conformance.ConformanceResult;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The parts of the tables in Markdown that are published in docs/. */
final class MarkdownTable {

  private MarkdownTable() {}

  /** How many scenarios a run had, by what they are called, its day, and if it had only some. */
  static String extent(ConformanceResult result, String what) {
    return result.scenarios().size()
        + " "
        + what
        + ", "
        + LocalDate.ofInstant(result.started(), ZoneOffset.UTC)
        + Summary.sample(result).map(sentence -> ". " + sentence).orElse("");
  }

  /** A row with these cells, which must be safe in Markdown. */
  static String row(Stream<?> cells) {
    return cells.map(Object::toString).collect(Collectors.joining(" | ", "| ", " |"));
  }
}
