package dev.atsharness.server.internal.tls;

import java.security.DigestException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.bouncycastle.crypto.ExtendedDigest;

/** The JDK's SHA-2, which uses the processor's instructions: ten times as fast as plain Java. */
final class PlatformDigest implements ExtendedDigest {

  private final MessageDigest digest;
  private final int blockBytes;

  private PlatformDigest(MessageDigest digest, int blockBytes) {
    this.digest = digest;
    this.blockBytes = blockBytes;
  }

  static PlatformDigest sha256() {
    return new PlatformDigest(instance("SHA-256"), 64);
  }

  static PlatformDigest sha384() {
    return new PlatformDigest(instance("SHA-384"), 128);
  }

  static PlatformDigest sha512() {
    return new PlatformDigest(instance("SHA-512"), 128);
  }

  /** A copy of the digest with its present state. */
  PlatformDigest copy() {
    try {
      return new PlatformDigest((MessageDigest) digest.clone(), blockBytes);
    } catch (CloneNotSupportedException e) {
      throw new IllegalStateException(digest + " cannot be copied", e);
    }
  }

  private static MessageDigest instance(String name) {
    try {
      return MessageDigest.getInstance(name);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this JDK lacks " + name, e);
    }
  }

  @Override
  public String getAlgorithmName() {
    return digest.getAlgorithm();
  }

  @Override
  public int getDigestSize() {
    return digest.getDigestLength();
  }

  @Override
  public int getByteLength() {
    return blockBytes;
  }

  @Override
  public void update(byte in) {
    digest.update(in);
  }

  @Override
  public void update(byte[] in, int offset, int length) {
    digest.update(in, offset, length);
  }

  @Override
  public int doFinal(byte[] out, int offset) {
    try {
      return digest.digest(out, offset, getDigestSize());
    } catch (DigestException e) {
      throw new IllegalArgumentException("no room for the digest", e);
    }
  }

  @Override
  public void reset() {
    digest.reset();
  }
}
