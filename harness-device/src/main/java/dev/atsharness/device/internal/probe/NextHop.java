package dev.atsharness.device.internal.probe;

import java.net.URI;
import java.util.Optional;

/**
 * A URL that an answer leads to.
 *
 * @param text as the answer names it; hostile
 * @param url resolved against the URL that was asked where that may be relative; empty if it is not
 *     a URL that is fetched over HTTP
 * @param why what leads there
 */
record NextHop(String text, Optional<URI> url, HopReason why) {

  /** The URL, or the text where it is none. */
  String shown() {
    return url.map(URI::toString).orElse(text);
  }

  /**
   * Whether another differs at most in its query: servers put a new number there for each visit.
   */
  boolean isAlike(NextHop other) {
    return why.equals(other.why) && withoutQuery().equals(other.withoutQuery());
  }

  private String withoutQuery() {
    return shown().split("\\?", 2)[0];
  }
}
