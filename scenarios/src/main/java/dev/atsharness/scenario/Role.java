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
  /** A certificate revocation list: fetched by no process that the requirements name. */
  CRL,
  /** An OCSP responder: asked by no process that the requirements name. */
  OCSP;

  /** The name in scenario files, for example {@code software-update}. */
  public String label() {
    return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
  }

  /** Whether the requirements leave connections of this kind out. */
  public boolean exempt() {
    return switch (this) {
      case MDM, ENROLLMENT, PROFILE, APP, SOFTWARE_UPDATE -> false;
      case SCEP, CONTENT_CACHING, CRL, OCSP -> true;
    };
  }
}
