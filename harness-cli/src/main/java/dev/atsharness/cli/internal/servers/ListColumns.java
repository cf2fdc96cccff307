package dev.atsharness.cli.internal.servers;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** The columns of a list of servers, as its first line names them. */
final class ListColumns {

  static final String URL = "url";
  static final String OWNER = "owner";
  static final String ROLE = "role";
  static final String RESOLVE = "resolve";
  static final String PRODUCT = "product";

  static final String QUOTES =
      "its quotes are not in pairs, or text stands beside a quoted cell; write a quote in a cell as"
          + " two, and put the whole cell into quotes";

  private static final Set<String> KNOWN = Set.of(URL, OWNER, ROLE, RESOLVE, PRODUCT);
  private static final List<Character> SEPARATORS = List.of(',', ';', '\t');

  private final char separator;
  private final List<String> names;

  private ListColumns(char separator, List<String> names) {
    this.separator = separator;
    this.names = names;
  }

  /**
   * Reads the first line of a list.
   *
   * @return empty if the line names no column, so that the list is not a table
   * @throws IllegalArgumentException if it names columns but none for the URLs, or one twice
   */
  static Optional<ListColumns> of(String line) {
    for (char separator : SEPARATORS) {
      List<String> names = names(line, separator);
      if (names.stream().anyMatch(KNOWN::contains)) {
        requireUsable(names);
        return Optional.of(new ListColumns(separator, names));
      }
    }
    return Optional.empty();
  }

  private static List<String> names(String line, char separator) {
    try {
      return split(line, separator).stream().map(name -> name.toLowerCase(Locale.ROOT)).toList();
    } catch (CsvParseException e) {
      return List.of(); // not a table with this separator
    }
  }

  private static void requireUsable(List<String> names) {
    if (!names.contains(URL)) {
      throw new IllegalArgumentException(
          "names the columns "
              + String.join(", ", names)
              + ", but none is called "
              + URL
              + "; the column that holds the URLs must have this name");
    }
    for (String known : KNOWN) {
      if (names.indexOf(known) != names.lastIndexOf(known)) {
        throw new IllegalArgumentException("names the column " + known + " twice; remove one");
      }
    }
  }

  /** Says which columns are not used. */
  List<String> notes() {
    List<String> unused =
        names.stream().filter(name -> !KNOWN.contains(name) && !name.isEmpty()).toList();
    return unused.isEmpty()
        ? List.of()
        : List.of(
            "columns that are not used: "
                + String.join(", ", unused)
                + " (used are url, owner, role, resolve and product)");
  }

  /**
   * Returns the cells of a record, without blanks around them.
   *
   * @throws CsvParseException if the quotes are wrong
   * @throws IllegalArgumentException if there are more cells than columns, or a cell looks as if
   *     its closing quote is missing
   */
  List<String> cells(String record) {
    List<String> cells = split(record, separator);
    int used = cells.size();
    while (used > names.size() && cells.get(used - 1).isEmpty()) {
      used--;
    }
    if (used > names.size()) {
      throw new IllegalArgumentException(
          "it has "
              + used
              + " cells, and the first line names "
              + names.size()
              + " columns; put a cell with a '"
              + (separator == '\t' ? "tab" : separator)
              + "' in it into quotes");
    }
    if (KNOWN.stream().flatMap(column -> raw(cells, column).stream()).anyMatch(this::hidesLines)) {
      throw new IllegalArgumentException(QUOTES);
    }
    return cells;
  }

  private boolean hidesLines(String cell) {
    int end = cell.indexOf('\n');
    return end >= 0 && (cell.indexOf(separator, end) >= 0 || cell.indexOf("://", end) >= 0);
  }

  /** Returns the cell of a column; empty if there is no such column or nothing in it. */
  Optional<String> cell(List<String> cells, String column) {
    return raw(cells, column)
        .map(text -> text.replaceAll("\\s+", " "))
        .filter(text -> !text.isEmpty());
  }

  private Optional<String> raw(List<String> cells, String column) {
    int at = names.indexOf(column);
    return at < 0 || at >= cells.size() ? Optional.empty() : Optional.of(cells.get(at));
  }

  private static List<String> split(String record, char separator) {
    List<String> cells = new ArrayList<>();
    for (CsvRecord one :
        CsvReader.builder().fieldSeparator(separator).skipEmptyLines(false).ofCsvRecord(record)) {
      one.getFields().forEach(cell -> cells.add(cell.strip()));
    }
    return cells;
  }
}
