package dev.atsharness.cli;

import dev.atsharness.conformance.internal.StoredJournal;
import dev.atsharness.console.internal.CodesConsole;
import dev.atsharness.console.internal.ConsolePages;
import dev.atsharness.console.internal.DrillConsole;
import dev.atsharness.console.internal.LogConsole;
import dev.atsharness.scenario.Catalogue;
import dev.atsharness.server.AtsHarness;
import dev.atsharness.server.HarnessException;
import dev.atsharness.server.ListenException;
import dev.atsharness.server.ListenException.Setting;
import dev.atsharness.server.Manifest;
import dev.atsharness.server.internal.device.Certificate;
import dev.atsharness.server.internal.tls.ClientFingerprints;
import dev.atsharness.server.journal.Journal;
import dev.atsharness.server.journal.internal.JournalJson;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The options that say where the endpoints of {@code serve} listen. */
final class ListenOptions {

  private static final int MAX_PORT = 65535;

  private static final String DEFAULT_DOMAIN = "ats-harness.test";

  @Option(
      names = "--domain",
      paramLabel = "NAME",
      defaultValue = DEFAULT_DOMAIN,
      description = "Parent of all host names; ${DEFAULT-VALUE} by default.")
  private String domain;

  @Option(
      names = "--bind",
      paramLabel = "IP",
      defaultValue = "127.0.0.1",
      description = "Address to listen on; ${DEFAULT-VALUE} by default.")
  private String bind;

  @Option(
      names = "--public-address",
      paramLabel = "IP",
      description =
          "Address by which clients reach the endpoints, if it differs from --bind: a container's"
              + " host, for example. With --bind 0.0.0.0 and without this option, the console"
              + " answers with the host name of each request.")
  private Optional<String> publicAddress = Optional.empty();

  @Option(
      names = "--console-bind",
      paramLabel = "IP",
      description =
          "Address the console listens on; loopback by default. At another address, /api needs the"
              + " token in the environment variable ATS_HARNESS_CONSOLE_TOKEN.")
  private Optional<String> consoleBind = Optional.empty();

  @Option(
      names = "--https-port",
      paramLabel = "PORT",
      defaultValue = "8443",
      description = "Port of all HTTPS scenarios; ${DEFAULT-VALUE} by default, 0 is any free one.")
  private int httpsPort;

  @Option(
      names = "--http-port",
      paramLabel = "PORT",
      defaultValue = "8080",
      description =
          "Port of all plain HTTP scenarios; ${DEFAULT-VALUE} by default, 0 is any free one.")
  private int httpPort;

  @Option(
      names = "--console-port",
      paramLabel = "PORT",
      defaultValue = "8090",
      description = "Port of the console; ${DEFAULT-VALUE} by default, 0 is any free one.")
  private int consolePort;

  @Option(
      names = "--first-port",
      paramLabel = "PORT",
      defaultValue = "9000",
      description =
          "First of the dedicated ports, one per scenario; ${DEFAULT-VALUE} by default, 0 chooses"
              + " free ones.")
  private int firstPort;

  @Option(
      names = "--dns-port",
      paramLabel = "PORT",
      description =
          "Answer DNS queries for the names under --domain, and no others, on this port over UDP"
              + " and TCP; 0 is any free one. Off by default.")
  private Optional<Integer> dnsPort = Optional.empty();

  @Option(
      names = "--state",
      paramLabel = "DIR",
      description =
          "Keep the certificate authority here, so that devices have to trust it only once. Not"
              + " with --ca-without-name-constraints.")
  private Optional<Path> state = Optional.empty();

  String domain() {
    return domain;
  }

  Listening listening() {
    return new Listening(bind, publicAddress, consoleBind);
  }

  /** Returns the option --domain for another command; empty if it has the default value. */
  String domainWords() {
    return domain.equals(DEFAULT_DOMAIN) ? "" : " --domain " + domain;
  }

  /** The path of the manifest of the harness that last used this state directory. */
  static Path manifest(Path state) {
    return state.resolve("manifest.json");
  }

  /** The path of the journals of stopped harnesses in a state directory. */
  static Path journal(Path state) {
    return state.resolve("journal.json");
  }

  /** Stores the manifest beside the authority, for {@code log check --state}. */
  void keep(Manifest manifest) {
    state.ifPresent(directory -> manifest.write(manifest(directory)));
  }

  /** Stores the journal of a harness that ends, for a log that is fetched later. */
  void keep(Journal journal) throws IOException {
    if (state.isPresent()) {
      StoredJournal.add(
          journal(state.get()),
          new JournalJson(new ClientFingerprints(List.of()))
              .pieces(journal, 0, 0, Optional.empty()));
    }
  }

  /** The warning that the root of the state directory ends soon. */
  Optional<String> rootEnd(Manifest manifest, Instant now) {
    return state.flatMap(
        directory -> RootEnd.warning(directory, new Certificate(manifest.ca().pem()).end(), now));
  }

  /** Refuses options that exclude each other. */
  void requirePossible(CaOptions ca) {
    ca.refuseBeside(
        state.isPresent(), "--state", "such a CA is never stored; leave out one of the two");
  }

  AtsHarness start(Catalogue catalogue, CaOptions ca) {
    AtsHarness.Builder builder =
        AtsHarness.builder()
            .catalogue(catalogue)
            .domain(domain)
            .bind(bind)
            .httpsPort(port("--https-port", httpsPort))
            .httpPort(port("--http-port", httpPort))
            .consolePort(port("--console-port", consolePort))
            .console(new ConsolePages())
            .console(new CodesConsole())
            .console(new LogConsole(catalogue, Clock.system(ZoneId.systemDefault())))
            .console(new DrillConsole())
            .firstPort(firstPort(catalogue.scenarios().size()));
    dnsPort.ifPresent(port -> builder.dnsPort(port("--dns-port", port)));
    state.ifPresent(builder::state);
    ca.apply(builder);
    publicAddress.ifPresent(builder::publicAddress);
    consoleBind.ifPresent(builder::consoleBind);
    RunningHarness.token().ifPresent(builder::consoleToken);
    try {
      return UsageException.refusing(builder::start);
    } catch (ListenException e) {
      throw new HarnessException(e.getMessage() + "\nThe option is " + option(e.setting()), e);
    }
  }

  private static String option(Setting setting) {
    return switch (setting) {
      case BIND -> "--bind IP";
      case HTTPS_PORT -> "--https-port PORT";
      case HTTP_PORT -> "--http-port PORT";
      case FIRST_PORT -> "--first-port PORT; the scenarios' own ports are numbered from it";
      case CONSOLE_PORT -> "--console-port PORT";
      case DNS_PORT -> "--dns-port PORT";
    };
  }

  private int firstPort(int scenarios) {
    int highest = MAX_PORT + 1 - scenarios;
    if (port("--first-port", firstPort) > highest) {
      throw new UsageException(
          "--first-port "
              + firstPort
              + ": "
              + scenarios
              + " consecutive ports are needed, so "
              + highest
              + " is the highest");
    }
    return firstPort;
  }

  private static int port(String option, int port) {
    if (port < 0 || port > MAX_PORT) {
      throw new UsageException(option + " " + port + ": a port is 0 to 65535");
    }
    return port;
  }
}
