package dev.atsharness.conformance.checker;

import dev.atsharness.ats.ClientProfile;
import dev.atsharness.conformance.Checker;
import dev.atsharness.conformance.checker.internal.Adapter;
import dev.atsharness.conformance.checker.internal.AdapterFile;
import dev.atsharness.conformance.checker.internal.AdapterReader;
import dev.atsharness.conformance.checker.internal.CheckerContainer;
import dev.atsharness.conformance.checker.internal.ContainerChecker;
import dev.atsharness.conformance.checker.internal.ContractOutput;
import dev.atsharness.conformance.checker.internal.NamedChecker;
import dev.atsharness.conformance.checker.internal.PrivateHosts;
import dev.atsharness.conformance.checker.internal.ProgramChecker;
import dev.atsharness.conformance.checker.internal.ShellCommand;
import dev.atsharness.conformance.checker.internal.SimulatedDeviceChecker;
import dev.atsharness.device.internal.document.DocumentReader;
import dev.atsharness.device.internal.trust.CertificateMemory;
import dev.atsharness.scenario.Catalogue;
import dev.atsharness.scenario.Scenario;
import dev.atsharness.scenario.internal.LeadingDocuments;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Finds checkers by name. */
public final class Checkers {

  /** The programs for which an adapter is shipped. */
  public static final List<String> PROGRAMS =
      List.of(
          "audit-script",
          "curl",
          "gnutls-cli",
          "jsse",
          "nmap",
          "nscurl",
          "openssl",
          "sslscan",
          "sslyze",
          "testssl",
          "tlsx");

  /**
   * The names of checkers. {@code simulated-device:PROFILE} and an adapter's file are also
   * accepted.
   */
  public static final List<String> NAMES =
      Stream.concat(Stream.of(SimulatedDeviceChecker.NAME), PROGRAMS.stream()).toList();

  private final List<ClientProfile> profiles;
  private final Clock clock;
  private final String searchPath;
  private final Optional<PrivateHosts> hosts;
  private final boolean namesResolve;
  private final Collection<String> scenarios;
  private final String network;
  private final CertificateMemory memory = new CertificateMemory();

  /**
   * @param profiles the client profiles a simulated device can have
   * @param clock the simulated device's time
   * @param searchPath where to search for programs, like the environment variable {@code PATH};
   *     {@code docker} or {@code podman} for checkers given as images
   */
  public Checkers(List<ClientProfile> profiles, Clock clock, String searchPath) {
    this(
        profiles,
        clock,
        searchPath,
        Optional.empty(),
        false,
        ids(Catalogue.builtIn().scenarios()),
        CheckerContainer.HOST_NETWORK);
  }

  private static List<String> ids(List<Scenario> scenarios) {
    return scenarios.stream().map(Scenario::id).toList();
  }

  private Checkers(
      List<ClientProfile> profiles,
      Clock clock,
      String searchPath,
      Optional<PrivateHosts> hosts,
      boolean namesResolve,
      Collection<String> scenarios,
      String network) {
    this.profiles = List.copyOf(profiles);
    this.clock = clock;
    this.searchPath = searchPath;
    this.hosts = hosts;
    this.namesResolve = namesResolve;
    this.scenarios = List.copyOf(scenarios);
    this.network = network;
  }

  /**
   * Returns a copy in which programs get host names that resolve only for them.
   *
   * @throws IllegalArgumentException if this system cannot do that; the message says why
   */
  public Checkers withPrivateHosts() throws IOException, InterruptedException {
    return new Checkers(
        profiles,
        clock,
        searchPath,
        Optional.of(PrivateHosts.find(searchPath)),
        namesResolve,
        scenarios,
        network);
  }

  /** Returns a copy for a machine on which the endpoints' names resolve, or do not. */
  public Checkers withNamesResolving(boolean resolving) {
    return new Checkers(profiles, clock, searchPath, hosts, resolving, scenarios, network);
  }

  /**
   * Returns a copy for these scenarios, which known gaps may name in addition to the built-in ones.
   */
  public Checkers withScenarios(Collection<String> ids) {
    Set<String> all = new TreeSet<>(scenarios);
    all.addAll(ids);
    return new Checkers(profiles, clock, searchPath, hosts, namesResolve, all, network);
  }

  /**
   * Returns a copy in which checkers that are images run on the network of this container, in which
   * the harness runs. By default they run on the network of the machine, on which the harness then
   * listens.
   */
  public Checkers besideContainer(String id) {
    return new Checkers(
        profiles, clock, searchPath, hosts, namesResolve, scenarios, "container:" + id);
  }

