package dev.atsharness.scenario.internal;

import dev.atsharness.ats.Violation;
import dev.atsharness.ats.internal.AtsPolicy;
import dev.atsharness.ats.internal.LeafFacts;
import dev.atsharness.ats.internal.LeafFacts.KeyType;
import dev.atsharness.ats.internal.LeafFacts.SignatureHash;
import dev.atsharness.certs.KeySpec;
import dev.atsharness.certs.SignatureAlgorithm;
import dev.atsharness.certs.SignatureAlgorithm.Family;
import dev.atsharness.scenario.internal.CertificateSettings.Issuer;
import dev.atsharness.scenario.internal.CertificateSettings.Link;
import dev.atsharness.scenario.internal.CertificateSettings.Quirk;
import dev.atsharness.scenario.internal.CertificateSettings.Validity;
import dev.atsharness.tls.SignatureScheme;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Predicts from a scenario's certificate settings, before any certificate is made, the facts of the
 * leaf, and whether Apple's default trust evaluation accepts the chain when the harness root is
 * installed by the user or an administrator (Security-61901 SecPolicy.c, SecPolicyServer.c).
 */
final class CertificatePrediction {

  /**
   * Longest validity under a root that a user or administrator installed, without the hour of
   * grace.
   */
  static final Duration MAX_VALIDITY = Duration.ofDays(825);

  /** The 825 days and serverAuth are for leaves issued after this day (article 103769). */
  private static final LocalDate RULES_SINCE = LocalDate.of(2019, 7, 1);

  private static final Set<Quirk> UNTRUSTED_QUIRKS =
      EnumSet.of(
          Quirk.VERSION_1,
          Quirk.NOT_A_CA,
          Quirk.NO_CERT_SIGN,
          Quirk.OTHER_AUTHORITY_KEY_IDENTIFIER,
          Quirk.EXPLICIT_CURVE,
          Quirk.UNKNOWN_CRITICAL_EXTENSION,
          Quirk.TAMPERED_SIGNATURE);

  private static final Set<String> NIST_CURVES =
      Set.of("secp192r1", "secp224r1", "secp256r1", "secp384r1", "secp521r1");

