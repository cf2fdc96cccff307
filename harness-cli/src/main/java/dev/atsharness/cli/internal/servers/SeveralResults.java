package dev.atsharness.cli.internal.servers;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** Chooses one of several results of a server, as joined files have them. */
final class SeveralResults {

  /** From worst to best. */
  private static final List<ServerResult> WORST_FIRST =
      List.of(ServerResult.FAIL, ServerResult.NO_VERDICT, ServerResult.PASS, ServerResult.EXEMPT);

  private SeveralResults() {}

  /** Returns the newest result; the worst if the times do not say which one that is. */
  static AnsweredServer chosen(ListedServer server, List<JsonNode> results) {
    List<AnsweredServer> all =
        results.stream()
            .distinct()
            .map(result -> new AnsweredServer(server, result, true))
            .toList();
    Optional<Instant> newest =
        all.stream().allMatch(one -> one.time().isPresent())
            ? all.stream().flatMap(one -> one.time().stream()).max(Comparator.naturalOrder())
            : Optional.empty();
    List<AnsweredServer> left =
        all.stream().filter(one -> newest.isEmpty() || one.time().equals(newest)).toList();
    AnsweredServer chosen =
        left.stream()
            .min(Comparator.comparingInt(one -> WORST_FIRST.indexOf(one.result())))
            .orElseThrow();
    List<String> notes =
        all.size() == 1
            ? List.of()
            : List.of(
                "the file of --resume has "
                    + all.size()
                    + " results of this server; "
                    + (left.size() == 1
                        ? "the newest, of " + newest.orElseThrow() + ", counts"
                        : "their times do not say which is the newest, and the worst counts"));
    return AnsweredServer.ofEarlier(server, chosen.probe(), notes);
  }
}
