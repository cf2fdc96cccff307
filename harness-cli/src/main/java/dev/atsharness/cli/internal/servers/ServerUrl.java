package dev.atsharness.cli.internal.servers;

import dev.atsharness.device.internal.AddressBook;
import dev.atsharness.device.internal.probe.WebUrl;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The URL of a server as people write it: whole, or only the name of the host. */
public final class ServerUrl {

  private static final Set<String> SCHEMES = Set.of("https", "http");
  private static final int MAX_PORT = 65_535;
  private static final Pattern HAS_SCHEME = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]*:/.*");

  private static final Pattern WILDCARD = Pattern.compile("(?:[A-Za-z]+://)?[^/?#]*\\*");

  /** A user, and perhaps a password, before the host. */
  private static final Pattern USER = Pattern.compile("(?:[A-Za-z][A-Za-z0-9+.-]*://)?[^/?#]*@");

  private static final Pattern BARE_IPV6 =
      Pattern.compile("(?:[A-Za-z]+://)?[0-9A-Fa-f]*:[0-9A-Fa-f]*:[0-9A-Fa-f:.]*(?:[/%].*)?");

  private static final int MAX_QUOTED = 100;

  private ServerUrl() {}

  /** Returns the beginning of a text, so that a message about it can be read. */
  static String shortened(String text) {
    return text.length() <= MAX_QUOTED ? text : text.substring(0, MAX_QUOTED) + "...";
  }

  /**
   * Reads a URL. A host without a scheme means {@code https}. Letters outside ASCII in the host are
   * encoded as DNS has them.
   *
   * @throws IllegalArgumentException if it is not an http or https URL with a host; the message
   *     says what to write
   */
  public static URI of(String text) {
    boolean whole = HAS_SCHEME.matcher(text).matches();
    Matcher user = USER.matcher(text);
    if (user.lookingAt()) {
      throw new IllegalArgumentException(
          "'..."
              + shortened(text.substring(user.end()))
              + "' has a user before the host, which probe does not send; write"
              + " https://NAME[:PORT]/");
    }
    if (BARE_IPV6.matcher(text).matches()) {
      throw new IllegalArgumentException(
          "'"
              + shortened(text)
              + "' is an IPv6 address; put it into brackets, as in [2001:db8::1]");
    }
    if (WILDCARD.matcher(text).lookingAt()) {
      throw new IllegalArgumentException(
          "'" + shortened(text) + "' has a *; write each server with its own name");
    }
    String full = whole ? text : "https://" + text;
    URI url =
        StandardCharsets.US_ASCII.newEncoder().canEncode(full)
            ? parse(text, full)
            : WebUrl.of(full).orElseThrow(() -> wrong(text, "is not a URL", null));
    String scheme = String.valueOf(url.getScheme());
    if (url.getHost() == null || !SCHEMES.contains(scheme.toLowerCase(Locale.ROOT))) {
      throw wrong(text, "is not an https or http URL with a host", null);
    }
    if (url.getPort() == 0 || url.getPort() > MAX_PORT) {
      throw new IllegalArgumentException(
          "'"
              + shortened(text)
              + "' has the port "
              + url.getPort()
              + "; a port is a number from 1 to "
              + MAX_PORT);
    }
    return parse(text, scheme.toLowerCase(Locale.ROOT) + url.toString().substring(scheme.length()));
  }

  /**
   * Returns a text that is the same for two URLs of the same server: the case of the host, a dot at
   * its end, the usual port, and a query without content make no other one.
   */
  public static String key(URI url) {
    String path = url.getRawPath() == null || url.getRawPath().isEmpty() ? "/" : url.getRawPath();
    return url.getScheme()
        + "://"
        + host(url)
        + ":"
        + AddressBook.port(url)
        + path
        + (url.getRawQuery() == null || url.getRawQuery().isEmpty() ? "" : "?" + url.getRawQuery());
  }

  /** Returns the host in lower case and without a dot at its end. */
  static String host(URI url) {
    return url.getHost().toLowerCase(Locale.ROOT).replaceFirst("\\.$", "");
  }

  private static URI parse(String text, String full) {
    try {
      return new URI(full);
    } catch (URISyntaxException e) {
      throw wrong(text, "is not a URL", e);
    }
  }

  private static IllegalArgumentException wrong(String text, String what, Exception cause) {
    return new IllegalArgumentException(
        "'" + shortened(text) + "' " + what + "; write https://NAME[:PORT]/", cause);
  }
}
