package dev.atsharness.log.internal.letter;

import dev.atsharness.ats.Violation;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Which letters a log leads to, and for which servers there is none.
 *
 * @param letters one for each owner, and for each server without a known owner
 * @param without the servers without a letter, each with the reason; a server that the log does not
 *     name is the empty text
 */
record Letters(List<Letter> letters, Map<String, String> without) {

  static final String ONLY_APPS =
      "Only programs that Apple's requirements do not cover connected to it.";

  static final String NOT_NAMED =
      "The log does not name the server of these messages, so nobody can be told.";

  /** The letters for these messages. */
  static Letters of(List<LetterLine> lines, Function<String, Owner> owners, Knowledge knowledge) {
    Map<String, List<LetterLine>> byServer =
        lines.stream()
            .collect(Collectors.groupingBy(LetterLine::server, TreeMap::new, Collectors.toList()));
    Map<String, String> without = new TreeMap<>();
    Map<String, List<String>> addressed = new LinkedHashMap<>();
    byServer.forEach(
        (server, own) -> {
          Owner owner = owners.apply(server);
          Optional<String> reason = reason(server, own, owner, knowledge);
          if (reason.isPresent()) {
            without.put(server, reason.get());
          } else {
            // A name and a host cannot be the same key: a host has no line feed.
            String key = owner.name().map(name -> "owner\n" + name).orElse(server);
            addressed.computeIfAbsent(key, k -> new ArrayList<>()).add(server);
          }
        });
    return new Letters(
        addressed.values().stream()
            .map(servers -> letter(servers, byServer, owners, knowledge))
            .toList(),
        without);
  }

  private static Optional<String> reason(
      String server, List<LetterLine> lines, Owner owner, Knowledge knowledge) {
    if (server.isEmpty()) {
      return Optional.of(NOT_NAMED);
    }
    if (owner.role().filter(role -> role.exempt()).isPresent()) {
      return Optional.of(
          "The list of owners says that it is a server of the kind "
              + owner.role().get().label()
              + ", to which Apple's requirements do not apply.");
    }
    return lines.stream().noneMatch(knowledge::concerns)
        ? Optional.of(ONLY_APPS)
        : Optional.empty();
  }

  private static Letter letter(
      List<String> servers,
      Map<String, List<LetterLine>> byServer,
      Function<String, Owner> owners,
      Knowledge knowledge) {
    Map<Kind, List<LetterLine>> faults = new LinkedHashMap<>();
    servers.stream()
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
                        new Kind(line.violation(), Outcome.of(line, knowledge)),
                        kind -> new ArrayList<>())
                    .add(line));
    Map<String, String> products = new TreeMap<>();
    servers.forEach(
        server -> owners.apply(server).product().ifPresent(one -> products.put(server, one)));
    return new Letter(
        owners.apply(servers.get(0)).name(),
        servers,
        faults.entrySet().stream()
            .map(
                entry ->
                    new Letter.Fault(
                        entry.getKey().violation(), entry.getKey().outcome(), entry.getValue()))
            .toList(),
        products);
  }

  /** What the messages of a fault have in common. */
  private record Kind(Optional<Violation> violation, Outcome outcome) {}
}
