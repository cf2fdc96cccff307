package dev.atsharness.log.internal.letter;

import dev.atsharness.ats.Violation;
import dev.atsharness.log.internal.text.Priority;
import dev.atsharness.scenario.Role;
import java.net.URI;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Which letters a log leads to, and for which servers there is none.
 *
 * @param letters one for each owner, and for each server without a known owner
 * @param without the servers without a letter, each with the reason; a server that the log does not
 *     name is the empty text
 * @param notes what the sender should know of servers that the list of owners has in several rows
 */
record Letters(List<Letter> letters, Map<String, NoLetter> without, List<String> notes) {

  /** Why a server has no letter. */
  enum Kind {
    /** The log does not name it. */
    NOT_NAMED("no letter for messages that do not name their server"),
    /** The list of owners says that the requirements do not apply to it. */
    EXEMPT("no letter for %s: by the list of owners, Apple's requirements do not apply"),
    /** Only apps connected to it. */
    ONLY_APPS("no letter for %s: only apps connected, to which Apple's requirements do not apply");

    private final String total;

    Kind(String total) {
      this.total = total;
    }
  }

  /** A server has no letter: the kind of reason, and the reason. */
  record NoLetter(Kind kind, String reason) {}

  private static final int MAX_NOTES = 20;

  /** The most urgent fault first: of those that are refused, what no connection survived. */
  private static final Comparator<Letter.Fault> URGENCY =
      Comparator.comparing(Letter.Fault::priority)
          .thenComparing(fault -> !fault.isRefused() && !fault.isUntrusted());

  /** The letters for these messages; a server has at least one row. */
  static Letters of(
      List<LetterLine> lines, Function<String, List<Owner>> owners, Knowledge knowledge) {
    Map<String, List<LetterLine>> byServer =
        lines.stream()
            .collect(Collectors.groupingBy(LetterLine::server, TreeMap::new, Collectors.toList()));
    Map<String, NoLetter> without = new TreeMap<>();
    Map<String, Map<String, List<Owner>>> addressed = new LinkedHashMap<>();
    Map<String, List<Owner>> unowned = new LinkedHashMap<>();
    List<String> notes = new ArrayList<>();
    byServer.forEach(
        (server, own) -> {
          List<Owner> rows = owners.apply(server);
          List<Owner> bound = rows.stream().filter(row -> !row.isExempt()).toList();
          Optional<NoLetter> reason = reason(server, own, rows, bound, knowledge);
          if (reason.isPresent()) {
            without.put(server, reason.get());
            return;
          }
          Set<String> names =
              bound.stream()
                  .flatMap(row -> row.name().stream())
                  .collect(Collectors.toCollection(TreeSet::new));
          names.forEach(
              name ->
                  addressed
                      .computeIfAbsent(name, key -> new LinkedHashMap<>())
                      .put(
                          server,
                          bound.stream()
                              .filter(row -> row.name().filter(one -> !one.equals(name)).isEmpty())
                              .toList()));
          if (names.isEmpty()) {
            unowned.put(server, bound);
          }
          note(server, rows, bound, names).ifPresent(notes::add);
        });
    Stream<Letter> ofOwners =
        addressed.entrySet().stream()
            .map(
                entry ->
                    letter(Optional.of(entry.getKey()), entry.getValue(), byServer, knowledge));
    Stream<Letter> ofServers =
        unowned.entrySet().stream()
            .map(
                entry ->
                    letter(
                        Optional.empty(),
                        Map.of(entry.getKey(), entry.getValue()),
                        byServer,
                        knowledge));
    return new Letters(Stream.concat(ofOwners, ofServers).toList(), without, shortened(notes));
  }

  private static List<String> shortened(List<String> notes) {
    return notes.size() <= MAX_NOTES
        ? notes
        : Stream.concat(
                notes.stream().limit(MAX_NOTES),
                Stream.of((notes.size() - MAX_NOTES) + " more servers have such rows."))
            .toList();
  }

  /** What the sender should know of a server whose rows differ. */
  private static Optional<String> note(
      String server, List<Owner> rows, List<Owner> bound, Set<String> names) {
    List<String> texts = new ArrayList<>();
    if (names.size() > 1) {
      texts.add("several owners, and each gets a letter: " + String.join(", ", names));
    }
    if (bound.size() < rows.size()) {
      texts.add(
          "rows to which Apple's requirements do not apply ("
              + roles(rows)
              + "), and others; the log does not say which of them it means");
    }
    return texts.isEmpty()
        ? Optional.empty()
        : Optional.of(
            "The list of owners has for " + server + " " + String.join("; and ", texts) + ".");
  }

