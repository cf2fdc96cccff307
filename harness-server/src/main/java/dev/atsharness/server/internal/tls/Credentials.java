package dev.atsharness.server.internal.tls;

import dev.atsharness.tls.SignatureScheme;
import dev.atsharness.tls.TlsVersion;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.util.Hashtable;
import java.util.Map;
import java.util.function.Supplier;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ocsp.OCSPResponse;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.bouncycastle.asn1.teletrust.TeleTrusTObjectIdentifiers;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x9.X9ECParameters;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.crypto.params.AsymmetricKeyParameter;
import org.bouncycastle.crypto.params.ECDomainParameters;
import org.bouncycastle.crypto.params.ECPrivateKeyParameters;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.bouncycastle.crypto.params.Ed448PrivateKeyParameters;
import org.bouncycastle.crypto.params.RSAKeyParameters;
import org.bouncycastle.crypto.params.RSAPrivateCrtKeyParameters;
import org.bouncycastle.tls.Certificate;
import org.bouncycastle.tls.CertificateEntry;
import org.bouncycastle.tls.CertificateStatus;
import org.bouncycastle.tls.CertificateStatusType;
import org.bouncycastle.tls.TlsExtensionsUtils;
import org.bouncycastle.tls.TlsUtils;
import org.bouncycastle.tls.crypto.TlsCertificate;
import org.bouncycastle.tls.crypto.TlsSigner;
import org.bouncycastle.tls.crypto.impl.bc.BcTlsCertificate;
import org.bouncycastle.tls.crypto.impl.bc.BcTlsCrypto;
import org.bouncycastle.tls.crypto.impl.bc.BcTlsECDSA13Signer;
import org.bouncycastle.tls.crypto.impl.bc.BcTlsECDSASigner;
import org.bouncycastle.tls.crypto.impl.bc.BcTlsEd25519Signer;
import org.bouncycastle.tls.crypto.impl.bc.BcTlsEd448Signer;

/** An endpoint's chain and key in the TLS library's form, converted once. Immutable. */
final class Credentials {

  /** The curve that each ECDSA scheme is bound to in TLS 1.3 (RFC 8446 section 4.2.3, RFC 8734). */
  private static final Map<SignatureScheme, ASN1ObjectIdentifier> TLS13_CURVES =
      Map.of(
          SignatureScheme.ECDSA_SECP256R1_SHA256, SECObjectIdentifiers.secp256r1,
          SignatureScheme.ECDSA_SECP384R1_SHA384, SECObjectIdentifiers.secp384r1,
          SignatureScheme.ECDSA_SECP521R1_SHA512, SECObjectIdentifiers.secp521r1,
          SignatureScheme.ECDSA_BRAINPOOLP256R1TLS13_SHA256,
              TeleTrusTObjectIdentifiers.brainpoolP256r1);

  private final BcTlsCrypto crypto = new HarnessCrypto();
  private final AsymmetricKeyParameter key;
  private final SubjectPublicKeyInfo publicKey;
  private final Certificate chain;
  private final Certificate tls13Chain;
  private final Supplier<byte[]> ocspResponse;

  Credentials(ServerIdentity identity) {
    try {
      TlsCertificate[] certificates = new TlsCertificate[identity.chainDer().size()];
      CertificateEntry[] entries = new CertificateEntry[certificates.length];
      for (int i = 0; i < certificates.length; i++) {
        certificates[i] = new EncodedCertificate(crypto, identity.chainDer().get(i));
        entries[i] = new CertificateEntry(certificates[i], null);
      }
      chain = new Certificate(certificates);
      tls13Chain = new Certificate(TlsUtils.EMPTY_BYTES, entries);
      publicKey = ((EncodedCertificate) certificates[0]).publicKeyInfo();
    } catch (IOException e) {
      throw new IllegalArgumentException("the certificate chain cannot be read", e);
    }
    key = onFastCurve(identity.privateKey());
    ocspResponse = identity.ocspResponse();
  }

  BcTlsCrypto crypto() {
    return crypto;
  }

  SubjectPublicKeyInfo publicKey() {
    return publicKey;
  }

  Certificate chain(TlsVersion version) {
    return version == TlsVersion.TLS_1_3 ? tls13Chain : chain;
  }

  /** A new OCSP response for the leaf. */
  CertificateStatus certificateStatus() {
    return new CertificateStatus(
        CertificateStatusType.ocsp, OCSPResponse.getInstance(ocspResponse.get()));
  }

  @SuppressWarnings("JdkObsolete") // the library accepts only a Hashtable
  private static Hashtable<Integer, byte[]> extension(int type, byte[] body) {
    return new Hashtable<>(Map.of(type, body));
  }

  /** TLS 1.3's chain with a new OCSP response beside the leaf (RFC 8446 section 4.4.2.1). */
  Certificate stapledTls13Chain() throws IOException {
    ByteArrayOutputStream status = new ByteArrayOutputStream();
    certificateStatus().encode(status);
    CertificateEntry[] entries = tls13Chain.getCertificateEntryList();
    entries[0] =
        new CertificateEntry(
            entries[0].getCertificate(),
            extension(TlsExtensionsUtils.EXT_status_request, status.toByteArray()));
    return new Certificate(TlsUtils.EMPTY_BYTES, entries);
  }

