package dev.atsharness.device.internal.trust;

import dev.atsharness.ats.internal.LeafFacts.SignatureHash;
import dev.atsharness.certs.SignatureAlgorithm.Family;
import dev.atsharness.device.internal.trust.TrustFailure.Reason;
import dev.atsharness.tls.NamedGroup;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;

/** The rules for a complete chain whose signatures are verified: leaf first, anchor last. */
final class ChainRules {

  /**
   * The minimum of {@code SecPolicyCheckKeySize}, which compares sizes in whole bytes, so 2047 bits
   * are enough.
   */
  private static final int MINIMUM_RSA_BYTES = 256;

  private static final int MINIMUM_EC_BYTES = 32;

  /**
   * The minimum of {@code SecCertificateIsWeakKey}: a smaller key is refused even in an installed
   * leaf.
   */
  private static final int FLOOR_RSA_BYTES = 128;

  private static final int FLOOR_EC_BYTES = 20;

  /** The limit of {@code SecPolicyServer.c}: 825 days and one hour of tolerance. */
  private static final Duration LONGEST_VALIDITY = Duration.ofDays(825).plusHours(1);

  /** The limit, and that on the purpose, are for leaves issued after this date (article 103769). */
  static final Instant RULES_SINCE = Instant.parse("2019-07-01T00:00:00Z");

  /**
   * The curves of {@code SecECKey.m}; a key on another curve or on an unnamed curve is unreadable.
   */
  private static final Set<NamedGroup> READABLE_CURVES =
      Set.of(
          NamedGroup.SECP192R1,
          NamedGroup.SECP224R1,
          NamedGroup.SECP256R1,
          NamedGroup.SECP384R1,
          NamedGroup.SECP521R1);

  private static final Set<SignatureHash> WEAK_HASHES =
      Set.of(SignatureHash.MD2, SignatureHash.MD4, SignatureHash.MD5, SignatureHash.SHA1);

  /**
   * The purposes that allow TLS servers: any, serverAuth, and the two "server gated crypto"
   * purposes of the 1990s.
   */
  private static final List<KeyPurposeId> SERVER_PURPOSES =
      List.of(
          KeyPurposeId.anyExtendedKeyUsage,
          KeyPurposeId.id_kp_serverAuth,
          KeyPurposeId.getInstance(new ASN1ObjectIdentifier("1.3.6.1.4.1.311.10.3.3")),
          KeyPurposeId.getInstance(new ASN1ObjectIdentifier("2.16.840.1.113730.4.1")));

  private static final Set<ASN1ObjectIdentifier> KNOWN_EXTENSIONS =
      Set.of(
          Extension.authorityKeyIdentifier,
          Extension.subjectKeyIdentifier,
          Extension.keyUsage,
          Extension.certificatePolicies,
          Extension.policyMappings,
          Extension.subjectAlternativeName,
          Extension.issuerAlternativeName,
          Extension.basicConstraints,
          Extension.nameConstraints,
          Extension.policyConstraints,
          Extension.extendedKeyUsage,
          Extension.cRLDistributionPoints,
          Extension.inhibitAnyPolicy,
          Extension.authorityInfoAccess);

  private final Instant now;
  private final HostName host;

  ChainRules(Instant now, HostName host) {
    this.now = now;
    this.host = host;
  }

  List<TrustFailure> failures(List<ChainCertificate> chain) {
    List<TrustFailure> failures = new ArrayList<>();
    boolean leafIsAnchor = chain.size() == 1;
    for (ChainCertificate certificate : chain) {
      validity(certificate, failures);
      keySize(certificate, leafIsAnchor, failures);
      criticalExtensions(certificate, failures);
    }
    // The anchor is trusted because it is installed; its signature does not matter.
    for (ChainCertificate certificate : chain.subList(0, chain.size() - 1)) {
      if (certificate.signature().family().filter(Family.RSA_PSS::equals).isPresent()) {
        // SecKeyAlgorithmFromDERAlgorithmId knows PKCS #1, ECDSA and EdDSA only
        String text =
            "is signed with " + certificate.signature().name() + ", which is not verified";
        add(failures, Reason.UNSUPPORTED_SIGNATURE, certificate, text);
      }
      if (WEAK_HASHES.contains(certificate.signature().hash())) {
        add(
            failures,
            Reason.WEAK_SIGNATURE_HASH,
            certificate,
            "is signed with " + certificate.signature().name());
      }
    }
    leaf(chain.get(0), leafIsAnchor, failures);
    purposes(chain.get(0), failures);
    for (int i = 1; i < chain.size(); i++) {
      issuer(chain, i, failures);
      keyIdentifiers(chain.get(i - 1), chain.get(i), failures);
      if (i < chain.size() - 1) {
        purposes(chain.get(i), failures);
      }
    }
    NameConstraintRules.failure(chain).ifPresent(failures::add);
    return List.copyOf(failures);
  }

  private void validity(ChainCertificate certificate, List<TrustFailure> failures) {
    if (now.isBefore(certificate.notBefore())) {
      String text = "is not valid before " + certificate.notBefore();
      add(failures, Reason.NOT_YET_VALID, certificate, text);
    }
    if (now.isAfter(certificate.notAfter())) {
      String text = "expired at " + certificate.notAfter();
      add(failures, Reason.EXPIRED, certificate, text);
    }
  }

