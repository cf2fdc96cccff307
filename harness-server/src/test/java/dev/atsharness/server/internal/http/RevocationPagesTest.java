package dev.atsharness.server.internal.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atsharness.certs.CertificateBuilder;
import dev.atsharness.certs.CertifiedKey;
import dev.atsharness.certs.HarnessKey;
import dev.atsharness.certs.KeySpec;
import dev.atsharness.certs.internal.Revocations;
import dev.atsharness.scenario.Role;
import dev.atsharness.server.internal.tls.ByteBudget;
import java.io.ByteArrayInputStream;
import java.math.BigInteger;
import java.net.URLEncoder;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateFactory;
import java.security.cert.X509CRL;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import org.bouncycastle.cert.ocsp.BasicOCSPResp;
import org.bouncycastle.cert.ocsp.CertificateID;
import org.bouncycastle.cert.ocsp.CertificateStatus;
import org.bouncycastle.cert.ocsp.OCSPReqBuilder;
import org.bouncycastle.cert.ocsp.OCSPResp;
import org.bouncycastle.cert.ocsp.RevokedStatus;
import org.bouncycastle.cert.ocsp.UnknownStatus;
import org.bouncycastle.operator.bc.BcDigestCalculatorProvider;
import org.eclipse.jetty.http.HttpTester;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.LocalConnector;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.util.Callback;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The answers to clients of distribution points (RFC 5280) and of OCSP over HTTP (RFC 6960). */
class RevocationPagesTest {

  private static final Clock CLOCK = Clock.systemUTC();

  private final CertifiedKey issuer =
      CertificateBuilder.authority(HarnessKey.generate(KeySpec.ec("p-256")), CLOCK).selfSigned();
  private final CertifiedKey good = leaf();
  private final CertifiedKey revoked = leaf();
  private final Server server = new Server();
  private final LocalConnector connector = connector(server);

  private CertifiedKey leaf() {
    return CertificateBuilder.leaf(HarnessKey.generate(KeySpec.ec("p-256")), CLOCK)
        .signedBy(issuer);
  }

  private static LocalConnector connector(Server server) {
    HttpConfiguration http = new HttpConfiguration();
    http.setUriCompliance(UriCompliance.UNSAFE);
    return new LocalConnector(server, new HttpConnectionFactory(http));
  }

  @BeforeEach
  void start() throws Exception {
    Revocations revocations = new Revocations(CLOCK);
    revocations.add(good, false);
    revocations.add(revoked, true);
    RevocationPages pages = new RevocationPages(revocations);
    server.addConnector(connector);
    server.setHandler(
        new Handler.Abstract() {
          @Override
          public boolean handle(Request request, Response response, Callback callback)
              throws Exception {
            Role wanted = RevocationPages.wanted(request).orElseThrow();
            RequestBody.read(
                request,
                response,
                callback,
                RevocationPages.MAX_REQUEST,
                new RequestBody.Limits(new ByteBudget(1 << 20, "Tests"), Duration.ofSeconds(20)),
                body ->
                    pages.answer(request, wanted, body.bytes()).send(request, response, callback));
            return true;
          }
        });
    server.start();
  }

  @AfterEach
  void stop() throws Exception {
    server.stop();
  }

  private HttpTester.Response send(String method, String path, byte[] body) throws Exception {
    String head =
        method
            + " "
            + path
            + " HTTP/1.1\r\nHost: h\r\nConnection: close\r\nContent-Length: "
            + body.length
            + "\r\n\r\n";
    ByteBuffer request =
        ByteBuffer.allocate(head.length() + body.length)
            .put(head.getBytes(StandardCharsets.US_ASCII))
            .put(body)
            .flip();
    return HttpTester.parseResponse(connector.getResponse(request));
  }

  private HttpTester.Response post(byte[] request) throws Exception {
    return send("POST", "/pki/ocsp", request);
  }

  private HttpTester.Response get(String path) throws Exception {
    return send("GET", path, new byte[0]);
  }

  private byte[] ask(BigInteger serial) throws Exception {
    CertificateID id =
        new CertificateID(
            new BcDigestCalculatorProvider().get(CertificateID.HASH_SHA1),
            issuer.certificate(),
            serial);
    return new OCSPReqBuilder().addRequest(id).build().getEncoded();
  }

  private static BigInteger serial(CertifiedKey certificate) {
    return certificate.certificate().getSerialNumber();
  }

  private static OCSPResp answer(HttpTester.Response response) throws Exception {
    assertThat(response.getStatus()).isEqualTo(200);
    assertThat(response.get("Content-Type")).isEqualTo("application/ocsp-response");
    return new OCSPResp(response.getContentBytes());
  }

