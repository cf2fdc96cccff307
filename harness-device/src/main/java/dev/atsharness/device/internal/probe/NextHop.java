package dev.atsharness.device.internal.probe;

import java.net.URI;
import java.util.Optional;

/**
 * A URL to which an answer leads.
 *
 * @param text the URL as written in the answer; hostile
 * @param url resolved against the requested URL if it may be relative; empty if it is not a URL
 *     that is fetched over HTTP
 * @param why what leads to it
 */
record NextHop(String text, Optional<URI> url, HopReason why) {

  /** The URL, or the original text if it is not a URL. */
  String shown() {
    return url.map(URI::toString).orElse(text);
  }

  /**
   * True if the other URL differs at most in its query, where servers may put a new number for each
   * visit.
   */
  boolean isAlike(NextHop other) {
    return why.equals(other.why) && withoutQuery().equals(other.withoutQuery());
  }

  private String withoutQuery() {
    return shown().split("\\?", 2)[0];
  }
}
