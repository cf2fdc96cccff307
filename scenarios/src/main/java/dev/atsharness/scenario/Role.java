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
  CONTENT_CACHING;

  /** The name in scenario files, for example {@code software-update}. */
  public String label() {
    return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
  }

  /** Whether Apple exempts connections of this kind. */
  public boolean exempt() {
    return this == SCEP || this == CONTENT_CACHING;
  }
}
