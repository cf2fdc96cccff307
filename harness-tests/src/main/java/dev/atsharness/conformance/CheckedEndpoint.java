package dev.atsharness.conformance;

import dev.atsharness.conformance.internal.Grounds;
import dev.atsharness.conformance.internal.SeenConnection;
import dev.atsharness.scenario.Catalogue;
import dev.atsharness.scenario.ClientDuty;
import dev.atsharness.scenario.ClientExpectation;
import dev.atsharness.scenario.ClientExpectation.Connects;
import dev.atsharness.scenario.Expectation;
import dev.atsharness.scenario.Expectation.Verdict;
import dev.atsharness.scenario.Role;
import dev.atsharness.scenario.Scenario.Evidence;
import dev.atsharness.server.Manifest;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * An endpoint to be checked, with its ground truth.
 *
 * @param scenario scenario id
 * @param description the facts about the scenario other than its ground truth
 * @param location where it listens
 * @param anchor an additional certificate to trust, for this endpoint only, in PEM
 * @param expect the ground truth, with an entry per client profile
 * @param caPem the certificates to trust
 */
public record CheckedEndpoint(
    String scenario,
    Description description,
    Location location,
    Optional<String> anchor,
    Expectation expect,
    String caPem) {

  /** The client profile for which the ground truth of scanners is stated. */
  private static final String REFERENCE = Catalogue.ofClients().reference().id();

  /**
   * The facts about a scenario other than its ground truth.
   *
   * @param title what is wrong with it
   * @param role the infrastructure that the server plays
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
   * @param port the port at that address: a dedicated one, or one that several endpoints share
   * @param shared whether several endpoints share the port; the host name selects one of them, by
   *     SNI or, without TLS, by the Host header
   * @param url the URL on the shared port, as a device would get it
   * @param leadsTo the host of another endpoint, to which its answer leads; empty for most
   */
  public record Location(
      String host, String address, int port, boolean shared, URI url, Optional<String> leadsTo) {

    private static final Pattern LOOPBACK = Pattern.compile("127(\\.[0-9]{1,3}){3}|::1|(0:){7}1");

    /** Returns the location of a dedicated port. */
    public static Location dedicated(String host, String address, int port, URI url) {
      return new Location(host, address, port, false, url, Optional.empty());
    }

    private Location leadingTo(Optional<String> otherHost) {
      return new Location(host, address, port, shared, url, otherHost);
    }

    /** Whether the endpoint speaks HTTP without TLS. */
    public boolean cleartext() {
      return "http".equals(url.getScheme());
    }

    /** Returns the URL of its port with the host name, {@code https://NAME:PORT/}. */
    public URI dedicatedUrl() {
      return dedicatedUrl(host);
    }

    /**
     * Returns the URL of its port with the address. Most certificates also name the address if it
     * is a loopback address.
     */
    public URI addressUrl() {
      return dedicatedUrl(address);
    }

    /**
     * Whether {@link #addressUrl} works for the endpoint: false on a shared port, where the name is
     * needed, and false if the certificate does not name the address.
     */
    public boolean hasAddressUrl() {
      return !shared && (LOOPBACK.matcher(address).matches() || host.equals(address));
    }

    private URI dedicatedUrl(String name) {
      String authority = name.contains(":") ? "[" + name + "]" : name;
      return URI.create((cleartext() ? "http://" : "https://") + authority + ":" + port + "/");
    }
  }

  /** Returns the scenario and its ground truth on one line, the same on every machine. */
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
        new TreeMap<>(expect.clients()).toString(),
        expect.duty().map(ClientDuty::sentence).orElse(""));
  }

  /** Returns the endpoints of a running harness, in this or another process. */
  public static List<CheckedEndpoint> of(Manifest manifest) {
    Map<String, String> hosts =
        manifest.endpoints().stream()
            .collect(Collectors.toMap(Manifest.Endpoint::id, one -> one.location().host()));
    return manifest.endpoints().stream().map(one -> of(one, manifest.ca().pem(), hosts)).toList();
  }

  /**
   * Makes the endpoint that a manifest describes.
   *
   * @param hosts the host of each endpoint, by scenario
   */
  private static CheckedEndpoint of(
      Manifest.Endpoint endpoint, String caPem, Map<String, String> hosts) {
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
        Location.dedicated(there.host(), there.address(), there.port(), there.url())
            .leadingTo(there.leadsTo().map(hosts::get)),
        endpoint.anchor().map(Manifest.Anchor::pem),
        new Expectation(
            truth.violations(),
            truth.implied(),
            truth.ats(),
            truth.fcp(),
            List.of(),
            truth.clients(),
            truth.duty()),
        caPem);
  }

  /** Returns the same endpoint at another location. */
  public CheckedEndpoint at(Location elsewhere) {
    return new CheckedEndpoint(scenario, description, elsewhere, anchor, expect, caPem);
  }

  /** Returns the same endpoint on a shared port. */
  public CheckedEndpoint on(Manifest.Listener listener) {
    return at(
        new Location(
            location.host(),
            listener.address(),
            listener.port(),
            true,
            location.url(),
            location.leadsTo()));
  }

  /** Returns the same endpoint with one more certificate to trust. */
  public CheckedEndpoint trusting(String pem) {
    return new CheckedEndpoint(scenario, description, location, anchor, expect, caPem + pem);
  }

  /** Returns the same endpoint with its {@link #anchor} among the certificates to trust. */
  public CheckedEndpoint withAnchor() {
    return anchor.map(this::trusting).orElse(this);
  }

  /**
   * Whether a checker can have learned about the endpoint from this connection. TLS begins with a
   * ClientHello. If the URL has the scheme http, any data is enough; a ClientHello also shows that
   * the port does not speak TLS.
   */
  public boolean isShownTo(SeenConnection contact) {
    return switch (contact.sent()) {
      case NOTHING -> false;
      case SOMETHING -> location.cleartext();
      case CLIENT_HELLO -> true;
    };
  }

  /** Returns the basis of the ground truth. */
  public Grounds grounds() {
    return new Grounds(
        description.why(),
        Optional.of(description.evidence()),
        description.control(),
        expect.implied());
  }

  /**
   * Whether the scenario says nothing about the requirements: the connection breaks, or the case is
   * {@link #unsettled}. False if there is a certain fault, even if other questions are open.
   */
  public boolean inconclusive() {
    return !faulty()
        && (expect.ats() == Verdict.INCONCLUSIVE || expect.fcp() == Verdict.INCONCLUSIVE);
  }

  /** Whether a checker must find something: a code, or a refusal without one. */
  public boolean faulty() {
    return !expect.violations().isEmpty() || refusedWithoutCode();
  }

  /** Whether a client that enforces ATS or FCP v2.1 refuses the server, for any reason. */
  public boolean refused() {
    return expect.ats() == Verdict.FAIL || expect.fcp() == Verdict.FAIL;
  }

  /** Whether such a client refuses it for a reason that has no violation code. */
  public boolean refusedWithoutCode() {
    return expect.violations().isEmpty() && refused();
  }

  /** Whether the reference device cannot connect, even if the server is exempt. */
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
