package dev.atsharness.server.internal.tls;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x9.ECNamedCurveTable;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.crypto.AsymmetricCipherKeyPair;
import org.bouncycastle.crypto.generators.ECKeyPairGenerator;
import org.bouncycastle.crypto.generators.Ed25519KeyPairGenerator;
import org.bouncycastle.crypto.generators.RSAKeyPairGenerator;
import org.bouncycastle.crypto.params.AsymmetricKeyParameter;
import org.bouncycastle.crypto.params.ECKeyGenerationParameters;
import org.bouncycastle.crypto.params.ECNamedDomainParameters;
import org.bouncycastle.crypto.params.Ed25519KeyGenerationParameters;
import org.bouncycastle.crypto.params.RSAKeyGenerationParameters;
import org.bouncycastle.crypto.util.SubjectPublicKeyInfoFactory;
import org.bouncycastle.operator.ContentSigner;
import org.bouncycastle.operator.DefaultDigestAlgorithmIdentifierFinder;
import org.bouncycastle.operator.DefaultSignatureAlgorithmIdentifierFinder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.bc.BcContentSignerBuilder;
import org.bouncycastle.operator.bc.BcECContentSignerBuilder;
import org.bouncycastle.operator.bc.BcRSAContentSignerBuilder;

/** Self-signed identities for {@code localhost}, each made once per test run. */
final class TestIdentities {

  private static final SecureRandom RANDOM = new SecureRandom();
  private static final Map<String, ServerIdentity> MADE = new ConcurrentHashMap<>();

  private TestIdentities() {}

  static ServerIdentity rsa(int bits) {
    return MADE.computeIfAbsent(
        "rsa-" + bits,
        label -> {
          RSAKeyPairGenerator generator = new RSAKeyPairGenerator();
          generator.init(
              new RSAKeyGenerationParameters(BigInteger.valueOf(65537), RANDOM, bits, 80));
          return selfSigned(generator.generateKeyPair(), "SHA256withRSA");
        });
  }

  static ServerIdentity ec(String curve) {
    return MADE.computeIfAbsent(
        curve,
        label -> {
          ASN1ObjectIdentifier oid = ECNamedCurveTable.getOID(curve);
          ECKeyPairGenerator generator = new ECKeyPairGenerator();
          generator.init(
              new ECKeyGenerationParameters(
                  new ECNamedDomainParameters(oid, ECNamedCurveTable.getByOID(oid)), RANDOM));
          return selfSigned(generator.generateKeyPair(), "SHA256withECDSA");
        });
  }

  /** An Ed25519 key in a certificate signed by a P-256 key that is not sent. */
  static ServerIdentity ed25519() {
    return MADE.computeIfAbsent(
        "ed25519",
        label -> {
          Ed25519KeyPairGenerator generator = new Ed25519KeyPairGenerator();
          generator.init(new Ed25519KeyGenerationParameters(RANDOM));
          return signedBy(
              generator.generateKeyPair(), ec("secp256r1").privateKey(), "SHA256withECDSA");
        });
  }

  private static ServerIdentity selfSigned(AsymmetricCipherKeyPair keys, String algorithm) {
    return signedBy(keys, keys.getPrivate(), algorithm);
  }

  private static ServerIdentity signedBy(
      AsymmetricCipherKeyPair keys, AsymmetricKeyParameter signingKey, String algorithm) {
    try {
      SubjectPublicKeyInfo publicKey =
          SubjectPublicKeyInfoFactory.createSubjectPublicKeyInfo(keys.getPublic());
      Instant now = Instant.now();
      X509v3CertificateBuilder builder =
          new X509v3CertificateBuilder(
              new X500Name("CN=localhost"),
              new BigInteger(64, RANDOM),
              Date.from(now.minus(Duration.ofHours(1))),
              Date.from(now.plus(Duration.ofDays(1))),
              new X500Name("CN=localhost"),
              publicKey);
      builder.addExtension(
          Extension.subjectAlternativeName,
          false,
          new GeneralNames(new GeneralName(GeneralName.dNSName, "localhost")));
      return new ServerIdentity(
          List.of(builder.build(signer(algorithm, signingKey)).getEncoded()), keys.getPrivate());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (OperatorCreationException e) {
      throw new IllegalStateException(e);
    }
  }

  private static ContentSigner signer(String algorithm, AsymmetricKeyParameter key)
      throws OperatorCreationException {
    var signature = new DefaultSignatureAlgorithmIdentifierFinder().find(algorithm);
    var digest = new DefaultDigestAlgorithmIdentifierFinder().find(signature);
    BcContentSignerBuilder builder =
        algorithm.endsWith("RSA")
            ? new BcRSAContentSignerBuilder(signature, digest)
            : new BcECContentSignerBuilder(signature, digest);
    return builder.build(key);
  }
}
