package dev.atsharness.certs;

import java.math.BigInteger;
import java.security.SecureRandom;
import java.util.BitSet;
import org.bouncycastle.crypto.params.RSAPrivateCrtKeyParameters;
import org.bouncycastle.math.Primes;

/**
 * Makes RSA key pairs with an exact modulus length (FIPS 186-5 appendix A.1.3). It is fast even in
 * a JVM that has just started, because a sieve avoids most primality tests.
 */
final class RsaKeys {
  private static final BigInteger E = BigInteger.valueOf(65537);
  private static final int SIEVE_LIMIT = 1 << 14;

  /**
   * From this length on, a modulus has eight primes (RFC 8017 section 3.1). They are found in a
   * third of a second, while two primes of four times the length take half a minute. Clients cannot
   * see the difference. For the Chinese remainder arithmetic, the products of four primes each are
   * used as p and q.
   */
  static final int MULTI_PRIME_BITS = 8192;

  private static final int PRIMES_PER_FACTOR = 4;

  /**
   * The number of leading ones of a prime. With so many, the product of up to eight primes has
   * exactly the sum of their lengths.
   */
  private static final int LEADING_ONES = 4;

  private RsaKeys() {}

  /**
   * One half of a modulus.
   *
   * @param value a prime, or the product of several primes
   * @param order Carmichael's lambda of the value, the modulus by which exponents are reduced
   */
  private record Factor(BigInteger value, BigInteger order) {}

  static RSAPrivateCrtKeyParameters generate(int bits, SecureRandom random) {
    int primes = bits < MULTI_PRIME_BITS ? 1 : PRIMES_PER_FACTOR;
    Factor p = factor((bits + 1) / 2, primes, random);
    while (true) {
      Factor q = factor(bits / 2, primes, random);
      // FIPS 186-5: |p - q| > 2^(nlen/2 - 100); scaled for the short moduli that it does not allow.
      BigInteger distance = p.value.subtract(q.value);
      if (distance.abs().bitLength() > Math.max(bits / 2 - 100, bits / 3)) {
        return distance.signum() > 0 ? key(p, q) : key(q, p);
      }
    }
  }

  /**
   * Whether the numbers of a key fit together, so that the signatures it makes are valid. A
   * comparison of the exponents is quick, but needs prime factors; other keys have to decrypt.
   */
  static boolean isConsistent(RSAPrivateCrtKeyParameters key) {
    return key.getP().multiply(key.getQ()).equals(key.getModulus())
        && key.getQInv().multiply(key.getQ()).mod(key.getP()).equals(BigInteger.ONE)
        && (key.getModulus().bitLength() < MULTI_PRIME_BITS
            ? inverts(key, key.getP(), key.getDP()) && inverts(key, key.getQ(), key.getDQ())
            : decrypts(key, key.getP(), key.getDP()) && decrypts(key, key.getQ(), key.getDQ()));
  }

  private static boolean inverts(
      RSAPrivateCrtKeyParameters key, BigInteger prime, BigInteger exponent) {
    BigInteger order = prime.subtract(BigInteger.ONE);
    return key.getPublicExponent().multiply(exponent).mod(order).equals(BigInteger.ONE)
        && key.getExponent().mod(order).equals(exponent);
  }

  private static boolean decrypts(
      RSAPrivateCrtKeyParameters key, BigInteger factor, BigInteger exponent) {
    BigInteger encrypted = BigInteger.TWO.modPow(key.getPublicExponent(), factor);
    return encrypted.modPow(exponent, factor).equals(BigInteger.TWO);
  }

  private static RSAPrivateCrtKeyParameters key(Factor p, Factor q) {
    BigInteger n = p.value.multiply(q.value);
    BigInteger d = E.modInverse(lcm(p.order, q.order));
    return new RSAPrivateCrtKeyParameters(
        n,
        E,
        d,
        p.value,
        q.value,
        d.mod(p.order),
        d.mod(q.order),
        q.value.modInverse(p.value),
        true);
  }

  private static BigInteger lcm(BigInteger one, BigInteger other) {
    return one.divide(one.gcd(other)).multiply(other);
  }

  private static Factor factor(int bits, int primes, SecureRandom random) {
    if (primes == 1) {
      BigInteger prime = prime(bits, random);
      return new Factor(prime, prime.subtract(BigInteger.ONE));
    }
    Factor one = factor((bits + 1) / 2, primes / 2, random);
    Factor other = factor(bits / 2, primes / 2, random);
    return new Factor(one.value.multiply(other.value), lcm(one.order, other.order));
  }

  /** Returns a random prime p of this length that begins with ones and has gcd(p - 1, e) = 1. */
  private static BigInteger prime(int bits, SecureRandom random) {
    while (true) {
      BigInteger start = new BigInteger(bits, random).setBit(0);
      for (int i = 1; i <= LEADING_ONES; i++) {
        start = start.setBit(bits - i);
      }
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

  /**
   * Returns the number of rounds for an error probability of at most 2^-100 (FIPS 186-5 table B.1,
   * extended to shorter lengths).
   */
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
