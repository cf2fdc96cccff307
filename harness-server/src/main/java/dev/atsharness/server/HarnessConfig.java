package dev.atsharness.server;

import dev.atsharness.scenario.Catalogue;
import dev.atsharness.server.internal.ConsoleExtension;
import dev.atsharness.server.internal.console.ConsoleLimits;
import dev.atsharness.server.internal.tls.ConnectionLimits;
import dev.atsharness.server.journal.Journal;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/** The settings of a harness; {@link AtsHarness.Builder} explains each. */
record HarnessConfig(
    String domain,
    Addresses addresses,
    Ports ports,
    Selection scenarios,
    Authority authority,
    Clock clock,
    Console console,
    Limits limits) {

  private static final int MAX_DOMAIN = 180;
  private static final Pattern DOMAIN =
      Pattern.compile("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)+");

  HarnessConfig {
    if (domain.length() > MAX_DOMAIN || !DOMAIN.matcher(domain).matches()) {
      throw new IllegalArgumentException(
          "'"
              + domain
              + "' is not a usable domain for the endpoints; write lower-case labels with at least"
              + " one dot, like ats-harness.test, which Apple's clients do not treat as a local"
              + " name");
    }
  }

  /** The directory that keeps the certificate authority, if one does. */
  Optional<Path> state() {
    return authority.state();
  }

  /** The certificate authority: where it is kept, and whether its CAs have name constraints. */
  record Authority(Optional<Path> state, boolean nameConstraints) {

    Authority {
      if (state.isPresent() && !nameConstraints) {
        throw new IllegalArgumentException(
            "an authority without name constraints is not kept in a directory, because whoever"
                + " reads its key can impersonate any server; leave out one of the two");
      }
    }
  }

  /** The ports to listen on; 0 means any free port. */
  record Ports(int https, int http, int console, int first, Optional<Integer> dns) {

    private static final int MAX_PORT = 65535;

    Ports {
      Map.of("HTTPS", https, "HTTP", http, "console", console, "first", first)
          .forEach(Ports::require);
      dns.ifPresent(port -> require("DNS", port));
    }

    private static void require(String which, int port) {
      if (port < 0 || port > MAX_PORT) {
        throw new IllegalArgumentException(
            "the " + which + " port " + port + " is outside 0 to " + MAX_PORT);
      }
    }

    /** The dedicated port of the scenario with this index in the catalogue. */
    int dedicated(int index) {
      return first == 0 ? 0 : first + index;
    }
  }

  /** The scenarios that are served. */
  record Selection(Optional<Catalogue> catalogue, List<String> only) {

    Catalogue chosen() {
      Catalogue all = catalogue.orElseGet(Catalogue::builtIn);
      return only.isEmpty() ? all : all.only(only);
    }
  }

  /** The token of the console, and its additional routes and pages. */
  record Console(Optional<String> token, List<ConsoleExtension> extensions) {

    Console {
      extensions = List.copyOf(extensions);
    }
  }

  /** The limits of the journal, of connections, and of the console. */
  record Limits(
      int journalCapacity,
      OptionalLong journalBytes,
      ConnectionLimits connections,
      ConsoleLimits console) {

    Journal newJournal(Clock clock) {
      return journalBytes.isPresent()
          ? new Journal(journalCapacity, journalBytes.getAsLong(), clock)
          : new Journal(journalCapacity, clock);
    }
  }
}
