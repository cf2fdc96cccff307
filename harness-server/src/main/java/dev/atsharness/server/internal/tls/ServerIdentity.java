package dev.atsharness.server.internal.tls;

import java.util.List;
import java.util.function.Supplier;
import org.bouncycastle.crypto.params.AsymmetricKeyParameter;

/**
 * A server's certificate chain and the private key of its first certificate.
 *
 * @param chainDer DER certificates in the order they are sent, leaf first; at least one
 * @param privateKey the leaf's private key: RSA, EC, Ed25519 or Ed448
 * @param ocspResponse makes the DER of an OCSP response (RFC 6960) for the leaf, for an endpoint
 *     that staples; called in every handshake that needs one
 */
public record ServerIdentity(
    List<byte[]> chainDer, AsymmetricKeyParameter privateKey, Supplier<byte[]> ocspResponse) {

  public ServerIdentity {
    chainDer = List.copyOf(chainDer);
    if (chainDer.isEmpty()) {
      throw new IllegalArgumentException("a server identity needs at least one certificate");
    }
    if (!privateKey.isPrivate()) {
      throw new IllegalArgumentException("a server identity needs a private key");
    }
  }

  /** An identity without an OCSP response to staple. */
  public ServerIdentity(List<byte[]> chainDer, AsymmetricKeyParameter privateKey) {
    this(
        chainDer,
        privateKey,
        () -> {
          throw new IllegalStateException("this certificate has no OCSP response");
        });
  }
}
