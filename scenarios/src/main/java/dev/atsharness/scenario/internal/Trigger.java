package dev.atsharness.scenario.internal;

import dev.atsharness.scenario.Role;
import dev.atsharness.scenario.Scenario.Evidence;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * How a person makes a device connect to an endpoint by a process of Apple's filter (Apple support
 * article 126655; Apple's device-management schema).
 *
 * @param id its name, for example {@code work-account}
 * @param action what the person does, with places for the host and the URL
 * @param roles the roles of endpoints that answer
 * @param platforms where it can be done
 * @param request the path that the device asks for
 * @param port443Only whether the device always asks port 443, whatever port the endpoints are on
 * @param link what a page offers to tap, with a place for the URL; empty if there is nothing to tap
 * @param processes those that may connect, as the log has them
 * @param then what the person sees, and why it is harmless
 * @param impossible why no device can be made to connect; empty if one can
 * @param evidence how well it is known that the processes connect
 * @param references keys of the sources
 */
public record Trigger(
    String id,
    String action,
    Set<Role> roles,
    Set<Platform> platforms,
    String request,
    boolean port443Only,
    Optional<String> link,
    List<String> processes,
    String then,
    Optional<String> impossible,
    Evidence evidence,
    List<String> references) {

  private static final String URL = "{url}";

  public Trigger {
    roles = Set.copyOf(roles);
    platforms = Set.copyOf(platforms);
    processes = List.copyOf(processes);
    references = List.copyOf(references);
  }

  /** The URL that the device asks for at an endpoint with this URL. */
  public URI url(URI endpoint) {
    URI base = port443Only ? URI.create("https://" + endpoint.getHost() + "/") : endpoint;
    return base.resolve(request);
  }

  /** What the person does for an endpoint with this URL. */
  public String actionFor(URI endpoint) {
    return action.replace("{host}", endpoint.getHost()).replace(URL, url(endpoint).toString());
  }

  /** The link to tap for an endpoint with this URL. */
  public Optional<String> linkFor(URI endpoint) {
    return link.map(
        text ->
            text.replace(URL, URLEncoder.encode(url(endpoint).toString(), StandardCharsets.UTF_8)));
  }
}
