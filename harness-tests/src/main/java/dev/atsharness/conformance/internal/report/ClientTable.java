package dev.atsharness.conformance.internal.report;

import dev.atsharness.conformance.CheckResult;
import dev.atsharness.conformance.CheckerResult;
import dev.atsharness.conformance.ConformanceResult;
import dev.atsharness.conformance.Outcome;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Writes what clients on trial do, in Markdown: a line of numbers for each, then each deviation
 * with its explanation. A known deviation counts as one.
 */
public final class ClientTable {

  private ClientTable() {}

  public static String of(ConformanceResult result) {
    Stream<String> head =
        Stream.of(
            MarkdownTable.extent(result, "tests"),
            "",
            "| client | version | agreed | deviates | not offered | cannot tell |",
            "|---|---|--:|--:|--:|--:|");
    List<String> deviations = result.checkers().stream().flatMap(ClientTable::deviations).toList();
    return Stream.of(
            head,
            result.checkers().stream().map(ClientTable::line),
            deviations.isEmpty()
                ? Stream.<String>of()
                : Stream.of("", "| client | test | what it does, and why |", "|---|---|---|"),
            deviations.stream())
        .flatMap(lines -> lines)
        .collect(Collectors.joining("\n", "", "\n"));
  }

  private static String line(CheckerResult client) {
    long agreed = client.count(Outcome.AGREED);
    long deviates = client.verdicts().stream().filter(ClientTable::deviates).count();
    long notOffered = client.count(Outcome.NOT_OFFERED);
    return MarkdownTable.row(
        Stream.of(
            MarkdownReport.escape(client.checker()),
            MarkdownReport.escape(client.version()),
            agreed,
            deviates,
            notOffered,
            client.verdicts().size() - agreed - deviates - notOffered));
  }

  private static boolean deviates(CheckResult check) {
    return check.deviation() || check.outcome() == Outcome.KNOWN_GAP;
  }

  /** Returns a line for each explanation of deviations, with all scenarios that have it. */
  private static Stream<String> deviations(CheckerResult client) {
    Map<String, List<String>> scenarios =
        client.verdicts().stream()
            .filter(ClientTable::deviates)
            .collect(
                Collectors.groupingBy(
                    check -> check.judgement().explanation(),
                    LinkedHashMap::new,
                    Collectors.mapping(CheckResult::scenario, Collectors.toList())));
    return scenarios.entrySet().stream()
        .map(
            entry ->
                MarkdownTable.row(
                    Stream.of(
                        MarkdownReport.escape(client.checker()),
                        String.join(", ", entry.getValue()),
                        MarkdownReport.escape(entry.getKey()))));
  }
}
