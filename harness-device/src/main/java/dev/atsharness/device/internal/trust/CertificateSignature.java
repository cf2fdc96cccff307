package dev.atsharness.device.internal.trust;

import dev.atsharness.ats.internal.LeafFacts.SignatureHash;
import dev.atsharness.certs.SignatureAlgorithm;
import dev.atsharness.tls.SignatureScheme;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.edec.EdECObjectIdentifiers;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.oiw.OIWObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.RSASSAPSSparams;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.Certificate;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.crypto.Digest;
import org.bouncycastle.crypto.Signer;
import org.bouncycastle.crypto.digests.MD2Digest;
import org.bouncycastle.crypto.digests.MD4Digest;
import org.bouncycastle.crypto.digests.MD5Digest;
import org.bouncycastle.crypto.digests.SHA1Digest;
import org.bouncycastle.crypto.digests.SHA224Digest;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.digests.SHA384Digest;
import org.bouncycastle.crypto.digests.SHA512Digest;
import org.bouncycastle.crypto.engines.RSABlindedEngine;
import org.bouncycastle.crypto.params.AsymmetricKeyParameter;
import org.bouncycastle.crypto.params.ECPublicKeyParameters;
import org.bouncycastle.crypto.params.Ed25519PublicKeyParameters;
import org.bouncycastle.crypto.params.Ed448PublicKeyParameters;
import org.bouncycastle.crypto.params.RSAKeyParameters;
import org.bouncycastle.crypto.signers.DSADigestSigner;
import org.bouncycastle.crypto.signers.ECDSASigner;
import org.bouncycastle.crypto.signers.Ed25519Signer;
import org.bouncycastle.crypto.signers.Ed448Signer;
import org.bouncycastle.crypto.signers.PSSSigner;
import org.bouncycastle.crypto.signers.RSADigestSigner;

/**
 * A certificate's signature algorithm.
 *
 * @param family the family of the algorithm; empty if it is unknown
 * @param hash the digest algorithm
 * @param saltLength for PSS, in bytes
 * @param name its name in the style of RFC 3279, or the object identifier
 */
