package dev.atsharness.cli.internal.servers;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Hands on answers in the order of the list, whatever the order in which they become known. Used by
 * one thread.
 */
public final class InOrder {

  private final List<ListedServer> servers;
  private final Consumer<AnsweredServer> next;
  private final Map<ListedServer, AnsweredServer> known = new HashMap<>();
  private int handedOn;

  /**
   * @param next gets each answer once
   */
  public InOrder(List<ListedServer> servers, Consumer<AnsweredServer> next) {
    this.servers = List.copyOf(servers);
    this.next = next;
  }

  /** Adds an answer, and hands on what is now complete from the beginning of the list. */
  public void add(AnsweredServer answered) {
    known.put(answered.server(), answered);
    while (handedOn < servers.size() && known.containsKey(servers.get(handedOn))) {
      next.accept(known.get(servers.get(handedOn)));
      handedOn++;
    }
  }

  /**
   * Hands on the remaining answers, although some between them are missing.
   *
   * @param missing gets, in its place in the order, each server without an answer
   */
  public void addRest(Consumer<ListedServer> missing) {
    for (ListedServer server : servers.subList(handedOn, servers.size())) {
      if (known.containsKey(server)) {
        next.accept(known.get(server));
      } else {
        missing.accept(server);
      }
    }
    handedOn = servers.size();
  }

  /** Returns the answers that are known, in the order of the list. */
  public List<AnsweredServer> answered() {
    List<AnsweredServer> answered = new ArrayList<>();
    for (ListedServer server : servers) {
      if (known.containsKey(server)) {
        answered.add(known.get(server));
      }
    }
    return answered;
  }

  /** Returns the servers without an answer. */
  public List<ListedServer> missing() {
    return servers.stream().filter(server -> !known.containsKey(server)).toList();
  }
}
