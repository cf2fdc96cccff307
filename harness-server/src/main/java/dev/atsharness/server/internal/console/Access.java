package dev.atsharness.server.internal.console;

import dev.atsharness.server.internal.http.HttpAnswer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Optional;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;

/** The rules for who may read which pages of the console. */
public abstract class Access {

  /** The minimum length of a token; a shorter one is easily guessed. */
  private static final int MIN_TOKEN = 16;

  private static final String SCHEME = "Bearer ";

  private Access() {}

  /** Access for a console that listens on loopback: clients on this machine read everything. */
  public static Access ofThisMachine(String address) {
    LocalNames names = new LocalNames(address);
    return new Access() {
      @Override
      Optional<HttpAnswer> refusal(Request request, boolean open) {
        return names.contain(Request.getServerName(request))
            ? Optional.empty()
            : Optional.of(
                HttpAnswer.text(403, "the console answers only to localhost and its own address"));
      }
    };
  }

  /**
   * Access for a console that listens beyond loopback: open pages are public, the others need a
   * token.
   *
   * @param token the value after {@code Bearer} in a request's Authorization header (RFC 6750); if
   *     empty, every request for another page is refused
   * @throws IllegalArgumentException if the token has fewer than {@value #MIN_TOKEN} characters, or
   *     characters other than visible ASCII
   */
  public static Access ofTheNetwork(Optional<String> token) {
    token.ifPresent(Access::requireToken);
    return new Access() {
      @Override
      Optional<HttpAnswer> refusal(Request request, boolean open) {
        if (open || token.filter(secret -> shows(request, secret)).isPresent()) {
          return Optional.empty();
        }
        return Optional.of(
            HttpAnswer.text(401, "from another machine this page needs the harness's token"));
      }
    };
  }

  private static void requireToken(String token) {
    if (token.length() < MIN_TOKEN || !token.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
      throw new IllegalArgumentException(
          "the console's token needs at least "
              + MIN_TOKEN
              + " characters, all visible ASCII, without spaces");
    }
  }

  /** Whether the request has the token. The time does not depend on how much of it is right. */
  private static boolean shows(Request request, String token) {
    String header = request.getHeaders().get(HttpHeader.AUTHORIZATION);
    return header != null
        && header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())
        && MessageDigest.isEqual(
            header.substring(SCHEME.length()).strip().getBytes(StandardCharsets.UTF_8),
            token.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * The refusal of a request; empty if the request is allowed.
   *
   * @param open whether the requested page is public
   */
  abstract Optional<HttpAnswer> refusal(Request request, boolean open);
}
