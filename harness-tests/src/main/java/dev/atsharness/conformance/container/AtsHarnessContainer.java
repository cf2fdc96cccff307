package dev.atsharness.conformance.container;

import com.github.dockerjava.api.command.CreateContainerCmd;
import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.model.ExposedPort;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.PortBinding;
import com.github.dockerjava.api.model.Ports;
import dev.atsharness.conformance.internal.JournalView;
import dev.atsharness.conformance.internal.RemoteJournal;
import dev.atsharness.scenario.Catalogue;
import dev.atsharness.scenario.Scenario;
import dev.atsharness.server.AtsHarness;
import dev.atsharness.server.HarnessException;
import dev.atsharness.server.Manifest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.testcontainers.containers.ContainerLaunchException;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.utility.DockerImageName;

/**
 * The harness in a container.
 *
 * <pre>{@code
 * try (AtsHarnessContainer harness = new AtsHarnessContainer("ats-harness").only("handshake/*")) {
 *   harness.start();
 *   scan(harness.url("handshake/no-ems"), harness.address("handshake/no-ems"), harness.caPem());
 * }
 * }</pre>
 *
 * <p>Its ports are free ports with the same numbers outside and inside, because answers and
 * certificates contain them. If the engine runs on this machine, it publishes them on the loopback
 * address. Each port takes the engine some time, so {@link #only} makes the start much faster. This
 * class sets the container's command; everything else of a container can be set as usual.
 */
public final class AtsHarnessContainer extends GenericContainer<AtsHarnessContainer> {

  private static final int CONSOLE_PORT = 8090;
  private static final int ATTEMPTS = 3;
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final String LOOPBACK = "127.0.0.1";

  /** The HTTPS and the HTTP port that scenarios share. */
  private static final int SHARED_PORTS = 2;

  private final String token = UUID.randomUUID().toString();
  private Catalogue catalogue = Catalogue.builtIn();
  private List<String> only = List.of();
  private PortBlock ports = new PortBlock(0, 0);
  private Optional<Manifest> manifest = Optional.empty();

  /**
   * @param image the harness's image, of the same release as this class
   */
  public AtsHarnessContainer(String image) {
    super(DockerImageName.parse(image));
    withEnv("ATS_HARNESS_CONSOLE_TOKEN", token);
    withCreateContainerCmdModifier(this::publish);
    withStartupAttempts(ATTEMPTS); // another program may take a port first
    waitingFor(
        Wait.forHttp("/health")
            .forPort(CONSOLE_PORT)
            .forStatusCode(200)
            .withStartupTimeout(PATIENCE));
  }

  /**
   * Serves only the scenarios whose id matches one of these globs ({@code handshake/*}).
   *
   * @throws IllegalArgumentException if one matches no scenario
   */
  public AtsHarnessContainer only(String... globs) {
    this.only = List.of(globs);
    this.catalogue = Catalogue.builtIn().only(only);
    return this;
  }

  /** Publishes new ports for each start attempt, in addition to other settings. */
  private void publish(CreateContainerCmd command) {
    ports = PortBlock.free(SHARED_PORTS + catalogue.scenarios().size());
    command.withCmd(command());
    HostConfig host = Optional.ofNullable(command.getHostConfig()).orElseGet(HostConfig::new);
    Ports bindings = Optional.ofNullable(host.getPortBindings()).orElseGet(Ports::new);
    List<ExposedPort> exposed =
        new ArrayList<>(
            command.getExposedPorts() == null ? List.of() : List.of(command.getExposedPorts()));
    ports
        .ports()
        .mapToObj(port -> new PortBinding(published(port), ExposedPort.tcp(port)))
        .forEach(bindings::add);
    bindings.add(new PortBinding(publishedAnywhere(), ExposedPort.tcp(CONSOLE_PORT)));
    exposed.addAll(bindings.getBindings().keySet());
    command.withExposedPorts(exposed.stream().distinct().toList());
    // Programs that share this container's network also share its hosts file.
    List<String> names =
        Stream.concat(
                Stream.ofNullable(host.getExtraHosts()).flatMap(Stream::of),
                catalogue.scenarios().stream()
                    .map(AtsHarnessContainer::host)
                    .filter(name -> !name.equals(LOOPBACK))
                    .map(name -> name + ":" + LOOPBACK))
            .toList();
    command.withHostConfig(
        host.withPortBindings(bindings).withExtraHosts(names.toArray(String[]::new)));
  }

