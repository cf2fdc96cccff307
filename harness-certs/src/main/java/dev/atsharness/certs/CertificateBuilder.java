package dev.atsharness.certs;

import dev.atsharness.certs.internal.Signatures;
import dev.atsharness.certs.internal.Times;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.AccessDescription;
import org.bouncycastle.asn1.x509.AuthorityInformationAccess;
import org.bouncycastle.asn1.x509.AuthorityKeyIdentifier;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.CRLDistPoint;
import org.bouncycastle.asn1.x509.Certificate;
import org.bouncycastle.asn1.x509.DistributionPoint;
import org.bouncycastle.asn1.x509.DistributionPointName;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.GeneralSubtree;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.NameConstraints;
import org.bouncycastle.asn1.x509.SubjectKeyIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x509.Time;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.X509v1CertificateBuilder;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.crypto.digests.SHA1Digest;
import org.bouncycastle.operator.ContentSigner;
import org.bouncycastle.util.IPAddress;

/**
 * Builds a certificate for an authority, an intermediate or a leaf. It is valid unless a method
 * makes it invalid. Each method changes one field (RFC 5280 section 4) and accepts any value:
 * nothing checks that the result makes sense, because invalid certificates are the purpose of this
 * class. A builder may be used again; every certificate gets a new serial number.
 *
 * <pre>{@code
 * CertifiedKey ca = CertificateBuilder.authority(HarnessKey.generate(KeySpec.ec("p-256"))).selfSigned();
 * CertifiedKey server = CertificateBuilder.leaf(HarnessKey.generate(KeySpec.rsa(1024))).names("localhost").signedBy(ca);
 * }</pre>
 */
public final class CertificateBuilder {
  /** How far in the past validity starts by default, for clients whose clock is slow. */
  private static final Duration HEAD_START = Duration.ofHours(1);

  /** The object identifier id-pe-tlsfeature (RFC 7633 section 4). */
  private static final String TLS_FEATURE = "1.3.6.1.5.5.7.1.24";

  /** The TLS extension status_request (RFC 6066 section 8). */
  private static final int STATUS_REQUEST = 5;

  /** The prefixes of name constraints that are neither DNS names nor addresses. */
  static final String EMAIL = "email:";

  static final String URI = "URI:";

  private final HarnessKey key;
  private final Clock clock;
  private final Map<ASN1ObjectIdentifier, Extension> extensions = new LinkedHashMap<>();
  private String subject = "";
  private Instant notBefore;
  private Duration validity = Duration.ofDays(90);
  private List<String> names = List.of();
  private Optional<SignatureAlgorithm> signature = Optional.empty();
  private Optional<BigInteger> serial = Optional.empty();
  private boolean explicitCurve;
  private boolean namesIssuerKey = true;
  private boolean version1;
  private boolean tampered;

  private CertificateBuilder(HarnessKey key, Clock clock) {
    this.key = key;
    this.clock = clock;
    this.notBefore = clock.instant().minus(HEAD_START);
    put(Extension.subjectKeyIdentifier, false, new SubjectKeyIdentifier(keyIdentifier(key)));
  }

  /** Starts a server's certificate, valid by the system clock. */
  public static CertificateBuilder leaf(HarnessKey key) {
    return leaf(key, Clock.systemUTC());
  }

  /**
   * Starts a server's certificate: valid from one hour ago for 90 days, without names, for server
   * authentication, with the issuer's default signature.
   */
  public static CertificateBuilder leaf(HarnessKey key, Clock clock) {
    boolean rsa = key.spec().type() == KeySpec.Type.RSA;
    return new CertificateBuilder(key, clock)
        .subject("ATS harness leaf")
        .basicConstraints(false)
        .keyUsage(
            rsa
                ? new KeyUse[] {KeyUse.DIGITAL_SIGNATURE, KeyUse.KEY_ENCIPHERMENT}
                : new KeyUse[] {KeyUse.DIGITAL_SIGNATURE})
        .extendedKeyUsage("serverAuth");
  }

