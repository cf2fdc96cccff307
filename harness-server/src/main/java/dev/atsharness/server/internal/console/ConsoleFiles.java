package dev.atsharness.server.internal.console;

import dev.atsharness.server.internal.http.HttpAnswer;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The files of the server's own pages: the plain first page, the style and the icon. */
final class ConsoleFiles {

  /** The path of a file; no file name can lead out of the directory. */
  private static final Pattern PATH = Pattern.compile("/console/([a-z][a-z0-9-]*\\.([a-z]+))");

  private static final Map<String, String> TYPES =
      Map.of(
          "css", "text/css;charset=utf-8",
          "svg", "image/svg+xml");

  private ConsoleFiles() {}

  /** The first page of a console without further pages: links, and no scripts. */
  static HttpAnswer index() {
    return read("index.html", "text/html;charset=utf-8").orElseThrow();
  }

  /** The file at this path; empty if there is none. */
  static Optional<HttpAnswer> file(String path) {
    Matcher match = PATH.matcher(path);
    return match.matches()
        ? Optional.ofNullable(TYPES.get(match.group(2))).flatMap(type -> read(match.group(1), type))
        : Optional.empty();
  }

  private static Optional<HttpAnswer> read(String name, String type) {
    return HttpAnswer.resource(ConsoleFiles.class, name, type);
  }
}
