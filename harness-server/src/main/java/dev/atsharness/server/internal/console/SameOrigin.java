package dev.atsharness.server.internal.console;

import dev.atsharness.server.internal.http.HttpAnswer;
import java.net.URI;
import java.util.Optional;
import java.util.Set;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;

/**
 * The protection against cross-site request forgery (CSRF), where a page of another site makes a
 * visitor's browser send something here. A browser states the origin of a POST; a non-browser
 * client does not, and needs no protection.
 */
final class SameOrigin {

  private static final String FETCH_SITE = "Sec-Fetch-Site";

  /**
   * The accepted media types. A page cannot send these to another site without a preflight request
   * (Fetch standard: they are not CORS-safelisted).
   */
  private static final Set<String> TYPES = Set.of("application/json", "application/octet-stream");

  private SameOrigin() {}

  /** The refusal of a request with a body; empty if it is accepted. */
  static Optional<HttpAnswer> refusal(Request request) {
    HttpFields headers = request.getHeaders();
    String site = headers.get(FETCH_SITE);
    String origin = headers.get(HttpHeader.ORIGIN);
    if ((site != null && !site.equals("same-origin"))
        || (origin != null && !isOwn(origin, headers.get(HttpHeader.HOST)))) {
      return Optional.of(
          HttpAnswer.text(403, "this request is accepted only from the console's own pages"));
    }
    String type = headers.get(HttpHeader.CONTENT_TYPE);
    return type != null && TYPES.contains(type)
        ? Optional.empty()
        : Optional.of(
            HttpAnswer.text(415, "the body must be application/json or application/octet-stream"));
  }

  private static boolean isOwn(String origin, String host) {
    try {
      String authority = URI.create(origin).getAuthority();
      return authority != null && authority.equalsIgnoreCase(host);
    } catch (IllegalArgumentException e) {
      return false;
    }
  }
}
