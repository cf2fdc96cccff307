package dev.atsharness.server.console;

import dev.atsharness.server.http.HttpAnswer;
import java.net.URI;
import java.util.Optional;
import java.util.Set;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;

/**
 * Keeps pages of other sites from making a visitor's browser send something here (CSRF). A browser
 * says whose page a POST comes from; a program that is none says nothing, and needs no protection.
 */
final class SameOrigin {

  private static final String FETCH_SITE = "Sec-Fetch-Site";

  /** None that a page may send elsewhere without being asked first (Fetch, CORS-safelisted). */
  private static final Set<String> TYPES = Set.of("application/json", "application/octet-stream");

  private SameOrigin() {}

  /** Why a request with a body is not taken; empty if it is. */
  static Optional<HttpAnswer> refusal(Request request) {
    HttpFields headers = request.getHeaders();
    String site = headers.get(FETCH_SITE);
    String origin = headers.get(HttpHeader.ORIGIN);
    if ((site != null && !site.equals("same-origin"))
        || (origin != null && !isOwn(origin, headers.get(HttpHeader.HOST)))) {
      return Optional.of(HttpAnswer.text(403, "this is taken from the console's own pages only"));
    }
    String type = headers.get(HttpHeader.CONTENT_TYPE);
    return type != null && TYPES.contains(type)
        ? Optional.empty()
        : Optional.of(
            HttpAnswer.text(
                415, "the body is either application/json or application/octet-stream"));
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
