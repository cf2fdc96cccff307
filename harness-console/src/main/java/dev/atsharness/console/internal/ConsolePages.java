package dev.atsharness.console.internal;

import dev.atsharness.server.Manifest;
import dev.atsharness.server.internal.ConsoleExtension;
import dev.atsharness.server.internal.console.ApiRoute;
import dev.atsharness.server.internal.http.HttpAnswer;
import dev.atsharness.server.journal.Journal;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The console's pages: one HTML document and the scripts that fill it. */
public final class ConsolePages implements ConsoleExtension {

  /** A script's path. Its name contains no directory, so no path leads out of this package. */
  private static final Pattern SCRIPT = Pattern.compile("/console/([a-z][a-z0-9-]*\\.js)");

  @Override
  public List<ApiRoute> routes(Manifest manifest, Journal journal) {
    return List.of();
  }

  @Override
  public Optional<HttpAnswer> page(String path) {
    if (path.equals("/")) {
      return read("index.html", "text/html;charset=utf-8");
    }
    Matcher script = SCRIPT.matcher(path);
    return script.matches()
        ? read(script.group(1), "text/javascript;charset=utf-8")
        : Optional.empty();
  }

  private static Optional<HttpAnswer> read(String name, String type) {
    return HttpAnswer.resource(ConsolePages.class, name, type);
  }
}
