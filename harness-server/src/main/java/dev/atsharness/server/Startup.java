package dev.atsharness.server;

import dev.atsharness.certs.HarnessCa;
import dev.atsharness.certs.HarnessCertsException;
import dev.atsharness.certs.Identity;
import dev.atsharness.certs.KeyPool;
import dev.atsharness.certs.KeySpec;
import dev.atsharness.certs.internal.Certificates;
import dev.atsharness.certs.internal.Lazy;
import dev.atsharness.certs.internal.Revocations;
import dev.atsharness.scenario.Catalogue;
import dev.atsharness.scenario.Scenario;
import dev.atsharness.scenario.internal.CertificateSettings.Issuer;
import dev.atsharness.scenario.internal.ServerSettings.Transport;
import dev.atsharness.scenario.internal.Tour;
import dev.atsharness.server.EndpointCertificates.Issued;
import dev.atsharness.server.ListenException.Setting;
import dev.atsharness.server.Manifest.Listener;
import dev.atsharness.server.internal.console.Access;
import dev.atsharness.server.internal.console.Asked;
import dev.atsharness.server.internal.console.ClientSheets;
import dev.atsharness.server.internal.console.ConsoleHandler;
import dev.atsharness.server.internal.console.DevicePages;
import dev.atsharness.server.internal.console.ScenarioSheets;
import dev.atsharness.server.internal.device.GuidedTour;
import dev.atsharness.server.internal.dns.DnsListener;
import dev.atsharness.server.internal.dns.NameServer;
import dev.atsharness.server.internal.http.ScenarioHandler;
import dev.atsharness.server.internal.tls.ClientFingerprints;
import dev.atsharness.server.internal.tls.HarnessConnector;
import dev.atsharness.server.internal.tls.Router;
import dev.atsharness.server.internal.tls.ServerIdentity;
import dev.atsharness.server.internal.tls.TlsEndpoint;
import dev.atsharness.server.journal.Journal;
import dev.atsharness.server.journal.internal.Recording;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.ServerConnector;

/** The start of a harness: opens everything in order, and closes it again if a later step fails. */
final class Startup {

  /** The default key of a scenario. */
  private static final KeySpec COMMON_KEY = KeySpec.rsa(2048);

  /** Those for HTTPS and HTTP, and the console's. */
  private static final int SHARED_PORTS = 3;

  /** TCP and UDP. */
  private static final int DNS_PORTS = 2;

  private final HarnessConfig config;
  private final Catalogue catalogue;
  private final Closeables resources;
  private final Instant startedAt;
  private final Journal journal;
  private final Revocations revocations;
  private final Optional<NameServer> names;

  /** How many connections there may be at one time; set before any port is opened. */
  private OpenConnections connections;

  /** The endpoints' URLs; set before any request is answered or any certificate is made. */
  private volatile EndpointUrls urls;

  /** Scenario ids by dedicated port. Complete before the first connection is accepted. */
  private final Map<Integer, String> scenarioByPort = new ConcurrentHashMap<>();

  private Startup(HarnessConfig config, Catalogue catalogue, Closeables resources) {
    this.config = config;
    this.catalogue = catalogue;
    this.resources = resources;
    this.startedAt = config.clock().instant();
    this.journal = config.limits().newJournal(config.clock());
    this.revocations = new Revocations(config.clock());
    this.names = config.ports().dns().map(port -> nameServer());
  }

  static AtsHarness start(HarnessConfig config) {
    Closeables resources = new Closeables();
    try {
      // The slowest step comes first: this key is made while everything else is prepared.
      KeyPool keys = config.state().map(KeyPool::keptIn).orElseGet(KeyPool::new);
      resources.add(keys);
      keys.prepare(COMMON_KEY);
      Catalogue chosen = config.scenarios().chosen();
      Set<String> leftOut = LeftOut.of(chosen, config.authority().nameConstraints());
      return new Startup(config, LeftOut.remaining(chosen, leftOut), resources).open(keys, leftOut);
    } catch (HarnessCertsException e) {
      throw abandoned(resources, new HarnessException(e.getMessage(), e));
    } catch (RuntimeException e) {
      throw abandoned(resources, e);
    }
  }