  /** Whether the key is RSA and not restricted to PSS signatures (RFC 4055). */
  boolean isPlainRsa() {
    return key instanceof RSAKeyParameters && !isPssOnly();
  }

  boolean isRsa() {
    return key instanceof RSAKeyParameters;
  }

  /** Whether the key suits ECDHE_ECDSA: EC, or EdDSA from TLS 1.2 on (RFC 8422 section 5.10). */
  boolean fitsEcdsaSuites(TlsVersion version) {
    return isEc() || (!isRsa() && !version.isBefore(TlsVersion.TLS_1_2));
  }

  /** The RSA key. */
  RSAKeyParameters rsaKey() {
    return (RSAKeyParameters) key;
  }

  /** Whether the key can make signatures of this scheme in this version, TLS 1.2 or 1.3. */
  boolean fits(SignatureScheme scheme, TlsVersion version) {
    boolean tls13 = version == TlsVersion.TLS_1_3;
    return switch (scheme) {
      case RSA_PKCS1_MD5,
          RSA_PKCS1_SHA1,
          RSA_PKCS1_SHA224,
          RSA_PKCS1_SHA256,
          RSA_PKCS1_SHA384,
          RSA_PKCS1_SHA512 ->
          !tls13 && isPlainRsa() && RsaSigner.pkcs1Fits(rsaKey(), scheme);
      case RSA_PSS_RSAE_SHA256, RSA_PSS_RSAE_SHA384, RSA_PSS_RSAE_SHA512 ->
          isPlainRsa() && RsaSigner.pssFits(rsaKey(), scheme);
      case RSA_PSS_PSS_SHA256, RSA_PSS_PSS_SHA384, RSA_PSS_PSS_SHA512 ->
          isRsa() && isPssOnly() && RsaSigner.pssFits(rsaKey(), scheme);
      case ECDSA_SHA1, ECDSA_SHA224 -> !tls13 && isEc();
      case ECDSA_SECP256R1_SHA256, ECDSA_SECP384R1_SHA384, ECDSA_SECP521R1_SHA512 ->
          isEc() && (!tls13 || onCurve(TLS13_CURVES.get(scheme)));
      case ECDSA_BRAINPOOLP256R1TLS13_SHA256 ->
          tls13 && isEc() && onCurve(TLS13_CURVES.get(scheme));
      case ED25519 -> key instanceof Ed25519PrivateKeyParameters;
      case ED448 -> key instanceof Ed448PrivateKeyParameters;
    };
  }

  /** The signer for TLS 1.2 and 1.3. */
  TlsSigner signer(SignatureScheme scheme) {
    if (key instanceof RSAKeyParameters rsa) {
      return new RsaSigner(crypto, rsa);
    }
    return isEc()
        ? new BcTlsECDSA13Signer(crypto, (ECPrivateKeyParameters) key, scheme.code())
        : legacySigner();
  }

  /** The signer for versions before TLS 1.2, which name no scheme. */
  TlsSigner legacySigner() {
    if (key instanceof RSAKeyParameters rsa) {
      return new RsaSigner(crypto, rsa);
    }
    if (key instanceof ECPrivateKeyParameters ec) {
      return new BcTlsECDSASigner(crypto, ec);
    }
    if (key instanceof Ed25519PrivateKeyParameters ed25519) {
      return new BcTlsEd25519Signer(crypto, ed25519);
    }
    if (key instanceof Ed448PrivateKeyParameters ed448) {
      return new BcTlsEd448Signer(crypto, ed448);
    }
    throw new IllegalArgumentException("no signer for " + key.getClass().getSimpleName());
  }

  private boolean isEc() {
    return key instanceof ECPrivateKeyParameters;
  }

  private boolean isPssOnly() {
    return publicKey.getAlgorithm().getAlgorithm().equals(PKCSObjectIdentifiers.id_RSASSA_PSS);
  }

  private boolean onCurve(ASN1ObjectIdentifier curve) {
    return curve.equals(publicKey.getAlgorithm().getParameters());
  }

  /** The same EC key with the curve's hand-written arithmetic, which is several times faster. */
  private AsymmetricKeyParameter onFastCurve(AsymmetricKeyParameter given) {
    if (given instanceof ECPrivateKeyParameters ec
        && publicKey.getAlgorithm().getParameters() instanceof ASN1ObjectIdentifier curve) {
      X9ECParameters fast = CustomNamedCurves.getByOID(curve);
      BigInteger d = ec.getD();
      return fast == null ? ec : new ECPrivateKeyParameters(d, new ECDomainParameters(fast));
    }
    if (given instanceof RSAKeyParameters && !(given instanceof RSAPrivateCrtKeyParameters)) {
      throw new IllegalArgumentException("an RSA key without its primes is too slow to serve");
    }
    return given;
  }

  /** A certificate that is encoded once and not for every handshake. */
  private static final class EncodedCertificate extends BcTlsCertificate {
    private final byte[] encoding;

    EncodedCertificate(BcTlsCrypto crypto, byte[] encoding) throws IOException {
      super(crypto, encoding);
      this.encoding = encoding.clone();
    }

    SubjectPublicKeyInfo publicKeyInfo() {
      return certificate.getSubjectPublicKeyInfo();
    }

    @Override
    public byte[] getEncoded() {
      return encoding;
    }
  }
}
