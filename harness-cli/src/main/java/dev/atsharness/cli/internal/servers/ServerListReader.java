package dev.atsharness.cli.internal.servers;

import de.siegmar.fastcsv.reader.CsvParseException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads a list of servers: one URL or host name a line, or CSV whose first line names the columns.
 * A line that cannot be used is a problem of its own and costs no other line.
 *
 * <p>CSV is RFC 4180 with comma, semicolon or tab. A cell in quotes may have line breaks, but not
 * the separator or {@code ://} after one in a column that is used: such a cell is more likely one
 * whose closing quote is missing, and it would hide the servers of the lines in it.
 */
public final class ServerListReader {

  /** The most lines of one record: cells with remarks and results have some. */
  private static final int MAX_RECORD_LINES = 60;

  private static final int MAX_LINE = 10_000;

  private final List<ListedServer> servers = new ArrayList<>();
  private final List<ServerList.Problem> problems = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();
  private final List<String> lines;

  private ServerListReader(ListText text) {
    this.lines = text.lines();
    text.note().ifPresent(notes::add);
  }

  /**
   * Reads a list to its end.
   *
   * @throws IOException if it cannot be read, is not text, or has a table without a column for the
   *     URLs; the message says what to give
   */
  public static ServerList read(InputStream in) throws IOException {
    return new ServerListReader(ListText.of(in)).read().withoutRepetitions("line");
  }

  /**
   * Reads a list to its end, with each row of a server that it has in several.
   *
   * @throws IOException as {@link #read(InputStream)}
   */
  public static ServerList readRows(InputStream in) throws IOException {
    return new ServerListReader(ListText.of(in)).read();
  }

  private ServerList read() throws IOException {
    int first = 0;
    while (first < lines.size() && isSkipped(lines.get(first))) {
      first++;
    }
    Optional<ListColumns> columns =
        first < lines.size() && lines.get(first).length() <= MAX_LINE
            ? columns(first)
            : Optional.empty();
    if (columns.isPresent()) {
      notes.addAll(columns.get().notes());
      table(columns.get(), first + 1);
    } else {
      plain(first);
    }
    return new ServerList(servers, problems, notes);
  }

  private Optional<ListColumns> columns(int at) throws IOException {
    try {
      return ListColumns.of(lines.get(at));
    } catch (IllegalArgumentException e) {
      throw new IOException("line " + (at + 1) + " " + e.getMessage(), e);
    }
  }

  private static boolean isSkipped(String line) {
    return line.isBlank() || line.stripLeading().startsWith("#");
  }

  private void plain(int from) {
    for (int i = from; i < lines.size(); i++) {
      String line = lines.get(i);
      if (isSkipped(line)) {
        continue;
      }
      try {
        requireUsable(line);
        String text = unquoted(line.replaceFirst("\\s#.*", "").strip());
        requireOneWord(text);
        servers.add(ListedServer.of(ServerUrl.of(text), i + 1));
      } catch (IllegalArgumentException e) {
        problems.add(new ServerList.Problem(i + 1, e.getMessage()));
      }
    }
  }

  private static String unquoted(String text) {
    return text.length() > 1 && text.startsWith("\"") && text.endsWith("\"")
        ? text.substring(1, text.length() - 1).strip()
        : text;
  }

  private static void requireOneWord(String text) {
    if (text.matches("[^\\s,;]+")) {
      return;
    }
    throw new IllegalArgumentException(
        "'"
            + ServerUrl.shortened(text)
            + "' is more than a URL or a host; write one a line, or name the columns in the first"
            + " line, as in url,owner");
  }

  private static void requireUsable(String line) {
    if (line.length() > MAX_LINE) {
      throw new IllegalArgumentException(
          "it is longer than " + MAX_LINE + " characters; write one server a line");
    }
    if (line.indexOf('\0') >= 0) {
      throw new IllegalArgumentException(
          "it has NUL bytes, so the file may be damaged; write the line again");
    }
  }

  private void table(ListColumns columns, int from) {
    int i = from;
    while (i < lines.size()) {
      if (isSkipped(lines.get(i))) {
        i++;
        continue;
      }
      int end = i + 1;
      try {
        end = endOfRecord(i);
        server(columns, String.join("\n", lines.subList(i, end)), i + 1);
      } catch (IllegalArgumentException e) {
        problems.add(new ServerList.Problem(i + 1, e.getMessage()));
        end = i + 1;
      } catch (CsvParseException e) {
        problems.add(new ServerList.Problem(i + 1, ListColumns.QUOTES));
        end = i + 1;
      }
      i = end;
    }
  }

  /** Returns the line after a record: a record is whole when its quotes are in pairs. */
  private int endOfRecord(int start) {
    long quotes = 0;
    for (int i = start; i < Math.min(lines.size(), start + MAX_RECORD_LINES); i++) {
      requireUsable(lines.get(i));
      quotes += lines.get(i).chars().filter(c -> c == '"').count();
      if (quotes % 2 == 0) {
        return i + 1;
      }
    }
    throw new IllegalArgumentException(ListColumns.QUOTES);
  }

  private void server(ListColumns columns, String record, int line) {
    List<String> cells = columns.cells(record);
    if (cells.stream().allMatch(String::isEmpty)) {
      return;
    }
    URI url =
        ServerUrl.of(
            columns
                .cell(cells, ListColumns.URL)
                .orElseThrow(
                    () ->
                        new IllegalArgumentException(
                            "the column " + ListColumns.URL + " is empty; write a URL or a host")));
    servers.add(
        new ListedServer(
            url,
            columns.cell(cells, ListColumns.OWNER),
            columns.cell(cells, ListColumns.ROLE).map(Roles::of),
            columns.cell(cells, ListColumns.RESOLVE).stream()
                .flatMap(text -> List.of(text.split("\\s+")).stream())
                .map(text -> HostEntry.of(text, url))
                .toList(),
            columns.cell(cells, ListColumns.PRODUCT),
            line));
  }
}
