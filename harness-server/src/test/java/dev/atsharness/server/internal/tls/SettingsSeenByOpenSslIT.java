package dev.atsharness.server.internal.tls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atsharness.tls.NamedGroup;
import dev.atsharness.tls.SignatureScheme;
import dev.atsharness.tls.TlsVersion;
import java.util.List;
import org.junit.jupiter.api.Test;

/** An independent TLS stack sees each setting as configured. */
class SettingsSeenByOpenSslIT {

  private static final String RSA_AES = "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256";
  private static final String EC_AES = "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384";
  private static final String ALL = "ALL:COMPLEMENTOFALL:@SECLEVEL=0";

  private static String get(TestSettings settings, ServerIdentity identity, String... options)
      throws Exception {
    try (TestServer server = TestServer.serving(settings.endpoint(identity))) {
      return OpenSsl.get(server.port(), options);
    }
  }

  @Test
  void tls12WithExtendedMasterSecret() throws Exception {
    String seen = get(TestSettings.tls12(RSA_AES), TestIdentities.rsa(2048));
    assertThat(seen)
        .contains(
            "test/endpoint over TLS as nobody, secure",
            "Protocol  : TLSv1.2",
            "Cipher    : ECDHE-RSA-AES128-GCM-SHA256",
            "Extended master secret: yes",
            "Secure Renegotiation IS supported",
            "Server Temp Key: X25519",
            "Peer signature type: RSA-PSS");
  }

  @Test
  void extendedMasterSecretSwitchedOff() throws Exception {
    String seen =
        get(TestSettings.tls12(RSA_AES).withoutExtendedMasterSecret(), TestIdentities.rsa(2048));
    assertThat(seen).contains("over TLS", "Extended master secret: no");
  }

  @Test
  void tls13() throws Exception {
    String seen = get(TestSettings.tls13(), TestIdentities.ec("secp256r1"), "-alpn", "h2,http/1.1");
    assertThat(seen)
        .contains(
            "over TLS",
            "New, TLSv1.3, Cipher is TLS_AES_128_GCM_SHA256",
            "Peer signature type: ECDSA",
            "Peer signing digest: SHA256",
            "ALPN protocol: http/1.1")
        .doesNotContain("Resumption PSK");
  }

  @Test
  void tls13WithRsaKey() throws Exception {
    assertThat(get(TestSettings.tls13(), TestIdentities.rsa(2048)))
        .contains("over TLS", "Peer signature type: RSA-PSS");
  }

  @Test
  void theSuiteDecidesBetweenTwoCertificates() throws Exception {
    TlsEndpoint both =
        TestSettings.tls12(RSA_AES, EC_AES)
            .endpoint(TestIdentities.rsa(2048), TestIdentities.ec("secp256r1"));
    try (TestServer server = TestServer.serving(both)) {
      assertThat(OpenSsl.get(server.port())).contains("ECDHE-RSA-AES128", "rsaEncryption");
      assertThat(OpenSsl.get(server.port(), "-cipher", "aECDSA"))
          .contains("ECDHE-ECDSA-AES256", "id-ecPublicKey");
      assertThat(OpenSsl.get(server.port(), "-sigalgs", "ECDSA+SHA256"))
          .as("an RSA suite would need a signature that the client does not take")
          .contains("ECDHE-ECDSA-AES256", "id-ecPublicKey");
    }
  }

  @Test
  void theSignatureSchemeDecidesBetweenTwoCertificatesInTls13() throws Exception {
    TlsEndpoint both =
        TestSettings.tls13().endpoint(TestIdentities.rsa(2048), TestIdentities.ec("secp256r1"));
    try (TestServer server = TestServer.serving(both)) {
      assertThat(OpenSsl.get(server.port(), "-sigalgs", "ECDSA+SHA256:RSA-PSS+SHA256"))
          .contains("Peer signature type: ECDSA", "id-ecPublicKey");
      assertThat(OpenSsl.get(server.port(), "-sigalgs", "RSA-PSS+SHA256:ECDSA+SHA256"))
          .contains("Peer signature type: RSA-PSS", "rsaEncryption");
    }
  }