  private static String roles(List<Owner> rows) {
    return rows.stream()
        .filter(Owner::isExempt)
        .flatMap(row -> row.role().stream())
        .map(Role::label)
        .distinct()
        .sorted()
        .collect(Collectors.joining(", "));
  }

  private static Optional<NoLetter> reason(
      String server,
      List<LetterLine> lines,
      List<Owner> rows,
      List<Owner> bound,
      Knowledge knowledge) {
    if (server.isEmpty()) {
      return Optional.of(
          new NoLetter(
              Kind.NOT_NAMED,
              "The log does not name the server of these messages, so nobody can be told."));
    }
    if (bound.isEmpty()) {
      return Optional.of(
          new NoLetter(
              Kind.EXEMPT,
              "The list of owners says that it is a server of the kind "
                  + roles(rows)
                  + ", to which Apple's requirements do not apply."));
    }
    return lines.stream().noneMatch(knowledge::concerns)
        ? Optional.of(
            new NoLetter(
                Kind.ONLY_APPS,
                "Only programs that Apple's requirements do not cover connected to it."))
        : Optional.empty();
  }

  private static Letter letter(
      Optional<String> owner,
      Map<String, List<Owner>> rows,
      Map<String, List<LetterLine>> byServer,
      Knowledge knowledge) {
    Map<Fault, List<LetterLine>> faults = new LinkedHashMap<>();
    rows.keySet().stream()
        .flatMap(server -> byServer.get(server).stream())
        .filter(knowledge::concerns)
        .sorted(
            (one, other) ->
                Integer.compare(
                    one.violation().map(Violation::ordinal).orElse(Integer.MAX_VALUE),
                    other.violation().map(Violation::ordinal).orElse(Integer.MAX_VALUE)))
        .forEach(
            line ->
                faults
                    .computeIfAbsent(
                        new Fault(
                            line.violation(),
                            Priority.of(line.isRefusal(), knowledge.rule(line.violation()))),
                        fault -> new ArrayList<>())
                    .add(line));
    Map<String, Set<String>> products = new TreeMap<>();
    rows.forEach(
        (server, own) ->
            own.stream()
                .flatMap(row -> row.product().stream())
                .forEach(
                    product ->
                        products.computeIfAbsent(server, key -> new TreeSet<>()).add(product)));
    Map<String, List<URI>> urls = new TreeMap<>();
    rows.forEach(
        (server, own) ->
            urls.put(server, own.stream().flatMap(row -> row.url().stream()).distinct().toList()));
    return new Letter(
        owner,
        List.copyOf(rows.keySet()),
        faults.entrySet().stream()
            .map(
                entry ->
                    new Letter.Fault(
                        entry.getKey().violation(), entry.getKey().priority(), entry.getValue()))
            .sorted(URGENCY)
            .toList(),
        products,
        urls);
  }

  /** What the messages of a fault have in common. */
  private record Fault(Optional<Violation> violation, Priority priority) {}

  /** The numbers of servers with a letter and without one, by the reason. */
  String totals() {
    List<String> totals = new ArrayList<>();
    for (Kind kind : Kind.values()) {
      long number = without.values().stream().filter(one -> one.kind() == kind).count();
      if (number > 0) {
        totals.add(
            String.format(
                Locale.ROOT, kind.total, number + (number == 1 ? " server" : " servers")));
      }
    }
    long servers = letters.stream().flatMap(one -> one.servers().stream()).distinct().count();
    String first =
        letters.isEmpty()
            ? ""
            : letters.size()
                + (letters.size() == 1 ? " letter about " : " letters about ")
                + servers
                + (servers == 1 ? " server" : " servers");
    String all =
        Stream.concat(Stream.of(first), totals.stream())
            .filter(text -> !text.isEmpty())
            .collect(Collectors.joining("; "));
    return all.isEmpty()
        ? ""
        : all.substring(0, 1).toUpperCase(Locale.ROOT) + all.substring(1) + ".";
  }
}
