package dev.atsharness.server;

import dev.atsharness.server.console.ApiRoute;
import dev.atsharness.server.http.HttpAnswer;
import dev.atsharness.server.journal.Journal;
import java.util.List;
import java.util.Optional;

/** Adds routes to the console's API, and pages to the console. */
@FunctionalInterface
public interface ConsoleExtension {

  /**
   * The routes that it adds. Called once, when it is known what is served and where.
   *
   * @param manifest where everything listens, and the ground truth
   * @param journal what the endpoints see
   */
  List<ApiRoute> routes(Manifest manifest, Journal journal);

  /**
   * The page that it has for a path; empty, as by default, if it has none. Everyone who reaches the
   * console can read it. The page for {@code /} replaces the plain one that the server has.
   *
   * @param path the decoded path of the request; the client chose it, so it may be hostile
   */
  default Optional<HttpAnswer> page(String path) {
    return Optional.empty();
  }
}