  private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "::1");

  private final CertificateSettings settings;
  private final String host;

  /**
   * @param host the endpoint's host name, in a domain called {@link CertificateSettings#DOMAIN}
   */
  CertificatePrediction(CertificateSettings settings, String host) {
    this.settings = settings;
    this.host = host;
  }

  LeafFacts leaf() {
    SignatureAlgorithm signature = settings.signature();
    Optional<SignatureScheme> scheme = scheme(signature);
    return new LeafFacts(
        keyType(settings.key()),
        settings.key().bits(),
        hash(signature),
        scheme,
        scheme.map(SignatureScheme::label).orElse(signature.label()));
  }

  boolean trusted() {
    return trustedWithoutNameConstraints() && permitted();
  }

  /** The same if no CA had name constraints. */
  boolean trustedWithoutNameConstraints() {
    return chainsToAnchor() && timely() && named() && forServers() && strong() && wellFormed();
  }

  /**
   * The codes with which a checker may report a CA above the leaf that is too weak, although the
   * leaf itself may be good. Also empty if a CA is not trusted for another reason.
   */
  Set<Violation> weaknessesOfIssuingCa() {
    Set<Violation> codes = EnumSet.noneOf(Violation.class);
    if (settings.issuer().hasOwnIssuingCa()) {
      codes.addAll(weaknesses(settings.issuingCa().key()));
      if (disallowed(settings.issuingCa().signature())) {
        codes.add(Violation.LEAF_HASH_BELOW_SHA256);
      }
    }
    if (settings.issuer() == Issuer.INSTALLED_ROOT) {
      codes.addAll(weaknesses(settings.root().key())); // its signature does not count
    }
    return codes;
  }

  private static Set<Violation> weaknesses(KeySpec key) {
    if (keyType(key) == KeyType.RSA && key.bits() < AtsPolicy.MINIMUM_RSA_BITS) {
      return EnumSet.of(Violation.RSA_KEY_BELOW_2048);
    }
    return keyType(key) == KeyType.EC && key.bits() < AtsPolicy.MINIMUM_ECDSA_BITS
        ? EnumSet.of(Violation.ECDSA_KEY_BELOW_256)
        : EnumSet.noneOf(Violation.class);
  }

  /**
   * The violations that a device may or may not find, because no source says how it checks: an RSA
   * key whose size is right in whole bytes and not in bits (trust evaluation counts bytes; what the
   * ATS check counts is not published); an ECDSA signature whose digest belongs to another curve
   * than the issuer's (RFC 5246 does not bind the two, RFC 8446 section 4.2.3 does); and the key
   * and hash of an anchor of automated enrolment, where ATS trust evaluation, which may be what
   * checks them, is skipped.
   */
  Set<Violation> uncertain() {
    Set<Violation> codes = EnumSet.noneOf(Violation.class);
    KeySpec key = settings.key();
    if (keyType(key) == KeyType.RSA
        && key.bits() < AtsPolicy.MINIMUM_RSA_BITS
        && bytes(key) * Byte.SIZE >= AtsPolicy.MINIMUM_RSA_BITS) {
      codes.add(Violation.RSA_KEY_BELOW_2048);
    }
    if (curveMismatch() && leaf().signatureScheme().filter(AtsPolicy::inFcp).isPresent()) {
      codes.add(Violation.CERTIFICATE_SIGNATURE_NOT_ADVERTISED);
    }
    if (settings.issuer() == Issuer.SELF_SIGNED_ENROLLMENT_ANCHOR) {
      codes.addAll(weaknesses(key));
      if (leaf().signatureHash().compareTo(SignatureHash.SHA256) < 0) {
        codes.add(Violation.LEAF_HASH_BELOW_SHA256);
      }
    }
    return codes;
  }

  /**
   * Whether Apple's documentation and its published source disagree about trust. Article 103769
   * requires serverAuth of every certificate issued since July 2019. The source asks for it only if
   * the chain ends in a root that neither a user nor an administrator installed; otherwise an
   * extended key usage may be absent, or allow any use.
   */
  boolean disputed() {
    return trusted()
        && !issuedBeforeJuly2019()
        && !settings.extendedKeyUsage().contains("serverAuth");
  }

  private boolean curveMismatch() {
    String bound =
        switch (settings.signature()) {
          case SHA256_ECDSA -> "secp256r1";
          case SHA384_ECDSA -> "secp384r1";
          case SHA512_ECDSA -> "secp521r1";
          default -> "";
        };
    return !bound.isEmpty() && !bound.equals(signer().curve());
  }

  /** The key that signed the leaf. */
  private KeySpec signer() {
    return switch (settings.issuer()) {
      case SELF, INSTALLED_SELF, SELF_SIGNED_ENROLLMENT_ANCHOR -> settings.key();
      case OWN_ISSUING_CA, INSTALLED_ROOT -> settings.issuingCa().key();
      case ISSUING_CA, UNTRUSTED_ROOT ->
          settings.signature().family() == Family.ECDSA ? KeySpec.ec("p-256") : KeySpec.rsa(2048);
    };
  }

  private boolean chainsToAnchor() {
    return switch (settings.issuer()) {
      case SELF, UNTRUSTED_ROOT -> false;
      case INSTALLED_SELF, SELF_SIGNED_ENROLLMENT_ANCHOR -> true;
      case ISSUING_CA, OWN_ISSUING_CA, INSTALLED_ROOT -> settings.chain().contains(Link.ISSUING_CA);
    };
  }

  /** A leaf that is an anchor, or was issued before July 2019, may be valid for longer. */
  private boolean timely() {
    Validity leaf = settings.validity();
    boolean mayBeLonger = issuedBeforeJuly2019() || settings.issuer().isOwnAnchor();
    return valid(leaf)
        && (mayBeLonger || leaf.length(Instant.EPOCH).compareTo(MAX_VALIDITY) <= 0)
        && (!settings.issuer().hasOwnIssuingCa()
            || settings.issuingCa().validity().map(CertificatePrediction::valid).orElse(true))
        && (settings.issuer() != Issuer.INSTALLED_ROOT
            || settings.root().validity().map(CertificatePrediction::valid).orElse(true));
  }

  private boolean issuedBeforeJuly2019() {
    return settings.validity().issued().filter(day -> day.isBefore(RULES_SINCE)).isPresent();
  }

  private static boolean valid(Validity validity) {
    return validity.begun() && !validity.over();
  }

  private boolean named() {
    return !settings.quirks().contains(Quirk.VERSION_1)
        && settings.names().stream().anyMatch(this::matchesHost);
  }

  /**
   * {@code SecDNSMatch} in SecPolicyLeafCallbacks.c: equal labels, or {@code *} as the whole of the
   * leftmost one. The domain, which may have any number of labels, counts as one.
   */
  private boolean matchesHost(String name) {
    if (name.equals(CertificateSettings.HOST) || name.equals(host)) {
      return true;
    }
    return name.startsWith("*.") && name.substring(1).equals(host.substring(host.indexOf('.')));
  }

  /** Every CA's name constraints cover the harness domain at most, and the loopback addresses. */
  private boolean permitted() {
    return settings.names().stream()
        .allMatch(
            name ->
                name.equals(CertificateSettings.HOST)
                    || name.equals(CertificateSettings.LOOPBACK)
                    || LOOPBACK.contains(name)
                    || name.equals(CertificateSettings.DOMAIN)
                    || name.endsWith("." + CertificateSettings.HOST)
                    || name.endsWith("." + CertificateSettings.DOMAIN));
  }

  /**
   * {@code SecPolicyCheckExtendedKeyUsage}: the leaf and every CA between it and the root, under
   * any root. The stricter {@code SecPolicyCheckServerAuthEKU} is skipped under a root that a user
   * or an administrator installed.
   */
  private boolean forServers() {
    return forServers(settings.extendedKeyUsage())
        && (!settings.issuer().hasOwnIssuingCa()
            || forServers(settings.issuingCa().extendedKeyUsage()));
  }

  private static boolean forServers(List<String> purposes) {
    return purposes.isEmpty()
        || purposes.contains("serverAuth")
        || purposes.contains("anyExtendedKeyUsage");
  }

  /**
   * A leaf that is the anchor needs only 1024 bits (RSA) or 160 bits (EC) ({@code
   * SecCertificateIsWeakKey}), and its own signature is not checked.
   */
  private boolean strong() {
    if (settings.issuer().isOwnAnchor()) {
      return aboveFloor(settings.key());
    }
    return strong(settings.key(), settings.signature())
        && (!settings.issuer().hasOwnIssuingCa()
            || strong(settings.issuingCa().key(), settings.issuingCa().signature()))
        && (settings.issuer() != Issuer.INSTALLED_ROOT || accepted(settings.root().key()));
  }

  private static boolean aboveFloor(KeySpec key) {
    return switch (key.type()) {
      case RSA -> bytes(key) >= 128;
      case EC -> bytes(key) >= 20 && isReadable(key);
      case RSA_PSS -> false;
      case ED25519, ED448 -> true;
    };
  }

  /**
   * RFC 5280 section 6.1.4: (k) an issuer is a CA, which a version 1 certificate cannot be below a
   * version 3 root ({@code SecPVCParentCertificateChecks}), (l) path lengths suffice, (n) its key
   * usage has keyCertSign; 4.2: every critical extension is known. An authority key identifier has
   * to be the issuer's subject key identifier ({@code SecPolicyCheckIdLinkage}). Apple's TLS policy
   * has no rule against a CA as leaf or the serial number 0.
   */
  private boolean wellFormed() {
    List<Quirk> leaf = settings.quirks();
    List<Quirk> issuingCa =
        settings.issuer().hasOwnIssuingCa() ? settings.issuingCa().quirks() : List.of();
    return Collections.disjoint(leaf, UNTRUSTED_QUIRKS)
        && Collections.disjoint(issuingCa, UNTRUSTED_QUIRKS)
        && settings.intermediatePathLength().orElse(1) > 0;
  }

  private static boolean strong(KeySpec key, SignatureAlgorithm signature) {
    return accepted(key) && !disallowed(signature) && verifiable(signature);
  }

  /**
   * {@code SecCertificateIsAtLeastMinKeySize} compares whole bytes, has a minimum for RSA and EC
   * only, and refuses all other keys; {@code SecKeyCreatePublicFromDERItem} knows neither
   * id-RSASSA-PSS keys nor, in {@code SecECKey.m}, any curve except the five of NIST.
   */
  private static boolean accepted(KeySpec key) {
    return switch (key.type()) {
      case RSA -> bytes(key) * Byte.SIZE >= AtsPolicy.MINIMUM_RSA_BITS;
      case EC -> bytes(key) * Byte.SIZE >= AtsPolicy.MINIMUM_ECDSA_BITS && isReadable(key);
      case RSA_PSS, ED25519, ED448 -> false;
    };
  }

  private static boolean isReadable(KeySpec key) {
    return NIST_CURVES.contains(key.curve());
  }

  private static int bytes(KeySpec key) {
    return (key.bits() + Byte.SIZE - 1) / Byte.SIZE;
  }

  /** SHA-224 is not in the list of disallowed digests. */
  private static boolean disallowed(SignatureAlgorithm signature) {
    return signature.digest().equals("MD5") || signature.digest().equals("SHA-1");
  }

  /** {@code SecKeyAlgorithmFromDERAlgorithmId} does not know RSASSA-PSS. */
  private static boolean verifiable(SignatureAlgorithm signature) {
    return signature.family() != Family.RSA_PSS;
  }

  private static KeyType keyType(KeySpec key) {
    return switch (key.type()) {
      case RSA, RSA_PSS -> KeyType.RSA;
      case EC -> KeyType.EC;
      case ED25519, ED448 -> KeyType.EDDSA;
    };
  }

  private static SignatureHash hash(SignatureAlgorithm signature) {
    return SignatureHash.valueOf(signature.digest().replace("-", ""));
  }

  private Optional<SignatureScheme> scheme(SignatureAlgorithm signature) {
    boolean pss = signer().type() == KeySpec.Type.RSA_PSS;
    return switch (signature) {
      case MD5_RSA -> Optional.of(SignatureScheme.RSA_PKCS1_MD5);
      case SHA1_RSA -> Optional.of(SignatureScheme.RSA_PKCS1_SHA1);
      case SHA224_RSA -> Optional.of(SignatureScheme.RSA_PKCS1_SHA224);
      case SHA256_RSA -> Optional.of(SignatureScheme.RSA_PKCS1_SHA256);
      case SHA384_RSA -> Optional.of(SignatureScheme.RSA_PKCS1_SHA384);
      case SHA512_RSA -> Optional.of(SignatureScheme.RSA_PKCS1_SHA512);
      case SHA1_ECDSA -> Optional.of(SignatureScheme.ECDSA_SHA1);
      case SHA224_ECDSA -> Optional.of(SignatureScheme.ECDSA_SHA224);
      case SHA256_ECDSA -> Optional.of(SignatureScheme.ECDSA_SECP256R1_SHA256);
      case SHA384_ECDSA -> Optional.of(SignatureScheme.ECDSA_SECP384R1_SHA384);
      case SHA512_ECDSA -> Optional.of(SignatureScheme.ECDSA_SECP521R1_SHA512);
      case SHA256_RSA_PSS ->
          Optional.of(
              pss ? SignatureScheme.RSA_PSS_PSS_SHA256 : SignatureScheme.RSA_PSS_RSAE_SHA256);
      case SHA384_RSA_PSS ->
          Optional.of(
              pss ? SignatureScheme.RSA_PSS_PSS_SHA384 : SignatureScheme.RSA_PSS_RSAE_SHA384);
      case SHA512_RSA_PSS ->
          Optional.of(
              pss ? SignatureScheme.RSA_PSS_PSS_SHA512 : SignatureScheme.RSA_PSS_RSAE_SHA512);
      case ED25519 -> Optional.of(SignatureScheme.ED25519);
      case ED448 -> Optional.of(SignatureScheme.ED448);
    };
  }
}
