package dev.atsharness.certs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atsharness.certs.Tools.Result;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** OpenSSL reads every kind of key and verifies every signature that such a key can make. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AlgorithmsTest {
  /** The names that {@code openssl x509 -text} uses. */
  private static final Map<SignatureAlgorithm, String> OPENSSL_NAMES =
      Map.ofEntries(
          Map.entry(SignatureAlgorithm.MD5_RSA, "md5WithRSAEncryption"),
          Map.entry(SignatureAlgorithm.SHA1_RSA, "sha1WithRSAEncryption"),
          Map.entry(SignatureAlgorithm.SHA224_RSA, "sha224WithRSAEncryption"),
          Map.entry(SignatureAlgorithm.SHA256_RSA, "sha256WithRSAEncryption"),
          Map.entry(SignatureAlgorithm.SHA384_RSA, "sha384WithRSAEncryption"),
          Map.entry(SignatureAlgorithm.SHA512_RSA, "sha512WithRSAEncryption"),
          Map.entry(SignatureAlgorithm.SHA1_ECDSA, "ecdsa-with-SHA1"),
          Map.entry(SignatureAlgorithm.SHA224_ECDSA, "ecdsa-with-SHA224"),
          Map.entry(SignatureAlgorithm.SHA256_ECDSA, "ecdsa-with-SHA256"),
          Map.entry(SignatureAlgorithm.SHA384_ECDSA, "ecdsa-with-SHA384"),
          Map.entry(SignatureAlgorithm.SHA512_ECDSA, "ecdsa-with-SHA512"),
          Map.entry(SignatureAlgorithm.SHA256_RSA_PSS, "rsassaPss"),
          Map.entry(SignatureAlgorithm.SHA384_RSA_PSS, "rsassaPss"),
          Map.entry(SignatureAlgorithm.SHA512_RSA_PSS, "rsassaPss"),
          Map.entry(SignatureAlgorithm.ED25519, "ED25519"),
          Map.entry(SignatureAlgorithm.ED448, "ED448"));

  @TempDir Path directory;
  private KeyPool keys;

  @BeforeAll
  void open() throws Exception {
    Tools.requireOpenssl();
    keys = new KeyPool();
  }

  @AfterAll
  void close() {
    if (keys != null) {
      keys.close();
    }
  }

  static Stream<Arguments> possible() {
    return Stream.of(
            "rsa-2048",
            "rsa-pss-2048",
            "p-192",
            "p-224",
            "p-256",
            "p-384",
            "p-521",
            "secp256k1",
            "brainpoolP256r1",
            "ed25519",
            "ed448")
        .map(KeySpec::ofLabel)
        .flatMap(
            spec ->
                Arrays.stream(SignatureAlgorithm.values())
                    .filter(signature -> fits(spec, signature))
                    .map(signature -> Arguments.of(spec, signature)));
  }

  /** Repeats the rule here, because the expectation must not come from the tested code. */
  private static boolean fits(KeySpec spec, SignatureAlgorithm signature) {
    return switch (signature.family()) {
      case RSA -> spec.type() == KeySpec.Type.RSA;
      case RSA_PSS -> spec.type() == KeySpec.Type.RSA || spec.type() == KeySpec.Type.RSA_PSS;
      case ECDSA -> spec.type() == KeySpec.Type.EC;
      case EDDSA -> spec.type().name().equals(signature.name());
    };
  }

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("possible")
  void opensslVerifiesTheSignature(KeySpec spec, SignatureAlgorithm signature) throws Exception {
    CertifiedKey root =
        CertificateBuilder.authority(keys.shared(spec)).signature(signature).selfSigned();
    Files.writeString(directory.resolve("root.pem"), root.pem());

    Result verified =
        Tools.openssl(
            directory,
            "verify",
            "-check_ss_sig",
            "-auth_level",
            "0",
            "-CAfile",
            "root.pem",
            "root.pem");
    assertThat(verified).isEqualTo(new Result(0, "root.pem: OK\n"));

    String text = Tools.openssl(directory, "x509", "-in", "root.pem", "-noout", "-text").output();
    assertThat(text).contains("Signature Algorithm: " + OPENSSL_NAMES.get(signature) + "\n");
    if (signature.family() == SignatureAlgorithm.Family.RSA_PSS) {
      String digest = signature.digest().toLowerCase(java.util.Locale.ROOT).replace("-", "");
      assertThat(text).contains("Hash Algorithm: " + digest, "mgf1 with " + digest);
    }
  }

  static Stream<KeySpec> kinds() {
    return Stream.of(
            "rsa-512",
            "rsa-1024",
            "rsa-2047",
            "rsa-3072",
            "rsa-pss-2048",
            "p-192",
            "p-224",
            "p-256",
            "p-384",
            "p-521",
            "secp256k1",
            "brainpoolP256r1",
            "ed25519",
            "ed448")
        .map(KeySpec::ofLabel);
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void opensslReadsThePrivateKeyAndFindsItSound(KeySpec spec) throws Exception {
    Files.writeString(directory.resolve("key.pem"), keys.shared(spec).pem());

    Result text = Tools.openssl(directory, "pkey", "-in", "key.pem", "-noout", "-check", "-text");

    assertThat(text.exit()).as(text.output()).isZero();
    assertThat(text.output())
        .contains("Key is valid")
        .contains(
            switch (spec.label()) {
              case "p-192" -> "ASN1 OID: prime192v1";
              case "p-256" -> "ASN1 OID: prime256v1";
              case "p-224", "p-384", "p-521" -> "ASN1 OID: " + spec.curve();
              case "secp256k1", "brainpoolP256r1" -> "ASN1 OID: " + spec.curve();
              case "ed25519" -> "ED25519 Private-Key:";
              case "ed448" -> "ED448 Private-Key:";
              default -> "Private-Key: (" + spec.bits() + " bit, 2 primes)";
            });
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void aKeyReadBackIsTheSameKeyOfTheSameKind(KeySpec spec) {
    HarnessKey key = keys.shared(spec);
    HarnessKey back = HarnessKey.ofPkcs8(key.pkcs8());
    assertThat(back.spec()).isEqualTo(spec);
    assertThat(back.pkcs8()).isEqualTo(key.pkcs8());
    assertThat(back.subjectPublicKeyInfo()).isEqualTo(key.subjectPublicKeyInfo());
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void jcaUsersGetTheKeyAndACertificateThatFits(KeySpec spec) throws Exception {
    HarnessKey key = keys.shared(spec);
    SignatureAlgorithm signature =
        spec.bits() == 512 ? SignatureAlgorithm.SHA1_RSA : key.defaultSignature();
    CertifiedKey leaf = CertificateBuilder.leaf(key).signature(signature).selfSigned();
    assertThat(leaf.identity().privateKeyJca().getFormat()).isEqualTo("PKCS#8");
    assertThat(leaf.identity().chainJca().get(0).getPublicKey().getEncoded())
        .isEqualTo(key.subjectPublicKeyInfo().getEncoded());
  }

  @Test
  void refusesASignatureThatTheKeyCannotMake() {
    assertThatThrownBy(() -> sign("p-256", SignatureAlgorithm.SHA256_RSA))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a key of kind p-256 cannot make a signature sha256WithRSAEncryption");
    assertThatThrownBy(() -> sign("rsa-pss-2048", SignatureAlgorithm.SHA256_RSA))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> sign("ed448", SignatureAlgorithm.ED25519))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> sign("rsa-512", SignatureAlgorithm.SHA512_RSA))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a key of kind rsa-512 is too short for a signature sha512WithRSAEncryption");
    assertThatThrownBy(() -> sign("rsa-512", SignatureAlgorithm.SHA256_RSA_PSS))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("too short");
  }

  private void sign(String key, SignatureAlgorithm signature) {
    CertificateBuilder.authority(keys.shared(KeySpec.ofLabel(key)))
        .signature(signature)
        .selfSigned();
  }

  @Test
  void refusesSomethingThatIsNoPrivateKey() {
    assertThatThrownBy(() -> HarnessKey.ofPkcs8(new byte[] {1, 2, 3}))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
