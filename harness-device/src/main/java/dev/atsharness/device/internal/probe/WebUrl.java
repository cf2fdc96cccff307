package dev.atsharness.device.internal.probe;

import java.net.IDN;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads URLs as servers write them: with blanks, letters outside ASCII, a relative path and so on.
 * The result is absolute, with scheme and host in lower case and without user and fragment.
 */
public final class WebUrl {

  private static final int MAX_LENGTH = 8 * 1024;

  /** The parts of a URL (RFC 3986 appendix B); the authority without a user. */
  private static final Pattern PARTS =
      Pattern.compile(
          "(?:([A-Za-z][A-Za-z0-9+.-]*):)?(?://(?:[^/?#@]*@)?([^/?#]*))?([^?#]*)(\\?[^#]*)?(?:#.*)?",
          Pattern.DOTALL);

  private static final Pattern HOST_AND_PORT =
      Pattern.compile("(\\[[0-9A-Fa-f:.]+\\]|[^:\\[\\]]+)(?::(\\d{0,5}))?");

  /**
   * A backslash where the host is or may be: browsers read it as a slash, and RFC 3986 does not
   * allow it.
   */
  private static final Pattern DISPUTED =
      Pattern.compile("(?:[A-Za-z][A-Za-z0-9+.-]*:)?(?:/?\\\\|//[^/?#]*\\\\).*", Pattern.DOTALL);

  private static final Pattern PERCENT = Pattern.compile("%[0-9A-Fa-f]{2}");
  private static final String KEPT = "-._~!$&'()*+,;=:@/?";

  private WebUrl() {}

  /** Reads an absolute URL with the scheme http or https. */
  public static Optional<URI> of(String text) {
    return resolve(Optional.empty(), text);
  }

  /** Reads a URL that may be relative (RFC 3986 section 5.2). */
  static Optional<URI> resolve(URI base, String text) {
    return resolve(Optional.of(base), text);
  }

  /** True if clients disagree about which host the text names, because of a backslash. */
  static boolean isDisputed(String text) {
    return DISPUTED.matcher(text.strip()).matches();
  }

  /** The scheme of an absolute URL, in lower case. */
  static Optional<String> scheme(String text) {
    Matcher parts = PARTS.matcher(text.strip());
    return parts.matches()
        ? Optional.ofNullable(parts.group(1)).map(scheme -> scheme.toLowerCase(Locale.ROOT))
        : Optional.empty();
  }

  private static Optional<URI> resolve(Optional<URI> base, String text) {
    String clean = text.strip().replaceAll("[\\t\\r\\n]", "");
    Matcher parts = PARTS.matcher(clean);
    if (clean.length() > MAX_LENGTH || isDisputed(clean) || !parts.matches()) {
      return Optional.empty();
    }
    boolean absolute = parts.group(1) != null;
    boolean named = parts.group(2) != null;
    if (absolute ? !named : base.isEmpty()) {
      return Optional.empty();
    }
    String scheme = absolute ? parts.group(1).toLowerCase(Locale.ROOT) : base.get().getScheme();
    String path = encode(parts.group(3));
    String query = parts.group(4) == null ? "" : "?" + encode(parts.group(4).substring(1));
    if (!named && path.isEmpty()) {
      path = base.get().getRawPath();
      String own = base.get().getRawQuery();
      query = query.isEmpty() && own != null ? "?" + own : query;
    } else if (!named && !path.startsWith("/")) {
      String directory = base.get().getRawPath();
      path = directory.substring(0, directory.lastIndexOf('/') + 1) + path;
    }
    String rest = withoutDots(path.isEmpty() ? "/" : path) + query;
    return authority(named ? parts.group(2) : base.get().getRawAuthority())
        .filter(authority -> scheme.equals("https") || scheme.equals("http"))
        .flatMap(authority -> parse(scheme + "://" + authority + rest));
  }

  private static Optional<String> authority(String text) {
    Matcher parts = HOST_AND_PORT.matcher(text);
    if (!parts.matches()) {
      return Optional.empty();
    }
    try {
      String host = parts.group(1);
      String ascii = host.startsWith("[") ? host : IDN.toASCII(host, IDN.ALLOW_UNASSIGNED);
      String port = parts.group(2) == null ? "" : parts.group(2);
      if (!port.isEmpty() && (Integer.parseInt(port) < 1 || Integer.parseInt(port) > 65535)) {
        return Optional.empty();
      }
      return Optional.of(ascii.toLowerCase(Locale.ROOT) + (port.isEmpty() ? "" : ":" + port));
    } catch (IllegalArgumentException e) {
      return Optional.empty(); // not a valid DNS name
    }
  }

  /** Removes dot segments (RFC 3986 section 5.2.4). */
  private static String withoutDots(String path) {
    Deque<String> kept = new ArrayDeque<>();
    String[] segments = path.substring(1).split("/", -1);
    for (int i = 0; i < segments.length; i++) {
      boolean dots = segments[i].equals(".") || segments[i].equals("..");
      if (segments[i].equals("..")) {
        kept.pollLast();
      }
      if (!dots) {
        kept.addLast(segments[i]);
      } else if (i == segments.length - 1) {
        kept.addLast("");
      }
    }
    return "/" + String.join("/", kept);
  }

  /** Percent-encodes as UTF-8 the characters that RFC 3986 does not allow. */
  private static String encode(String text) {
    StringBuilder encoded = new StringBuilder();
    for (int at = 0; at < text.length(); ) {
      int character = text.codePointAt(at);
      String one = Character.toString(character);
      boolean escape = PERCENT.matcher(text).region(at, text.length()).lookingAt();
      if (escape || isAscii(character, one)) {
        encoded.append(one);
      } else {
        for (byte b : one.getBytes(StandardCharsets.UTF_8)) {
          encoded.append(String.format(Locale.ROOT, "%%%02X", b));
        }
      }
      at += one.length();
    }
    return encoded.toString();
  }

  private static boolean isAscii(int character, String one) {
    return character < 128 && (Character.isLetterOrDigit(character) || KEPT.contains(one));
  }

  private static Optional<URI> parse(String text) {
    try {
      URI url = new URI(text);
      return url.getHost() == null ? Optional.empty() : Optional.of(url);
    } catch (URISyntaxException e) {
      return Optional.empty();
    }
  }
}
