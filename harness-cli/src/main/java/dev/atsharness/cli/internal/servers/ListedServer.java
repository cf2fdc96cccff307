package dev.atsharness.cli.internal.servers;

import dev.atsharness.scenario.Role;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/**
 * One server of a list. All texts are what somebody wrote into a file: hostile.
 *
 * @param url what to visit
 * @param owner who answers for the server
 * @param role what the server is for
 * @param resolve where its hosts are, if DNS does not know; usually empty
 * @param product the server software, as its owner calls it
 * @param line the line of the list, from 1
 */
public record ListedServer(
    URI url,
    Optional<String> owner,
    Optional<Role> role,
    List<HostEntry> resolve,
    Optional<String> product,
    int line) {

  public ListedServer {
    resolve = List.copyOf(resolve);
  }

  /** Returns a server of which only the URL is known. */
  public static ListedServer of(URI url, int line) {
    return new ListedServer(
        url, Optional.empty(), Optional.empty(), List.of(), Optional.empty(), line);
  }
}
