package dev.atsharness.server.internal.tls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atsharness.scenario.internal.TlsSettings;
import dev.atsharness.scenario.internal.TlsSettings.Resumption;
import dev.atsharness.testing.OutsideProgram;
import dev.atsharness.tls.NamedGroup;
import dev.atsharness.tls.TlsVersion;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The settings that change the course of a handshake, as seen by TLS stacks that are not ours or in
 * bytes that no stack reads.
 */
class HandshakeVariantsIT {

  private static final String RSA_AES = "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256";
  private static final String TLS13_AES = "TLS_AES_128_GCM_SHA256";
  private static final String ALL = "ALL:COMPLEMENTOFALL:@SECLEVEL=0";

  private static final String SENTINEL_TLS12 = "444f574e47524401";
  private static final String SENTINEL_TLS11 = "444f574e47524400";

  private static TestServer serve(TestSettings settings) throws Exception {
    return TestServer.serving(settings.endpoint(TestIdentities.rsa(2048)));
  }

  private static TestSettings preferring(TlsVersion... versions) {
    return TestSettings.of(List.of(versions), RSA_AES, TLS13_AES, "TLS_RSA_WITH_AES_128_CBC_SHA");
  }

  /** The first record of the answer to a ClientHello of these versions. */
  private static byte[] answer(TestServer server, int... versions) throws IOException {
    HelloBytes hello =
        new HelloBytes()
            .suites(0xc02f, 0x002f)
            .codes(13, 0x0804, 0x0401)
            .codes(10, 29, 23)
            .extension(0xff01, 0);
    int[] list = new int[1 + 2 * versions.length];
    list[0] = 2 * versions.length;
    for (int i = 0; i < versions.length; i++) {
      list[1 + 2 * i] = 3;
      list[2 + 2 * i] = versions[i];
    }
    hello.extension(43, list);
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
      socket.setSoTimeout(20_000);
      socket.getOutputStream().write(hello.records(1000));
      InputStream in = socket.getInputStream();
      byte[] header = in.readNBytes(5);
      byte[] body = in.readNBytes(((header[3] & 0xff) << 8) | (header[4] & 0xff));
      byte[] record = Arrays.copyOf(header, header.length + body.length);
      System.arraycopy(body, 0, record, header.length, body.length);
      return record;
    }
  }

  /** The version in a ServerHello: record header (5), message header (4). */
  private static int versionIn(byte[] record) {
    assertThat(record[0]).as("a handshake record").isEqualTo((byte) 22);
    assertThat(record[5]).as("a ServerHello").isEqualTo((byte) 2);
    return (record[9] << 8) | record[10];
  }

  /** The last eight bytes of the random in a ServerHello. */
  private static String endOfRandom(byte[] record) {
    assertThat(record[5]).as("a ServerHello").isEqualTo((byte) 2);
    return HexFormat.of().formatHex(record, 35, 43);
  }

  @Test
  void aVersionBelowTheBestIsMarked() throws Exception {
    try (TestServer server = serve(preferring(TlsVersion.TLS_1_2, TlsVersion.TLS_1_3))) {
      assertThat(OpenSsl.get(server.port())).contains("inappropriate fallback");
      assertThat(server.nextConnection().awaitClosed().lines())
          .contains("negotiated TLSv1.2 " + RSA_AES, "received 2/47");
      assertThat(OpenSsl.get(server.port(), "-tls1_2")).contains("over TLS");
      assertThat(endOfRandom(answer(server, 4, 3))).isEqualTo(SENTINEL_TLS12);
    }
    try (TestServer server = serve(preferring(TlsVersion.TLS_1_0, TlsVersion.TLS_1_2))) {
      assertThat(endOfRandom(answer(server, 3, 1))).isEqualTo(SENTINEL_TLS11);
      assertThat(endOfRandom(answer(server, 3))).doesNotStartWith("444f574e");
    }
    try (TestServer server = serve(preferring(TlsVersion.TLS_1_0, TlsVersion.TLS_1_1))) {
      assertThat(endOfRandom(answer(server, 2, 1)))
          .as("only servers of TLS 1.2 and later know the mark")
          .doesNotStartWith("444f574e");
    }
  }

  @Test
  void theMarkOfADowngradeCanBeLeftOut() throws Exception {
    TestSettings settings =
        preferring(TlsVersion.TLS_1_2, TlsVersion.TLS_1_3)
            .with(TlsSettings.DOWNGRADE_SENTINEL, false);
    try (TestServer server = serve(settings)) {
      assertThat(OpenSsl.get(server.port())).contains("over TLS", "New, TLSv1.2");
      assertThat(endOfRandom(answer(server, 4, 3))).doesNotStartWith("444f574e");
    }
  }

  @Test
  void aStackWithoutSupportedVersionsAnswersWithItsBestVersion() throws Exception {
    for (TlsVersion version : List.of(TlsVersion.SSL_3_0, TlsVersion.TLS_1_0, TlsVersion.TLS_1_1)) {
      TestSettings old = preferring(version).with(TlsSettings.SUPPORTED_VERSIONS, false);
      try (TestServer server = serve(old)) {
        assertThat(versionIn(answer(server, 4, 3))).isEqualTo(version.code());
        assertThat(OpenSsl.get(server.port(), "-min_protocol", "TLSv1.2", "-cipher", ALL))
            .contains("unsupported protocol");
      }
      try (TestServer server = serve(preferring(version))) {
        assertThat(alertIn(answer(server, 4, 3))).isEqualTo(70);
      }
    }
    TestSettings old =
        TestSettings.of(List.of(TlsVersion.TLS_1_0), "TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA")
            .with(TlsSettings.SUPPORTED_VERSIONS, false);
    try (TestServer server = serve(old)) {
      String[] all = {"-min_protocol", "TLSv1", "-max_protocol", "TLSv1.3", "-cipher", ALL};
      assertThat(OpenSsl.get(server.port(), all)).contains("over TLS", "Protocol  : TLSv1\n");
    }
  }

  @Test
  void extendedMasterSecretRequired() throws Exception {
    TestSettings settings =
        TestSettings.tls12(RSA_AES).with(TlsSettings.EXTENDED_MASTER_SECRET_REQUIRED, true);
    try (TestServer server = serve(settings)) {
      assertThat(OpenSsl.get(server.port())).contains("over TLS", "Extended master secret: yes");
      assertThat(OpenSsl.gnuTls(server.port(), "--priority", "NORMAL:%NO_SESSION_HASH"))
          .contains("Handshake failed")
          .doesNotContain("over TLS");
      assertThat(alertIn(answer(server, 3))).isEqualTo(40);
    }
  }

  private static int alertIn(byte[] record) {
    assertThat(record[0]).as("an alert").isEqualTo((byte) 21);
    return record[6];
  }

  @Test
  void extendedMasterSecretAnsweredAndNotUsed() throws Exception {
    TestSettings settings =
        TestSettings.tls12(RSA_AES).with(TlsSettings.EXTENDED_MASTER_SECRET_USED, false);
    try (TestServer server = serve(settings)) {
      assertThat(OpenSsl.get(server.port()))
          .contains("alert bad record mac", "Extended master secret: yes")
          .doesNotContain("over TLS");
      RecordedEvents events = server.nextConnection().awaitClosed();
      assertThat(events.negotiated().extendedMasterSecret()).isTrue();
      assertThat(events.lines()).contains("sent 2/20").doesNotContain("finished");
      assertThat(OpenSsl.gnuTls(server.port(), "--priority", "NORMAL:%NO_SESSION_HASH"))
          .as("a client that does not offer the extension computes what the server computes")
          .contains("over TLS");
    }
  }

  /** Two connections of OpenSSL, the second with the session or ticket of the first. */
  private static String secondVisit(TestServer server, Path session, String version)
      throws Exception {
    String first = OpenSsl.get(server.port(), version, "-sess_out", session.toString());
    assertThat(first).contains("over TLS", "\nNew, ");
    return OpenSsl.get(server.port(), version, "-sess_in", session.toString());
  }

  @Test
  void sessionsAreResumedByTicket(@TempDir Path directory) throws Exception {
    Path session = directory.resolve("session.pem");
    TestSettings tickets =
        TestSettings.tls12(RSA_AES).with(TlsSettings.RESUMPTION, Resumption.TICKET);
    try (TestServer server = serve(tickets)) {
      assertThat(secondVisit(server, session, "-tls1_2"))
          .contains("over TLS", "\nReused, TLSv1.2", "Extended master secret: yes");
      server.nextConnection();
      assertThat(server.nextConnection().awaitClosed().negotiated().resumed()).isTrue();
      assertThat(OpenSsl.get(server.port(), "-tls1_2", "-no_ticket"))
          .contains("over TLS")
          .doesNotContain("TLS session ticket");
    }
    try (TestServer server = serve(tickets.withoutExtendedMasterSecret())) {
      assertThat(secondVisit(server, session, "-tls1_2"))
          .contains("over TLS", "\nReused, TLSv1.2", "Extended master secret: no");
    }
  }

  /** RFC 5246 section 7.4.1.2: a client that resumes has to offer the session's suite. */
  @ParameterizedTest
  @EnumSource(names = {"TICKET", "SESSION_ID"})
  void aSessionWhoseSuiteIsNotOfferedLeadsToAFullHandshake(
      Resumption resumption, @TempDir Path directory) throws Exception {
    String session = directory.resolve("session.pem").toString();
    TestSettings settings =
        TestSettings.tls12(RSA_AES, "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384")
            .with(TlsSettings.RESUMPTION, resumption);
    String aes128 = "ECDHE-RSA-AES128-GCM-SHA256";
    String aes256 = "ECDHE-RSA-AES256-GCM-SHA384";
    try (TestServer server = serve(settings)) {
      assertThat(OpenSsl.get(server.port(), "-tls1_2", "-cipher", aes128, "-sess_out", session))
          .contains("over TLS", "\nNew, TLSv1.2, Cipher is " + aes128);
      assertThat(OpenSsl.get(server.port(), "-tls1_2", "-cipher", aes256, "-sess_in", session))
          .contains("over TLS", "\nNew, TLSv1.2, Cipher is " + aes256);
      assertThat(OpenSsl.get(server.port(), "-tls1_2", "-cipher", aes128, "-sess_in", session))
          .contains("over TLS", "\nReused, TLSv1.2, Cipher is " + aes128);
    }
  }

  @Test
  void aTicketOfAnotherServerLeadsToAFullHandshake(@TempDir Path directory) throws Exception {
    Path session = directory.resolve("session.pem");
    TestSettings tickets =
        TestSettings.tls12(RSA_AES).with(TlsSettings.RESUMPTION, Resumption.TICKET);
    try (TestServer one = serve(tickets);
        TestServer other = serve(tickets)) {
      OpenSsl.get(one.port(), "-tls1_2", "-sess_out", session.toString());
      assertThat(OpenSsl.get(other.port(), "-tls1_2", "-sess_in", session.toString()))
          .contains("over TLS", "\nNew, TLSv1.2");
    }
  }

  @Test
  void aResumptionByTicketCanDropOrAddExtendedMasterSecret(@TempDir Path directory)
      throws Exception {
    Path session = directory.resolve("session.pem");
    TestSettings other =
        TestSettings.tls12(RSA_AES).with(TlsSettings.RESUMPTION, Resumption.TICKET_OTHER_EMS);
    for (TestSettings settings : List.of(other, other.withoutExtendedMasterSecret())) {
      try (TestServer server = serve(settings)) {
        assertThat(secondVisit(server, session, "-tls1_2"))
            .contains("inconsistent extms")
            .doesNotContain("over TLS");
      }
    }
  }

  @Test
  void aTicketOfTls13IsIssuedAndNotAccepted(@TempDir Path directory) throws Exception {
    Path session = directory.resolve("session.pem");
    TestSettings settings =
        TestSettings.tls13().with(TlsSettings.RESUMPTION, Resumption.TICKET_NOT_ACCEPTED);
    try (TestServer server = serve(settings)) {
      assertThat(OpenSsl.get(server.port(), "-sess_out", session.toString()))
          .contains("over TLS", "Post-Handshake New Session Ticket arrived");
      assertThat(session).isNotEmptyFile();
      assertThat(OpenSsl.get(server.port(), "-sess_in", session.toString()))
          .contains("over TLS", "\nNew, TLSv1.3");
    }
    try (TestServer server = serve(TestSettings.tls13())) {
      assertThat(OpenSsl.get(server.port())).doesNotContain("New Session Ticket");
    }
  }

  @Test
  void aClientCertificateIsAskedForAfterTheRequest(@TempDir Path directory) throws Exception {
    String key = directory.resolve("key.pem").toString();
    String certificate = directory.resolve("certificate.pem").toString();
    OutsideProgram.require("openssl");
    Process request =
        new ProcessBuilder(
                List.of(
                    "openssl",
                    "req",
                    "-x509",
                    "-newkey",
                    "rsa:2048",
                    "-nodes",
                    "-subj",
                    "/CN=client",
                    "-keyout",
                    key,
                    "-out",
                    certificate))
            .redirectErrorStream(true)
            .start();
    String output = new String(request.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(request.waitFor()).as(output).isZero();
    TestSettings settings =
        TestSettings.tls12(RSA_AES).with(TlsSettings.CLIENT_CERTIFICATE_BY_RENEGOTIATION, true);
    try (TestServer server = serve(settings)) {
      assertThat(OpenSsl.get(server.port(), "-msg", "-cert", certificate, "-key", key))
          .contains("over TLS", "HelloRequest");
      assertThat(server.nextConnection().awaitClosed().lines())
          .containsOnlyOnce("finished")
          .containsOnlyOnce("negotiated TLSv1.2 " + RSA_AES);
      assertThat(OpenSsl.get(server.port()))
          .contains("alert handshake failure")
          .doesNotContain("over TLS");
      assertThat(server.nextConnection().awaitClosed().lines()).contains("finished", "sent 2/40");
      assertThat(OpenSsl.get(server.port(), "-no_renegotiation"))
          .contains("alert handshake failure")
          .doesNotContain("over TLS");
      assertThat(server.nextConnection().awaitClosed().lines())
          .contains("finished", "received 1/100", "sent 2/40");
    }
  }

  /** Only BoringSSL offers compression among the tools; WireProofIT shows that it is used. */
  @Test
  void theCertificateIsNotCompressedForClientsThatDoNotOfferZlib() throws Exception {
    TestSettings settings = TestSettings.tls13().with(TlsSettings.CERTIFICATE_COMPRESSION, true);
    try (TestServer server = serve(settings)) {
      assertThat(OpenSsl.get(server.port())).contains("over TLS", "New, TLSv1.3");
      assertThat(OpenSsl.gnuTls(server.port())).contains("over TLS");
    }
  }

  @Test
  void tls13WithALargeGroupAloneRetries() throws Exception {
    for (NamedGroup group : List.of(NamedGroup.SECP384R1, NamedGroup.SECP521R1)) {
      try (TestServer server = serve(TestSettings.tls13().groups(group))) {
        assertThat(OpenSsl.get(server.port(), "-groups", "X25519:P-384:P-521"))
            .contains("over TLS", "Server Temp Key: ECDH, " + group.label());
      }
    }
  }
}
