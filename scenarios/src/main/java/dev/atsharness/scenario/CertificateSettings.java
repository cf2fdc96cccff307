package dev.atsharness.scenario;

import dev.atsharness.certs.KeySpec;
import dev.atsharness.certs.SignatureAlgorithm;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;

/**
 * The certificate an endpoint presents.
 *
 * @param key the leaf's key
 * @param signature how the issuer signed the leaf; its family decides whether the RSA or the ECDSA
 *     issuing CA does
 * @param issuer who signed the leaf
 * @param validity when the leaf is valid
 * @param names subjectAltName entries: dNSName, or iPAddress where it is an address literal; {@link
 *     #HOST}, {@link #DOMAIN} and {@link #LOOPBACK} are filled in; empty leaves the extension out
 * @param extendedKeyUsage purposes by their RFC 5280 names ({@code serverAuth}); empty leaves the
 *     extension out
 * @param quirks what else is unusual about the leaf
 * @param chain the certificates sent, in the order sent
 * @param intermediatePathLength path length of a further CA between root and issuing CA; empty
 *     where there is none
 * @param issuingCa an issuing CA of the endpoint's own
 * @param root a root of the endpoint's own; of the harness root only the signature can be another
 * @param revocation what the issuer says of the leaf later, and where
 */
public record CertificateSettings(
    KeySpec key,
    SignatureAlgorithm signature,
    Issuer issuer,
    Validity validity,
    List<String> names,
    List<String> extendedKeyUsage,
    List<Quirk> quirks,
    List<Link> chain,
    Optional<Integer> intermediatePathLength,
    Authority issuingCa,
    Authority root,
    Revocation revocation) {

  /** Stands for the endpoint's host name in {@link #names}. */
  public static final String HOST = "{host}";

  /** Stands, also within a longer name, for the harness domain in {@link #names}. */
  public static final String DOMAIN = "{domain}";

  /** Stands for 127.0.0.1 and ::1 in {@link #names}. */
  public static final String LOOPBACK = "{loopback}";

  /** Who signs the leaf. */
  public enum Issuer {
    /** The harness's issuing CA, shared by all endpoints that do not say otherwise. */
    ISSUING_CA,
    /** An issuing CA under the harness root that no other endpoint sends. */
    OWN_ISSUING_CA,
    /** An issuing CA under a root of the endpoint's own, which is installed as an anchor. */
    INSTALLED_ROOT,
    /** The leaf itself; not installed as an anchor. */
    SELF,
    /** The leaf itself, which is installed as an anchor. */
    INSTALLED_SELF,
    /** The leaf itself, which is among the anchor certificates of automated enrolment's profile. */
    SELF_SIGNED_ENROLLMENT_ANCHOR,
    /** An issuing CA under a root that nobody trusts. */
    UNTRUSTED_ROOT;

    /** Whether the leaf signs itself. */
    public boolean isSelf() {
      return this == SELF || isOwnAnchor();
    }

    /** Whether the leaf is an anchor itself. */
    public boolean isOwnAnchor() {
      return this == INSTALLED_SELF || this == SELF_SIGNED_ENROLLMENT_ANCHOR;
    }

    /** Whether devices need an anchor besides the harness root. */
    public boolean needsAnchor() {
      return this == INSTALLED_ROOT || isOwnAnchor();
    }

    /** Whether the leaf is below a CA that is trusted. */
    public boolean isTrustedCa() {
      return this == ISSUING_CA || hasOwnIssuingCa();
    }

    /** Whether the issuing CA is the endpoint's own. */
    public boolean hasOwnIssuingCa() {
      return this == OWN_ISSUING_CA || this == INSTALLED_ROOT;
    }
  }

  /** A certificate of the chain that can be sent. */
  public enum Link {
    LEAF,
    ISSUING_CA,
    ROOT,
    /** A CA that has to do with none of the others. */
    UNRELATED
  }

  /** Something unusual about a certificate. */
  public enum Quirk {
    /** X.509 version 1, which has no extensions. */
    VERSION_1,
    /** Basic constraints that make a leaf a CA. */
    CA,
    /** Basic constraints that make an issuing CA none. */
    NOT_A_CA,
    /** The parameters of the key's curve spelled out instead of named. */
    EXPLICIT_CURVE,
    /** An extension that nobody knows, not critical. */
    UNKNOWN_EXTENSION,
    /** An extension that nobody knows, critical. */
    UNKNOWN_CRITICAL_EXTENSION,
    /** One bit of the signature flipped. */
    TAMPERED_SIGNATURE
  }

  /**
   * A CA.
   *
   * @param key its key
   * @param signature how its certificate is signed
   * @param validity when it is valid; empty for as long as the harness CA
   * @param quirks what else is unusual about it
   */
  public record Authority(
      KeySpec key, SignatureAlgorithm signature, Optional<Validity> validity, List<Quirk> quirks) {}

  /**
   * When a certificate is valid.
   *
   * @param issued the day it begins, at midnight UTC; empty if it begins relative to now
   * @param notBefore when it begins relative to the harness's start; not looked at with {@code
   *     issued}
   * @param notAfter when it ends relative to the harness's start
   */
  public record Validity(Optional<LocalDate> issued, Duration notBefore, Duration notAfter) {

    /** This long from this time on, relative to the harness's start. */
    public static Validity lasting(Duration notBefore, Duration length) {
      return new Validity(Optional.empty(), notBefore, notBefore.plus(length));
    }

    /** The beginning, for a harness that started then. */
    public Instant from(Instant start) {
      return issued
          .map(day -> day.atStartOfDay(ZoneOffset.UTC).toInstant())
          .orElseGet(() -> start.plus(notBefore));
    }

    /** The length, for a harness that started then. */
    public Duration length(Instant start) {
      return Duration.between(from(start), start.plus(notAfter));
    }

    boolean begun() {
      return issued.isPresent() || notBefore.isNegative();
    }

    boolean over() {
      return notAfter.isNegative();
    }
  }

  /**
   * What becomes of the leaf after it was issued.
   *
   * @param pointers what the leaf names to look it up by; empty leaves the extensions out
   * @param revoked whether its issuer revoked it
   * @param mustStaple whether the leaf demands a stapled OCSP response (RFC 7633)
   */
  public record Revocation(List<Pointer> pointers, boolean revoked, boolean mustStaple) {

    /** A leaf that names no place to look it up. */
    public static final Revocation NONE = new Revocation(List.of(), false, false);

    public Revocation {
      pointers = List.copyOf(pointers);
    }
  }

  /** A way to learn that a certificate was revoked. */
  public enum Pointer {
    /** A certificate revocation list (RFC 5280). */
    CRL,
    /** The Online Certificate Status Protocol (RFC 6960). */
    OCSP
  }
}
