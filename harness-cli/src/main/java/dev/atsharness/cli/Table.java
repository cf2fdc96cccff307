package dev.atsharness.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A table of text. Each column is as wide as its widest cell, without the escape sequences of
 * styles.
 */
final class Table {

  /** A text and its style. */
  private record Cell(String text, Optional<Terminal.Style> style) {}

  private final List<List<Cell>> rows = new ArrayList<>();

  Table row(String... cells) {
    List<Cell> row = new ArrayList<>();
    for (String cell : cells) {
      row.add(new Cell(cell, Optional.empty()));
    }
    rows.add(row);
    return this;
  }

  /** Colours the last cell of the last row. */
  Table styled(Terminal.Style style) {
    List<Cell> row = rows.get(rows.size() - 1);
    Cell last = row.remove(row.size() - 1);
    row.add(new Cell(last.text(), Optional.of(style)));
    return this;
  }

  /** Adds a cell to the last row. */
  Table cell(String text, Terminal.Style style) {
    rows.get(rows.size() - 1).add(new Cell(text, Optional.of(style)));
    return this;
  }

  void print(Terminal to) {
    List<Integer> widths = new ArrayList<>();
    for (List<Cell> row : rows) {
      for (int i = 0; i < row.size(); i++) {
        int width = row.get(i).text().length();
        if (i == widths.size()) {
          widths.add(width);
        } else {
          widths.set(i, Math.max(widths.get(i), width));
        }
      }
    }
    for (List<Cell> row : rows) {
      StringBuilder line = new StringBuilder();
      for (int i = 0; i < row.size(); i++) {
        Cell cell = row.get(i);
        line.append(cell.style().map(s -> to.style(s, cell.text())).orElse(cell.text()));
        if (i < row.size() - 1) {
          line.append(" ".repeat(widths.get(i) - cell.text().length() + 2));
        }
      }
      to.line(line.toString());
    }
  }
}
