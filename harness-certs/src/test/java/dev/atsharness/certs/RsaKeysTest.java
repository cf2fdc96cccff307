package dev.atsharness.certs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.security.SecureRandom;
import org.bouncycastle.crypto.params.RSAPrivateCrtKeyParameters;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An RSA key has exactly the requested length and is otherwise correct. */
class RsaKeysTest {
  @ParameterizedTest
  @ValueSource(ints = {512, 513, 768, 1023, 1024, 1025, 1536, 2047, 2048, 2049})
  void hasExactlyTheLengthAskedForAndIsSound(int bits) {
    RSAPrivateCrtKeyParameters key = RsaKeys.generate(bits, new SecureRandom());

    BigInteger p = key.getP();
    BigInteger q = key.getQ();
    BigInteger p1 = p.subtract(BigInteger.ONE);
    BigInteger q1 = q.subtract(BigInteger.ONE);
    BigInteger e = key.getPublicExponent();
    assertThat(key.getModulus().bitLength()).isEqualTo(bits);
    assertThat(key.getModulus()).isEqualTo(p.multiply(q));
    assertThat(p.isProbablePrime(80)).isTrue();
    assertThat(q.isProbablePrime(80)).isTrue();
    assertThat(p.subtract(q).abs().bitLength()).isGreaterThan(Math.max(bits / 2 - 100, bits / 3));
    assertThat(p).isGreaterThan(q);
    assertThat(e.gcd(p1)).isEqualTo(BigInteger.ONE);
    assertThat(e.gcd(q1)).isEqualTo(BigInteger.ONE);
    assertThat(e.multiply(key.getExponent()).mod(p1)).isEqualTo(BigInteger.ONE);
    assertThat(e.multiply(key.getExponent()).mod(q1)).isEqualTo(BigInteger.ONE);
    assertThat(key.getDP()).isEqualTo(key.getExponent().mod(p1));
    assertThat(key.getDQ()).isEqualTo(key.getExponent().mod(q1));
    assertThat(key.getQInv().multiply(q).mod(p)).isEqualTo(BigInteger.ONE);
  }

  @ParameterizedTest
  @ValueSource(ints = {8192, 8195})
  void aVeryLongOneHasMorePrimesAndWorksAsAnyOther(int bits) {
    HarnessKey key = HarnessKey.generate(KeySpec.rsa(bits));

    RSAPrivateCrtKeyParameters rsa = (RSAPrivateCrtKeyParameters) key.privateKey();
    BigInteger message = BigInteger.valueOf(42);
    BigInteger encrypted = message.modPow(rsa.getPublicExponent(), rsa.getModulus());
    assertThat(rsa.getModulus().bitLength()).isEqualTo(bits);
    assertThat(rsa.getModulus()).isEqualTo(rsa.getP().multiply(rsa.getQ()));
    assertThat(encrypted.modPow(rsa.getExponent(), rsa.getModulus())).isEqualTo(message);
    assertThat(encrypted.mod(rsa.getP()).modPow(rsa.getDP(), rsa.getP())).isEqualTo(message);
    assertThat(encrypted.mod(rsa.getQ()).modPow(rsa.getDQ(), rsa.getQ())).isEqualTo(message);
    assertThat(rsa.getP().isProbablePrime(80)).isFalse();
    assertThat(HarnessKey.ofPkcs8(key.pkcs8()).spec()).isEqualTo(key.spec());
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 511, 16385})
  void refusesLengthsThatNoLibraryTakesOrThatTakeMinutes(int bits) {
    assertThatThrownBy(() -> KeySpec.rsa(bits)).isInstanceOf(IllegalArgumentException.class);
  }
}
