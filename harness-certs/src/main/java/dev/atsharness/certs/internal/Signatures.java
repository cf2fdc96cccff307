package dev.atsharness.certs.internal;

import dev.atsharness.certs.HarnessKey;
import dev.atsharness.certs.SignatureAlgorithm;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.security.SecureRandom;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.edec.EdECObjectIdentifiers;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.RSASSAPSSparams;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.crypto.CryptoException;
import org.bouncycastle.crypto.DataLengthException;
import org.bouncycastle.crypto.Digest;
import org.bouncycastle.crypto.Signer;
import org.bouncycastle.crypto.digests.MD5Digest;
import org.bouncycastle.crypto.digests.SHA1Digest;
import org.bouncycastle.crypto.digests.SHA224Digest;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.digests.SHA384Digest;
import org.bouncycastle.crypto.digests.SHA512Digest;
import org.bouncycastle.crypto.engines.RSABlindedEngine;
import org.bouncycastle.crypto.params.ParametersWithRandom;
import org.bouncycastle.crypto.signers.DSADigestSigner;
import org.bouncycastle.crypto.signers.ECDSASigner;
import org.bouncycastle.crypto.signers.Ed25519Signer;
import org.bouncycastle.crypto.signers.Ed448Signer;
import org.bouncycastle.crypto.signers.PSSSigner;
import org.bouncycastle.crypto.signers.RSADigestSigner;
import org.bouncycastle.operator.ContentSigner;

/** Makes certificate signatures, weak ones included. */
public final class Signatures {
  private Signatures() {}

  /**
   * Returns a signer with the key.
   *
   * @throws IllegalArgumentException if the key is of another family or too short
   */
  public static ContentSigner signer(SignatureAlgorithm algorithm, HarnessKey key) {
    if (!key.fits(algorithm)) {
      throw new IllegalArgumentException(
          "a key of kind " + key.spec() + " cannot make a signature " + algorithm);
    }
    return new LightweightSigner(algorithm, key);
  }

  private static Signer lightweight(SignatureAlgorithm algorithm) {
    return switch (algorithm.family()) {
      case RSA -> new RSADigestSigner(digest(algorithm));
      case RSA_PSS -> {
        Digest digest = digest(algorithm);
        yield new PSSSigner(new RSABlindedEngine(), digest, digest.getDigestSize());
      }
      case ECDSA -> new DSADigestSigner(new ECDSASigner(), digest(algorithm));
      case EDDSA ->
          algorithm == SignatureAlgorithm.ED25519
              ? new Ed25519Signer()
              : new Ed448Signer(new byte[0]);
    };
  }

  private static Digest digest(SignatureAlgorithm algorithm) {
    return switch (algorithm.digest()) {
      case "MD5" -> new MD5Digest();
      case "SHA-1" -> new SHA1Digest();
      case "SHA-224" -> new SHA224Digest();
      case "SHA-256" -> new SHA256Digest();
      case "SHA-384" -> new SHA384Digest();
      case "SHA-512" -> new SHA512Digest();
      default -> throw new IllegalArgumentException("no digest " + algorithm.digest());
    };
  }

  static AlgorithmIdentifier identifier(SignatureAlgorithm algorithm) {
    return switch (algorithm) {
      case MD5_RSA -> rsa(PKCSObjectIdentifiers.md5WithRSAEncryption);
      case SHA1_RSA -> rsa(PKCSObjectIdentifiers.sha1WithRSAEncryption);
      case SHA224_RSA -> rsa(PKCSObjectIdentifiers.sha224WithRSAEncryption);
      case SHA256_RSA -> rsa(PKCSObjectIdentifiers.sha256WithRSAEncryption);
      case SHA384_RSA -> rsa(PKCSObjectIdentifiers.sha384WithRSAEncryption);
      case SHA512_RSA -> rsa(PKCSObjectIdentifiers.sha512WithRSAEncryption);
      case SHA1_ECDSA -> new AlgorithmIdentifier(X9ObjectIdentifiers.ecdsa_with_SHA1);
      case SHA224_ECDSA -> new AlgorithmIdentifier(X9ObjectIdentifiers.ecdsa_with_SHA224);
      case SHA256_ECDSA -> new AlgorithmIdentifier(X9ObjectIdentifiers.ecdsa_with_SHA256);
      case SHA384_ECDSA -> new AlgorithmIdentifier(X9ObjectIdentifiers.ecdsa_with_SHA384);
      case SHA512_ECDSA -> new AlgorithmIdentifier(X9ObjectIdentifiers.ecdsa_with_SHA512);
      case SHA256_RSA_PSS -> pss(NISTObjectIdentifiers.id_sha256, 32);
      case SHA384_RSA_PSS -> pss(NISTObjectIdentifiers.id_sha384, 48);
      case SHA512_RSA_PSS -> pss(NISTObjectIdentifiers.id_sha512, 64);
      case ED25519 -> new AlgorithmIdentifier(EdECObjectIdentifiers.id_Ed25519);
      case ED448 -> new AlgorithmIdentifier(EdECObjectIdentifiers.id_Ed448);
    };
  }

  private static AlgorithmIdentifier rsa(ASN1ObjectIdentifier oid) {
    return new AlgorithmIdentifier(oid, DERNull.INSTANCE); // RFC 4055 section 5: NULL is required
  }

  private static AlgorithmIdentifier pss(ASN1ObjectIdentifier digest, int saltLength) {
    AlgorithmIdentifier hash = new AlgorithmIdentifier(digest, DERNull.INSTANCE);
    return new AlgorithmIdentifier(
        PKCSObjectIdentifiers.id_RSASSA_PSS,
        new RSASSAPSSparams(
            hash,
            new AlgorithmIdentifier(PKCSObjectIdentifiers.id_mgf1, hash),
            new ASN1Integer(saltLength),
            RSASSAPSSparams.DEFAULT_TRAILER_FIELD));
  }

  private static final class LightweightSigner implements ContentSigner {
    private final SignatureAlgorithm algorithm;
    private final HarnessKey key;
    private final ByteArrayOutputStream content = new ByteArrayOutputStream();

    LightweightSigner(SignatureAlgorithm algorithm, HarnessKey key) {
      this.algorithm = algorithm;
      this.key = key;
    }

    @Override
    public AlgorithmIdentifier getAlgorithmIdentifier() {
      return identifier(algorithm);
    }

    @Override
    public OutputStream getOutputStream() {
      return content;
    }

    @Override
    public byte[] getSignature() {
      try {
        Signer signer = lightweight(algorithm);
        boolean edDsa = algorithm.family() == SignatureAlgorithm.Family.EDDSA;
        signer.init(
            true,
            edDsa
                ? key.privateKey()
                : new ParametersWithRandom(key.privateKey(), new SecureRandom()));
        byte[] bytes = content.toByteArray();
        signer.update(bytes, 0, bytes.length);
        return signer.generateSignature();
      } catch (CryptoException | DataLengthException | IllegalArgumentException e) {
        throw new IllegalArgumentException(
            "a key of kind " + key.spec() + " is too short for a signature " + algorithm, e);
      }
    }
  }
}
