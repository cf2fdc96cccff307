package dev.atsharness.cli.internal.servers.report;

import dev.atsharness.cli.internal.servers.AnsweredServer;
import dev.atsharness.cli.internal.servers.Audit;
import dev.atsharness.cli.internal.servers.ListedServer;
import dev.atsharness.cli.internal.servers.ServerGroup;
import dev.atsharness.cli.internal.servers.ServerResult;
import dev.atsharness.log.internal.text.HostileText;
import java.util.Optional;

/**
 * A row of the table of all servers.
 *
 * @param link the place of the details; empty if there are none
 * @param means what it means for the release that enforces the requirements
 * @param ends when the certificate ends; empty if none was seen
 */
record ServerRow(
    Optional<String> link,
    String url,
    String owner,
    String result,
    String group,
    String means,
    PlainWords reason,
    String ends) {

  static ServerRow of(AnsweredServer one, String enforcing) {
    return new ServerRow(
        OwnerPart.hasDetails(one) ? Optional.of(OwnerPart.id(one)) : Optional.empty(),
        HostileText.escape(one.server().url().toString()),
        HostileText.escape(one.server().owner().orElse("")),
        one.result().label(),
        one.group().label(),
        GroupWords.name(one.group(), enforcing) + (one.inspected() ? ", inspected by a proxy" : ""),
        PlainWords.of(one.why()),
        one.certificateEnds().map(ServersPage::day).orElse(""));
  }

  static ServerRow unvisited(ListedServer server) {
    return new ServerRow(
        Optional.empty(),
        HostileText.escape(server.url().toString()),
        HostileText.escape(server.owner().orElse("")),
        ServerResult.NO_VERDICT.label(),
        ServerGroup.NOT_JUDGED.label(),
        "Not judged",
        PlainWords.of(Audit.NOT_VISITED),
        "");
  }
}
