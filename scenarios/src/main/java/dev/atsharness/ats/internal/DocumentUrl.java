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
 * @param standing whether Apple's requirements are for what is fetched there
 * @param reason which processes fetch it, why it is exempt, or why it is not known
 * @param method how a device asks: {@code GET}, {@code POST} or {@code PUT}
 * @param leadsTo kind of the document that a device is answered there and that leads it on; empty
 *     if what is answered leads nowhere
 * @param required whether a document, or the dictionary of the type {@code payload}, without this
 *     key is not whole
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

  /** In place of a type: those that do not begin with {@code com.apple.}. */
  public static final String OTHER = "other";

  /** In place of a key: every key. */
  public static final String ANY_KEY = "*";

  /** Whether Apple's requirements are for a URL. */
  public enum Standing {
    /** A process to which they apply fetches it. */
    FETCHED,
    /** They are not for it. */
    EXEMPT,
    /** It is not known. */
    UNCERTAIN
  }

  public DocumentUrl {
    key = List.copyOf(key);
  }
}