  private static RuntimeException abandoned(Closeables resources, RuntimeException failure) {
    try {
      resources.close();
    } catch (HarnessException e) {
      failure.addSuppressed(e);
    }
    return failure;
  }

  private AtsHarness open(KeyPool keys, Set<String> leftOut) {
    connections = affordable();
    HarnessCa ca = authority(keys);
    Map<String, Lazy<List<Issued>>> issued =
        issued(
            new EndpointCertificates(
                ca,
                keys,
                anchorKeys(),
                startedAt,
                revocations,
                host -> urls.revocationPages(host)));
    Map<String, TlsEndpoint> tls = tlsEndpoints(issued);

    HarnessServer server = new HarnessServer();
    HarnessConnector connector =
        new HarnessConnector(
            server.jetty(),
            config.addresses().bindAddress(),
            HarnessServer.http(),
            http2(),
            config.limits().connections().withConnections(connections.endpoints()),
            this::opened);
    resources.add(connector);
    server.jetty().addConnector(connector);
    Listener https = listenHttps(connector, tls, resolver(ca, keys));
    Listener http = listenHttp(connector);
    urls =
        new EndpointUrls(
            config.domain(), config.addresses().reachable(), https.port(), http.port());
    List<Endpoint> endpoints = listenDedicated(connector, tls);
    Optional<DnsListener> dns = names.map(all -> bindDns(server, all));
    ServerConnector console = bindConsole(server);
    resources.add(server.jetty()::stop);

    Manifest manifest =
        new ManifestBuilder(catalogue, ca, anchors(issued, any -> true), startedAt)
            .build(
                new Manifest.Listeners(
                    https,
                    http,
                    dns.map(one -> new Listener(config.addresses().reachable(), one.port()))),
                consoleUrl(console.getLocalPort()),
                endpoints);
    server.start(
        console,
        config.limits().console().answerTime(),
        consolePages(manifest, issued),
        scenarioPages(ca, endpoints));
    dns.ifPresent(DnsListener::start);
    prepareCertificates(tls);
    return new AtsHarness(endpoints, leftOut, journal, manifest, resources);
  }

  /** As many connections as the limits allow and the file descriptors suffice for. */
  private OpenConnections affordable() {
    OpenConnections wanted =
        new OpenConnections(
            config.limits().connections().connections(),
            config.limits().console().connections(),
            names.isPresent() ? DnsListener.MAX_CONNECTIONS : 0);
    int shared = names.isPresent() ? SHARED_PORTS + DNS_PORTS : SHARED_PORTS;
    return Descriptors.ofThisProcess().share(wanted, catalogue.scenarios().size() + shared);
  }

  /**
   * The factory for HTTP/2. Loading it slows down the start, so it is present only if an endpoint
   * offers HTTP/2.
   */
  private Optional<ConnectionFactory> http2() {
    boolean offered =
        names.isPresent()
            || catalogue.scenarios().stream()
                .anyMatch(one -> one.settings().tls().alpn().contains(HarnessServer.HTTP_2));
    return offered ? Optional.of(HarnessServer.http2()) : Optional.empty();
  }

  private HarnessCa authority(KeyPool keys) {
    if (!config.authority().nameConstraints()) {
      return HarnessCa.createWithoutNameConstraints(config.domain(), config.clock(), keys);
    }
    return config
        .state()
        .map(dir -> HarnessCa.loadOrCreate(dir, config.domain(), config.clock(), keys))
        .orElseGet(() -> HarnessCa.create(config.domain(), config.clock(), keys));
  }

