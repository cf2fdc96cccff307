package dev.atsharness.scenario.internal;

import dev.atsharness.scenario.Role;
import dev.atsharness.scenario.Scenario.Grounds;
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
 * @param instructions what the person does
 * @param roles the roles of endpoints that answer
 * @param platforms where it can be done
 * @param request what the device asks for
 * @param processes those that may connect, as the log has them
 * @param impossible why no device can be made to connect; empty if one can
 * @param grounds how well it is known that the processes connect
 */
public record Trigger(
    String id,
    Instructions instructions,
    Set<Role> roles,
    Set<Platform> platforms,
    Request request,
    List<String> processes,
    Optional<String> impossible,
    Grounds grounds) {

  private static final String URL = "{url}";

  public Trigger {
    roles = Set.copyOf(roles);
    platforms = Set.copyOf(platforms);
    processes = List.copyOf(processes);
  }

  /**
   * What a person does and sees.
   *
   * @param action what the person does, with places for the host and the URL
   * @param link what a page offers to tap, with a place for the URL; empty if there is nothing to
   *     tap
   * @param then what the person sees, and why it is harmless
   */
  public record Instructions(String action, Optional<String> link, String then) {}

  /**
   * What a device asks for.
   *
   * @param path the path
   * @param port443Only whether the device always asks port 443, whatever port the endpoints are on
   */
  public record Request(String path, boolean port443Only) {}

  /** The URL that the device asks for at an endpoint with this URL. */
  public URI url(URI endpoint) {
    URI base = request.port443Only() ? URI.create("https://" + endpoint.getHost() + "/") : endpoint;
    return base.resolve(request.path());
  }

  /** What the person does for an endpoint with this URL. */
  public String actionFor(URI endpoint) {
    return instructions
        .action()
        .replace("{host}", endpoint.getHost())
        .replace(URL, url(endpoint).toString());
  }

  /** The link to tap for an endpoint with this URL. */
  public Optional<String> linkFor(URI endpoint) {
    String url = URLEncoder.encode(url(endpoint).toString(), StandardCharsets.UTF_8);
    return instructions.link().map(text -> text.replace(URL, url));
  }
}