  /** Starts a certificate authority's certificate, valid by the system clock. */
  public static CertificateBuilder authority(HarnessKey key) {
    return authority(key, Clock.systemUTC());
  }

  /**
   * Starts a certificate authority's certificate: valid from one hour ago for 90 days, may sign
   * certificates and CRLs, without path length and name constraints.
   */
  public static CertificateBuilder authority(HarnessKey key, Clock clock) {
    return new CertificateBuilder(key, clock)
        .subject("ATS harness CA")
        .basicConstraints(true)
        .keyUsage(KeyUse.KEY_CERT_SIGN, KeyUse.CRL_SIGN);
  }

  /** Sets the subject's common name; empty for an empty subject. RFC 5280 allows 64 characters. */
  public CertificateBuilder subject(String commonName) {
    this.subject = commonName;
    return this;
  }

  /**
   * Sets the subjectAltName entries: an address literal becomes an iPAddress, any other text a
   * dNSName, even a wildcard or an invalid name. Without arguments, the extension is left out.
   */
  public CertificateBuilder names(String... dnsNamesAndAddresses) {
    return names(List.of(dnsNamesAndAddresses));
  }

  /** See {@link #names(String...)}. */
  public CertificateBuilder names(List<String> dnsNamesAndAddresses) {
    this.names = List.copyOf(dnsNamesAndAddresses);
    return this;
  }

  /** Sets the start of validity, in whole seconds; the fraction is dropped. */
  public CertificateBuilder notBefore(Instant start) {
    this.notBefore = start;
    return this;
  }

  /** Sets the start of validity relative to the clock; a negative value is in the past. */
  public CertificateBuilder startingIn(Duration fromNow) {
    return notBefore(clock.instant().plus(fromNow));
  }

  /**
   * Sets the length of validity, at least one second. RFC 5280 section 4.1.2.5 includes both ends,
   * so notAfter is notBefore plus this length minus one second. 825 days are therefore 825 days for
   * every way of counting.
   */
  public CertificateBuilder validity(Duration length) {
    if (length.compareTo(Duration.ofSeconds(1)) < 0) {
      throw new IllegalArgumentException("validity of " + length + " is less than one second");
    }
    this.validity = length;
    return this;
  }

  /**
   * Sets the algorithm with which the issuer signs; its key must fit. Default: {@link
   * HarnessKey#defaultSignature()}.
   */
  public CertificateBuilder signature(SignatureAlgorithm algorithm) {
    this.signature = Optional.of(algorithm);
    return this;
  }

  /** Shortens the validity so that it does not end after this time. */
  CertificateBuilder endingBy(Instant last) {
    Duration longest =
        Duration.between(notBefore.truncatedTo(ChronoUnit.SECONDS), last).plusSeconds(1);
    return validity.compareTo(longest) > 0 ? validity(longest) : this;
  }

  /**
   * Sets the serial number instead of a random one. RFC 5280 requires it to be positive and at most
   * 20 octets.
   */
  public CertificateBuilder serial(BigInteger number) {
    this.serial = Optional.of(number);
    return this;
  }

  /**
   * Sets the extended key usage: purposes by their RFC 5280 names ({@code serverAuth}, {@code
   * clientAuth}, {@code anyExtendedKeyUsage} ...) or dotted numbers. Without arguments, the
   * extension is left out.
   *
   * @throws IllegalArgumentException if a purpose is neither
   */
  public CertificateBuilder extendedKeyUsage(String... purposes) {
    return extendedKeyUsage(List.of(purposes));
  }

  /** See {@link #extendedKeyUsage(String...)}. */
  public CertificateBuilder extendedKeyUsage(List<String> purposes) {
    KeyPurposeId[] ids =
        purposes.stream().map(CertificateBuilder::purpose).toArray(KeyPurposeId[]::new);
    return ids.length == 0
        ? without(Extension.extendedKeyUsage)
        : put(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(ids));
  }

