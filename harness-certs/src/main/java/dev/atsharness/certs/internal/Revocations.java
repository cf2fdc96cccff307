package dev.atsharness.certs.internal;

import dev.atsharness.certs.CertifiedKey;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Date;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.bouncycastle.asn1.ocsp.OCSPObjectIdentifiers;
import org.bouncycastle.asn1.x509.AuthorityKeyIdentifier;
import org.bouncycastle.asn1.x509.CRLNumber;
import org.bouncycastle.asn1.x509.CRLReason;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.asn1.x509.SubjectKeyIdentifier;
import org.bouncycastle.asn1.x509.Time;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.X509v2CRLBuilder;
import org.bouncycastle.cert.ocsp.BasicOCSPResp;
import org.bouncycastle.cert.ocsp.BasicOCSPRespBuilder;
import org.bouncycastle.cert.ocsp.CertificateID;
import org.bouncycastle.cert.ocsp.CertificateStatus;
import org.bouncycastle.cert.ocsp.OCSPException;
import org.bouncycastle.cert.ocsp.OCSPReq;
import org.bouncycastle.cert.ocsp.OCSPResp;
import org.bouncycastle.cert.ocsp.OCSPRespBuilder;
import org.bouncycastle.cert.ocsp.Req;
import org.bouncycastle.cert.ocsp.RespID;
import org.bouncycastle.cert.ocsp.RevokedStatus;
import org.bouncycastle.cert.ocsp.UnknownStatus;
import org.bouncycastle.operator.ContentSigner;
import org.bouncycastle.operator.DigestCalculatorProvider;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.bc.BcDigestCalculatorProvider;

/**
 * The revocation status of certificates, as a CRL (RFC 5280 section 5) and as an OCSP response (RFC
 * 6960). The issuer itself signs them on request. Both give the same status for a certificate. They
 * are valid from an hour before they are made, for clients whose clock is slow, until a day after.
 *
 * <p>Thread-safe.
 */
public final class Revocations {

  private static final Duration HEAD_START = Duration.ofHours(1);
  private static final Duration LIFETIME = Duration.ofDays(1);

  private final Clock clock;
  private final DigestCalculatorProvider digests = new BcDigestCalculatorProvider();
  private final Map<BigInteger, Entry> entries = new ConcurrentHashMap<>();

  private record Entry(CertifiedKey certificate, boolean revoked) {

    CertifiedKey issuer() {
      return certificate.issuer().orElseThrow();
    }

    Date since() {
      return certificate.certificate().getNotBefore();
    }

    CertificateStatus status() {
      return revoked ? new RevokedStatus(since(), CRLReason.keyCompromise) : CertificateStatus.GOOD;
    }
  }

  /**
   * Starts without certificates.
   *
   * @param clock the time at which lists and responses are made
   */
  public Revocations(Clock clock) {
    this.clock = clock;
  }

  /**
   * Adds a certificate. A revoked one is revoked from the start of its validity, for the reason
   * keyCompromise.
   *
   * @throws IllegalArgumentException if it is self-signed, because it has no issuer that could
   *     revoke it
   */
  public void add(CertifiedKey certificate, boolean revoked) {
    if (certificate.issuer().isEmpty()) {
      throw new IllegalArgumentException("a self-signed certificate cannot be revoked");
    }
    entries.put(certificate.certificate().getSerialNumber(), new Entry(certificate, revoked));
  }

  /** Returns the name of an issuer's CRL: its subject key identifier in hex. */
  public static String crlName(CertifiedKey issuer) {
    return HexFormat.of().formatHex(keyIdentifier(issuer));
  }

  /**
   * Returns the DER of the CRL with this {@linkplain #crlName name}; empty if there is no such
   * issuer.
   */
  public Optional<byte[]> crl(String name) {
    List<Entry> issued =
        entries.values().stream().filter(entry -> crlName(entry.issuer()).equals(name)).toList();
    return issued.stream().findFirst().map(any -> crl(any.issuer(), issued));
  }

  private byte[] crl(CertifiedKey issuer, List<Entry> issued) {
    Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
    X509v2CRLBuilder list =
        new X509v2CRLBuilder(issuer.certificate().getSubject(), new Time(start(now)));
    list.setNextUpdate(new Time(end(now)));
    issued.stream()
        .filter(Entry::revoked)
        .forEach(
            entry ->
                list.addCRLEntry(
                    entry.certificate().certificate().getSerialNumber(),
                    entry.since(),
                    CRLReason.keyCompromise));
    try {
      list.addExtension(
          Extension.authorityKeyIdentifier,
          false,
          new AuthorityKeyIdentifier(keyIdentifier(issuer)));
      list.addExtension(
          Extension.cRLNumber, false, new CRLNumber(BigInteger.valueOf(now.getEpochSecond())));
      return list.build(signer(issuer)).getEncoded();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot encode a CRL", e);
    }
  }

