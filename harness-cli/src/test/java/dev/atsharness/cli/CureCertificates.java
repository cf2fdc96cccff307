package dev.atsharness.cli;

import dev.atsharness.ats.Violation;
import dev.atsharness.certs.CertificateBuilder;
import dev.atsharness.certs.CertifiedKey;
import dev.atsharness.certs.HarnessKey;
import dev.atsharness.certs.Identity;
import dev.atsharness.certs.KeySpec;
import dev.atsharness.certs.SignatureAlgorithm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/**
 * The certificates of a server before and after a cure: {@code old} with the fault of a violation,
 * and {@code mdm.example.com} without a fault, each in the forms that the products read.
 */
final class CureCertificates {

  static final String HOST = "mdm.example.com";

  private static final char[] PASSWORD = "secret".toCharArray();
  private static final Duration YEAR = Duration.ofDays(365);

  private final HarnessKey rsa = rsa();
  private final HarnessKey shortRsa = HarnessKey.generate(KeySpec.rsa(1024));
  private final HarnessKey shortEc = HarnessKey.generate(KeySpec.ec("P-224"));
  private final CertifiedKey root = authority(rsa(), "Root").selfSigned();
  private final CertifiedKey ecRoot =
      authority(HarnessKey.generate(KeySpec.ec("P-256")), "EC Root").selfSigned();
  private final CertifiedKey intermediate = authority(rsa(), "Intermediate").signedBy(root);
  private final CertifiedKey good = leaf(rsa).signedBy(intermediate);

  private static HarnessKey rsa() {
    return HarnessKey.generate(KeySpec.rsa(2048));
  }

  private static CertificateBuilder authority(HarnessKey key, String name) {
    return CertificateBuilder.authority(key).subject(name).validity(YEAR.multipliedBy(3));
  }

  private static CertificateBuilder leaf(HarnessKey key) {
    return CertificateBuilder.leaf(key).subject(HOST).names(HOST).validity(YEAR);
  }

  /** Returns what the server of a violation sends; for most violations that is fine. */
  private Identity bad(Violation violation) {
    return switch (violation) {
      // A device refuses the chain of such a key first, unless the certificate is installed itself.
      case RSA_KEY_BELOW_2048 -> leaf(shortRsa).selfSigned().identity();
      case ECDSA_KEY_BELOW_256 -> leaf(shortEc).signedBy(root).identity();
      case LEAF_HASH_BELOW_SHA256 ->
          leaf(rsa).signature(SignatureAlgorithm.SHA224_RSA).signedBy(root).identity();
      case CERTIFICATE_SIGNATURE_NOT_ADVERTISED ->
          leaf(rsa).signature(SignatureAlgorithm.SHA512_ECDSA).signedBy(ecRoot).identity();
      case CERTIFICATE_NOT_TRUSTED -> good.identity().leafOnly();
      default -> good.identity();
    };
  }

  /**
   * Writes the files of the server.
   *
   * @return the file with the roots that the device has
   */
  Path write(Path directory, Violation violation) throws IOException {
    Identity bad = bad(violation);
    write(directory, "old", bad);
    write(directory, HOST, good.identity());
    Files.writeString(directory.resolve("intermediates.pem"), intermediate.pem());
    String installed = violation == Violation.RSA_KEY_BELOW_2048 ? bad.chainPem() : "";
    return Files.writeString(directory.resolve("roots.pem"), root.pem() + ecRoot.pem() + installed);
  }

  private static void write(Path directory, String name, Identity identity) throws IOException {
    Files.writeString(directory.resolve(name + ".pem"), identity.chainPem());
    Files.writeString(directory.resolve(name + ".key"), identity.key().pem());
    Files.writeString(directory.resolve(name + ".both.pem"), identity.pem());
    Files.write(directory.resolve(name + ".p12"), identity.pkcs12(PASSWORD));
  }
}
