package dev.atsharness.scenario;

import dev.atsharness.ats.AtsPolicy;
import dev.atsharness.ats.LeafFacts;
import dev.atsharness.ats.LeafFacts.KeyType;
import dev.atsharness.ats.LeafFacts.SignatureHash;
import dev.atsharness.certs.KeySpec;
import dev.atsharness.certs.SignatureAlgorithm;
import dev.atsharness.scenario.CertificateSettings.Issuer;
import dev.atsharness.scenario.CertificateSettings.Link;
import dev.atsharness.tls.SignatureScheme;
import java.time.Duration;
import java.util.Optional;

/**
 * What follows from a scenario's certificate settings, before any certificate is made: the facts of
 * the leaf, and whether Apple's default trust evaluation accepts the chain when the harness root is
 * installed by the user or an administrator (Security-61901 SecPolicy.c, SecPolicyServer.c).
 */
final class DeclaredCertificate {

  /** Longest validity under a user's or administrator's root, without the hour of grace. */
  static final Duration MAX_VALIDITY = Duration.ofDays(825);

  private final CertificateSettings settings;

  DeclaredCertificate(CertificateSettings settings) {
    this.settings = settings;
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
    return chainsToRoot() && timely() && named() && forServers() && strong();
  }

  /** Whether a CA above the leaf, the root apart, is too weak; the leaf itself may be good. */
  boolean weakIssuingCa() {
    return ownIssuingCa()
        && (weak(settings.issuingCaKey()) || disallowed(settings.issuingCaSignature()));
  }

  boolean weakIssuingCaKey() {
    return ownIssuingCa() && weak(settings.issuingCaKey());
  }

  private boolean chainsToRoot() {
    return switch (settings.issuer()) {
      case SELF, UNTRUSTED_ROOT -> false;
      case ISSUING_CA, OWN_ISSUING_CA -> settings.chain().contains(Link.ISSUING_CA);
    };
  }

  private boolean timely() {
    Duration end = settings.notBefore().plus(settings.validity());
    return settings.notBefore().isNegative()
        && !end.isNegative()
        && settings.validity().compareTo(MAX_VALIDITY) <= 0;
  }

  private boolean named() {
    return settings.names().contains(CertificateSettings.HOST);
  }

  private boolean forServers() {
    return settings.extendedKeyUsage().isEmpty()
        || settings.extendedKeyUsage().contains("serverAuth")
        || settings.extendedKeyUsage().contains("anyExtendedKeyUsage");
  }

  private boolean strong() {
    return !weak(settings.key()) && !disallowed(settings.signature()) && !weakIssuingCa();
  }

  private boolean ownIssuingCa() {
    return settings.issuer() == Issuer.OWN_ISSUING_CA;
  }

  private static boolean weak(KeySpec key) {
    return switch (keyType(key)) {
      case RSA -> key.bits() < AtsPolicy.MINIMUM_RSA_BITS;
      case EC -> key.bits() < AtsPolicy.MINIMUM_ECDSA_BITS;
      case EDDSA, OTHER -> false;
    };
  }

  /** SHA-224 is not in the list of disallowed digests. */
  private static boolean disallowed(SignatureAlgorithm signature) {
    return signature.digest().equals("MD5") || signature.digest().equals("SHA-1");
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

  private static Optional<SignatureScheme> scheme(SignatureAlgorithm signature) {
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
      case SHA256_RSA_PSS -> Optional.of(SignatureScheme.RSA_PSS_RSAE_SHA256);
      case SHA384_RSA_PSS -> Optional.of(SignatureScheme.RSA_PSS_RSAE_SHA384);
      case SHA512_RSA_PSS -> Optional.of(SignatureScheme.RSA_PSS_RSAE_SHA512);
      case ED25519 -> Optional.of(SignatureScheme.ED25519);
      case ED448 -> Optional.of(SignatureScheme.ED448);
    };
  }
}
