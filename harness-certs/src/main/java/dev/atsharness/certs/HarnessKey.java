package dev.atsharness.certs;

import dev.atsharness.certs.internal.Pem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.spec.PKCS8EncodedKeySpec;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.crypto.AsymmetricCipherKeyPair;
import org.bouncycastle.crypto.generators.ECKeyPairGenerator;
import org.bouncycastle.crypto.params.AsymmetricKeyParameter;
import org.bouncycastle.crypto.params.ECKeyGenerationParameters;
import org.bouncycastle.crypto.params.ECPrivateKeyParameters;
import org.bouncycastle.crypto.params.ECPublicKeyParameters;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.bouncycastle.crypto.params.Ed448PrivateKeyParameters;
import org.bouncycastle.crypto.params.RSAKeyParameters;
import org.bouncycastle.crypto.params.RSAPrivateCrtKeyParameters;
import org.bouncycastle.crypto.util.PrivateKeyFactory;
import org.bouncycastle.crypto.util.PrivateKeyInfoFactory;
import org.bouncycastle.crypto.util.SubjectPublicKeyInfoFactory;
import org.bouncycastle.jce.provider.BouncyCastleProvider;

/**
 * A key pair and its specification.
 *
 * @param spec the kind of key
 * @param publicKey the public half
 * @param privateKey the private half
 */
