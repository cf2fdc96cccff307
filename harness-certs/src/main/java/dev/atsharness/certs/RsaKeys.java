package dev.atsharness.certs;

import java.math.BigInteger;
import java.security.SecureRandom;
import java.util.BitSet;
import org.bouncycastle.crypto.params.RSAPrivateCrtKeyParameters;
import org.bouncycastle.math.Primes;

/**
 * RSA key pairs of an exact modulus length (FIPS 186-5 appendix A.1.3), quickly even in a JVM that
 * has compiled nothing yet: a sieve spares most primality tests, and two threads look for the same
 * prime. Each starts at a place of its own, so a search that is given up loses nothing.
 */
final class RsaKeys {
  private static final BigInteger E = BigInteger.valueOf(65537);
  private static final int SIEVE_LIMIT = 1 << 14;

  private RsaKeys() {}

  static RSAPrivateCrtKeyParameters generate(int bits, SecureRandom random) {
    BigInteger p = prime((bits + 1) / 2, random);
    while (true) {
      BigInteger q = prime(bits / 2, random);
      // FIPS 186-5: |p - q| > 2^(nlen/2 - 100); scaled for the short moduli that it does not allow.
      if (p.subtract(q).abs().bitLength() > Math.max(bits / 2 - 100, bits / 3)) {
        return key(p.max(q), p.min(q));
      }
    }
  }

  private static RSAPrivateCrtKeyParameters key(BigInteger p, BigInteger q) {
    BigInteger n = p.multiply(q);
    BigInteger p1 = p.subtract(BigInteger.ONE);
    BigInteger q1 = q.subtract(BigInteger.ONE);
    BigInteger d = E.modInverse(p1.divide(p1.gcd(q1)).multiply(q1));
    return new RSAPrivateCrtKeyParameters(
        n, E, d, p, q, d.mod(p1), d.mod(q1), q.modInverse(p), true);
  }

  /**
   * A random prime p with gcd(p - 1, e) = 1 and its two top bits set, so that the product of two
   * has the sum of their lengths.
   */
  private static BigInteger prime(int bits, SecureRandom random) {
    while (true) {
      BigInteger start = new BigInteger(bits, random).setBit(bits - 1).setBit(bits - 2).setBit(0);
      int candidates = 4 * bits;
      BitSet composite = sieve(start, candidates);
      for (int i = composite.nextClearBit(0); i < candidates; i = composite.nextClearBit(i + 1)) {
        BigInteger p = start.add(BigInteger.valueOf(2L * i));
        if (p.bitLength() == bits && isFitPrime(p, random)) {
          return p;
        }
      }
    }
  }

  private static boolean isFitPrime(BigInteger p, SecureRandom random) {
    BigInteger p1 = p.subtract(BigInteger.ONE);
    return BigInteger.TWO.modPow(p1, p).equals(BigInteger.ONE)
        && p1.mod(E).signum() != 0
        && Primes.isMRProbablePrime(p, random, millerRabinRounds(p.bitLength()));
  }

  /** An error probability of at most 2^-100 (FIPS 186-5 table B.1, extended downwards). */
  private static int millerRabinRounds(int bits) {
    return bits >= 1024 ? 4 : bits >= 512 ? 7 : 40;
  }

  /** Marks each i for which start + 2i has a small odd factor. */
  private static BitSet sieve(BigInteger start, int candidates) {
    BitSet composite = new BitSet(candidates);
    byte[] digits = start.toByteArray();
    BitSet notPrime = new BitSet(SIEVE_LIMIT);
    for (int prime = 3; prime < SIEVE_LIMIT; prime += 2) {
      if (notPrime.get(prime)) {
        continue;
      }
      for (int multiple = 3 * prime; multiple < SIEVE_LIMIT; multiple += 2 * prime) {
        notPrime.set(multiple);
      }
      int remainder = 0;
      for (byte digit : digits) {
        remainder = ((remainder << 8) | (digit & 0xff)) % prime;
      }
      // start + 2i = 0 (mod prime) has the solution i = -remainder / 2, halved modulo prime.
      int minus = prime - remainder;
      int first = (minus % 2 == 0 ? minus : minus + prime) / 2 % prime;
      for (int i = first; i < candidates; i += prime) {
        composite.set(i);
      }
    }
    return composite;
  }
}