  private static String host(Scenario scenario) {
    return scenario.host(AtsHarness.DEFAULT_DOMAIN, LOOPBACK);
  }

  private List<String> command() {
    List<String> command =
        new ArrayList<>(
            List.of(
                "serve",
                "--bind=0.0.0.0",
                "--console-bind=0.0.0.0",
                "--console-port=" + CONSOLE_PORT,
                "--public-address=" + engineAddress(),
                "--https-port=" + ports.first(),
                "--http-port=" + (ports.first() + 1),
                "--first-port=" + (ports.first() + SHARED_PORTS)));
    only.forEach(glob -> command.add("--only=" + glob));
    return command;
  }

  /** Returns the address at which the engine publishes ports, an IP address literal. */
  private String engineAddress() {
    try {
      return InetAddress.getByName(getHost()).getHostAddress();
    } catch (UnknownHostException e) {
      throw new ContainerLaunchException(
          "the engine's host " + getHost() + " cannot be resolved", e);
    }
  }

  private Ports.Binding published(int port) {
    return onThisMachine()
        ? Ports.Binding.bindIpAndPort(LOOPBACK, port)
        : Ports.Binding.bindPort(port);
  }

  private Ports.Binding publishedAnywhere() {
    return onThisMachine() ? Ports.Binding.bindIp(LOOPBACK) : Ports.Binding.empty();
  }

  private boolean onThisMachine() {
    return engineAddress().equals(LOOPBACK);
  }

  @Override
  protected void containerIsStarted(InspectContainerResponse info) {
    URI console = console();
    Manifest found = Manifest.parse(fetch(console.resolve("/api/manifest"))).withConsole(console);
    boolean reachable =
        found.endpoints().stream().allMatch(endpoint -> ports.contains(endpoint.location().port()));
    if (!reachable) {
      throw new ContainerLaunchException(
          getDockerImageName()
              + " has other scenarios than this library; use the same release of both");
    }
    manifest = Optional.of(found);
  }

  private String fetch(URI url) {
    HttpRequest request =
        HttpRequest.newBuilder(url)
            .timeout(PATIENCE)
            .header("Authorization", "Bearer " + token)
            .build();
    try {
      HttpResponse<String> response =
          HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
      if (response.statusCode() != 200) {
        throw new HarnessException(url + " answered with status " + response.statusCode());
      }
      return response.body();
    } catch (IOException e) {
      throw new HarnessException(url + " does not answer", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new HarnessException("interrupted while waiting for " + url, e);
    }
  }

  private URI console() {
    return URI.create("http://" + engineAddress() + ":" + getMappedPort(CONSOLE_PORT) + "/");
  }

  /**
   * Returns the addresses at which everything listens, as seen from here, and the ground truth.
   *
   * @throws IllegalStateException if the container has not been started
   */
  public Manifest manifest() {
    return manifest.orElseThrow(() -> new IllegalStateException("start the container first"));
  }

  /**
   * Returns the URL for a device, with the scenario's name and usually the shared port.
   *
   * @throws IllegalArgumentException if the scenario is not served; the message lists similar ids
   */
  public URI url(String scenario) {
    return manifest().endpoint(scenario).location().url();
  }

  /**
   * Returns the scenario's own port.
   *
   * @throws IllegalArgumentException if the scenario is not served; the message lists similar ids
   */
  public InetSocketAddress address(String scenario) {
    Manifest.Endpoint endpoint = manifest().endpoint(scenario);
    return new InetSocketAddress(endpoint.location().address(), endpoint.location().port());
  }

  /** The root certificate to trust, PEM. */
  public String caPem() {
    return manifest().ca().pem();
  }

  /** The journal of the endpoints' connections. */
  public JournalView journal() {
    return new RemoteJournal(manifest().console(), Optional.of(token));
  }
}
