package dev.atsharness.server.console;

import dev.atsharness.server.http.HttpAnswer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Optional;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;

/** Who may read what on the console. */
public abstract class Access {

  /** Fewer characters than this are easily guessed. */
  private static final int MIN_TOKEN = 16;

  private static final String SCHEME = "Bearer ";

  private Access() {}

  /** Everything, by those on this machine: the console listens on loopback. */
  public static Access ofThisMachine(String address) {
    LocalNames names = new LocalNames(address);
    return new Access() {
      @Override
      Optional<HttpAnswer> refusal(Request request, boolean open) {
        return names.contain(Request.getServerName(request))
            ? Optional.empty()
            : Optional.of(
                HttpAnswer.text(403, "the console answers to localhost and its own address only"));
      }
    };
  }

  /**
   * What is open by everybody, the rest by those who know a token: the console listens beyond
   * loopback.
   *
   * @param token what a request has in its Authorization header after {@code Bearer} (RFC 6750); if
   *     there is none, nobody reads the rest
   * @throws IllegalArgumentException if the token has less than {@value #MIN_TOKEN} characters, or
   *     others than visible ASCII ones
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
            HttpAnswer.text(401, "beyond the harness's own machine this page needs its token"));
      }
    };
  }

  private static void requireToken(String token) {
    if (token.length() < MIN_TOKEN || !token.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
      throw new IllegalArgumentException(
          "the console's token needs at least "
              + MIN_TOKEN
              + " characters, visible ASCII ones without spaces");
    }
  }

  /** In a time that tells nothing of how much of it was right. */
  private static boolean shows(Request request, String token) {
    String header = request.getHeaders().get(HttpHeader.AUTHORIZATION);
    return header != null
        && header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())
        && MessageDigest.isEqual(
            header.substring(SCHEME.length()).strip().getBytes(StandardCharsets.UTF_8),
            token.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * Why a request is not answered; empty if it is.
   *
   * @param open whether what it asks for is for everybody
   */
  abstract Optional<HttpAnswer> refusal(Request request, boolean open);
}
