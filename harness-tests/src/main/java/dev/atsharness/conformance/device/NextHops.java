package dev.atsharness.conformance.device;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where an answer leads a device. */
final class NextHops {

  private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);

  private static final Set<String> DOCUMENTS =
      Set.of("application/xml", "application/x-apple-aspen-config", "application/json");

  private static final Pattern URL =
      Pattern.compile(
          "(?:<key>(url|ServerURL)</key>\\s*<string>|\"(BaseURL)\"\\s*:\\s*\")([^<\"\\s]+)");

  private NextHops() {}

  /**
   * All of them, in the order found.
   *
   * @param from index of the hop whose answer this is
   */
  static List<NextHop> of(URI asked, HttpReply reply, int from) {
    int status = reply.status().orElse(0);
    if (REDIRECTS.contains(status)) {
      return reply.location().stream()
          .map(to -> new NextHop(resolve(asked, to), HopReason.redirect(from, status)))
          .toList();
    }
    if (status == 200 && reply.contentType().filter(DOCUMENTS::contains).isPresent()) {
      Matcher found = URL.matcher(new String(reply.body(), StandardCharsets.UTF_8));
      return found
          .results()
          .map(
              match ->
                  new NextHop(
                      resolve(asked, match.group(3)),
                      HopReason.document(
                          from, match.group(1) == null ? match.group(2) : match.group(1))))
          .toList();
    }
    return List.of();
  }

  private static String resolve(URI base, String text) {
    try {
      return base.resolve(text).toString();
    } catch (IllegalArgumentException e) {
      return text;
    }
  }
}
