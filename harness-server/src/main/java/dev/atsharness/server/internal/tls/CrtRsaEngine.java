package dev.atsharness.server.internal.tls;

import java.math.BigInteger;
import org.bouncycastle.crypto.AsymmetricBlockCipher;
import org.bouncycastle.crypto.CipherParameters;
import org.bouncycastle.crypto.DataLengthException;
import org.bouncycastle.crypto.params.ParametersWithRandom;
import org.bouncycastle.crypto.params.RSAPrivateCrtKeyParameters;
import org.bouncycastle.util.BigIntegers;

/**
 * The RSA private key operation by the Chinese remainder theorem (RFC 8017 section 5.1.2), without
 * blinding and without verifying its own result. Blinding and verification protect a key against
 * timing and fault attacks, and cost 3 to 8 percent of the operation. A harness key does not need
 * them: it is short-lived and certified only for a test domain.
 */
final class CrtRsaEngine implements AsymmetricBlockCipher {

  private RSAPrivateCrtKeyParameters key;
  private int modulusBytes;

  @Override
  public void init(boolean forEncryption, CipherParameters parameters) {
    CipherParameters inner =
        parameters instanceof ParametersWithRandom random ? random.getParameters() : parameters;
    key = (RSAPrivateCrtKeyParameters) inner;
    modulusBytes = (key.getModulus().bitLength() + 7) / 8;
  }

  @Override
  public int getInputBlockSize() {
    return modulusBytes - 1;
  }

  @Override
  public int getOutputBlockSize() {
    return modulusBytes;
  }

  @Override
  public byte[] processBlock(byte[] in, int offset, int length) {
    BigInteger input = BigIntegers.fromUnsignedByteArray(in, offset, length);
    if (input.compareTo(key.getModulus()) >= 0) {
      throw new DataLengthException("input too large for RSA cipher");
    }
    BigInteger p = key.getP();
    BigInteger q = key.getQ();
    BigInteger viaP = input.mod(p).modPow(key.getDP(), p);
    BigInteger viaQ = input.mod(q).modPow(key.getDQ(), q);
    BigInteger h = viaP.subtract(viaQ).multiply(key.getQInv()).mod(p);
    return BigIntegers.asUnsignedByteArray(modulusBytes, h.multiply(q).add(viaQ));
  }
}
