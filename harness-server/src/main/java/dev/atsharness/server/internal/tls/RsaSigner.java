package dev.atsharness.server.internal.tls;

import dev.atsharness.tls.SignatureScheme;
import java.io.IOException;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.DigestInfo;
import org.bouncycastle.crypto.CryptoException;
import org.bouncycastle.crypto.InvalidCipherTextException;
import org.bouncycastle.crypto.encodings.PKCS1Encoding;
import org.bouncycastle.crypto.params.ParametersWithRandom;
import org.bouncycastle.crypto.params.RSAKeyParameters;
import org.bouncycastle.crypto.signers.PSSSigner;
import org.bouncycastle.tls.AlertDescription;
import org.bouncycastle.tls.SignatureAndHashAlgorithm;
import org.bouncycastle.tls.TlsFatalAlert;
import org.bouncycastle.tls.TlsUtils;
import org.bouncycastle.tls.crypto.TlsSigner;
import org.bouncycastle.tls.crypto.TlsStreamSigner;
import org.bouncycastle.tls.crypto.impl.bc.BcTlsCrypto;

/** RSA signatures of every TLS version, over {@link CrtRsaEngine}. */
final class RsaSigner implements TlsSigner {

  private final BcTlsCrypto crypto;
  private final RSAKeyParameters key;

  RsaSigner(BcTlsCrypto crypto, RSAKeyParameters key) {
    this.crypto = crypto;
    this.key = key;
  }

  @Override
  public byte[] generateRawSignature(SignatureAndHashAlgorithm algorithm, byte[] hash)
      throws IOException {
    try {
      int scheme = algorithm == null ? 0 : org.bouncycastle.tls.SignatureScheme.from(algorithm);
      if (org.bouncycastle.tls.SignatureScheme.isRSAPSS(scheme)) {
        return pss(scheme, hash);
      }
      // Before TLS 1.2 the 36 bytes of MD5 and SHA-1 are signed without a DigestInfo (RFC 4346).
      return pkcs1(algorithm == null ? hash : digestInfo(algorithm, hash));
    } catch (CryptoException e) {
      throw new TlsFatalAlert(AlertDescription.internal_error, e);
    }
  }

  @Override
  public TlsStreamSigner getStreamSigner(SignatureAndHashAlgorithm algorithm) {
    return null;
  }

  private byte[] pss(int scheme, byte[] hash) throws CryptoException {
    int digest = org.bouncycastle.tls.SignatureScheme.getCryptoHashAlgorithm(scheme);
    PSSSigner signer = PSSSigner.createRawSigner(new CrtRsaEngine(), crypto.createDigest(digest));
    signer.init(true, new ParametersWithRandom(key, crypto.getSecureRandom()));
    signer.update(hash, 0, hash.length);
    return signer.generateSignature();
  }

  private byte[] pkcs1(byte[] input) throws InvalidCipherTextException {
    PKCS1Encoding encoding = new PKCS1Encoding(new CrtRsaEngine());
    encoding.init(true, key);
    return encoding.processBlock(input, 0, input.length);
  }

  private static byte[] digestInfo(SignatureAndHashAlgorithm algorithm, byte[] hash)
      throws IOException {
    return new DigestInfo(
            new AlgorithmIdentifier(
                TlsUtils.getOIDForHashAlgorithm(algorithm.getHash()), DERNull.INSTANCE),
            hash)
        .getEncoded();
  }

  /** Whether a DigestInfo of the scheme's hash fits in the modulus (RFC 8017 section 9.2). */
  static boolean pkcs1Fits(RSAKeyParameters key, SignatureScheme scheme) {
    int digestInfo =
        switch (scheme) {
          case RSA_PKCS1_MD5 -> 18 + 16;
          case RSA_PKCS1_SHA1 -> 15 + 20;
          case RSA_PKCS1_SHA224 -> 19 + 28;
          case RSA_PKCS1_SHA256 -> 19 + 32;
          case RSA_PKCS1_SHA384 -> 19 + 48;
          default -> 19 + 64;
        };
    return (key.getModulus().bitLength() + 7) / 8 >= digestInfo + 11;
  }

  /** Whether hash and salt of equal length fit in the modulus (RFC 8017 section 9.1.1). */
  static boolean pssFits(RSAKeyParameters key, SignatureScheme scheme) {
    int hash =
        switch (scheme) {
          case RSA_PSS_RSAE_SHA256, RSA_PSS_PSS_SHA256 -> 32;
          case RSA_PSS_RSAE_SHA384, RSA_PSS_PSS_SHA384 -> 48;
          default -> 64;
        };
    return (key.getModulus().bitLength() - 1 + 7) / 8 >= 2 * hash + 2;
  }
}