  private static KeyPurposeId purpose(String name) {
    return switch (name) {
      case "serverAuth" -> KeyPurposeId.id_kp_serverAuth;
      case "clientAuth" -> KeyPurposeId.id_kp_clientAuth;
      case "codeSigning" -> KeyPurposeId.id_kp_codeSigning;
      case "emailProtection" -> KeyPurposeId.id_kp_emailProtection;
      case "timeStamping" -> KeyPurposeId.id_kp_timeStamping;
      case "OCSPSigning" -> KeyPurposeId.id_kp_OCSPSigning;
      case "anyExtendedKeyUsage" -> KeyPurposeId.anyExtendedKeyUsage;
      default -> {
        ASN1ObjectIdentifier oid = ASN1ObjectIdentifier.tryFromID(name);
        if (oid == null) {
          throw new IllegalArgumentException(
              "unknown extended key usage '"
                  + name
                  + "'; write serverAuth, clientAuth, codeSigning, emailProtection, timeStamping,"
                  + " OCSPSigning, anyExtendedKeyUsage or a dotted number");
        }
        yield KeyPurposeId.getInstance(oid);
      }
    };
  }

  /** Sets the key usage, critical. Without arguments, the extension is left out. */
  public CertificateBuilder keyUsage(KeyUse... uses) {
    return uses.length == 0
        ? without(Extension.keyUsage)
        : put(
            Extension.keyUsage,
            true,
            new KeyUsage(Arrays.stream(uses).mapToInt(KeyUse::bit).reduce(0, (a, b) -> a | b)));
  }

  /** Sets basic constraints, critical, without a path length. */
  public CertificateBuilder basicConstraints(boolean authority) {
    return put(Extension.basicConstraints, true, new BasicConstraints(authority));
  }

  /** Sets basic constraints of an authority that allow this number of intermediates below it. */
  public CertificateBuilder pathLength(int intermediates) {
    return put(Extension.basicConstraints, true, new BasicConstraints(intermediates));
  }

  public CertificateBuilder withoutBasicConstraints() {
    return without(Extension.basicConstraints);
  }

  /**
   * Sets name constraints, critical (RFC 5280 section 4.2.1.10): only names in these subtrees are
   * permitted. A subtree is a DNS name, which covers the names below it, a range of addresses such
   * as {@code 127.0.0.1/32}, or a host whose mailboxes ({@code email:a.test}) or URIs ({@code
   * URI:a.test}) are permitted. Without arguments, the extension is left out.
   */
  public CertificateBuilder permittedNames(String... subtrees) {
    return subtrees.length == 0
        ? without(Extension.nameConstraints)
        : put(Extension.nameConstraints, true, permitted(List.of(subtrees)));
  }

  static NameConstraints permitted(List<String> subtrees) {
    return new NameConstraints(
        subtrees.stream()
            .map(subtree -> new GeneralSubtree(base(subtree)))
            .toArray(GeneralSubtree[]::new),
        null);
  }

  private static GeneralName base(String subtree) {
    if (subtree.startsWith(EMAIL)) {
      return new GeneralName(GeneralName.rfc822Name, subtree.substring(EMAIL.length()));
    }
    return subtree.startsWith(URI)
        ? url(subtree.substring(URI.length()))
        : generalName(subtree, subtree.contains("/"));
  }

  /** Sets the subject key identifier instead of the SHA-1 of the key (RFC 5280 section 4.2.1.2). */
  public CertificateBuilder subjectKeyIdentifier(byte[] identifier) {
    return put(Extension.subjectKeyIdentifier, false, new SubjectKeyIdentifier(identifier));
  }

  /** Sets the authority key identifier instead of the issuer's subject key identifier. */
  public CertificateBuilder authorityKeyIdentifier(byte[] identifier) {
    return put(Extension.authorityKeyIdentifier, false, new AuthorityKeyIdentifier(identifier));
  }

  /** Leaves out the subject and authority key identifiers. */
  public CertificateBuilder withoutKeyIdentifiers() {
    this.namesIssuerKey = false;
    return without(Extension.subjectKeyIdentifier).without(Extension.authorityKeyIdentifier);
  }