  /**
   * The keys of the anchors besides the root, which are in the manifest: they are made while the
   * rest is prepared, and are never stored.
   */
  private KeyPool anchorKeys() {
    KeyPool keys = new KeyPool();
    resources.add(keys);
    keys.prepare(
        catalogue.scenarios().stream()
            .filter(Scenario::needsAnchor)
            .map(one -> one.settings().certificate())
            .map(one -> one.issuer().isSelf() ? one.key() : one.root().key())
            .distinct()
            .toArray(KeySpec[]::new));
    return keys;
  }

  /** The certificates by scenario, made by the first request for the endpoint or its anchor. */
  private Map<String, Lazy<List<Issued>>> issued(EndpointCertificates certificates) {
    Map<String, Lazy<List<Issued>>> issued = new LinkedHashMap<>();
    for (Scenario scenario : catalogue.scenarios()) {
      if (speaks(scenario, Transport.HTTPS)) {
        issued.put(
            scenario.id(),
            new Lazy<>(
                () ->
                    scenario.settings().certificates().stream()
                        .map(one -> certificates.issue(one, host(scenario)))
                        .toList()));
      }
    }
    return issued;
  }

  private Map<String, TlsEndpoint> tlsEndpoints(Map<String, Lazy<List<Issued>>> all) {
    Map<String, TlsEndpoint> endpoints = new LinkedHashMap<>();
    all.forEach(
        (id, certificates) -> {
          Scenario scenario = catalogue.scenario(id);
          endpoints.put(
              id,
              new TlsEndpoint(
                  id,
                  scenario.settings().tls(),
                  scenario.settings().networkFault(),
                  identities(certificates, Issued::identity),
                  identities(certificates, issued -> issued.withoutServerName().get())));
        });
    return endpoints;
  }

  private Supplier<List<ServerIdentity>> identities(
      Lazy<List<Issued>> certificates, Function<Issued, Identity> which) {
    return () -> certificates.get().stream().map(which).map(this::identity).toList();
  }

  private ServerIdentity identity(Identity identity) {
    return new ServerIdentity(
        identity.chainDer(),
        identity.privateKey(),
        () -> revocations.staple(identity.chain().get(0)));
  }

  private Recording opened(InetSocketAddress client, InetSocketAddress local, boolean tls) {
    Recording recording = journal.open(local.getPort(), client);
    Optional.ofNullable(scenarioByPort.get(local.getPort())).ifPresent(recording::routed);
    return recording;
  }

  private Listener listenHttps(
      HarnessConnector connector, Map<String, TlsEndpoint> tls, Map<String, TlsEndpoint> resolver) {
    Map<String, TlsEndpoint> byHost =
        catalogue.scenarios().stream()
            .filter(scenario -> EndpointUrls.hasName(scenario) && speaks(scenario, Transport.HTTPS))
            .collect(Collectors.toMap(this::host, scenario -> tls.get(scenario.id())));
    byHost.putAll(resolver);
    int port =
        Ports.open(
            Setting.HTTPS_PORT,
            "HTTPS",
            config.addresses().bind(),
            config.ports().https(),
            () -> connector.listenTls(config.ports().https(), Router.byName(byHost)));
    return new Listener(config.addresses().reachable(), port);
  }

  private Listener listenHttp(HarnessConnector connector) {
    int port =
        Ports.open(
            Setting.HTTP_PORT,
            "HTTP",
            config.addresses().bind(),
            config.ports().http(),
            () -> connector.listenClear(config.ports().http(), namesWithoutTls()));
    return new Listener(config.addresses().reachable(), port);
  }

  private Map<String, String> namesWithoutTls() {
    return catalogue.scenarios().stream()
        .filter(one -> EndpointUrls.hasName(one) && speaks(one, Transport.HTTP))
        .collect(Collectors.toMap(this::host, Scenario::id));
  }

