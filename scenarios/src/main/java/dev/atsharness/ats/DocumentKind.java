package dev.atsharness.ats;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A kind of document that devices fetch, and where it leads them.
 *
 * @param name what people call it: {@code app manifest}
 * @param format how it is written
 * @param has a document is of this kind if one of these keys is at its top; the authentication
 *     schemes of a challenge
 * @param typeKey the key whose value is the type of the dictionary around a URL: {@code
 *     PayloadType}
 * @param urls what is known of its keys; of those that match a key the first counts
 */
public record DocumentKind(
    String name, Format format, Set<String> has, Optional<String> typeKey, List<DocumentUrl> urls) {

  /** How a document is written. */
  public enum Format {
    JSON,
    PROPERTY_LIST,
    /** The {@code WWW-Authenticate} field of a response. */
    CHALLENGE
  }

  public DocumentKind {
    has = Set.copyOf(has);
    urls = List.copyOf(urls);
  }
}
