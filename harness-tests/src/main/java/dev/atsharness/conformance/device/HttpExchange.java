package dev.atsharness.conformance.device;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One {@code GET} over HTTP/1.1 (RFC 9112), of which the status code is kept, and where the
 * response leads: a redirect's Location, or the URL that a document of device management names.
 */
final class HttpExchange {

  private static final int MAX_HEAD = 16 * 1024;
  private static final int MAX_DOCUMENT = 64 * 1024;
  private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);
  private static final Set<String> SCHEMES = Set.of("http", "https");

  private static final Pattern LOCATION = Pattern.compile("(?mi)^Location: *(\\S+) *\\r?$");

  /** A manifest, a configuration profile, the answer of service discovery. */
  private static final Pattern DOCUMENT =
      Pattern.compile("(?mi)^Content-Type: *application/(?:xml|x-apple-aspen-config|json)\\b");

  /** A manifest's package, an MDM payload's server, the server to enrol at. */
  private static final Pattern URL =
      Pattern.compile(
          "(?:<key>(?:url|ServerURL)</key>\\s*<string>|\"BaseURL\"\\s*:\\s*\")([^<\"\\s]+)");

  private static final Pattern STATUS_LINE =
      Pattern.compile("HTTP/1\\.[01] (\\d{3})(?: [^\\r\\n]*)?\\r?\\n");

  /**
   * What came back.
   *
   * @param status empty if it does not begin like an HTTP/1 response
   * @param next the URL to go to from here
   */
  record Reply(OptionalInt status, Optional<URI> next) {}

  private HttpExchange() {}

  /** Sends the request and reads of the response as much as it takes to go on. */
  static Reply get(URI url, InputStream in, OutputStream out) throws IOException {
    out.write(request(url).getBytes(StandardCharsets.US_ASCII));
    out.flush();
    String head = head(in);
    Matcher line = STATUS_LINE.matcher(head);
    if (!line.lookingAt()) {
      return new Reply(OptionalInt.empty(), Optional.empty());
    }
    int status = Integer.parseInt(line.group(1));
    Optional<String> next = Optional.empty();
    if (REDIRECTS.contains(status)) {
      next = first(LOCATION, head);
    } else if (status == 200 && DOCUMENT.matcher(head).find()) {
      next = first(URL, new String(in.readNBytes(MAX_DOCUMENT), StandardCharsets.UTF_8));
    }
    return new Reply(OptionalInt.of(status), next.flatMap(text -> resolve(url, text)));
  }

  private static Optional<String> first(Pattern pattern, String text) {
    return pattern.matcher(text).results().map(match -> match.group(1)).findFirst();
  }

  /** Text that is no URL leads nowhere. */
  private static Optional<URI> resolve(URI base, String text) {
    try {
      URI url = base.resolve(text);
      boolean usable = url.getHost() != null && SCHEMES.contains(url.getScheme());
      return usable ? Optional.of(url) : Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static String request(URI url) {
    String path = url.getRawPath().isEmpty() ? "/" : url.getRawPath();
    String target = url.getRawQuery() == null ? path : path + "?" + url.getRawQuery();
    String host = url.getPort() < 0 ? url.getHost() : url.getHost() + ":" + url.getPort();
    return "GET "
        + target
        + " HTTP/1.1\r\nHost: "
        + host
        + "\r\nUser-Agent: ats-harness-device\r\nAccept: */*\r\nConnection: close\r\n\r\n";
  }

  /** Up to the blank line, the limit or the end of the input, whichever comes first. */
  private static String head(InputStream in) throws IOException {
    ByteArrayOutputStream head = new ByteArrayOutputStream();
    int newlines = 0;
    while (newlines < 2 && head.size() < MAX_HEAD) {
      int b = in.read();
      if (b < 0) {
        break;
      }
      head.write(b);
      if (b == '\n') {
        newlines++;
      } else if (b != '\r') {
        newlines = 0;
      }
    }
    return head.toString(StandardCharsets.ISO_8859_1);
  }
}
