package dev.atsharness.scenario;

/** What kind of infrastructure an endpoint stands for. */
public enum Role {
  MDM,
  ENROLLMENT,
  PROFILE,
  APP,
  SOFTWARE_UPDATE,
  /** Exempt from the new requirements (Apple support article 126655). */
  SCEP,
  /** Exempt from the new requirements (Apple support article 126655). */
  CONTENT_CACHING,
  /** A certificate revocation list. No process that the requirements name fetches it. */
  CRL,
  /** An OCSP responder. No process that the requirements name asks it. */
  OCSP;

  /** The name in scenario files, for example {@code software-update}. */
  public String label() {
    return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
  }

  /** Whether the requirements do not apply to connections of this kind. */
  public boolean exempt() {
    return switch (this) {
      case MDM, ENROLLMENT, PROFILE, APP, SOFTWARE_UPDATE -> false;
      case SCEP, CONTENT_CACHING, CRL, OCSP -> true;
    };
  }
}