  /**
   * Checks the key size. A key that cannot be read counts as weak; a key of a kind without a
   * minimum size counts as too small.
   */
  private static void keySize(
      ChainCertificate certificate, boolean leafIsAnchor, List<TrustFailure> failures) {
    PublicKey key = certificate.key();
    if (!isReadable(key)) {
      add(failures, Reason.UNSUPPORTED_KEY, certificate, "has a key that cannot be read");
      return;
    }
    int least =
        switch (key.kind()) {
          case RSA -> leafIsAnchor ? FLOOR_RSA_BYTES : MINIMUM_RSA_BYTES;
          case EC -> leafIsAnchor ? FLOOR_EC_BYTES : MINIMUM_EC_BYTES;
          default -> leafIsAnchor ? 0 : Integer.MAX_VALUE;
        };
    if (least == Integer.MAX_VALUE) {
      add(failures, Reason.UNSUPPORTED_KEY, certificate, "has a key that no minimum is set for");
    } else if ((key.bits() + 7) / 8 < least) {
      String text =
          "has " + key.describe() + "; at least " + least * Byte.SIZE + " bits are needed";
      add(failures, Reason.KEY_TOO_SMALL, certificate, text);
    }
  }

  private static boolean isReadable(PublicKey key) {
    return switch (key.kind()) {
      case RSA, EDDSA -> key.parameters().isPresent();
      case EC -> key.group().filter(READABLE_CURVES::contains).isPresent();
      case RSA_PSS, OTHER -> false;
    };
  }

  private static void criticalExtensions(
      ChainCertificate certificate, List<TrustFailure> failures) {
    certificate.criticalExtensions().stream()
        .filter(Predicate.not(KNOWN_EXTENSIONS::contains))
        .findFirst()
        .ifPresent(
            oid ->
                add(
                    failures,
                    Reason.UNKNOWN_CRITICAL_EXTENSION,
                    certificate,
                    "has the unknown critical extension " + oid));
  }

  private void leaf(ChainCertificate leaf, boolean isAnchor, List<TrustFailure> failures) {
    Duration validity = Duration.between(leaf.notBefore(), leaf.notAfter());
    if (!isAnchor
        && leaf.notBefore().isAfter(RULES_SINCE)
        && validity.compareTo(LONGEST_VALIDITY) > 0) {
      String text = "is valid for " + validity.toDays() + " days; at most 825 are allowed";
      add(failures, Reason.VALIDITY_TOO_LONG, leaf, text);
    }
    if (!host.isIn(leaf.names())) {
      add(failures, Reason.NAME_MISMATCH, leaf, "has no subjectAltName for " + host.name());
    }
  }

  /**
   * {@code SecPolicyCheckExtendedKeyUsage} looks at the leaf, even if it is the anchor, and at each
   * authority below the root, whoever installed that.
   */
  private static void purposes(ChainCertificate certificate, List<TrustFailure> failures) {
    boolean forServers =
        certificate
            .extendedKeyUsage()
            .map(usage -> SERVER_PURPOSES.stream().anyMatch(usage::hasKeyPurposeId))
            .orElse(true);
    if (!forServers) {
      String text = "has an extendedKeyUsage without serverAuth";
      add(failures, Reason.EXTENDED_KEY_USAGE, certificate, text);
    }
  }

  /** {@code SecPolicyCheckIdLinkage}: if both identifiers are there, they are the same. */
  private static void keyIdentifiers(
      ChainCertificate certificate, ChainCertificate issuer, List<TrustFailure> failures) {
    if (certificate.authorityKeyIdentifier().isPresent()
        && issuer.subjectKeyIdentifier().isPresent()
        && !certificate.authorityKeyIdentifier().equals(issuer.subjectKeyIdentifier())) {
      String text = "has an authorityKeyIdentifier that is not the subjectKeyIdentifier of ";
      add(failures, Reason.KEY_IDENTIFIER, certificate, text + issuer);
    }
  }

  private static void issuer(List<ChainCertificate> chain, int i, List<TrustFailure> failures) {
    ChainCertificate issuer = chain.get(i);
    boolean anchor = i == chain.size() - 1;
    if (anchor && issuer.version() < 3) {
      return; // roots older than version 3 have no extensions
    }
    if (!issuer.basicConstraints().map(BasicConstraints::isCA).orElse(false)) {
      add(failures, Reason.NOT_A_CA, issuer, "issued a certificate and is not a CA");
      return;
    }
    if (!issuer.keyUsage().map(usage -> usage.hasUsages(KeyUsage.keyCertSign)).orElse(true)) {
      add(failures, Reason.KEY_USAGE, issuer, "has a keyUsage without keyCertSign");
    }
    long below =
        chain.subList(1, i).stream().filter(Predicate.not(ChainCertificate::selfIssued)).count();
    issuer
        .basicConstraints()
        .map(BasicConstraints::getPathLenConstraint)
        .filter(allowed -> allowed.compareTo(BigInteger.valueOf(below)) < 0)
        .ifPresent(
            allowed ->
                add(
                    failures,
                    Reason.PATH_TOO_LONG,
                    issuer,
                    "allows " + allowed + " authorities below it and has " + below));
  }

  private static void add(
      List<TrustFailure> failures, Reason reason, ChainCertificate certificate, String text) {
    failures.add(new TrustFailure(reason, certificate + " " + text));
  }
}
