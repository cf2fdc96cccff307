package dev.atsharness.cli.internal.servers;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A list of servers, without repetitions.
 *
 * @param servers in the order of the list
 * @param problems the lines that cannot be used; they cost no other line
 * @param notes what the reader of the list should know, for example which line repeats another
 */
public record ServerList(List<ListedServer> servers, List<Problem> problems, List<String> notes) {

  /**
   * A line that cannot be used.
   *
   * @param line from 1; {@link #WHOLE} for a problem of the whole list
   * @param text what is wrong and what to write; hostile text
   */
  public record Problem(int line, String text) {

    /** The line of a problem of the whole list. */
    public static final int WHOLE = 0;

    @Override
    public String toString() {
      return line == WHOLE ? text : "line " + line + ": " + text;
    }
  }

  public ServerList {
    servers = List.copyOf(servers);
    problems = List.copyOf(problems);
    notes = List.copyOf(notes);
  }

  /**
   * Returns this list with each server once. Rows that differ in what a judgement depends on stay,
   * and each is judged for itself. Of others, the first one gets what all of them say. Notes name
   * them.
   *
   * @param what what a row is called
   */
  public ServerList withoutRepetitions(String what) {
    Map<String, List<ListedServer>> rows = new LinkedHashMap<>();
    Map<String, List<ListedServer>> judged = new HashMap<>();
    for (ListedServer server : servers) {
      List<ListedServer> same = rows.computeIfAbsent(server.key(), key -> new ArrayList<>());
      same.add(server);
      if (same.size() == 1) {
        judged.computeIfAbsent(ServerUrl.key(server.url()), key -> new ArrayList<>()).add(server);
      }
    }
    List<ListedServer> once = new ArrayList<>();
    List<String> said = new ArrayList<>(notes);
    for (List<ListedServer> same : rows.values()) {
      ListedServer server = Repetitions.joined(what, same, judged);
      once.add(server);
      said.addAll(server.notes());
    }
    return new ServerList(once, problems, said.stream().distinct().toList());
  }
}