public record CertificateSignature(
    Optional<SignatureAlgorithm.Family> family, SignatureHash hash, int saltLength, String name) {

  private record Known(SignatureAlgorithm.Family family, SignatureHash hash, String name) {}

  private static final Map<ASN1ObjectIdentifier, Known> KNOWN =
      Map.ofEntries(
          rsa(
              PKCSObjectIdentifiers.md2WithRSAEncryption,
              SignatureHash.MD2,
              "md2WithRSAEncryption"),
          rsa(
              PKCSObjectIdentifiers.md4WithRSAEncryption,
              SignatureHash.MD4,
              "md4WithRSAEncryption"),
          known(PKCSObjectIdentifiers.md5WithRSAEncryption, SignatureAlgorithm.MD5_RSA),
          known(PKCSObjectIdentifiers.sha1WithRSAEncryption, SignatureAlgorithm.SHA1_RSA),
          known(OIWObjectIdentifiers.sha1WithRSA, SignatureAlgorithm.SHA1_RSA),
          known(PKCSObjectIdentifiers.sha224WithRSAEncryption, SignatureAlgorithm.SHA224_RSA),
          known(PKCSObjectIdentifiers.sha256WithRSAEncryption, SignatureAlgorithm.SHA256_RSA),
          known(PKCSObjectIdentifiers.sha384WithRSAEncryption, SignatureAlgorithm.SHA384_RSA),
          known(PKCSObjectIdentifiers.sha512WithRSAEncryption, SignatureAlgorithm.SHA512_RSA),
          known(X9ObjectIdentifiers.ecdsa_with_SHA1, SignatureAlgorithm.SHA1_ECDSA),
          known(X9ObjectIdentifiers.ecdsa_with_SHA224, SignatureAlgorithm.SHA224_ECDSA),
          known(X9ObjectIdentifiers.ecdsa_with_SHA256, SignatureAlgorithm.SHA256_ECDSA),
          known(X9ObjectIdentifiers.ecdsa_with_SHA384, SignatureAlgorithm.SHA384_ECDSA),
          known(X9ObjectIdentifiers.ecdsa_with_SHA512, SignatureAlgorithm.SHA512_ECDSA),
          known(EdECObjectIdentifiers.id_Ed25519, SignatureAlgorithm.ED25519),
          known(EdECObjectIdentifiers.id_Ed448, SignatureAlgorithm.ED448));

  static CertificateSignature of(AlgorithmIdentifier algorithm) {
    ASN1ObjectIdentifier oid = algorithm.getAlgorithm();
    if (oid.equals(PKCSObjectIdentifiers.id_RSASSA_PSS)) {
      return pss(algorithm);
    }
    Known known = KNOWN.get(oid);
    return known == null
        ? unknown(oid.getId())
        : new CertificateSignature(Optional.of(known.family), known.hash, 0, known.name);
  }

  /** Reads the parameters of PSS (RFC 4055 section 3.1); absent parameters mean SHA-1. */
  private static CertificateSignature pss(AlgorithmIdentifier algorithm) {
    RSASSAPSSparams parameters;
    try {
      parameters =
          algorithm.getParameters() == null
              ? new RSASSAPSSparams()
              : RSASSAPSSparams.getInstance(algorithm.getParameters());
      int salt = parameters.getSaltLength().intValueExact();
      SignatureHash hash = hash(parameters.getHashAlgorithm().getAlgorithm());
      SignatureHash maskHash =
          hash(
              AlgorithmIdentifier.getInstance(parameters.getMaskGenAlgorithm().getParameters())
                  .getAlgorithm());
      if (hash != maskHash || salt < 0 || salt > 512) {
        return unknown("rsassaPss with unusual parameters");
      }
      return new CertificateSignature(
          Optional.of(SignatureAlgorithm.Family.RSA_PSS), hash, salt, "rsassaPss-with-" + hash);
    } catch (RuntimeException e) {
      return unknown("rsassaPss with malformed parameters");
    }
  }

  private static CertificateSignature unknown(String name) {
    return new CertificateSignature(Optional.empty(), SignatureHash.UNKNOWN, 0, name);
  }

  /**
   * The TLS code point of the signature. ECDSA is matched only by its digest, as in TLS 1.2; it is
   * unknown whether Apple also requires the issuer's curve, as TLS 1.3 does.
   *
   * @param issuerKeyIsPss whether the issuer's key is an {@code id-RSASSA-PSS} key
   */
  public Optional<SignatureScheme> scheme(boolean issuerKeyIsPss) {
    if (family.isEmpty()) {
      return Optional.empty();
    }
    return switch (family.get()) {
      case RSA ->
          switch (hash) {
            case MD5 -> Optional.of(SignatureScheme.RSA_PKCS1_MD5);
            case SHA1 -> Optional.of(SignatureScheme.RSA_PKCS1_SHA1);
            case SHA224 -> Optional.of(SignatureScheme.RSA_PKCS1_SHA224);
            case SHA256 -> Optional.of(SignatureScheme.RSA_PKCS1_SHA256);
            case SHA384 -> Optional.of(SignatureScheme.RSA_PKCS1_SHA384);
            case SHA512 -> Optional.of(SignatureScheme.RSA_PKCS1_SHA512);
            default -> Optional.empty();
          };
      case RSA_PSS ->
          switch (hash) {
            case SHA256 ->
                Optional.of(
                    issuerKeyIsPss
                        ? SignatureScheme.RSA_PSS_PSS_SHA256
                        : SignatureScheme.RSA_PSS_RSAE_SHA256);
            case SHA384 ->
                Optional.of(
                    issuerKeyIsPss
                        ? SignatureScheme.RSA_PSS_PSS_SHA384
                        : SignatureScheme.RSA_PSS_RSAE_SHA384);
            case SHA512 ->
                Optional.of(
                    issuerKeyIsPss
                        ? SignatureScheme.RSA_PSS_PSS_SHA512
                        : SignatureScheme.RSA_PSS_RSAE_SHA512);
            default -> Optional.empty();
          };
      case ECDSA ->
          switch (hash) {
            case SHA1 -> Optional.of(SignatureScheme.ECDSA_SHA1);
            case SHA224 -> Optional.of(SignatureScheme.ECDSA_SHA224);
            case SHA256 -> Optional.of(SignatureScheme.ECDSA_SECP256R1_SHA256);
            case SHA384 -> Optional.of(SignatureScheme.ECDSA_SECP384R1_SHA384);
            case SHA512 -> Optional.of(SignatureScheme.ECDSA_SECP521R1_SHA512);
            default -> Optional.empty();
          };
      case EDDSA ->
          Optional.of(
              hash == SignatureHash.SHAKE256 ? SignatureScheme.ED448 : SignatureScheme.ED25519);
    };
  }

  /** True if {@code issuerKey} made the signature of {@code certificate}. */
  boolean verifies(Certificate certificate, PublicKey issuerKey) {
    if (!certificate
        .getSignatureAlgorithm()
        .equals(certificate.getTBSCertificate().getSignature())) {
      return false; // RFC 5280 section 4.1.1.2
    }
    Optional<Signer> signer = issuerKey.parameters().flatMap(key -> signer(key, issuerKey.kind()));
    if (signer.isEmpty()) {
      return false;
    }
    try {
      byte[] signed = certificate.getTBSCertificate().getEncoded(ASN1Encoding.DER);
      signer.get().init(false, issuerKey.parameters().get());
      signer.get().update(signed, 0, signed.length);
      return signer.get().verifySignature(certificate.getSignature().getOctets());
    } catch (IOException | RuntimeException e) {
      return false; // a signature or key with which verification is not possible
    }
  }

  private Optional<Signer> signer(AsymmetricKeyParameter key, PublicKey.Kind kind) {
    if (family.isEmpty()
        || (kind == PublicKey.Kind.RSA_PSS && family.get() != SignatureAlgorithm.Family.RSA_PSS)) {
      return Optional.empty();
    }
    return switch (family.get()) {
      case RSA ->
          key instanceof RSAKeyParameters ? digest().map(RSADigestSigner::new) : Optional.empty();
      case RSA_PSS ->
          key instanceof RSAKeyParameters
              ? digest().map(d -> new PSSSigner(new RSABlindedEngine(), d, saltLength))
              : Optional.empty();
      case ECDSA ->
          key instanceof ECPublicKeyParameters
              ? digest().map(d -> new DSADigestSigner(new ECDSASigner(), d))
              : Optional.empty();
      case EDDSA -> {
        if (key instanceof Ed25519PublicKeyParameters && hash == SignatureHash.SHA512) {
          yield Optional.of(new Ed25519Signer());
        }
        yield key instanceof Ed448PublicKeyParameters && hash == SignatureHash.SHAKE256
            ? Optional.of(new Ed448Signer(new byte[0]))
            : Optional.empty();
      }
    };
  }

  private Optional<Digest> digest() {
    return switch (hash) {
      case MD2 -> Optional.of(new MD2Digest());
      case MD4 -> Optional.of(new MD4Digest());
      case MD5 -> Optional.of(new MD5Digest());
      case SHA1 -> Optional.of(new SHA1Digest());
      case SHA224 -> Optional.of(new SHA224Digest());
      case SHA256 -> Optional.of(new SHA256Digest());
      case SHA384 -> Optional.of(new SHA384Digest());
      case SHA512 -> Optional.of(new SHA512Digest());
      case UNKNOWN, SHAKE256 -> Optional.empty();
    };
  }

  private static SignatureHash hash(ASN1ObjectIdentifier digest) {
    if (digest.equals(OIWObjectIdentifiers.idSHA1)) {
      return SignatureHash.SHA1;
    }
    if (digest.equals(NISTObjectIdentifiers.id_sha224)) {
      return SignatureHash.SHA224;
    }
    if (digest.equals(NISTObjectIdentifiers.id_sha256)) {
      return SignatureHash.SHA256;
    }
    if (digest.equals(NISTObjectIdentifiers.id_sha384)) {
      return SignatureHash.SHA384;
    }
    return digest.equals(NISTObjectIdentifiers.id_sha512)
        ? SignatureHash.SHA512
        : SignatureHash.UNKNOWN;
  }

  private static Map.Entry<ASN1ObjectIdentifier, Known> rsa(
      ASN1ObjectIdentifier oid, SignatureHash hash, String name) {
    return Map.entry(oid, new Known(SignatureAlgorithm.Family.RSA, hash, name));
  }

  private static Map.Entry<ASN1ObjectIdentifier, Known> known(
      ASN1ObjectIdentifier oid, SignatureAlgorithm algorithm) {
    SignatureHash hash = SignatureHash.valueOf(algorithm.digest().replace("-", ""));
    return Map.entry(oid, new Known(algorithm.family(), hash, algorithm.label()));
  }
}
