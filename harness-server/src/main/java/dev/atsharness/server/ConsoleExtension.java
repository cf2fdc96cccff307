package dev.atsharness.server;

import dev.atsharness.server.console.ApiRoute;
import dev.atsharness.server.journal.Journal;
import java.util.List;

/** Adds to the console's API. */
@FunctionalInterface
public interface ConsoleExtension {

  /**
   * What it adds, once it is known what is served and where.
   *
   * @param manifest where everything listens, and the ground truth
   * @param journal what the endpoints see
   */
  List<ApiRoute> routes(Manifest manifest, Journal journal);
}
