package dev.atsharness.log.internal.letter;

import dev.atsharness.ats.Violation;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * One letter: the messages about the servers of one owner.
 *
 * @param owner who gets it; empty if it goes to the administrator of its one server
 * @param servers the names of the servers
 * @param faults what is wrong with them
 * @param products the labels of the servers' software, as far as it is known
 */
record Letter(
    Optional<String> owner, List<String> servers, List<Fault> faults, Set<String> products) {

  /**
   * One kind of violation.
   *
   * @param violation the violation; empty for messages in unknown words
   * @param lines the messages
   */
  record Fault(Optional<Violation> violation, List<LetterLine> lines) {}

  Letter {
    servers = List.copyOf(servers);
    faults = List.copyOf(faults);
    products = Set.copyOf(products);
  }

  /** Whether it is about one server only. */
  boolean single() {
    return servers.size() == 1;
  }
}
