package dev.atsharness.conformance.checker;

import dev.atsharness.ats.Violation;
import dev.atsharness.conformance.Checker;
import dev.atsharness.conformance.Finding;
import dev.atsharness.conformance.Limits;
import dev.atsharness.conformance.Report;
import dev.atsharness.conformance.checker.Adapter.Format;
import dev.atsharness.conformance.checker.Adapter.Rule;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A program, run and read as its adapter says; where it runs is a subclass's. */
abstract class AdapterChecker implements Checker {

  /** Longest report read from a file, in bytes; a scanner's is some ten thousand. */
  static final int MAX_REPORT = 4 << 20;

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
  public final Limits limits() {
    return adapter.limits();
  }

  @Override
  public final boolean mostlyWaits() {
    return adapter.mostlyWaits();
  }

  /** The shorter of a run's limit and the adapter's own. */
  final Duration bound(Duration limit) {
    return adapter.limit().filter(own -> own.compareTo(limit) < 0).orElse(limit);
  }

  /**
   * What the program's output says.
   *
   * @throws IOException if the output does not have the adapter's format
   */
  static Report read(Adapter adapter, int exit, String text) throws IOException {
    ToolOutput output = new ToolOutput(exit, text, adapter.output().format() == Format.JSON_LINES);
    for (Clause clause : adapter.inconclusive()) {
      List<String> evidence = clause.evidence(output);
      if (!evidence.isEmpty()) {
        return Report.inconclusive(evidence.get(0));
      }
    }
    Map<Violation, List<String>> found = new LinkedHashMap<>();
    for (Rule rule : adapter.rules()) {
      List<String> evidence = rule.clause().evidence(output);
      if (!evidence.isEmpty()) {
        found.computeIfAbsent(rule.violation(), code -> new ArrayList<>()).addAll(evidence);
      }
    }
    return Report.finished(
        found.entrySet().stream()
            .map(entry -> new Finding(entry.getKey(), String.join("\n", entry.getValue())))
            .toList());
  }
}
