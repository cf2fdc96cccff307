package dev.atsharness.cli.internal.servers;

import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The lines of {@code probe --json} about what was not looked at. */
public final class OpenLines {

  private OpenLines() {}

  /** A line about a line of the list, or another part of it, that could not be read. */
  public static String unread(ServerList.Problem problem) {
    ObjectNode line = line();
    ObjectNode unread = line.putObject("unread");
    if (problem.line() != ServerList.Problem.WHOLE) {
      unread.put("line", problem.line());
    }
    unread.put("reason", problem.text());
    return line.toString();
  }

  /** A line about a server that was not visited, because the run was stopped. */
  public static String unvisited(ListedServer server) {
    ObjectNode line = line();
    line.put("group", ServerGroup.NOT_JUDGED.label());
    line.putObject("unvisited").put("reason", Audit.NOT_VISITED);
    server.describe(line.putObject("server"));
    return line.toString();
  }

  private static ObjectNode line() {
    return JsonMapper.shared()
        .createObjectNode()
        .put("version", AnsweredLines.VERSION)
        .put("result", ServerResult.NO_VERDICT.label());
  }
}