  private List<Endpoint> listenDedicated(HarnessConnector connector, Map<String, TlsEndpoint> tls) {
    List<Endpoint> endpoints = new ArrayList<>();
    List<Scenario> order = inOrderOfPorts();
    for (Scenario scenario : catalogue.scenarios()) {
      int wanted = config.ports().dedicated(order.indexOf(scenario));
      int port =
          Ports.open(
              Setting.FIRST_PORT,
              scenario.id(),
              config.addresses().bind(),
              wanted,
              () ->
                  EndpointUrls.isClearText(scenario)
                      ? connector.listenClear(wanted, Optional.of(scenario.id()))
                      : connector.listenTls(wanted, Router.dedicated(tls.get(scenario.id()))));
      scenarioByPort.put(port, scenario.id());
      endpoints.add(
          new Endpoint(
              scenario,
              host(scenario),
              config.addresses().reachable(),
              port,
              urls.of(scenario, port)));
    }
    return endpoints;
  }

  /**
   * The scenarios in the order of their dedicated ports. The few without a shared port come first,
   * so that publishing a few ports is enough.
   */
  private List<Scenario> inOrderOfPorts() {
    return catalogue.scenarios().stream()
        .sorted(Comparator.comparing(EndpointUrls::onSharedPort)) // stable
        .toList();
  }

  /**
   * Whether the endpoint answers over this transport on the shared port, as the first or the next
   * hop.
   */
  private static boolean speaks(Scenario scenario, Transport transport) {
    return scenario.settings().transport() == transport
        || scenario.settings().http().nextHop().equals(Optional.of(transport));
  }

  private String host(Scenario scenario) {
    return scenario.host(config.domain(), config.addresses().reachable());
  }

  private NameServer nameServer() {
    String resolver = ResolverEndpoint.host(config.domain());
    Set<String> hosts = new HashSet<>(Set.of(resolver));
    for (Scenario scenario : catalogue.scenarios()) {
      if (!hosts.add(host(scenario)) && host(scenario).equals(resolver)) {
        throw new IllegalArgumentException(
            "the scenario "
                + scenario.id()
                + " has the host name of the DNS resolver, "
                + resolver
                + "; rename it, or leave out the DNS port");
      }
    }
    return new NameServer(config.domain(), hosts, config.addresses()::reachableBy);
  }

  private Map<String, TlsEndpoint> resolver(HarnessCa ca, KeyPool keys) {
    return names.isPresent()
        ? Map.of(ResolverEndpoint.host(config.domain()), ResolverEndpoint.of(ca, keys))
        : Map.of();
  }

  private DnsListener bindDns(HarnessServer server, NameServer all) {
    int port = config.ports().dns().orElseThrow();
    Addresses addresses = config.addresses();
    DnsListener dns =
        Ports.open(
            Setting.DNS_PORT,
            "DNS",
            addresses.bind(),
            port,
            () ->
                DnsListener.open(
                    server.jetty(), all, addresses.bindAddress(), port, connections.names()));
    resources.add(dns);
    return dns;
  }

  private ServerConnector bindConsole(HarnessServer server) {
    String address = config.addresses().console();
    ServerConnector console =
        server.newConsole(
            address,
            config.ports().console(),
            config.limits().connections(),
            config.limits().console().withConnections(connections.console()));
    resources.add(console);
    Ports.open(
        Setting.CONSOLE_PORT,
        "the console",
        address,
        config.ports().console(),
        () -> {
          console.open();
          return console.getLocalPort();
        });
    return console;
  }

  private URI consoleUrl(int port) {
    String address = config.addresses().reachableConsole();
    return EndpointUrls.url("http", address, port);
  }

