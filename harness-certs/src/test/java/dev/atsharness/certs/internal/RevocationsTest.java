package dev.atsharness.certs.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.atsharness.certs.CertificateBuilder;
import dev.atsharness.certs.CertifiedKey;
import dev.atsharness.certs.HarnessKey;
import dev.atsharness.certs.KeySpec;
import java.io.ByteArrayInputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateFactory;
import java.security.cert.X509CRL;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Date;
import org.bouncycastle.cert.ocsp.BasicOCSPResp;
import org.bouncycastle.cert.ocsp.CertificateID;
import org.bouncycastle.cert.ocsp.CertificateStatus;
import org.bouncycastle.cert.ocsp.OCSPReqBuilder;
import org.bouncycastle.cert.ocsp.OCSPResp;
import org.bouncycastle.cert.ocsp.RevokedStatus;
import org.bouncycastle.cert.ocsp.UnknownStatus;
import org.bouncycastle.operator.bc.BcDigestCalculatorProvider;
import org.junit.jupiter.api.Test;

/**
 * The JDK reads the revocation lists. The tests of harness-server read the OCSP responses with
 * OpenSSL and GnuTLS.
 */
class RevocationsTest {

  private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");
  private static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);
  private static final KeySpec P256 = KeySpec.ec("p-256");

  private final CertifiedKey issuer =
      CertificateBuilder.authority(HarnessKey.generate(P256), CLOCK).selfSigned();
  private final CertifiedKey stranger =
      CertificateBuilder.authority(HarnessKey.generate(P256), CLOCK).selfSigned();
  private final CertifiedKey good = leaf();
  private final CertifiedKey revoked = leaf();
  private final Revocations revocations = new Revocations(CLOCK);

  RevocationsTest() {
    revocations.add(good, false);
    revocations.add(revoked, true);
  }

  private CertifiedKey leaf() {
    return CertificateBuilder.leaf(HarnessKey.generate(P256), CLOCK).signedBy(issuer);
  }

  private static BigInteger serial(CertifiedKey certificate) {
    return certificate.certificate().getSerialNumber();
  }

  @Test
  void theListNamesTheRevokedCertificateAloneAndIsTheIssuers() throws Exception {
    byte[] der = revocations.crl(Revocations.crlName(issuer)).orElseThrow();
    X509CRL list =
        (X509CRL)
            CertificateFactory.getInstance("X.509").generateCRL(new ByteArrayInputStream(der));
    list.verify(Certificates.toJca(issuer.certificate()).getPublicKey());
    assertThat(list.getRevokedCertificates())
        .extracting(entry -> entry.getSerialNumber())
        .containsExactly(serial(revoked));
    assertThat(list.getThisUpdate()).isBefore(Date.from(NOW));
    assertThat(list.getNextUpdate()).isAfter(Date.from(NOW));
  }

  @Test
  void anIssuerOfNothingHasNoList() {
    assertThat(revocations.crl(Revocations.crlName(stranger))).isEmpty();
    assertThat(revocations.crl("no such name")).isEmpty();
  }

  @Test
  void aRequestGetsTheStatusOfEachCertificateItNames() throws Exception {
    assertThat(status(revocations.answer(request(issuer, serial(good)))))
        .isEqualTo(CertificateStatus.GOOD);
    assertThat(status(revocations.answer(request(issuer, serial(revoked)))))
        .isInstanceOf(RevokedStatus.class);
    assertThat(status(revocations.answer(request(issuer, BigInteger.TEN))))
        .isInstanceOf(UnknownStatus.class);
  }

  @Test
  void aStapleSaysTheSame() throws Exception {
    assertThat(status(revocations.staple(good.certificate()))).isEqualTo(CertificateStatus.GOOD);
    assertThat(status(revocations.staple(revoked.certificate()))).isInstanceOf(RevokedStatus.class);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> revocations.staple(stranger.certificate()));
  }

  @Test
  void aRequestAboutAStrangerIsRefusedAndGarbageIsNoRequest() throws Exception {
    byte[] aboutStranger = revocations.answer(request(stranger, serial(good)));
    assertThat(new OCSPResp(aboutStranger).getStatus()).isEqualTo(OCSPResp.UNAUTHORIZED);
    for (byte[] garbage :
        new byte[][] {
          {}, {0x30, 0}, {0x30, 2, 5, 0}, "GET /".getBytes(StandardCharsets.US_ASCII)
        }) {
      assertThat(new OCSPResp(revocations.answer(garbage)).getStatus())
          .isIn(OCSPResp.MALFORMED_REQUEST, OCSPResp.UNAUTHORIZED);
    }
  }

  @Test
  void aSelfSignedCertificateIsNotRevoked() {
    assertThatIllegalArgumentException().isThrownBy(() -> revocations.add(issuer, true));
  }

  private static byte[] request(CertifiedKey issuer, BigInteger serial) throws Exception {
    CertificateID id =
        new CertificateID(
            new BcDigestCalculatorProvider().get(CertificateID.HASH_SHA1),
            issuer.certificate(),
            serial);
    return new OCSPReqBuilder().addRequest(id).build().getEncoded();
  }

  private static CertificateStatus status(byte[] response) throws Exception {
    OCSPResp parsed = new OCSPResp(response);
    assertThat(parsed.getStatus()).isEqualTo(OCSPResp.SUCCESSFUL);
    return ((BasicOCSPResp) parsed.getResponseObject()).getResponses()[0].getCertStatus();
  }
}
