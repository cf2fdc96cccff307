package dev.atsharness.device.internal.probe;

import java.util.Locale;

/**
 * Why a URL, or what it leads to, was not seen and therefore cannot be judged.
 *
 * @param kind the kind of problem
 * @param text one human-readable line; may quote hostile text
 */
public record Trouble(Kind kind, String text) {

  /** The kinds of problems; {@code remedies.yaml} has the remedy of each. */
  public enum Kind {
    /** The redirects form a loop. */
    REDIRECT_LOOP,
    TOO_MANY_REDIRECTS,
    /** A redirect has no target URL. */
    NO_LOCATION,
    /** A redirect names several URLs. */
    SEVERAL_LOCATIONS,
    /** It is unknown whether a device follows the response as a redirect. */
    OPTIONAL_REDIRECT,
    /** The text is not an https or http URL with a host. */
    NOT_A_URL,
    /** It is unknown whether a device fetches the URL of the key. */
    UNKNOWN_KEY,
    TOO_MANY_HOPS,
    TIME_UP,
    /** The name of the host has no address. */
    UNRESOLVED,
    /** The connection succeeded, but no readable HTTP response arrived. */
    NO_RESPONSE,
    /** A document cannot be read. */
    DOCUMENT,
    /** A document is incomplete. */
    DOCUMENT_NOT_WHOLE,
    /** An expected document is missing. */
    NO_DOCUMENT,
    /** The answer for a device comes only after its user has logged in. */
    LOGIN_FIRST,
    /** The body is in a coding that cannot be decoded. */
    BODY_CODING,
    /** The body is incomplete, so it is unknown whether it is a document. */
    BODY_NOT_WHOLE,
    /** What was seen may be an inspection proxy's and not the server's. */
    INSPECTED;

    /** The name in {@code remedies.yaml}, for example {@code redirect-loop}. */
    public String label() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    @Override
    public String toString() {
      return label();
    }
  }

  HopVerdict verdict() {
    return HopVerdict.cannotTell(text);
  }
}
