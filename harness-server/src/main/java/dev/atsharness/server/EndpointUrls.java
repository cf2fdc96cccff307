package dev.atsharness.server;

import dev.atsharness.scenario.Catalogue;
import dev.atsharness.scenario.Scenario;
import dev.atsharness.scenario.internal.HttpSettings;
import dev.atsharness.scenario.internal.ServerSettings.Host;
import dev.atsharness.scenario.internal.ServerSettings.Transport;
import dev.atsharness.tls.TlsVersion;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The URLs of a harness's endpoints.
 *
 * @param domain the parent of all host names
 * @param address the IP address literal by which clients reach the endpoints
 * @param httpsPort the port that all HTTPS scenarios share
 * @param httpPort the port that all plain HTTP scenarios share
 */
record EndpointUrls(String domain, String address, int httpsPort, int httpPort) {

  private static final String HTTP = "http";
  private static final String HTTPS = "https";

  /**
   * The URL of a scenario. It has the shared port for the protocol that the endpoint speaks,
   * regardless of the URL's scheme. It has the dedicated port if a client on the shared port could
   * not name the endpoint.
   *
   * @param dedicated the endpoint's own port
   */
  URI of(Scenario scenario, int dedicated) {
    int shared = isClearText(scenario) ? httpPort : httpsPort;
    return url(
        scheme(scenario.settings().url().scheme()),
        scenario.host(domain, address),
        onSharedPort(scenario) ? shared : dedicated);
  }

  /**
   * The next hop that the endpoint's answer names, on the shared port of its transport; empty if
   * there is none.
   *
   * @param catalogue with the scenario to which this one leads
   */
  Optional<URI> nextHop(Scenario scenario, Catalogue catalogue) {
    HttpSettings http = scenario.settings().http();
    return http.leadsTo()
        .map(catalogue::scenario)
        .map(next -> shared(Transport.HTTPS, next))
        .or(() -> http.nextHop().map(transport -> shared(transport, scenario)));
  }

  private URI shared(Transport transport, Scenario scenario) {
    return url(
        scheme(transport),
        scenario.host(domain, address),
        transport == Transport.HTTP ? httpPort : httpsPort);
  }

  /**
   * The pages about revoked certificates, by the address first: the host's name may not resolve for
   * a client.
   */
  List<URI> revocationPages(String host) {
    return Stream.of(address, host).map(name -> url(HTTP, name, httpPort)).toList();
  }

  /**
   * A URL with the path {@code /}.
   *
   * @param host a name or an IP address literal
   * @param port left out of the URL if it is the scheme's default
   */
  static URI url(String scheme, String host, int port) {
    int usual = scheme.equals(HTTP) ? 80 : 443;
    String authority = host.contains(":") ? "[" + host + "]" : host;
    return URI.create(scheme + "://" + authority + (port == usual ? "" : ":" + port) + "/");
  }

  /** Whether clients find the scenario by its name on the port for what it speaks. */
  static boolean onSharedPort(Scenario scenario) {
    return hasName(scenario) && knowsSni(scenario);
  }

  /** Whether the scenario has a host name: an address is not a server_name (RFC 6066 section 3). */
  static boolean hasName(Scenario scenario) {
    return scenario.settings().url().host() != Host.ADDRESS;
  }

  static boolean isClearText(Scenario scenario) {
    return scenario.settings().transport() == Transport.HTTP;
  }

  /** SSLv3 has no extensions, hence no server_name. */
  private static boolean knowsSni(Scenario scenario) {
    return scenario.settings().tls().versions().stream()
        .anyMatch(version -> version != TlsVersion.SSL_3_0);
  }

  private static String scheme(Transport transport) {
    return transport == Transport.HTTP ? HTTP : HTTPS;
  }
}
