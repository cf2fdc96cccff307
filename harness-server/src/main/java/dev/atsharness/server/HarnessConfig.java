package dev.atsharness.server;

import dev.atsharness.scenario.Scenario;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/** Settings of a harness; {@link AtsHarness.Builder} says what each means. */
record HarnessConfig(
    String domain,
    String bind,
    int httpsPort,
    int httpPort,
    int consolePort,
    int firstPort,
    List<String> only,
    Optional<List<Scenario>> scenarios,
    Optional<Path> state,
    Clock clock,
    int journalCapacity) {}
