package dev.atsharness.ats.internal;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A kind of document that devices fetch, and where it leads them.
 *
 * @param name its usual name, for example {@code app manifest}
 * @param format its format
 * @param has a document is of this kind if one of these keys is at its top; the authentication
 *     schemes of a challenge
 * @param typeKey the key whose value is the type of the dictionary around a URL: {@code
 *     PayloadType}
 * @param holds the last names of the path of each key whose value is another document
 * @param urls what is known of its keys; the first entry that matches a key counts
 * @param signs the signs, besides its content, that a URL or a response is for such a document
 */
public record DocumentKind(
    String name,
    Format format,
    Set<String> has,
    Optional<String> typeKey,
    List<List<String>> holds,
    List<DocumentUrl> urls,
    Signs signs) {

  /** The format of a document. */
  public enum Format {
    JSON,
    PROPERTY_LIST,
    /** The {@code WWW-Authenticate} field of a response. */
    CHALLENGE
  }

  /**
   * The signs, besides its content, that a URL or a response is for a document.
   *
   * @param servedAt ends of paths, in lower case, at which only the document is
   * @param askedAt ends of paths, in lower case, at which a page for people may be too
   * @param types media types, in lower case, that servers give only to this document
   */
  public record Signs(List<String> servedAt, List<String> askedAt, Set<String> types) {

    /** Only the content shows it. */
    public static final Signs NONE = new Signs(List.of(), List.of(), Set.of());

    public Signs {
      servedAt = List.copyOf(servedAt);
      askedAt = List.copyOf(askedAt);
      types = Set.copyOf(types);
    }
  }

  public DocumentKind {
    has = Set.copyOf(has);
    holds = holds.stream().map(List::copyOf).toList();
    urls = List.copyOf(urls);
  }
}
