package dev.atsharness.device.internal.probe;

import java.util.Locale;

/**
 * Why a URL, or what it leads to, was not seen, so that nothing can be said of it.
 *
 * @param kind which trouble
 * @param text one line for people; may quote hostile text
 */
public record Trouble(Kind kind, String text) {

  /** The kinds of trouble; {@code remedies.yaml} has the remedy of each. */
  public enum Kind {
    /** The redirects lead back to where they came from. */
    REDIRECT_LOOP,
    TOO_MANY_REDIRECTS,
    /** A redirect does not say where to. */
    NO_LOCATION,
    /** A redirect names several URLs. */
    SEVERAL_LOCATIONS,
    /** A response of which it is not known whether a device takes it for a redirect. */
    OPTIONAL_REDIRECT,
    /** What should be a URL is not one of https or http with a host. */
    NOT_A_URL,
    /** A key of which it is not known whether a device fetches its URL. */
    UNKNOWN_KEY,
    TOO_MANY_HOPS,
    TIME_UP,
    /** The name of the host has no address. */
    UNRESOLVED,
    /** There was a connection, and no response of HTTP that can be read. */
    NO_RESPONSE,
    /** A document cannot be read. */
    DOCUMENT,
    /** A document did not come as a whole. */
    DOCUMENT_NOT_WHOLE,
    /** Where a document is expected, there was none. */
    NO_DOCUMENT,
    /** What a device is answered comes after a login of its user. */
    LOGIN_FIRST,
    /** The body is in a coding that cannot be undone. */
    BODY_CODING,
    /** The body is not whole, and whether it is a document was not seen. */
    BODY_NOT_WHOLE;

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