  @Test
  void tls13AfterHelloRetryRequest() throws Exception {
    String seen =
        get(
            TestSettings.tls13().groups(NamedGroup.SECP384R1),
            TestIdentities.ec("secp384r1"),
            "-groups",
            "P-256:P-384");
    assertThat(seen).contains("over TLS", "Server Temp Key: ECDH, secp384r1, 384 bits");
  }

  @Test
  void aGroupThatTheSettingsDoNotListIsNotUsed() throws Exception {
    String seen =
        get(
            TestSettings.tls12(RSA_AES).groups(NamedGroup.SECP384R1),
            TestIdentities.rsa(2048),
            "-groups",
            "X25519:P-256:P-384");
    assertThat(seen).contains("over TLS", "Server Temp Key: ECDH, secp384r1, 384 bits");
  }

  @Test
  void serverKeyExchangeSignedWithSha1() throws Exception {
    String seen =
        get(
            TestSettings.tls12(RSA_AES).signingWith(SignatureScheme.RSA_PKCS1_SHA1),
            TestIdentities.rsa(2048),
            "-cipher",
            ALL,
            "-sigalgs",
            "RSA+SHA256:RSA+SHA1");
    assertThat(seen).contains("over TLS", "Peer signing digest: SHA1", "signature type: RSA\n");
  }

  @Test
  void serverKeyExchangeSignedWithSha1ThoughNotOffered() throws Exception {
    TestSettings settings = TestSettings.tls12(RSA_AES).signingWith(SignatureScheme.RSA_PKCS1_SHA1);
    try (TestServer server = TestServer.serving(settings.endpoint(TestIdentities.rsa(2048)))) {
      String seen = OpenSsl.get(server.port(), "-sigalgs", "RSA+SHA256");
      assertThat(seen).contains("wrong signature type");
      RecordedEvents events = server.nextConnection().awaitClosed();
      assertThat(events.negotiated().handshakeSignature()).contains(SignatureScheme.RSA_PKCS1_SHA1);
      assertThat(events.lines()).contains("received 2/40").doesNotContain("finished");
    }
  }

  @Test
  void staticRsa() throws Exception {
    String seen =
        get(TestSettings.tls12("TLS_RSA_WITH_AES_256_GCM_SHA384"), TestIdentities.rsa(2048));
    assertThat(seen).contains("over TLS", "Cipher    : AES256-GCM-SHA384");
  }

  @Test
  void staticRsaWithCbc() throws Exception {
    String seen = get(TestSettings.tls12("TLS_RSA_WITH_AES_128_CBC_SHA"), TestIdentities.rsa(2048));
    assertThat(seen).contains("over TLS", "Cipher    : AES128-SHA");
  }

  @Test
  void dheOverFfdhe2048() throws Exception {
    String seen =
        get(TestSettings.tls12("TLS_DHE_RSA_WITH_AES_256_GCM_SHA384"), TestIdentities.rsa(2048));
    assertThat(seen)
        .contains("over TLS", "DHE-RSA-AES256-GCM-SHA384", "Server Temp Key: DH, 2048 bits");
  }

  @Test
  void tls10AndTls11() throws Exception {
    for (TlsVersion version : List.of(TlsVersion.TLS_1_0, TlsVersion.TLS_1_1)) {
      String seen =
          get(
              TestSettings.of(List.of(version), "TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA"),
              TestIdentities.rsa(2048),
              "-cipher",
              ALL);
      String label = version == TlsVersion.TLS_1_0 ? "TLSv1" : "TLSv1.1";
      assertThat(seen).contains("over TLS", "Protocol  : " + label + "\n", "ECDHE-RSA-AES128-SHA");
    }
  }