  private ConsoleHandler consolePages(Manifest manifest, Map<String, Lazy<List<Issued>>> issued) {
    return new ConsoleHandler(
        config.addresses().consoleIsPrivate()
            ? Access.ofThisMachine(config.addresses().console())
            : Access.ofTheNetwork(config.console().token()),
        new ConsoleHandler.Content(
            catalogue.scenarios().stream().map(Scenario::id).collect(Collectors.toSet()),
            new ClientFingerprints(catalogue.profiles()),
            asked -> asSeenBy(asked, manifest).toJson(),
            manifest.ca().pem(),
            anchors(issued, any -> true),
            new DevicePages(
                config.domain(),
                manifest.ca().pem(),
                manifest.resolver(),
                config.addresses()::reachableBy,
                anchors(issued, Startup::isInstalled),
                client -> tour(manifest, client),
                asked -> consoleBeyondLoopback(asked, manifest)),
            Stream.concat(
                    Stream.of(
                        new ScenarioSheets(catalogue, this::host).route(),
                        new ClientSheets(catalogue).route()),
                    config.console().extensions().stream()
                        .flatMap(extension -> extension.routes(manifest, journal).stream()))
                .toList(),
            path ->
                config.console().extensions().stream()
                    .flatMap(extension -> extension.page(path).stream())
                    .findFirst()),
        journal,
        HarnessServer.bodies(config.limits().connections()),
        config.limits().console().unreadBytes());
  }

  private Optional<URI> consoleBeyondLoopback(Asked asked, Manifest manifest) {
    if (config.addresses().consoleIsPrivate()) {
      return Optional.empty();
    }
    return Optional.of(config.addresses().dependOnClient() ? asked.console() : manifest.console());
  }

  /**
   * The manifest for a client. If the endpoints listen on the console's address too, the client
   * reaches them by the host by which it reaches the console.
   */
  private Manifest asSeenBy(Asked asked, Manifest manifest) {
    Manifest seen = manifest.withConsole(asked.console());
    return config.addresses().dependOnClient() ? seen.withAddress(asked.host()) : seen;
  }

  /**
   * The tour with the steps that this client has visited; a client on this machine sees the visits
   * of all clients.
   */
  private GuidedTour tour(Manifest manifest, InetAddress client) {
    Set<String> seen =
        journal.entries().stream()
            .filter(
                entry ->
                    client.isLoopbackAddress()
                        || entry.connection().client().getAddress().equals(client))
            .flatMap(entry -> entry.scenario().stream())
            .collect(Collectors.toSet());
    return GuidedTour.of(Tour.builtIn(), catalogue, manifest::urlOf, seen::contains);
  }

  /**
   * Whether a device installs the anchor. That of automated enrolment is in the enrolment profile
   * and not in the device's store.
   */
  private static boolean isInstalled(Scenario scenario) {
    return scenario.settings().certificate().issuer() != Issuer.SELF_SIGNED_ENROLLMENT_ANCHOR;
  }

  private Map<String, Supplier<String>> anchors(
      Map<String, Lazy<List<Issued>>> issued, Predicate<Scenario> which) {
    return catalogue.scenarios().stream()
        .filter(Scenario::needsAnchor)
        .filter(which)
        .map(Scenario::id)
        .collect(
            Collectors.toMap(
                Function.identity(),
                id -> () -> Certificates.pem(issued.get(id).get().get(0).anchor())));
  }

  private ScenarioHandler scenarioPages(HarnessCa ca, List<Endpoint> endpoints) {
    return new ScenarioHandler(
        revocations,
        endpoints.stream().collect(Collectors.toMap(Endpoint::id, Endpoint::url)),
        () -> Certificates.der(ca.root().certificate()),
        names,
        catalogue.scenarios().stream().collect(Collectors.toMap(Scenario::id, one -> one)),
        catalogue.scenarios().stream()
            .filter(one -> EndpointUrls.hasName(one) && speaks(one, Transport.HTTP))
            .collect(Collectors.toMap(this::host, one -> one)),
        scenario -> urls.nextHop(scenario, catalogue),
        HarnessServer.bodies(config.limits().connections()),
        config.limits().connections().stallTime());
  }

  private void prepareCertificates(Map<String, TlsEndpoint> tls) {
    CertificateWarmup preparation = new CertificateWarmup();
    tls.values()
        .forEach(
            endpoint ->
                catalogue
                    .scenario(endpoint.name())
                    .settings()
                    .certificates()
                    .forEach(certificate -> preparation.add(endpoint, certificate)));
    resources.add(preparation);
    preparation.start();
  }
}
