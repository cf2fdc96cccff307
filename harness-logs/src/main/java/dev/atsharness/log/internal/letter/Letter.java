package dev.atsharness.log.internal.letter;

import dev.atsharness.ats.Violation;
import dev.atsharness.log.internal.text.Priority;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * One letter: the messages about the servers of one owner.
 *
 * @param owner who gets it; empty if it goes to the administrator of its one server
 * @param servers the names of the servers
 * @param faults what is wrong with them
 * @param products the labels of the servers' software by server, as far as it is known; several if
 *     the list of owners has several rows of the server
 * @param urls the URLs of the list of owners by server, as far as it has them
 */
record Letter(
    Optional<String> owner,
    List<String> servers,
    List<Fault> faults,
    Map<String, Set<String>> products,
    Map<String, List<URI>> urls) {

  /** Names all servers of a letter about several. */
  static final String ALL = "all servers";

  private static final int MAX_NAMED = 5;

  /**
   * One kind of violation.
   *
   * @param violation the violation; empty for messages in unknown words
   * @param priority how urgent it is
   * @param lines the messages
   */
  record Fault(Optional<Violation> violation, Priority priority, List<LetterLine> lines) {

    Fault {
      lines = List.copyOf(lines);
    }

    /** Whether a device refused a connection because of it. */
    boolean isRefused() {
      return lines.stream().anyMatch(LetterLine::isRefusal);
    }

    /** Whether devices of every release refuse it, because they do not trust the certificate. */
    boolean isUntrusted() {
      return violation.equals(Optional.of(Violation.CERTIFICATE_NOT_TRUSTED));
    }

    /** Whether it is a URL without TLS. */
    boolean isPlaintext() {
      return violation.equals(Optional.of(Violation.TLS_NOT_USED));
    }

    /** The servers that have it, in the order of their names. */
    Set<String> servers() {
      return lines.stream().map(LetterLine::server).collect(Collectors.toCollection(TreeSet::new));
    }
  }

  Letter {
    servers = List.copyOf(servers);
    faults = List.copyOf(faults);
    products = Map.copyOf(products);
    urls = Map.copyOf(urls);
  }

  /** Whether it is about one server only. */
  boolean single() {
    return servers.size() == 1;
  }

  /** Where a server is. */
  Endpoint endpoint(String server) {
    return Endpoint.of(server, urls.getOrDefault(server, List.of()));
  }

  /** How urgent the most urgent fault is. */
  Priority priority() {
    return faults.stream().map(Fault::priority).min(Priority::compareTo).orElse(Priority.UNKNOWN);
  }

  /** Whether the words of one of the messages are known. */
  boolean isKnown() {
    return faults.stream().anyMatch(fault -> fault.priority() != Priority.UNKNOWN);
  }

  /** Names some of its servers, or says how many they are. */
  String named(Set<String> some) {
    if (some.size() > 1 && some.size() == servers.size()) {
      return ALL;
    }
    return some.size() > MAX_NAMED
        ? some.size() + " of your servers"
        : String.join(", ", new TreeSet<>(some));
  }

  /**
   * Names faults by their numbers, and their servers if it is about several; empty if there is
   * nothing to tell apart.
   *
   * @param numbers the numbers of the faults, from 1 on
   */
  String label(List<Integer> numbers) {
    String text =
        faults.size() == 1
            ? ""
            : (numbers.size() == 1 ? "number " : "numbers ")
                + numbers.stream().map(String::valueOf).collect(Collectors.joining(", "));
    if (single()) {
      return text;
    }
    Set<String> some = new TreeSet<>();
    numbers.forEach(number -> some.addAll(faults.get(number - 1).servers()));
    return text.isEmpty() ? named(some) : text + " (" + named(some) + ")";
  }
}
