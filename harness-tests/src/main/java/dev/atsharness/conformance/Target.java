package dev.atsharness.conformance;

import dev.atsharness.scenario.ClientExpectation.Connects;
import dev.atsharness.scenario.Expectation;
import dev.atsharness.scenario.Expectation.Verdict;
import dev.atsharness.scenario.Role;
import dev.atsharness.server.Manifest;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/**
 * An endpoint to be checked, with its ground truth.
 *
 * @param scenario scenario id
 * @param title what is wrong with it
 * @param host the name it is made for, or its address if it has none
 * @param address IP address literal of its dedicated port
 * @param port its dedicated port
 * @param url its address on the shared port, as a device would be given it
 * @param role the infrastructure it stands for
 * @param control id of the scenario it is compared with
 * @param anchor where to fetch a certificate to trust besides, for this endpoint alone
 * @param expect the ground truth, with an entry per client profile
 * @param caPem the certificates to trust
 */
public record Target(
    String scenario,
    String title,
    String host,
    String address,
    int port,
    URI url,
    Role role,
    Optional<String> control,
    Optional<URI> anchor,
    Expectation expect,
    String caPem) {

  /** The endpoints of a running harness, in this process or another. */
  public static List<Target> of(Manifest manifest) {
    return manifest.endpoints().stream()
        .map(
            endpoint ->
                new Target(
                    endpoint.id(),
                    endpoint.title(),
                    endpoint.host(),
                    endpoint.address(),
                    endpoint.port(),
                    endpoint.url(),
                    endpoint.role(),
                    endpoint.control(),
                    endpoint.anchor(),
                    new Expectation(
                        endpoint.expect().violations(),
                        endpoint.expect().implied(),
                        endpoint.expect().ats(),
                        endpoint.expect().fcp(),
                        endpoint.expect().clients()),
                    manifest.caPem()))
        .toList();
  }

  /** The same, trusting this certificate as well. */
  Target trusting(String pem) {
    return new Target(
        scenario, title, host, address, port, url, role, control, anchor, expect, caPem + pem);
  }

  /**
   * The same, with its {@link #anchor} among the certificates to trust.
   *
   * @throws IOException if it cannot be fetched
   */
  public Target withAnchor() throws IOException {
    return Anchors.withAnchor(this);
  }

  /** Whether the endpoint speaks HTTP without TLS. */
  public boolean cleartext() {
    return "http".equals(url.getScheme());
  }

  /**
   * Whether the scenario says nothing about the requirements: the connection breaks, or the case is
   * {@link #unsettled}.
   */
  public boolean inconclusive() {
    return expect.violations().isEmpty()
        && (expect.ats() == Verdict.INCONCLUSIVE || expect.fcp() == Verdict.INCONCLUSIVE);
  }

  /** Whether it is inconclusive because no source says what devices do there. */
  boolean unsettled() {
    return inconclusive()
        && expect.clients().values().stream()
            .anyMatch(client -> client.connects() == Connects.UNKNOWN);
  }

  /** Whether Apple's requirements leave out the role or the host. */
  public boolean exempt() {
    return expect.ats() == Verdict.EXEMPT;
  }

  /** The dedicated port as a URL with the host name, {@code https://NAME:PORT/}. */
  public URI dedicatedUrl() {
    return dedicatedUrl(host);
  }

  /** The dedicated port as a URL with the address, which most certificates name too. */
  public URI addressUrl() {
    return dedicatedUrl(address);
  }

  private URI dedicatedUrl(String name) {
    String authority = name.contains(":") ? "[" + name + "]" : name;
    return URI.create((cleartext() ? "http://" : "https://") + authority + ":" + port + "/");
  }
}
