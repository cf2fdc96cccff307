package dev.atsharness.device.internal.trust;

import java.util.Locale;

/**
 * One reason why a certificate chain is not trusted.
 *
 * @param reason which rule
 * @param text one human-readable line with the certificate and the values; may quote hostile text
 */
public record TrustFailure(Reason reason, String text) {

  /** The rules of default trust evaluation. */
  public enum Reason {
    /** The server sent no certificate. */
    NO_CERTIFICATE,
    /** A certificate does not parse. */
    MALFORMED,
    /** More certificates than a device accepts. */
    TOO_MANY_CERTIFICATES,
    /** There is no path from the leaf to an anchor. */
    NO_PATH_TO_ANCHOR,
    SIGNATURE_INVALID,
    NOT_YET_VALID,
    EXPIRED,
    KEY_TOO_SMALL,
    /**
     * A key of a kind that the Security framework cannot read or for which it has no minimum size.
     */
    UNSUPPORTED_KEY,
    /** A signature of a kind that the Security framework does not verify: RSASSA-PSS. */
    UNSUPPORTED_SIGNATURE,
    WEAK_SIGNATURE_HASH,
    VALIDITY_TOO_LONG,
    NAME_MISMATCH,
    EXTENDED_KEY_USAGE,
    NAME_CONSTRAINTS,
    /** An issuer that is not a CA (RFC 5280 section 6.1.4 (k)), version 1 included. */
    NOT_A_CA,
    PATH_TOO_LONG,
    /** An issuer whose key usage lacks keyCertSign (RFC 5280 section 6.1.4 (n)). */
    KEY_USAGE,
    /** An authority key identifier that is not the issuer's subject key identifier. */
    KEY_IDENTIFIER,
    UNKNOWN_CRITICAL_EXTENSION;

    /** The name in {@code remedies.yaml} and in reports, for example {@code no-path-to-anchor}. */
    public String label() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }
}