  @Test
  void withoutACommonVersionTheServerRefusesAndTheClientThatCannotSaySoAborts() throws Exception {
    TestSettings settings =
        TestSettings.of(List.of(TlsVersion.TLS_1_0), "TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA");
    try (TestServer server = TestServer.serving(settings.endpoint(TestIdentities.rsa(2048)))) {
      assertThat(OpenSsl.get(server.port(), "-tls1_3")).contains("alert protocol version");
      assertThat(server.nextConnection().awaitClosed().lines())
          .containsExactly("hello", "routed To", "sent 2/70", "closed");

      // A TLS 1.2 ClientHello has no way to exclude TLS 1.0.
      assertThat(
              OpenSsl.get(server.port(), "-tls1_2", "-cipher", "ECDHE-RSA-AES128-SHA:@SECLEVEL=0"))
          .contains("unsupported protocol");
      assertThat(server.nextConnection().awaitClosed().lines()).contains("received 2/70");
    }
  }

  @Test
  void rsa1024() throws Exception {
    String seen = get(TestSettings.tls12(RSA_AES), TestIdentities.rsa(1024), "-cipher", ALL);
    assertThat(seen).contains("over TLS", "Server public key is 1024 bit");
  }

  @Test
  void leafOnACurveThatTheClientDidNotList() throws Exception {
    try (TestServer server =
        TestServer.serving(TestSettings.tls12(EC_AES).endpoint(TestIdentities.ec("secp224r1")))) {
      assertThat(OpenSsl.get(server.port(), "-groups", "P-224:P-256", "-cipher", ALL))
          .contains("over TLS", "Server public key is 224 bit");
      assertThat(server.nextConnection().lines()).contains("finished");

      assertThat(OpenSsl.get(server.port())).contains("wrong curve");
      assertThat(server.nextConnection().awaitClosed().lines())
          .contains("negotiated TLSv1.2 " + EC_AES, "received 2/47");
    }
  }

  @Test
  void ed25519() throws Exception {
    for (TestSettings settings : List.of(TestSettings.tls12(EC_AES), TestSettings.tls13())) {
      assertThat(get(settings, TestIdentities.ed25519()))
          .contains("over TLS", "Peer signature type: ed25519");
    }
  }

  @Test
  void serverOrderAndClientOrder() throws Exception {
    TestSettings settings = TestSettings.tls12("TLS_RSA_WITH_AES_256_GCM_SHA384", RSA_AES);
    ServerIdentity identity = TestIdentities.rsa(2048);
    String[] strongFirst = {"-cipher", "ECDHE-RSA-AES128-GCM-SHA256:AES256-GCM-SHA384"};
    assertThat(get(settings, identity, strongFirst)).contains("Cipher is AES256-GCM-SHA384");
    assertThat(get(settings.clientOrder(), identity, strongFirst))
        .contains("Cipher is ECDHE-RSA-AES128-GCM-SHA256");
  }

  @Test
  void suitesThatDoNotFitTheKeyArePassedOver() throws Exception {
    String seen = get(TestSettings.tls12(EC_AES, RSA_AES), TestIdentities.rsa(2048));
    assertThat(seen).contains("over TLS", "Cipher is ECDHE-RSA-AES128-GCM-SHA256");
  }

  @Test
  void manySettingsOnOneEndpoint() throws Exception {
    TestSettings settings =
        TestSettings.of(
            List.of(TlsVersion.TLS_1_3, TlsVersion.TLS_1_2), "TLS_AES_128_GCM_SHA256", RSA_AES);
    try (TestServer server = TestServer.serving(settings.endpoint(TestIdentities.rsa(2048)))) {
      assertThat(OpenSsl.get(server.port())).contains("New, TLSv1.3");
      assertThat(OpenSsl.get(server.port(), "-tls1_2")).contains("New, TLSv1.2");
      assertThat(OpenSsl.get(server.port(), "-tls1_2", "-fallback_scsv"))
          .contains("inappropriate fallback");
    }
  }
}
