package dev.atsharness.server;

import dev.atsharness.scenario.Catalogue;
import dev.atsharness.server.internal.ConsoleExtension;
import dev.atsharness.server.internal.console.ConsoleLimits;
import dev.atsharness.server.internal.tls.ConnectionLimits;
import dev.atsharness.server.journal.Journal;
import dev.atsharness.yaml.internal.NearNames;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Servers that violate Apple's requirements, each in one known way, listening in this process.
 *
 * <pre>{@code
 * try (AtsHarness harness = AtsHarness.builder().only("handshake/*").start()) {
 *   Endpoint noEms = harness.endpoint("handshake/no-ems");
 *   scan(noEms.host(), noEms.address(), noEms.port());
 *   Handshake seen = harness.journal().take(noEms.id(), Duration.ofSeconds(5));
 * }
 * }</pre>
 *
 * <p>Thread-safe. The hosting JVM's global state is not changed.
 */
public final class AtsHarness implements AutoCloseable {

  /** The default parent of all host names; its top-level domain is reserved (RFC 6761). */
  public static final String DEFAULT_DOMAIN = "ats-harness.test";

  private final List<Endpoint> endpoints;
  private final Set<String> leftOut;
  private final Journal journal;
  private final Manifest manifest;
  private final Closeables resources;

  AtsHarness(
      List<Endpoint> endpoints,
      Set<String> leftOut,
      Journal journal,
      Manifest manifest,
      Closeables resources) {
    this.endpoints = List.copyOf(endpoints);
    this.leftOut = Set.copyOf(leftOut);
    this.journal = journal;
    this.manifest = manifest;
    this.resources = resources;
  }

  /**
   * A builder with default settings: every scenario of the catalogue, on free ports of 127.0.0.1.
   */
  public static Builder builder() {
    return new Builder();
  }

  /** All endpoints, in the order of the catalogue. */
  public List<Endpoint> endpoints() {
    return endpoints;
  }

  /**
   * The endpoint of this scenario.
   *
   * @throws IllegalArgumentException if the scenario is not served; the message lists similar ids
   */
  public Endpoint endpoint(String id) {
    return endpoints.stream()
        .filter(endpoint -> endpoint.id().equals(id))
        .findFirst()
        .orElseThrow(
            () -> NearNames.unknown("endpoint", id, endpoints.stream().map(Endpoint::id).toList()));
  }

  /**
   * The ids of the chosen scenarios that are not served, because the CAs have {@linkplain
   * Builder#caWithoutNameConstraints no name constraints} and their only fault is a breach of such
   * constraints.
   */
  public Set<String> leftOut() {
    return leftOut;
  }

  /** The record of the connections that the endpoints saw. */
  public Journal journal() {
    return journal;
  }

  /** The root certificate to trust, PEM. */
  public String caPem() {
    return manifest.ca().pem();
  }

  /** The addresses and ports of everything that listens, and the ground truth. */
  public Manifest manifest() {
    return manifest;
  }

  /** Stops listening and closes all connections; does nothing the second time. */
  @Override
  public void close() {
    resources.close();
  }

  /** The settings of a harness to start. Ports are 0 to 65535; 0 means any free port. */
  public static final class Builder {

    private String domain = DEFAULT_DOMAIN;
    private String bind = "127.0.0.1";
    private Optional<String> publicAddress = Optional.empty();
    private Optional<String> consoleBind = Optional.empty();
    private Optional<String> consoleToken = Optional.empty();
    private final List<ConsoleExtension> consoleExtensions = new ArrayList<>();
    private int httpsPort;
    private int httpPort;
    private int consolePort;
    private int firstPort;
    private Optional<Integer> dnsPort = Optional.empty();
    private List<String> only = List.of();
    private Optional<Catalogue> catalogue = Optional.empty();
    private Optional<Path> state = Optional.empty();
    private boolean nameConstraints = true;
    private Clock clock = Clock.systemUTC();
    private int journalCapacity = 1000;
    private OptionalLong journalBytes = OptionalLong.empty();
    private ConnectionLimits limits = ConnectionLimits.DEFAULT;
    private ConsoleLimits consoleLimits = ConsoleLimits.DEFAULT;

    private Builder() {}

    /** The parent of all host names; {@value #DEFAULT_DOMAIN} by default. */
    public Builder domain(String domain) {
      this.domain = domain;
      return this;
    }

    /** The IP address literal to listen on; 127.0.0.1 by default. */
    public Builder bind(String address) {
      this.bind = address;
      return this;
    }

    /**
     * The IP address literal by which clients reach the endpoints, if it differs from the one that
     * they listen on: that of another machine, or of a container's host.
     */
    public Builder publicAddress(String address) {
      this.publicAddress = Optional.of(address);
      return this;
    }

    /**
     * The IP address literal that the console listens on; by default a loopback one. Beyond
     * loopback the API needs the {@linkplain #consoleToken token}.
     */
    public Builder consoleBind(String address) {
      this.consoleBind = Optional.of(address);
      return this;
    }

