package dev.atsharness.server.internal;

import dev.atsharness.server.Manifest;
import dev.atsharness.server.internal.console.ApiRoute;
import dev.atsharness.server.internal.http.HttpAnswer;
import dev.atsharness.server.journal.Journal;
import java.util.List;
import java.util.Optional;

/** Adds routes to the console's API, and pages to the console. */
@FunctionalInterface
public interface ConsoleExtension {

  /**
   * The routes that it adds. Called once, when the endpoints and their ports are known.
   *
   * @param manifest addresses and ports of everything that listens, and the ground truth
   * @param journal the record of the endpoints' connections
   */
  List<ApiRoute> routes(Manifest manifest, Journal journal);

  /**
   * The page for a path; empty if it has none, which is the default. Any client that reaches the
   * console can read it. The page for {@code /} replaces the server's plain first page.
   *
   * @param path the decoded path of the request; the client chose it, so it may be hostile
   */
  default Optional<HttpAnswer> page(String path) {
    return Optional.empty();
  }
}
