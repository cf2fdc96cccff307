package dev.atsharness.server;

import dev.atsharness.scenario.Catalogue;
import dev.atsharness.server.journal.Journal;
import dev.atsharness.server.tls.ConnectionLimits;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/** Settings of a harness; {@link AtsHarness.Builder} says what each means. */
record HarnessConfig(
    String domain,
    Addresses addresses,
    int httpsPort,
    int httpPort,
    int consolePort,
    int firstPort,
    Optional<Integer> dnsPort,
    List<String> only,
    Optional<Catalogue> catalogue,
    Optional<Path> state,
    Clock clock,
    int journalCapacity,
    OptionalLong journalBytes,
    Optional<String> consoleToken,
    List<ConsoleExtension> consoleExtensions,
    ConnectionLimits limits) {

  private static final int MAX_PORT = 65535;
  private static final int MAX_DOMAIN = 180;
  private static final Pattern DOMAIN =
      Pattern.compile("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)+");

  HarnessConfig {
    consoleExtensions = List.copyOf(consoleExtensions);
    if (domain.length() > MAX_DOMAIN || !DOMAIN.matcher(domain).matches()) {
      throw new IllegalArgumentException(
          "'"
              + domain
              + "' is no domain for the endpoints; write lower-case labels with at least one dot,"
              + " like ats-harness.test, which Apple's clients do not take for a local name");
    }
    Map.of("HTTPS", httpsPort, "HTTP", httpPort, "console", consolePort, "first", firstPort)
        .forEach(HarnessConfig::requirePort);
    dnsPort.ifPresent(port -> requirePort("DNS", port));
  }

  private static void requirePort(String which, int port) {
    if (port < 0 || port > MAX_PORT) {
      throw new IllegalArgumentException(
          "the " + which + " port " + port + " is outside 0 to " + MAX_PORT);
    }
  }

  Journal newJournal() {
    return journalBytes.isPresent()
        ? new Journal(journalCapacity, journalBytes.getAsLong(), clock)
        : new Journal(journalCapacity, clock);
  }

  /** The dedicated port of the scenario at this place of the catalogue. */
  int dedicatedPort(int index) {
    return firstPort == 0 ? 0 : firstPort + index;
  }
}