    /**
     * The bearer token (RFC 6750) that requests to the console's API need when the console listens
     * beyond loopback, at least 16 visible ASCII characters. Without a token the API refuses every
     * request there.
     */
    public Builder consoleToken(String token) {
      this.consoleToken = Optional.of(token);
      return this;
    }

    /** Adds routes to the console's API, and pages to the console. */
    public Builder console(ConsoleExtension extension) {
      consoleExtensions.add(extension);
      return this;
    }

    /** The port all HTTPS scenarios share. */
    public Builder httpsPort(int port) {
      this.httpsPort = port;
      return this;
    }

    /** The port all plain HTTP scenarios share. */
    public Builder httpPort(int port) {
      this.httpPort = port;
      return this;
    }

    /** The console's port. */
    public Builder consolePort(int port) {
      this.consolePort = port;
      return this;
    }

    /**
     * The first dedicated port; 0 means free ports. The scenarios that cannot be reached on a
     * shared port get the first ports, then the others follow, both in the catalogue's order.
     */
    public Builder firstPort(int port) {
      this.firstPort = port;
      return this;
    }

    /**
     * The UDP and TCP port of a name server for the {@linkplain #domain domain} only; by default
     * there is no name server. It also answers over HTTPS (RFC 8484), on the port that all HTTPS
     * scenarios share, at {@code https://dns.DOMAIN/dns-query}.
     */
    public Builder dnsPort(int port) {
      this.dnsPort = Optional.of(port);
      return this;
    }

    /** Serves only the scenarios whose id matches one of these globs ({@code handshake/*}). */
    public Builder only(String... globs) {
      this.only = List.of(globs);
      return this;
    }

    /** The catalogue to serve; the built-in one by default. */
    public Builder catalogue(Catalogue catalogue) {
      this.catalogue = Optional.of(catalogue);
      return this;
    }

    /** Keeps the certificate authority in this directory; by default each start makes a new one. */
    public Builder state(Path directory) {
      this.state = Optional.of(directory);
      return this;
    }

    /**
     * Leaves the name constraints out of the CAs, for a client that cannot process them, such as
     * wolfSSL and Mbed TLS. Then whoever gets the key of the root from this process can impersonate
     * any server to a client that trusts the root. It is not stored, so it excludes {@link #state}.
     * Scenarios that are wrong only because of the constraints are {@linkplain #leftOut left out}.
     */
    public Builder caWithoutNameConstraints() {
      this.nameConstraints = false;
      return this;
    }

    /** The clock for the validity of certificates and for the journal; the system's by default. */
    public Builder clock(Clock clock) {
      this.clock = clock;
      return this;
    }

    /** The maximum number of entries that the journal keeps; 1000 by default. */
    public Builder journalCapacity(int entries) {
      this.journalCapacity = entries;
      return this;
    }

    /**
     * The maximum heap, in estimated bytes, of the journal's entries, at least 1; by default 16 KiB
     * for each entry of its {@linkplain #journalCapacity capacity}, which is 16 MiB. Devices and
     * scanners cause entries of about 5 KiB. Clients that send much cause larger entries, and then
     * the journal keeps fewer.
     */
    public Builder journalBytes(long bytes) {
      this.journalBytes = OptionalLong.of(bytes);
      return this;
    }

    /**
     * The time a request may take to arrive, at least a millisecond; 40 seconds by default. The
     * headers have this time from the handshake or the previous answer; the body has the same time
     * after the headers.
     */
    public Builder requestTime(Duration time) {
      this.limits = limits.withRequestTime(time);
      return this;
    }

    /**
     * How long a scenario that stalls on purpose keeps a connection open, and how long one that
     * sends its response slowly takes for it. At least a millisecond; 10 seconds by default, which
     * is also the maximum.
     */
    public Builder stallTime(Duration time) {
      this.limits = limits.withStallTime(time);
      return this;
    }

    /** The limits of the console. */
    Builder consoleLimits(ConsoleLimits limits) {
      this.consoleLimits = limits;
      return this;
    }

    /**
     * Starts listening. Certificates are made in the background, or by the first connection that
     * needs them.
     *
     * @throws HarnessException if it cannot start; then nothing is left open
     * @throws IllegalArgumentException if a setting is invalid or a glob matches no scenario
     */
    public AtsHarness start() {
      return Startup.start(
          new HarnessConfig(
              domain,
              new Addresses(bind, publicAddress, consoleBind),
              new HarnessConfig.Ports(httpsPort, httpPort, consolePort, firstPort, dnsPort),
              new HarnessConfig.Selection(catalogue, only),
              new HarnessConfig.Authority(state, nameConstraints),
              clock,
              new HarnessConfig.Console(consoleToken, consoleExtensions),
              new HarnessConfig.Limits(journalCapacity, journalBytes, limits, consoleLimits)));
    }
  }
}
