package dev.atsharness.ats.internal;

import java.util.List;
import java.util.Optional;

/**
 * A key of a document that holds a URL.
 *
 * @param payload type of the dictionary around it; {@link #OTHER} for types that are not Apple's;
 *     empty for any
 * @param key the last names of its path, without the indexes of arrays; {@link #ANY_KEY} alone for
 *     every key
 * @param standing whether Apple's requirements apply to what is fetched there
 * @param reason which processes fetch it, why it is exempt, or why it is not known
 * @param method how a device asks: {@code GET}, {@code POST} or {@code PUT}
 * @param leadsTo kind of the document that the server answers with and that leads the device on;
 *     empty if the answer leads nowhere
 * @param required whether the document, or the dictionary of the type {@code payload}, must have
 *     this key to be whole
 * @param evidence how well this is known: {@code documented}, {@code inferred} ...
 */
public record DocumentUrl(
    Optional<String> payload,
    List<String> key,
    Standing standing,
    String reason,
    String method,
    Optional<String> leadsTo,
    boolean required,
    String evidence) {

  /** The placeholder for the types that do not begin with {@code com.apple.}. */
  public static final String OTHER = "other";

  /** The placeholder for every key. */
  public static final String ANY_KEY = "*";

  /** Whether Apple's requirements apply to a URL. */
  public enum Standing {
    /** A process to which they apply fetches it. */
    FETCHED,
    /** They do not apply to it. */
    EXEMPT,
    /** It is not known whether they apply. */
    UNCERTAIN
  }

  public DocumentUrl {
    key = List.copyOf(key);
  }
}
