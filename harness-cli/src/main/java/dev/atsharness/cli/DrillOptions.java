package dev.atsharness.cli;

import dev.atsharness.drill.internal.Drill;
import dev.atsharness.drill.internal.Drills;
import dev.atsharness.scenario.Catalogue;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import picocli.CommandLine.Option;

/** The options that select a drill. */
final class DrillOptions {

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "Make the drill with this number again; a new number by default.")
  private Optional<Long> seed = Optional.empty();

  @Option(
      names = "--level",
      paramLabel = "1..3",
      defaultValue = "1",
      description = {
        "1: one server with a fault. 2: several servers, one exempt, and two releases.",
        "3: with all difficulties. ${DEFAULT-VALUE} by default."
      })
  private int level;

  Drill drill() {
    Drills drills = new Drills(Catalogue.builtIn());
    long number = seed.orElseGet(() -> ThreadLocalRandom.current().nextLong(Drills.SEEDS));
    return UsageException.refusing(() -> drills.drill(number, level));
  }
}