  /**
   * Sets the URLs of the issuer's CRL (RFC 5280 section 4.2.1.13), the preferred first; may be
   * empty.
   */
  public CertificateBuilder crlUrls(List<String> urls) {
    return urls.isEmpty()
        ? without(Extension.cRLDistributionPoints)
        : put(
            Extension.cRLDistributionPoints,
            false,
            new CRLDistPoint(
                new DistributionPoint[] {
                  new DistributionPoint(
                      new DistributionPointName(
                          new GeneralNames(
                              urls.stream()
                                  .map(CertificateBuilder::url)
                                  .toArray(GeneralName[]::new))),
                      null,
                      null)
                }));
  }

  /**
   * Sets the URLs of the issuer's OCSP responder (RFC 5280 section 4.2.2.1), the preferred first;
   * may be empty.
   */
  public CertificateBuilder ocspUrls(List<String> urls) {
    return urls.isEmpty()
        ? without(Extension.authorityInfoAccess)
        : put(
            Extension.authorityInfoAccess,
            false,
            new AuthorityInformationAccess(
                urls.stream()
                    .map(url -> new AccessDescription(AccessDescription.id_ad_ocsp, url(url)))
                    .toArray(AccessDescription[]::new)));
  }

  private static GeneralName url(String url) {
    return new GeneralName(GeneralName.uniformResourceIdentifier, url);
  }

  /** Adds the TLS feature 5 (RFC 7633): the server must staple an OCSP response. */
  public CertificateBuilder mustStaple() {
    return put(
        new ASN1ObjectIdentifier(TLS_FEATURE),
        false,
        new DERSequence(new ASN1Integer(STATUS_REQUEST)));
  }

  /**
   * Sets any extension, even an unknown one; replaces an earlier value.
   *
   * @param oid dotted number
   * @param value DER, the content of extnValue
   * @throws IllegalArgumentException if {@code oid} is not one
   */
  public CertificateBuilder extension(String oid, boolean critical, byte[] value) {
    ASN1ObjectIdentifier id = new ASN1ObjectIdentifier(oid);
    extensions.put(id, new Extension(id, critical, new DEROctetString(value)));
    return this;
  }

  /** Writes the explicit parameters of an EC key's curve, which RFC 5480 section 2.1.1 forbids. */
  public CertificateBuilder explicitCurve() {
    this.explicitCurve = true;
    return this;
  }

  /** Makes an X.509 version 1 certificate, which has no extensions at all. */
  public CertificateBuilder version1() {
    this.version1 = true;
    return this;
  }

  /** Flips one bit of the signature after signing. */
  public CertificateBuilder tamperedSignature() {
    this.tampered = true;
    return this;
  }

  /**
   * Signs with the subject's own key.
   *
   * @throws IllegalArgumentException if the key cannot make that signature
   */
  public CertifiedKey selfSigned() {
    return new CertifiedKey(sign(key, name(), Optional.empty()), key, Optional.empty());
  }

  /**
   * Signs with the issuer's key, even if the issuer's certificate does not allow it.
   *
   * @throws IllegalArgumentException if the issuer's key cannot make that signature
   */
  public CertifiedKey signedBy(CertifiedKey issuer) {
    X509CertificateHolder signed =
        sign(issuer.key(), issuer.certificate().getSubject(), Optional.of(identifierOf(issuer)));
    return new CertifiedKey(signed, key, Optional.of(issuer));
  }

  private X509CertificateHolder sign(
      HarnessKey signer, X500Name issuer, Optional<byte[]> issuerKeyIdentifier) {
    ContentSigner contentSigner =
        Signatures.signer(signature.orElseGet(signer::defaultSignature), signer);
    X509CertificateHolder certificate =
        version1
            ? version1(issuer).build(contentSigner)
            : version3(issuer, issuerKeyIdentifier).build(contentSigner);
    return tampered ? tamper(certificate) : certificate;
  }

  private X509v1CertificateBuilder version1(X500Name issuer) {
    return new X509v1CertificateBuilder(
        issuer, serialNumber(), start(), end(), name(), publicKey());
  }

