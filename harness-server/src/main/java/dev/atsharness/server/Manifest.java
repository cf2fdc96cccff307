package dev.atsharness.server;

import dev.atsharness.ats.Violation;
import dev.atsharness.scenario.ClientDuty;
import dev.atsharness.scenario.ClientExpectation;
import dev.atsharness.scenario.Expectation.Verdict;
import dev.atsharness.scenario.Role;
import dev.atsharness.scenario.Scenario.Evidence;
import dev.atsharness.yaml.internal.NearNames;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A running harness and its ground truth, for other processes: the file of {@code serve
 * --ready-file} and the console's {@code /api/manifest}. Its JSON form is described by {@code
 * scenarios/schema/manifest.schema.json}.
 *
 * @param harnessVersion version of the harness that wrote it
 * @param catalogSha256 digest of the catalogue, 64 hexadecimal digits
 * @param startedAt when the harness started
 * @param domain the parent of all host names
 * @param ca the root certificate
 * @param listeners what endpoints share
 * @param console the console's base URL
 * @param endpoints all endpoints in the order of the catalogue
 */
public record Manifest(
    String harnessVersion,
    String catalogSha256,
    Instant startedAt,
    String domain,
    Ca ca,
    Listeners listeners,
    URI console,
    List<Endpoint> endpoints) {

  /** The version of the JSON form. */
  public static final int VERSION = 1;

  public Manifest {
    endpoints = List.copyOf(endpoints);
  }

  /**
   * The root certificate.
   *
   * @param pem the certificate
   * @param sha256 digest of its DER, 64 hexadecimal digits
   */
  public record Ca(String pem, String sha256) {}

  /**
   * The ports that endpoints share.
   *
   * @param https the shared HTTPS port, which chooses the scenario by SNI
   * @param http the shared plain HTTP port, which chooses the scenario by the Host header
   * @param dns the name server of the domain, over UDP and TCP; empty if there is none
   */
  public record Listeners(Listener https, Listener http, Optional<Listener> dns) {

    private Listeners withAddress(String address) {
      return new Listeners(
          https.withAddress(address),
          http.withAddress(address),
          dns.map(listener -> listener.withAddress(address)));
    }
  }

  /**
   * An address and a port that something listens on. The address is an IP address literal. From a
   * console that listens on all addresses, it is the host name that the reader used.
   */
  public record Listener(String address, int port) {

    private Listener withAddress(String elsewhere) {
      return new Listener(elsewhere, port);
    }
  }

  /**
   * An endpoint: see {@link dev.atsharness.scenario.Scenario} for what it is.
   *
   * @param why why it matters; empty if the harness that wrote the manifest does not give it
   * @param location where it listens
   * @param anchor the certificate that devices need in addition to the root to trust this endpoint;
   *     empty for most
   * @param expect the ground truth
   */
  public record Endpoint(
      String id,
      String title,
      String why,
      Role role,
      Optional<String> control,
      Location location,
      Optional<Anchor> anchor,
      Truth expect) {

    private Endpoint withAddress(String elsewhere) {
      return new Endpoint(
          id, title, why, role, control, location.withAddress(elsewhere), anchor, expect);
    }

    private Endpoint withConsole(URI console) {
      return new Endpoint(
          id,
          title,
          why,
          role,
          control,
          location,
          anchor.map(one -> new Anchor(console.resolve(one.url().getRawPath()), one.pem())),
          expect);
    }
  }

  /**
   * A certificate that devices need in addition to the root.
   *
   * @param url where the console gives it, in PEM
   * @param pem the certificate
   */
  public record Anchor(URI url, String pem) {}

  /**
   * Where an endpoint listens: see {@link dev.atsharness.server.Endpoint}.
   *
   * @param leadsTo the scenario of another endpoint, to which its answer leads; empty for most
   */
  public record Location(String host, String address, int port, URI url, Optional<String> leadsTo) {

    private Location withAddress(String elsewhere) {
      return new Location(
          host, elsewhere, port, namesAddress() ? urlWith(elsewhere) : url, leadsTo);
    }

    private boolean namesAddress() {
      String there = url.getRawAuthority();
      return there.equals(authority(address)) || there.equals(authority(address) + ":" + port);
    }

    private URI urlWith(String elsewhere) {
      return URI.create(url.getScheme() + "://" + authority(elsewhere) + ":" + port + "/");
    }
  }

  /**
   * An endpoint's ground truth.
   *
   * @param clients what each client profile does, by profile id
   * @param duty what every client must do; empty if the protocol leaves it to the client
   * @param evidence how well it is known
   */
  public record Truth(
      List<Violation> violations,
      List<Violation> implied,
      Verdict ats,
      Verdict fcp,
      Map<String, ClientExpectation> clients,
      Optional<ClientDuty> duty,
      Evidence evidence) {

    public Truth {
      violations = List.copyOf(violations);
      implied = List.copyOf(implied);
    }
  }

  /**
   * The endpoint of this scenario.
   *
   * @throws IllegalArgumentException if there is no such endpoint; the message lists similar ids
   */
  public Endpoint endpoint(String id) {
    return endpoints.stream()
        .filter(endpoint -> endpoint.id().equals(id))
        .findFirst()
        .orElseThrow(
            () -> NearNames.unknown("endpoint", id, endpoints.stream().map(Endpoint::id).toList()));
  }

  /** The URL of this scenario's endpoint; empty if it is not served. */
  public Optional<URI> urlOf(String id) {
    return endpoints.stream()
        .filter(endpoint -> endpoint.id().equals(id))
        .map(endpoint -> endpoint.location().url())
        .findFirst();
  }

  /** This manifest for a client that reaches the console at another URL, through a mapped port. */
  public Manifest withConsole(URI elsewhere) {
    return new Manifest(
        harnessVersion,
        catalogSha256,
        startedAt,
        domain,
        ca,
        listeners,
        elsewhere,
        endpoints.stream().map(endpoint -> endpoint.withConsole(elsewhere)).toList());
  }

  /**
   * This manifest for a client that reaches the endpoints at another address. An endpoint without a
   * name keeps its {@code host}, the address that its certificate names.
   *
   * @param address an IP address literal or a host name
   */
  public Manifest withAddress(String address) {
    return new Manifest(
        harnessVersion,
        catalogSha256,
        startedAt,
        domain,
        ca,
        listeners.withAddress(address),
        console,
        endpoints.stream().map(endpoint -> endpoint.withAddress(address)).toList());
  }

  private static String authority(String address) {
    return address.contains(":") ? "[" + address + "]" : address;
  }

  /** The URL of the name server over HTTPS (RFC 8484); empty if there is no name server. */
  public Optional<URI> resolver() {
    return listeners.dns().map(any -> resolverOf(domain, listeners.https().port()));
  }

  /** The URL at which a harness for this domain resolves names over HTTPS. */
  public static URI resolverOf(String domain, int httpsPort) {
    return ResolverEndpoint.url(domain, httpsPort);
  }

  /** The JSON form. */
  public String toJson() {
    return ManifestJson.write(this);
  }

  /**
   * Reads the JSON form; unknown fields are ignored.
   *
   * @throws HarnessException if it is not a manifest of version {@value #VERSION}
   */
  public static Manifest parse(String json) {
    return ManifestJson.read(json, "the manifest");
  }

  /**
   * Reads a manifest file.
   *
   * @throws HarnessException if it cannot be read or is not a manifest of version {@value #VERSION}
   */
  public static Manifest read(Path file) {
    return ManifestJson.read(file);
  }

  /**
   * Writes the JSON form to a file atomically: a reader never sees a part of it.
   *
   * @throws HarnessException if it cannot be written
   */
  public void write(Path file) {
    ManifestJson.write(this, file);
  }
}
