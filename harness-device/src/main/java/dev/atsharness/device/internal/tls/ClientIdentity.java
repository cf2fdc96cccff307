package dev.atsharness.device.internal.tls;

import java.io.IOException;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateEncodingException;
import java.util.ArrayList;
import java.util.List;
import org.bouncycastle.crypto.params.AsymmetricKeyParameter;
import org.bouncycastle.crypto.params.ECPrivateKeyParameters;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.bouncycastle.crypto.params.RSAKeyParameters;
import org.bouncycastle.crypto.util.PrivateKeyFactory;
import org.bouncycastle.tls.SignatureAndHashAlgorithm;
import org.bouncycastle.tls.SignatureScheme;

/**
 * The private key and certificate that a device presents to a server that asks for a client
 * certificate.
 */
public final class ClientIdentity {

  private static final int P256_BITS = 256;
  private static final int P384_BITS = 384;

  private final AsymmetricKeyParameter key;
  private final List<byte[]> chain;

  private ClientIdentity(AsymmetricKeyParameter key, List<byte[]> chain) {
    this.key = key;
    this.chain = List.copyOf(chain);
  }

  /**
   * Returns the identity of a key and its chain, the leaf first.
   *
   * @throws IllegalArgumentException if the key is not RSA, ECDSA or Ed25519, or if there is no
   *     certificate
   */
  public static ClientIdentity of(PrivateKey key, List<? extends Certificate> chain) {
    if (chain.isEmpty()) {
      throw new IllegalArgumentException("an identity needs a certificate");
    }
    try {
      AsymmetricKeyParameter parameter = PrivateKeyFactory.createKey(key.getEncoded());
      if (!(parameter instanceof RSAKeyParameters
          || parameter instanceof ECPrivateKeyParameters
          || parameter instanceof Ed25519PrivateKeyParameters)) {
        throw new IllegalArgumentException("the key is " + key.getAlgorithm());
      }
      List<byte[]> ders = new ArrayList<>();
      for (Certificate certificate : chain) {
        ders.add(certificate.getEncoded());
      }
      return new ClientIdentity(parameter, ders);
    } catch (IOException | CertificateEncodingException e) {
      throw new IllegalArgumentException("the key or a certificate has no usable encoding", e);
    }
  }

  AsymmetricKeyParameter key() {
    return key;
  }

  List<byte[]> chain() {
    return chain;
  }

  /** True if the key can sign with this scheme in TLS 1.2 or, if {@code tls13}, in TLS 1.3. */
  boolean signs(SignatureAndHashAlgorithm algorithm, boolean tls13) {
    int scheme = SignatureScheme.from(algorithm);
    return switch (scheme) {
      case SignatureScheme.rsa_pss_rsae_sha256,
          SignatureScheme.rsa_pss_rsae_sha384,
          SignatureScheme.rsa_pss_rsae_sha512 ->
          key instanceof RSAKeyParameters;
      case SignatureScheme.rsa_pkcs1_sha256,
          SignatureScheme.rsa_pkcs1_sha384,
          SignatureScheme.rsa_pkcs1_sha512 ->
          key instanceof RSAKeyParameters && !tls13;
      case SignatureScheme.ecdsa_secp256r1_sha256 -> signsOn(P256_BITS, tls13);
      case SignatureScheme.ecdsa_secp384r1_sha384 -> signsOn(P384_BITS, tls13);
      case SignatureScheme.ed25519 -> key instanceof Ed25519PrivateKeyParameters;
      default -> false;
    };
  }

  private boolean signsOn(int bits, boolean tls13) {
    return key instanceof ECPrivateKeyParameters ec
        && (!tls13 || ec.getParameters().getCurve().getFieldSize() == bits);
  }
}
