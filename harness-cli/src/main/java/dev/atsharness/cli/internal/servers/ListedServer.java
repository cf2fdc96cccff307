package dev.atsharness.cli.internal.servers;

import dev.atsharness.scenario.Role;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * One server of a list. All texts are what somebody wrote into a file: hostile.
 *
 * @param url what to visit
 * @param owner who answers for the server
 * @param role what the server is for
 * @param resolve where its hosts are, if DNS does not know; usually empty
 * @param product the server software, as its owner calls it
 * @param line the line of the list, from 1
 * @param notes what the list says of the same server elsewhere
 */
public record ListedServer(
    URI url,
    Optional<String> owner,
    Optional<Role> role,
    List<HostEntry> resolve,
    Optional<String> product,
    int line,
    List<String> notes) {

  public ListedServer {
    resolve = List.copyOf(resolve);
    notes = List.copyOf(notes);
  }

  /** A server that the list has once. */
  public ListedServer(
      URI url,
      Optional<String> owner,
      Optional<Role> role,
      List<HostEntry> resolve,
      Optional<String> product,
      int line) {
    this(url, owner, role, resolve, product, line, List.of());
  }

  /** Returns the same server with other notes. */
  ListedServer noting(List<String> others) {
    return new ListedServer(url, owner, role, resolve, product, line, others);
  }

  /** Writes what the list says into the key {@code server} of a line of {@code probe --json}. */
  void describe(ObjectNode to) {
    to.put("line", line);
    to.put("listed", url.toString());
    owner.ifPresent(name -> to.put("owner", name));
    role.ifPresent(one -> to.put("role", one.label()));
    product.ifPresent(name -> to.put("product", name));
    ArrayNode entries = to.putArray("resolve");
    resolve.forEach(entry -> entries.add(entry.text()));
    if (!notes.isEmpty()) {
      ArrayNode all = to.putArray("notes");
      notes.forEach(all::add);
    }
  }

  /** Returns a text that is the same for two rows that get the same judgement. */
  String key() {
    return key(
        ServerUrl.key(url),
        role.map(Role::label).orElse(""),
        resolve.stream().map(HostEntry::text).toList());
  }

  static String key(String url, String role, List<String> resolve) {
    return url + "\n" + role + "\n" + String.join(" ", resolve);
  }

  /** Returns a server of which only the URL is known. */
  public static ListedServer of(URI url, int line) {
    return new ListedServer(
        url, Optional.empty(), Optional.empty(), List.of(), Optional.empty(), line);
  }
}
