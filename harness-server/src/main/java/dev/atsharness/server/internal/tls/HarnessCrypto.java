package dev.atsharness.server.internal.tls;

import java.security.SecureRandom;
import org.bouncycastle.crypto.Digest;
import org.bouncycastle.tls.crypto.CryptoHashAlgorithm;
import org.bouncycastle.tls.crypto.impl.bc.BcTlsCrypto;

/** Bouncy Castle's primitives, except those that are much faster in the JDK. */
final class HarnessCrypto extends BcTlsCrypto {

  HarnessCrypto() {
    super(new SecureRandom());
  }

  @Override
  public Digest createDigest(int algorithm) {
    return switch (algorithm) {
      case CryptoHashAlgorithm.sha256 -> PlatformDigest.sha256();
      case CryptoHashAlgorithm.sha384 -> PlatformDigest.sha384();
      case CryptoHashAlgorithm.sha512 -> PlatformDigest.sha512();
      default -> super.createDigest(algorithm);
    };
  }

  @Override
  public Digest cloneDigest(int algorithm, Digest digest) {
    return digest instanceof PlatformDigest platform
        ? platform.copy()
        : super.cloneDigest(algorithm, digest);
  }
}