  private static CertificateStatus status(HttpTester.Response response) throws Exception {
    OCSPResp answer = answer(response);
    assertThat(answer.getStatus()).isEqualTo(OCSPResp.SUCCESSFUL);
    return ((BasicOCSPResp) answer.getResponseObject()).getResponses()[0].getCertStatus();
  }

  @Test
  void aPostedRequestIsAnswered() throws Exception {
    assertThat(status(post(ask(serial(good))))).isEqualTo(CertificateStatus.GOOD);
    assertThat(status(post(ask(serial(revoked))))).isInstanceOf(RevokedStatus.class);
  }

  @Test
  void aSerialThatTheIssuerNeverUsedIsUnknown() throws Exception {
    assertThat(status(post(ask(BigInteger.TWO)))).isInstanceOf(UnknownStatus.class);
  }

  /** RFC 6960 appendix A.1: base64, in which + / = are percent-encoded, after the URL. */
  @Test
  void aRequestInThePathIsAnswered() throws Exception {
    assertThat(status(get(inPath(ask(serial(good)))))).isEqualTo(CertificateStatus.GOOD);
    assertThat(status(get(inPath(ask(serial(revoked)))))).isInstanceOf(RevokedStatus.class);
    assertThat(status(get(inPath(ask(withSlashAndPlus()))))).isInstanceOf(UnknownStatus.class);
  }

  /** Some clients do not percent-encode. */
  @Test
  void base64InThePathMayBeLeftAsItIs() throws Exception {
    String base64 = Base64.getEncoder().encodeToString(ask(withSlashAndPlus()));

    assertThat(status(get("/pki/ocsp/" + base64))).isInstanceOf(UnknownStatus.class);
  }

  private static String inPath(byte[] request) {
    String base64 = Base64.getEncoder().encodeToString(request);
    return "/pki/ocsp/" + URLEncoder.encode(base64, StandardCharsets.US_ASCII);
  }

  /**
   * A serial number for which the base64 of the request has a slash and a plus next to each other.
   */
  private BigInteger withSlashAndPlus() throws Exception {
    BigInteger serial = new BigInteger("7bfffbfffbfffbfffbff", 16);
    String base64 = Base64.getEncoder().encodeToString(ask(serial));
    assertThat(base64).contains("/").contains("+");
    return serial;
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "0", "no DER at all"})
  void garbageIsNoRequest(String garbage) throws Exception {
    byte[] posted = garbage.getBytes(StandardCharsets.US_ASCII);

    assertThat(answer(post(posted)).getStatus()).isEqualTo(OCSPResp.MALFORMED_REQUEST);
    assertThat(answer(get(inPath(posted))).getStatus()).isEqualTo(OCSPResp.MALFORMED_REQUEST);
  }

  @Test
  void whatIsNoBase64IsNoRequest() throws Exception {
    assertThat(answer(get("/pki/ocsp/...")).getStatus()).isEqualTo(OCSPResp.MALFORMED_REQUEST);
    assertThat(answer(get("/pki/ocsp")).getStatus()).isEqualTo(OCSPResp.MALFORMED_REQUEST);
  }

  @Test
  void aRequestIsNotReadForEver() throws Exception {
    assertThat(answer(post(new byte[4096])).getStatus()).isEqualTo(OCSPResp.MALFORMED_REQUEST);
    assertThat(post(new byte[4097]).getStatus()).isEqualTo(413);
  }

  /** The media type of a CRL is that of RFC 2585 section 4.2. */
  @Test
  void theListOfAnIssuerIsAFileOfItsMediaType() throws Exception {
    HttpTester.Response response = get(RevocationPages.crlPath(issuer));

    assertThat(response.getStatus()).isEqualTo(200);
    assertThat(response.get("Content-Type")).isEqualTo("application/pkix-crl");
    X509CRL list =
        (X509CRL)
            CertificateFactory.getInstance("X.509")
                .generateCRL(new ByteArrayInputStream(response.getContentBytes()));
    assertThat(list.getRevokedCertificate(serial(revoked))).isNotNull();
    assertThat(list.getRevokedCertificate(serial(good))).isNull();
  }

  @Test
  void otherListsThereAreNone() throws Exception {
    assertThat(get("/pki/crl/00.crl").getStatus()).isEqualTo(404);
    assertThat(get("/pki/crl/").getStatus()).isEqualTo(404);
    assertThat(get(RevocationPages.crlPath(issuer).replace(".crl", "")).getStatus()).isEqualTo(404);
  }

  @Test
  void otherMethodsAreNotAllowed() throws Exception {
    assertThat(send("PUT", "/pki/ocsp", new byte[0]).getStatus()).isEqualTo(405);
    assertThat(send("POST", RevocationPages.crlPath(issuer), new byte[0]).getStatus())
        .isEqualTo(405);
  }
}