public record HarnessKey(
    KeySpec spec, AsymmetricKeyParameter publicKey, AsymmetricKeyParameter privateKey) {

  /**
   * Makes a new key pair on the calling thread. RSA is slow: about 0.1 s for 2048 bits, a second
   * for 4096, a third of a second for 8192 with eight primes; {@link KeyPool} makes keys in the
   * background.
   */
  public static HarnessKey generate(KeySpec spec) {
    SecureRandom random = new SecureRandom();
    return switch (spec.type()) {
      case RSA, RSA_PSS -> of(spec, RsaKeys.generate(spec.bits(), random));
      case EC -> {
        ECKeyPairGenerator generator = new ECKeyPairGenerator();
        generator.init(new ECKeyGenerationParameters(Curves.domain(spec.curve()), random));
        AsymmetricCipherKeyPair pair = generator.generateKeyPair();
        yield new HarnessKey(spec, pair.getPublic(), pair.getPrivate());
      }
      case ED25519 -> of(spec, new Ed25519PrivateKeyParameters(random));
      case ED448 -> of(spec, new Ed448PrivateKeyParameters(random));
    };
  }

  /**
   * Reads a PKCS #8 {@code PrivateKeyInfo} (RFC 5958), DER encoded.
   *
   * @throws IllegalArgumentException if it is malformed, if the numbers of an RSA key do not fit
   *     together, or if it is of a kind that {@link KeySpec} does not have
   */
  public static HarnessKey ofPkcs8(byte[] der) {
    PrivateKeyInfo info;
    AsymmetricKeyParameter key;
    try {
      info = PrivateKeyInfo.getInstance(der);
      key = PrivateKeyFactory.createKey(info);
    } catch (IOException | RuntimeException e) { // the library throws any of them
      throw new IllegalArgumentException("not a PKCS #8 private key", e);
    }
    if (key instanceof RSAPrivateCrtKeyParameters rsa && !RsaKeys.isConsistent(rsa)) {
      throw new IllegalArgumentException("the numbers of the RSA key do not fit together");
    }
    boolean pss =
        info.getPrivateKeyAlgorithm().getAlgorithm().equals(PKCSObjectIdentifiers.id_RSASSA_PSS);
    return of(specOf(key, pss), key);
  }

  private static KeySpec specOf(AsymmetricKeyParameter key, boolean pss) {
    if (key instanceof RSAPrivateCrtKeyParameters rsa) {
      int bits = rsa.getModulus().bitLength();
      return pss ? KeySpec.rsaPss(bits) : KeySpec.rsa(bits);
    } else if (key instanceof ECPrivateKeyParameters ec) {
      return KeySpec.ec(Curves.name(ec.getParameters()));
    } else if (key instanceof Ed25519PrivateKeyParameters) {
      return KeySpec.ed25519();
    } else if (key instanceof Ed448PrivateKeyParameters) {
      return KeySpec.ed448();
    }
    throw new IllegalArgumentException("unsupported private key " + key.getClass().getSimpleName());
  }

  private static HarnessKey of(KeySpec spec, AsymmetricKeyParameter key) {
    AsymmetricKeyParameter publicKey;
    if (key instanceof RSAPrivateCrtKeyParameters rsa) {
      BigInteger n = rsa.getModulus();
      publicKey = new RSAKeyParameters(false, n, rsa.getPublicExponent());
    } else if (key instanceof ECPrivateKeyParameters ec) {
      publicKey =
          new ECPublicKeyParameters(
              ec.getParameters().getG().multiply(ec.getD()).normalize(), ec.getParameters());
    } else if (key instanceof Ed25519PrivateKeyParameters ed) {
      publicKey = ed.generatePublicKey();
    } else {
      publicKey = ((Ed448PrivateKeyParameters) key).generatePublicKey();
    }
    return new HarnessKey(spec, publicKey, key);
  }

  /** True if this key can make signatures of that family; its size is not checked. */
  public boolean fits(SignatureAlgorithm signature) {
    return switch (spec.type()) {
      case RSA ->
          signature.family() == SignatureAlgorithm.Family.RSA
              || signature.family() == SignatureAlgorithm.Family.RSA_PSS;
      case RSA_PSS -> signature.family() == SignatureAlgorithm.Family.RSA_PSS;
      case EC -> signature.family() == SignatureAlgorithm.Family.ECDSA;
      case ED25519 -> signature == SignatureAlgorithm.ED25519;
      case ED448 -> signature == SignatureAlgorithm.ED448;
    };
  }

  /** The signature that a well-configured issuer makes with this key. */
  public SignatureAlgorithm defaultSignature() {
    return switch (spec.type()) {
      case RSA -> SignatureAlgorithm.SHA256_RSA;
      case RSA_PSS -> SignatureAlgorithm.SHA256_RSA_PSS;
      case EC ->
          spec.bits() <= 256
              ? SignatureAlgorithm.SHA256_ECDSA
              : spec.bits() <= 384
                  ? SignatureAlgorithm.SHA384_ECDSA
                  : SignatureAlgorithm.SHA512_ECDSA;
      case ED25519 -> SignatureAlgorithm.ED25519;
      case ED448 -> SignatureAlgorithm.ED448;
    };
  }

  /** The {@code SubjectPublicKeyInfo} (RFC 5280 section 4.1.2.7). */
  public SubjectPublicKeyInfo subjectPublicKeyInfo() {
    try {
      SubjectPublicKeyInfo info = SubjectPublicKeyInfoFactory.createSubjectPublicKeyInfo(publicKey);
      return spec.type() == KeySpec.Type.RSA_PSS
          ? new SubjectPublicKeyInfo(pssAlgorithm(), info.parsePublicKey())
          : info;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot encode the public key", e);
    }
  }

  /**
   * The same for an EC key, with explicit curve parameters instead of the curve's name, which RFC
   * 5480 section 2.1.1 forbids in certificates.
   *
   * @throws IllegalStateException if this is not an EC key
   */
  SubjectPublicKeyInfo subjectPublicKeyInfoWithExplicitCurve() {
    if (!(publicKey instanceof ECPublicKeyParameters ec)) {
      throw new IllegalStateException("only an EC key has curve parameters, not " + spec);
    }
    return Curves.explicit(ec);
  }

  /** PKCS #8 {@code PrivateKeyInfo} (RFC 5958), DER encoded, unencrypted. */
  public byte[] pkcs8() {
    try {
      return privateKeyInfo().getEncoded();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot encode the private key", e);
    }
  }

  PrivateKeyInfo privateKeyInfo() throws IOException {
    PrivateKeyInfo info = PrivateKeyInfoFactory.createPrivateKeyInfo(privateKey);
    AlgorithmIdentifier algorithm =
        spec.type() == KeySpec.Type.RSA_PSS ? pssAlgorithm() : info.getPrivateKeyAlgorithm();
    // Without the public key, which would require version 2: OpenSSL 3.0 only reads version 1.
    return new PrivateKeyInfo(algorithm, info.parsePrivateKey());
  }

  /**
   * The PSS algorithm without parameters: the key may be used with any digest and salt (RFC 4055
   * section 3.1).
   */
  private static AlgorithmIdentifier pssAlgorithm() {
    return new AlgorithmIdentifier(PKCSObjectIdentifiers.id_RSASSA_PSS);
  }

  /** {@link #pkcs8()} as a {@code PRIVATE KEY} block (RFC 7468 section 10). */
  public String pem() {
    return Pem.encode(Pem.PRIVATE_KEY, pkcs8());
  }

  /**
   * The private key for JCA users: from the JDK if it has the algorithm, from Bouncy Castle for the
   * curves that the JDK removed (P-192, P-224, secp256k1, Brainpool).
   */
  public PrivateKey toJca() {
    PKCS8EncodedKeySpec encoded = new PKCS8EncodedKeySpec(pkcs8());
    String algorithm =
        switch (spec.type()) {
          case RSA -> "RSA";
          case RSA_PSS -> "RSASSA-PSS";
          case EC -> "EC";
          case ED25519, ED448 -> "EdDSA";
        };
    try {
      return KeyFactory.getInstance(algorithm).generatePrivate(encoded);
    } catch (GeneralSecurityException unknownToTheJdk) {
      try {
        return KeyFactory.getInstance(algorithm, new BouncyCastleProvider())
            .generatePrivate(encoded);
      } catch (GeneralSecurityException e) {
        e.addSuppressed(unknownToTheJdk);
        throw new IllegalStateException("no JCA provider reads a key of kind " + spec, e);
      }
    }
  }

  /** Returns the kind of key, never the key itself. */
  @Override
  public String toString() {
    return "HarnessKey[" + spec + "]";
  }
}
