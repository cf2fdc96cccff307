package dev.atsharness.device.internal.trust;

import dev.atsharness.certs.internal.Times;
import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertificateException;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AuthorityKeyIdentifier;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Certificate;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.NameConstraints;
import org.bouncycastle.asn1.x509.SubjectKeyIdentifier;

/**
 * A certificate in which everything that trust evaluation needs is already decoded, because the
 * library decodes lazily and throws late. Two are equal if their encodings are equal.
 */
public final class ChainCertificate {

  private static final ASN1ObjectIdentifier TLS_FEATURE =
      new ASN1ObjectIdentifier("1.3.6.1.5.5.7.1.24");

  /** The TLS extension that asks for a stapled response (RFC 6066 section 8). */
  private static final int STATUS_REQUEST = 5;

  private final Certificate certificate;
  private final byte[] der;
  private final X500Name subject;
  private final X500Name issuer;
  private final Instant notBefore;
  private final Instant notAfter;
  private final PublicKey key;
  private final CertificateSignature signature;
  private final List<GeneralName> names;
  private final Optional<BasicConstraints> basicConstraints;
  private final Optional<KeyUsage> keyUsage;
  private final Optional<ExtendedKeyUsage> extendedKeyUsage;
  private final Optional<NameConstraints> nameConstraints;
  private final Optional<ASN1OctetString> authorityKeyIdentifier;
  private final Optional<ASN1OctetString> subjectKeyIdentifier;
  private final boolean mustStaple;
  private final Set<ASN1ObjectIdentifier> criticalExtensions;
  private final Map<ChainCertificate, Boolean> signers = new ConcurrentHashMap<>();

  private ChainCertificate(Certificate certificate, byte[] der) {
    this.certificate = certificate;
    this.der = der.clone();
    this.subject = certificate.getSubject();
    this.issuer = certificate.getIssuer();
    this.notBefore = Times.instant(certificate.getStartDate());
    this.notAfter = Times.instant(certificate.getEndDate());
    this.key = PublicKey.of(certificate.getSubjectPublicKeyInfo());
    this.signature = CertificateSignature.of(certificate.getSignatureAlgorithm());
    Optional<Extensions> extensions = Optional.ofNullable(certificate.getExtensions());
    this.names =
        extensions
            .map(e -> GeneralNames.fromExtensions(e, Extension.subjectAlternativeName))
            .map(n -> List.of(n.getNames()))
            .orElse(List.of());
    this.basicConstraints = extensions.map(BasicConstraints::fromExtensions);
    this.keyUsage = extensions.map(KeyUsage::fromExtensions);
    this.extendedKeyUsage = extensions.map(ExtendedKeyUsage::fromExtensions);
    this.nameConstraints =
        extensions
            .map(e -> e.getExtensionParsedValue(Extension.nameConstraints))
            .map(NameConstraints::getInstance);
    this.authorityKeyIdentifier =
        extensions
            .map(AuthorityKeyIdentifier::fromExtensions)
            .map(AuthorityKeyIdentifier::getKeyIdentifierObject);
    this.subjectKeyIdentifier =
        extensions
            .map(SubjectKeyIdentifier::fromExtensions)
            .map(one -> new DEROctetString(one.getKeyIdentifier()));
    this.mustStaple =
        extensions
            .map(e -> e.getExtensionParsedValue(TLS_FEATURE))
            .filter(ChainCertificate::featuresStatusRequest)
            .isPresent();
    this.criticalExtensions =
        new HashSet<>(
            extensions.map(e -> Arrays.asList(e.getCriticalExtensionOIDs())).orElse(List.of()));
  }

  /**
   * Reads a certificate.
   *
   * @param der its DER encoding
   * @throws CertificateException if the bytes are not a certificate (RFC 5280 section 4.1)
   */
  public static ChainCertificate parse(byte[] der) throws CertificateException {
    try {
      Certificate certificate = Certificate.getInstance(der);
      if (certificate == null) {
        throw new CertificateException("not a certificate: no bytes");
      }
      certificate.getEncoded(); // decodes the parts that are still lazy
      return new ChainCertificate(certificate, der);
    } catch (IOException | RuntimeException e) {
      throw new CertificateException("not a certificate: " + e.getMessage(), e);
    }
  }

  public Certificate certificate() {
    return certificate;
  }

  public X500Name subject() {
    return subject;
  }

  public X500Name issuer() {
    return issuer;
  }

  /** The SHA-256 digest of its encoding, in hexadecimal digits. */
  public String fingerprint() {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(der));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  boolean selfIssued() {
    return subject.equals(issuer);
  }

  /** The version, 1 to 3. */
  int version() {
    return certificate.getVersionNumber();
  }

  Instant notBefore() {
    return notBefore;
  }

  public Instant notAfter() {
    return notAfter;
  }

  public PublicKey key() {
    return key;
  }

  public CertificateSignature signature() {
    return signature;
  }

  /** The subjectAltName entries; empty without the extension. */
  List<GeneralName> names() {
    return names;
  }

  Optional<BasicConstraints> basicConstraints() {
    return basicConstraints;
  }

  Optional<KeyUsage> keyUsage() {
    return keyUsage;
  }

  Optional<ExtendedKeyUsage> extendedKeyUsage() {
    return extendedKeyUsage;
  }

  /**
   * Whether its extended key usage does not name serverAuth although it was issued since July 2019,
   * from when on Apple's article 103769 requires that.
   */
  public boolean lacksServerAuth() {
    return notBefore.isAfter(ChainRules.RULES_SINCE)
        && extendedKeyUsage
            .filter(usage -> usage.hasKeyPurposeId(KeyPurposeId.id_kp_serverAuth))
            .isEmpty();
  }

  Optional<NameConstraints> nameConstraints() {
    return nameConstraints;
  }

  /** The identifier of the issuer's key (RFC 5280 section 4.2.1.1). */
  Optional<ASN1OctetString> authorityKeyIdentifier() {
    return authorityKeyIdentifier;
  }

  /** The identifier of its own key (RFC 5280 section 4.2.1.2). */
  Optional<ASN1OctetString> subjectKeyIdentifier() {
    return subjectKeyIdentifier;
  }

  /** True if it demands a stapled OCSP response (RFC 7633). */
  public boolean mustStaple() {
    return mustStaple;
  }

  private static boolean featuresStatusRequest(ASN1Encodable features) {
    for (ASN1Encodable feature : ASN1Sequence.getInstance(features)) {
      if (ASN1Integer.getInstance(feature).hasValue(STATUS_REQUEST)) {
        return true;
      }
    }
    return false;
  }

  Set<ASN1ObjectIdentifier> criticalExtensions() {
    return criticalExtensions;
  }

  public boolean isSignedBy(ChainCertificate signer) {
    return signers.computeIfAbsent(signer, s -> signature.verifies(certificate, s.key));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ChainCertificate that && Arrays.equals(der, that.der);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(der);
  }

  /** The subject, shortened: it may be hostile text. */
  @Override
  public String toString() {
    String text = subject.toString();
    return text.length() <= 120 ? text : text.substring(0, 120) + "...";
  }
}