  private X509v3CertificateBuilder version3(X500Name issuer, Optional<byte[]> issuerKeyIdentifier) {
    X509v3CertificateBuilder builder =
        new X509v3CertificateBuilder(issuer, serialNumber(), start(), end(), name(), publicKey());
    Map<ASN1ObjectIdentifier, Extension> all = new LinkedHashMap<>(extensions);
    if (namesIssuerKey) {
      issuerKeyIdentifier.ifPresent(
          id ->
              all.putIfAbsent(
                  Extension.authorityKeyIdentifier,
                  extension(
                      Extension.authorityKeyIdentifier, false, new AuthorityKeyIdentifier(id))));
    }
    if (!names.isEmpty()) {
      boolean critical = subject.isEmpty(); // RFC 5280 section 4.1.2.6
      GeneralName[] entries =
          names.stream()
              .map(name -> generalName(name, IPAddress.isValid(name)))
              .toArray(GeneralName[]::new);
      all.putIfAbsent(
          Extension.subjectAlternativeName,
          extension(Extension.subjectAlternativeName, critical, new GeneralNames(entries)));
    }
    try {
      for (Extension extension : all.values()) {
        builder.addExtension(extension);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot encode an extension", e);
    }
    return builder;
  }

  private static GeneralName generalName(String name, boolean address) {
    return new GeneralName(address ? GeneralName.iPAddress : GeneralName.dNSName, name);
  }

  private BigInteger serialNumber() {
    // RFC 5280 section 4.1.2.2: positive; the top bit set keeps every one at 16 octets.
    return serial.orElseGet(() -> new BigInteger(127, new SecureRandom()).setBit(126));
  }

  private Time start() {
    return Times.of(notBefore);
  }

  private Time end() {
    return Times.of(notBefore.truncatedTo(ChronoUnit.SECONDS).plus(validity).minusSeconds(1));
  }

  private X500Name name() {
    return subject.isEmpty()
        ? new X500Name(new org.bouncycastle.asn1.x500.RDN[0])
        : new X500NameBuilder(BCStyle.INSTANCE).addRDN(BCStyle.CN, subject).build();
  }

  private SubjectPublicKeyInfo publicKey() {
    return explicitCurve ? key.subjectPublicKeyInfoWithExplicitCurve() : key.subjectPublicKeyInfo();
  }

  private static byte[] identifierOf(CertifiedKey issuer) {
    Extension identifier = issuer.certificate().getExtension(Extension.subjectKeyIdentifier);
    return identifier == null
        ? keyIdentifier(issuer.key())
        : SubjectKeyIdentifier.getInstance(identifier.getParsedValue()).getKeyIdentifier();
  }

  private static byte[] keyIdentifier(HarnessKey key) {
    byte[] bits = key.subjectPublicKeyInfo().getPublicKeyData().getBytes();
    SHA1Digest digest = new SHA1Digest();
    digest.update(bits, 0, bits.length);
    byte[] identifier = new byte[digest.getDigestSize()];
    digest.doFinal(identifier, 0);
    return identifier;
  }

  private static X509CertificateHolder tamper(X509CertificateHolder certificate) {
    byte[] signature = certificate.getSignature();
    signature[signature.length - 1] ^= 1;
    ASN1EncodableVector parts = new ASN1EncodableVector();
    parts.add(certificate.toASN1Structure().getTBSCertificate());
    parts.add(certificate.getSignatureAlgorithm());
    parts.add(new DERBitString(signature));
    return new X509CertificateHolder(Certificate.getInstance(new DERSequence(parts)));
  }

  private CertificateBuilder put(ASN1ObjectIdentifier oid, boolean critical, ASN1Encodable value) {
    extensions.put(oid, extension(oid, critical, value));
    return this;
  }

  private CertificateBuilder without(ASN1ObjectIdentifier oid) {
    extensions.remove(oid);
    return this;
  }

  private static Extension extension(
      ASN1ObjectIdentifier oid, boolean critical, ASN1Encodable value) {
    try {
      return new Extension(
          oid, critical, new DEROctetString(value.toASN1Primitive().getEncoded("DER")));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot encode extension " + oid, e);
    }
  }
}
