package dev.atsharness.ats;

import dev.atsharness.tls.Labels;

/**
 * A release of iOS, iPadOS, macOS, tvOS, visionOS and watchOS: which violations it knows and how it
 * words them.
 */
public enum OsRelease {
  /** Warns; the messages of Apple support article 126655. */
  OS_26_4("26.4"),
  /** Warns; adds {@link Violation#CIPHERSUITE_NOT_IN_FCP} (inferred to be a 26.5 change). */
  OS_26_5("26.5"),
  /** Enforces (release note 176055825); most messages begin with "Error". */
  OS_27_0("27.0");

  private final String label;

  OsRelease(String label) {
    this.label = label;
  }

  /** The release number, for example {@code 26.5}. */
  public String label() {
    return label;
  }

  /** Whether this release has a message for the violation. */
  public boolean knows(Violation violation) {
    return switch (violation) {
      case CIPHERSUITE_NOT_IN_FCP -> this != OS_26_4;
      case LEAF_CERTIFICATE_ABSENT, PEER_PUBLIC_KEY_NOT_SET -> this == OS_27_0;
      default -> true;
    };
  }

  /**
   * Whether ATS evaluates no trust of its own where the anchors come with automated enrolment: 26.5
   * is the first whose libboringssl says "Skipping local ATS trust evaluation" (that this is what
   * article 126655 means by the anchor certificates of the enrolment profile is inferred). Before,
   * the line may be there, and needs no remediation.
   */
  public boolean skipsAtsTrust() {
    return this != OS_26_4;
  }

  /**
   * The release with this number.
   *
   * @throws IllegalArgumentException if there is none; the message lists the known releases
   */
  public static OsRelease ofLabel(String label) {
    return Labels.find(OsRelease.class, OsRelease::label, label, "OS release");
  }

  /**
   * The message as this release writes it, from "Warning" or "Error" to the server name: the part
   * that Apple's article quotes, without the function and connection prefix.
   *
   * @param server the host name the client asked for
   */
  public String message(DetectedViolation detected, String server) {
    String parameter = detected.parameter();
    boolean error = this == OS_27_0;
    String text =
        switch (detected.violation()) {
          // The four texts that are not in the 27 string list keep their 26.x wording.
          case TLS_NOT_USED -> "Warning [ATS violation]: Did not use TLS when opening connection";
          case TLS_VERSION_BELOW_1_2 -> "Warning [ATS violation]: TLS version <1.2 negotiated";
          case CIPHERSUITE_NOT_IN_ATS ->
              "Warning [ATS violation]: Ciphersuite("
                  + parameter
                  + ") not offered in ATS negotiated";
          case RSA_PKCS1_SHA1_NEGOTIATED ->
              "Warning [ATS FCPv2.1 violation]: Signature algorithm rsa_pkcs15_sha1 negotiated";
          case CIPHERSUITE_NOT_IN_FCP ->
              "Warning [ATS FCPv2.1 violation]: Ciphersuite("
                  + parameter
                  + ") not offered in ATS FCP_v2.1 mode negotiated";
          case CERTIFICATE_NOT_TRUSTED ->
              level(error) + " [ATS Violation]: ATS certificate trust requirement not satisfied";
          case RSA_KEY_BELOW_2048 ->
              level(error)
                  + " [ATS violation]: RSA key size "
                  + parameter
                  + " bits is less than minimum 2048 bits";
          case ECDSA_KEY_BELOW_256 ->
              level(error)
                  + " [ATS violation]: ECDSA key size "
                  + parameter
                  + " bits is less than minimum 256 bits";
          case LEAF_HASH_BELOW_SHA256 ->
              level(error)
                  + " [ATS violation]: Leaf certificate hash algorithm ("
                  + parameter
                  + ") is not at least SHA-256";
          case LEAF_CERTIFICATE_ABSENT ->
              level(error) + " [ATS violation]: Leaf certificate is absent";
          case PEER_PUBLIC_KEY_NOT_SET ->
              level(error) + " [ATS violation]: Peer public key not set";
          case CERTIFICATE_SIGNATURE_NOT_ADVERTISED ->
              level(error)
                  + " [ATS FCPv2.1 violation]: Server certificate signed using signature algorithm "
                  + parameter
                  + " not advertised in "
                  + (error ? "client hello" : "ClientHello");
          case EMS_NOT_NEGOTIATED ->
              level(error)
                  + " [ATS FCPv2.1 violation]: TLS 1.2 negotiated without extended master secret"
                  + " (EMS)";
        };
    boolean byServer = detected.violation() == Violation.RSA_PKCS1_SHA1_NEGOTIATED;
    return text + (byServer ? " by" : " for") + " server: " + server;
  }

  private static String level(boolean error) {
    return error ? "Error" : "Warning";
  }

  @Override
  public String toString() {
    return label;
  }
}
