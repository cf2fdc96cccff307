package dev.atsharness.device.internal.trust;

import dev.atsharness.tls.NamedGroup;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.edec.EdECObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.bouncycastle.asn1.teletrust.TeleTrusTObjectIdentifiers;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.crypto.params.AsymmetricKeyParameter;
import org.bouncycastle.crypto.params.ECNamedDomainParameters;
import org.bouncycastle.crypto.params.ECPublicKeyParameters;
import org.bouncycastle.crypto.params.Ed25519PublicKeyParameters;
import org.bouncycastle.crypto.params.Ed448PublicKeyParameters;
import org.bouncycastle.crypto.params.RSAKeyParameters;
import org.bouncycastle.crypto.util.PublicKeyFactory;

/**
 * A certificate's public key.
 *
 * @param kind its algorithm
 * @param bits RSA modulus length, or size of the curve's field; 0 if the key does not parse
 * @param group the curve's name in {@code supported_groups}, if it has a known one
 * @param parameters the key; empty if it does not parse or if its algorithm is not verified here
 */
public record PublicKey(
    Kind kind, int bits, Optional<NamedGroup> group, Optional<AsymmetricKeyParameter> parameters) {

  public enum Kind {
    RSA,
    /** {@code id-RSASSA-PSS}: the key may only make PSS signatures. */
    RSA_PSS,
    EC,
    EDDSA,
    OTHER
  }

  /**
   * The limit on the exponent: a larger one makes every verification slow and does not occur in
   * real keys.
   */
  private static final int MAX_RSA_EXPONENT_BITS = 64;

  private static final Map<ASN1ObjectIdentifier, NamedGroup> GROUPS =
      Map.of(
          SECObjectIdentifiers.secp192r1, NamedGroup.SECP192R1,
          SECObjectIdentifiers.secp224r1, NamedGroup.SECP224R1,
          SECObjectIdentifiers.secp256k1, NamedGroup.SECP256K1,
          SECObjectIdentifiers.secp256r1, NamedGroup.SECP256R1,
          SECObjectIdentifiers.secp384r1, NamedGroup.SECP384R1,
          SECObjectIdentifiers.secp521r1, NamedGroup.SECP521R1,
          TeleTrusTObjectIdentifiers.brainpoolP256r1, NamedGroup.BRAINPOOLP256R1);

  static PublicKey of(SubjectPublicKeyInfo info) {
    Kind kind = kind(info.getAlgorithm().getAlgorithm());
    try {
      AsymmetricKeyParameter key = PublicKeyFactory.createKey(info);
      if (key instanceof RSAKeyParameters rsa
          && rsa.getExponent().bitLength() > MAX_RSA_EXPONENT_BITS) {
        return new PublicKey(
            kind, rsa.getModulus().bitLength(), Optional.empty(), Optional.empty());
      }
      return new PublicKey(kind, bits(key), group(key), Optional.of(key));
    } catch (IOException | RuntimeException e) {
      return new PublicKey(kind, 0, Optional.empty(), Optional.empty());
    }
  }

  /** Returns a human-readable description, for example {@code an RSA key of 1024 bits}. */
  public String describe() {
    String size = bits == 0 ? "" : " of " + bits + " bits";
    return switch (kind) {
      case RSA -> "an RSA key" + size;
      case RSA_PSS -> "an RSASSA-PSS key" + size;
      case EC -> "an ECDSA key" + group.map(g -> " on " + g).orElse(" on an unusual curve") + size;
      case EDDSA -> bits == 448 ? "an Ed448 key" : "an Ed25519 key";
      case OTHER -> "a key of an algorithm that is not known";
    };
  }

  private static Kind kind(ASN1ObjectIdentifier algorithm) {
    if (algorithm.equals(PKCSObjectIdentifiers.rsaEncryption)) {
      return Kind.RSA;
    }
    if (algorithm.equals(PKCSObjectIdentifiers.id_RSASSA_PSS)) {
      return Kind.RSA_PSS;
    }
    if (algorithm.equals(X9ObjectIdentifiers.id_ecPublicKey)) {
      return Kind.EC;
    }
    return algorithm.equals(EdECObjectIdentifiers.id_Ed25519)
            || algorithm.equals(EdECObjectIdentifiers.id_Ed448)
        ? Kind.EDDSA
        : Kind.OTHER;
  }

  private static Optional<NamedGroup> group(AsymmetricKeyParameter key) {
    return key instanceof ECPublicKeyParameters ec
            && ec.getParameters() instanceof ECNamedDomainParameters named
        ? Optional.ofNullable(GROUPS.get(named.getName()))
        : Optional.empty();
  }

  private static int bits(AsymmetricKeyParameter key) {
    if (key instanceof RSAKeyParameters rsa) {
      return rsa.getModulus().bitLength();
    }
    if (key instanceof ECPublicKeyParameters ec) {
      return ec.getParameters().getCurve().getFieldSize();
    }
    if (key instanceof Ed25519PublicKeyParameters) {
      return 256;
    }
    return key instanceof Ed448PublicKeyParameters ? 448 : 0;
  }
}
