package dev.atsharness.cli.internal.servers;

import java.util.ArrayList;
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
   * Returns this list with each URL once. A line that repeats an earlier one is named in a note; if
   * it says something else about the server, the note says that the earlier line counts.
   *
   * @param what what a line is called
   */
  public ServerList withoutRepetitions(String what) {
    Map<String, ListedServer> first = new LinkedHashMap<>();
    List<String> said = new ArrayList<>(notes);
    for (ListedServer server : servers) {
      ListedServer earlier = first.putIfAbsent(ServerUrl.key(server.url()), server);
      if (earlier != null) {
        said.add(repetition(what, server, earlier));
      }
    }
    return new ServerList(List.copyOf(first.values()), problems, said);
  }

  private static String repetition(String what, ListedServer server, ListedServer earlier) {
    List<String> differ = new ArrayList<>();
    if (!server.owner().equals(earlier.owner())) {
      differ.add("owner");
    }
    if (!server.role().equals(earlier.role())) {
      differ.add("role");
    }
    if (!server.resolve().equals(earlier.resolve())) {
      differ.add("resolve");
    }
    if (!server.product().equals(earlier.product())) {
      differ.add("product");
    }
    return what
        + " "
        + server.line()
        + " repeats "
        + what
        + " "
        + earlier.line()
        + ", "
        + server.url()
        + (differ.isEmpty()
            ? ""
            : "; what it says about "
                + String.join(", ", differ)
                + " differs, and "
                + what
                + " "
                + earlier.line()
                + " counts");
  }
}
