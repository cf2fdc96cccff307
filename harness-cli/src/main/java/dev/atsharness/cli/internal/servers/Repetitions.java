package dev.atsharness.cli.internal.servers;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The rows of a list that name one server. */
final class Repetitions {

  private Repetitions() {}

  /**
   * Makes one server of rows that get the same judgement: the first, with all owners and products.
   *
   * @param what what a row is called
   * @param judged the first of the rows of each URL that get the same judgement
   */
  static ListedServer joined(
      String what, List<ListedServer> same, Map<String, List<ListedServer>> judged) {
    ListedServer first = same.get(0);
    List<String> notes = new ArrayList<>();
    same.stream().skip(1).map(row -> repetition(what, row, first)).forEach(notes::add);
    List<ListedServer> others = judged.get(ServerUrl.key(first.url()));
    others.stream().skip(1).map(row -> difference(what, row, others.get(0))).forEach(notes::add);
    return new ListedServer(
        first.url(),
        all(same, ListedServer::owner),
        first.role(),
        first.resolve(),
        all(same, ListedServer::product),
        first.line(),
        notes);
  }

  private static Optional<String> all(
      List<ListedServer> rows, Function<ListedServer, Optional<String>> what) {
    return Optional.of(
            rows.stream()
                .flatMap(row -> what.apply(row).stream())
                .distinct()
                .collect(Collectors.joining(", ")))
        .filter(text -> !text.isEmpty());
  }

  private static String repetition(String what, ListedServer row, ListedServer first) {
    List<String> differ = new ArrayList<>();
    if (!row.owner().equals(first.owner())) {
      differ.add("owner");
    }
    if (!row.product().equals(first.product())) {
      differ.add("product");
    }
    return both(what, row, first, "repeats")
        + (differ.isEmpty()
            ? ""
            : "; what it says about " + String.join(", ", differ) + " differs, and both are shown");
  }

  private static String difference(String what, ListedServer row, ListedServer first) {
    List<String> differ = new ArrayList<>();
    if (!row.role().equals(first.role())) {
      differ.add("role");
    }
    if (!row.resolve().equals(first.resolve())) {
      differ.add("resolve");
    }
    return both(what, row, first, "has the server of")
        + ", but what it says about "
        + String.join(", ", differ)
        + " differs; each is visited and judged for itself";
  }

  private static String both(String what, ListedServer row, ListedServer first, String does) {
    return what
        + " "
        + row.line()
        + " "
        + does
        + " "
        + what
        + " "
        + first.line()
        + ", "
        + row.url();
  }
}
