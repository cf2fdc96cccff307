package dev.atsharness.server.tls;

import java.util.List;
import org.bouncycastle.crypto.params.AsymmetricKeyParameter;

/**
 * What a server presents: a chain and the private key of its first certificate.
 *
 * @param chainDer DER certificates in the order they are sent, leaf first; at least one
 * @param privateKey the leaf's private key: RSA, EC, Ed25519 or Ed448
 */
public record ServerIdentity(List<byte[]> chainDer, AsymmetricKeyParameter privateKey) {

  public ServerIdentity {
    chainDer = List.copyOf(chainDer);
    if (chainDer.isEmpty()) {
      throw new IllegalArgumentException("a server identity needs at least one certificate");
    }
    if (!privateKey.isPrivate()) {
      throw new IllegalArgumentException("a server identity needs a private key");
    }
  }
}