  /**
   * Returns the DER of the response that a server staples for its certificate.
   *
   * @throws IllegalArgumentException if the certificate was not {@linkplain #add added}
   */
  public byte[] staple(X509CertificateHolder certificate) {
    Entry entry = entries.get(certificate.getSerialNumber());
    if (entry == null) {
      throw new IllegalArgumentException("unknown certificate: " + certificate.getSubject());
    }
    try {
      CertificateID id =
          new CertificateID(
              digests.get(CertificateID.HASH_SHA1),
              entry.issuer().certificate(),
              certificate.getSerialNumber());
      Instant now = clock.instant();
      BasicOCSPRespBuilder response = response(entry.issuer());
      response.addResponse(id, entry.status(), start(now), end(now), null);
      return successful(response, entry.issuer(), now);
    } catch (OCSPException | OperatorCreationException e) {
      throw new IllegalStateException("cannot make an OCSP response", e);
    }
  }

  /**
   * Returns the DER of the response to any request: {@code unauthorized} if the request is about no
   * known issuer (RFC 5019 section 2.2.3), {@code malformedRequest} if it is not a request.
   *
   * @param request DER; hostile bytes
   */
  public byte[] answer(byte[] request) {
    try {
      OCSPReq parsed;
      try {
        parsed = new OCSPReq(request);
        parsed.getRequestList();
      } catch (IOException | RuntimeException e) {
        return error(OCSPRespBuilder.MALFORMED_REQUEST);
      }
      Optional<CertifiedKey> issuer = issuer(parsed);
      return issuer.isEmpty() ? error(OCSPRespBuilder.UNAUTHORIZED) : answer(parsed, issuer.get());
    } catch (OCSPException e) {
      throw new IllegalStateException("cannot make an OCSP response", e);
    }
  }

  private byte[] answer(OCSPReq request, CertifiedKey issuer) throws OCSPException {
    Instant now = clock.instant();
    BasicOCSPRespBuilder response = response(issuer);
    for (Req one : request.getRequestList()) {
      Entry entry = entries.get(one.getCertID().getSerialNumber());
      boolean known = entry != null && issued(one.getCertID(), entry.issuer());
      response.addResponse(
          one.getCertID(),
          known ? entry.status() : new UnknownStatus(),
          start(now),
          end(now),
          null);
    }
    Extension nonce = request.getExtension(OCSPObjectIdentifiers.id_pkix_ocsp_nonce);
    if (nonce != null) {
      response.setResponseExtensions(new Extensions(nonce));
    }
    return successful(response, issuer, now);
  }

  /** Returns the issuer in the first single request. */
  private Optional<CertifiedKey> issuer(OCSPReq request) throws OCSPException {
    Req[] requests = request.getRequestList();
    if (requests.length == 0) {
      return Optional.empty();
    }
    for (Entry entry : entries.values()) {
      if (issued(requests[0].getCertID(), entry.issuer())) {
        return Optional.of(entry.issuer());
      }
    }
    return Optional.empty();
  }

  /**
   * True if the identifier belongs to a certificate of this issuer; false if its digest algorithm
   * is unknown.
   */
  private boolean issued(CertificateID id, CertifiedKey issuer) {
    try {
      return id.matchesIssuer(issuer.certificate(), digests);
    } catch (OCSPException e) {
      return false;
    }
  }

  private static BasicOCSPRespBuilder response(CertifiedKey issuer) {
    return new BasicOCSPRespBuilder(new RespID(issuer.certificate().getSubject()));
  }

  private static byte[] successful(BasicOCSPRespBuilder response, CertifiedKey issuer, Instant now)
      throws OCSPException {
    BasicOCSPResp signed = response.build(signer(issuer), null, Date.from(now));
    return encoded(new OCSPRespBuilder().build(OCSPRespBuilder.SUCCESSFUL, signed));
  }

  private static byte[] error(int status) throws OCSPException {
    return encoded(new OCSPRespBuilder().build(status, null));
  }

  private static byte[] encoded(OCSPResp response) {
    try {
      return response.getEncoded();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot encode an OCSP response", e);
    }
  }

  private static ContentSigner signer(CertifiedKey issuer) {
    return Signatures.signer(issuer.key().defaultSignature(), issuer.key());
  }

  private static byte[] keyIdentifier(CertifiedKey issuer) {
    return SubjectKeyIdentifier.fromExtensions(issuer.certificate().getExtensions())
        .getKeyIdentifier();
  }

  private static Date start(Instant now) {
    return Date.from(now.minus(HEAD_START));
  }

  private static Date end(Instant now) {
    return Date.from(now.plus(LIFETIME));
  }
}
