package dev.atsharness.server.console;

import dev.atsharness.server.http.Answer;
import java.util.Collection;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.jetty.util.StringUtil;

/** The page at {@code /}: links to the others. */
final class IndexPage {

  private IndexPage() {}

  /**
   * The page.
   *
   * @param anchors ids of the scenarios that have an anchor of their own
   */
  static Answer of(Collection<String> anchors) {
    Stream<String> pages =
        Stream.of(
            link("/ca.pem", "The root certificate to trust, for this test and no longer"),
            link(DevicePages.PATH, "How to prepare a device"),
            link("/api/manifest", "Where everything listens, and the ground truth (JSON)"),
            link("/api/journal", "What the endpoints saw (JSON)"),
            link("/health", "Whether it is up (JSON)"));
    Stream<String> beside =
        anchors.stream()
            .sorted()
            .map(id -> link(ConsoleHandler.ANCHORS + id + ".pem", "The anchor of " + id));
    return new Answer(
        200,
        "text/html;charset=utf-8",
        Stream.concat(pages, beside)
            .collect(
                Collectors.joining(
                    "\n",
                    """
                    <!DOCTYPE html>
                    <html lang="en">
                    <title>ATS harness</title>
                    <h1>ATS harness</h1>
                    <ul>
                    """,
                    "\n</ul>\n</html>\n")));
  }

  private static String link(String path, String text) {
    return "<li><a href=\""
        + StringUtil.sanitizeXmlString(path)
        + "\">"
        + StringUtil.sanitizeXmlString(text)
        + "</a>";
  }
}
