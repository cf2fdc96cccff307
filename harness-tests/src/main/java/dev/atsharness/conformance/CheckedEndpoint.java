package dev.atsharness.conformance;

import dev.atsharness.conformance.internal.Anchors;
import dev.atsharness.conformance.internal.Grounds;
import dev.atsharness.conformance.internal.SeenConnection;
import dev.atsharness.scenario.Catalogue;
import dev.atsharness.scenario.ClientExpectation;
import dev.atsharness.scenario.ClientExpectation.Connects;
import dev.atsharness.scenario.Expectation;
import dev.atsharness.scenario.Expectation.Verdict;
import dev.atsharness.scenario.Role;
import dev.atsharness.scenario.Scenario.Evidence;
import dev.atsharness.server.Manifest;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * An endpoint to be checked, with its ground truth.
 *
 * @param scenario scenario id
 * @param description what the scenario is, its ground truth apart
 * @param location where it listens
 * @param anchor where to fetch a certificate to trust besides, for this endpoint alone
 * @param expect the ground truth, with an entry per client profile
 * @param caPem the certificates to trust
 */
public record CheckedEndpoint(
    String scenario,
    Description description,
    Location location,
    Optional<URI> anchor,
    Expectation expect,
    String caPem) {

  /** The profile of the device that the ground truth of scanners is stated for. */
  private static final String REFERENCE = Catalogue.ofClients().reference().id();

  /**
   * What a scenario is.
   *
   * @param title what is wrong with it
   * @param role the infrastructure it stands for
   * @param control id of the scenario it is compared with
   * @param why why the scenario matters
   * @param evidence how well the ground truth is known
   */
  public record Description(
      String title, Role role, Optional<String> control, String why, Evidence evidence) {}

  /**
   * Where an endpoint listens.
   *
   * @param host the name it is made for, or its address if it has none
   * @param address IP address literal to connect to
   * @param port the port there: its dedicated one, or one that many share
   * @param shared whether the port is one that many share, where the name chooses among them: as
   *     SNI, without TLS as the Host header
   * @param url its address on the shared port, as a device would be given it
   */
  public record Location(String host, String address, int port, boolean shared, URI url) {

    private static final Pattern LOOPBACK = Pattern.compile("127(\\.[0-9]{1,3}){3}|::1|(0:){7}1");

    /** A dedicated port. */
    public static Location dedicated(String host, String address, int port, URI url) {
      return new Location(host, address, port, false, url);
    }

    /** Whether the endpoint speaks HTTP without TLS. */
    public boolean cleartext() {
      return "http".equals(url.getScheme());
    }

    /** Its port as a URL with the host name, {@code https://NAME:PORT/}. */
    public URI dedicatedUrl() {
      return dedicatedUrl(host);
    }

    /**
     * Its port as a URL with the address, which most certificates name too if it is one of
     * loopback.
     */
    public URI addressUrl() {
      return dedicatedUrl(address);
    }

    /**
     * Whether {@link #addressUrl} leads to the endpoint: not where its name chooses among several,
     * and not where no certificate names the address.
     */
    public boolean hasAddressUrl() {
      return !shared && (LOOPBACK.matcher(address).matches() || host.equals(address));
    }

    private URI dedicatedUrl(String name) {
      String authority = name.contains(":") ? "[" + name + "]" : name;
      return URI.create((cleartext() ? "http://" : "https://") + authority + ":" + port + "/");
    }
  }

  /** The scenario and its ground truth in a line, the same on every machine. */
  public String truth() {
    return String.join(
        " | ",
        scenario,
        description.title(),
        description.role().label(),
        expect.violations().toString(),
        expect.implied().toString(),
        expect.ats().toString(),
        expect.fcp().toString(),
        new TreeMap<>(expect.clients()).toString());
  }

  /** The endpoints of a running harness, in this process or another. */
  public static List<CheckedEndpoint> of(Manifest manifest) {
    return manifest.endpoints().stream().map(one -> of(one, manifest.ca().pem())).toList();
  }

  private static CheckedEndpoint of(Manifest.Endpoint endpoint, String caPem) {
    Manifest.Location there = endpoint.location();
    Manifest.Truth truth = endpoint.expect();
    return new CheckedEndpoint(
        endpoint.id(),
        new Description(
            endpoint.title(),
            endpoint.role(),
            endpoint.control(),
            endpoint.why(),
            truth.evidence()),
        Location.dedicated(there.host(), there.address(), there.port(), there.url()),
        endpoint.anchor(),
        new Expectation(
            truth.violations(), truth.implied(), truth.ats(), truth.fcp(), truth.clients()),
        caPem);
  }

  /** The same elsewhere. */
  public CheckedEndpoint at(Location elsewhere) {
    return new CheckedEndpoint(scenario, description, elsewhere, anchor, expect, caPem);
  }

  /** The same, on a port that it shares. */
  public CheckedEndpoint on(Manifest.Listener listener) {
    return at(
        new Location(location.host(), listener.address(), listener.port(), true, location.url()));
  }

  /** The same, trusting this certificate as well. */
  public CheckedEndpoint trusting(String pem) {
    return new CheckedEndpoint(scenario, description, location, anchor, expect, caPem + pem);
  }

  /**
   * The same, with its {@link #anchor} among the certificates to trust.
   *
   * @throws IOException if it cannot be fetched
   */
  public CheckedEndpoint withAnchor() throws IOException {
    return Anchors.withAnchor(this);
  }

  /**
   * Whether a connection can have shown the endpoint to a checker: TLS begins with a ClientHello.
   * Where the URL says http, a request is enough, and a ClientHello shows as well that the port
   * speaks no TLS.
   */
  public boolean isShownTo(SeenConnection contact) {
    return switch (contact.sent()) {
      case NOTHING -> false;
      case SOMETHING -> location.cleartext();
      case CLIENT_HELLO -> true;
    };
  }

  /** What the ground truth rests on. */
  public Grounds grounds() {
    return new Grounds(
        description.why(),
        Optional.of(description.evidence()),
        description.control(),
        expect.implied());
  }

  /**
   * Whether the scenario says nothing about the requirements: the connection breaks, or the case is
   * {@link #unsettled}. Not where there is a fault for certain, whatever else is open.
   */
  public boolean inconclusive() {
    return !faulty()
        && (expect.ats() == Verdict.INCONCLUSIVE || expect.fcp() == Verdict.INCONCLUSIVE);
  }

  /** Whether there is something that a checker must find: a code, or a refusal without one. */
  public boolean faulty() {
    return !expect.violations().isEmpty() || refusedWithoutCode();
  }

  /** Whether a client that enforces ATS or FCP v2.1 refuses the server, for whatever reason. */
  public boolean refused() {
    return expect.ats() == Verdict.FAIL || expect.fcp() == Verdict.FAIL;
  }

  /** Whether such a client refuses it for a reason that has no violation code. */
  public boolean refusedWithoutCode() {
    return expect.violations().isEmpty() && refused();
  }

  /** Whether the reference device does not get through, be the server exempt or not. */
  public boolean unreachableForDevices() {
    ClientExpectation device = expect.clients().get(REFERENCE);
    return device != null && device.connects() == Connects.FALSE;
  }

  /** Whether it is inconclusive because no source says what devices do there. */
  public boolean unsettled() {
    return inconclusive()
        && expect.clients().values().stream()
            .anyMatch(client -> client.connects() == Connects.UNKNOWN);
  }

  /** Whether Apple's requirements leave out the role or the host. */
  public boolean exempt() {
    return expect.ats() == Verdict.EXEMPT;
  }
}