  /** Returns the simulated device with every profile, and every installed program. */
  public List<Checker> installed() throws IOException, InterruptedException {
    List<Checker> all = new ArrayList<>(devices());
    for (String name : PROGRAMS) {
      Adapter adapter = AdapterReader.shipped(name);
      if (adapter.executable().missing(searchPath).isEmpty()) {
        all.add(program(adapter));
      }
    }
    return all;
  }

  /**
   * Returns the checkers with this name; {@code simulated-device} returns one for each profile.
   *
   * @throws IllegalArgumentException if there is none with this name, or it is not installed; the
   *     message says what to do
   */
  public List<Checker> named(String name) throws IOException, InterruptedException {
    if (name.equals(SimulatedDeviceChecker.NAME)) {
      return devices();
    }
    if (name.startsWith(SimulatedDeviceChecker.NAME + ":")) {
      return List.of(device(name.substring(name.indexOf(':') + 1)));
    }
    if (PROGRAMS.contains(name)) {
      return List.of(program(AdapterReader.shipped(name)));
    }
    if (AdapterFile.isFile(name)) {
      return List.of(program(AdapterReader.read(Path.of(name), scenarios)));
    }
    throw new IllegalArgumentException(
        "no checker '" + name + "'; known: " + NAMES + ", and your own files, ./NAME.yaml");
  }

  /** True if the name identifies the checker; the name of a user's own program or file does not. */
  public boolean hasName(String name) {
    return PROGRAMS.contains(name) || name.split(":", 2)[0].equals(SimulatedDeviceChecker.NAME);
  }

  /**
   * Returns a checker for any program that follows the contract of {@link ContractOutput}.
   *
   * @param command for the shell, for example {@code ./my-check {url}}
   * @throws IllegalArgumentException if it is empty, or has an unknown placeholder in braces
   */
  public Checker command(String command) {
    return ProgramChecker.of(new ShellCommand(command), namesResolve, hosts);
  }

  /**
   * Returns a client on trial: any program whose exit status is 0 exactly if it connected.
   *
   * @param command for the shell, for example {@code curl --cacert {ca} {url}}
   * @throws IllegalArgumentException if it is empty, or has an unknown placeholder in braces
   */
  public Checker client(String command) {
    Checker client = ProgramChecker.of(ShellCommand.ofClient(command), namesResolve, hosts);
    return hasName(client.name()) ? new NamedChecker(client.name() + "-client", client) : client;
  }

  /**
   * Returns the checker with another name, to distinguish it from one with the same name.
   *
   * @throws IllegalArgumentException if it is not a valid name, or is the name of a shipped checker
   */
  public Checker called(String name, Checker checker) {
    if (!name.matches("[A-Za-z0-9][A-Za-z0-9._-]{0,63}")) {
      throw new IllegalArgumentException(
          "'"
              + name
              + "' is not a name: write letters, digits, '.', '_' and '-', at most 64 of them");
    }
    if (hasName(name)) {
      throw new IllegalArgumentException(
          "'" + name + "' is the name of a checker that comes with the harness; choose another");
    }
    return new NamedChecker(name, checker);
  }

  private Checker program(Adapter adapter) throws IOException, InterruptedException {
    if (adapter.executable().image().isPresent()) {
      return ContainerChecker.of(adapter, network, searchPath);
    }
    List<String> missing = adapter.executable().missing(searchPath);
    if (!missing.isEmpty()) {
      throw new IllegalArgumentException(
          adapter.name()
              + " is not installed: there is no program "
              + String.join(", and none called ", missing)
              + (missing.stream().allMatch(one -> one.contains("/")) ? "" : " on the PATH")
              + (adapter.executable().install().isEmpty()
                  ? ""
                  : "; " + adapter.executable().install()));
    }
    return ProgramChecker.of(
        adapter, adapter.executable().program(searchPath).orElseThrow(), namesResolve, hosts);
  }

  private List<Checker> devices() {
    DocumentReader documents = new DocumentReader(LeadingDocuments.builtIn());
    return profiles.stream()
        .<Checker>map(p -> new SimulatedDeviceChecker(p, p.id(), clock, memory, documents))
        .toList();
  }

  private Checker device(String id) {
    Catalogue catalogue = Catalogue.ofClients();
    ClientProfile profile =
        profiles.stream()
            .filter(one -> one.id().equals(id))
            .findFirst()
            .orElseGet(() -> catalogue.profile(id));
    return new SimulatedDeviceChecker(
        profile,
        catalogue.stated(profile).id(),
        clock,
        memory,
        new DocumentReader(LeadingDocuments.builtIn()));
  }
}
