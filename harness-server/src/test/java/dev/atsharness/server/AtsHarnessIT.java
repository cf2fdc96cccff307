package dev.atsharness.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atsharness.scenario.Catalogue;
import dev.atsharness.scenario.ClientExpectation.Side;
import dev.atsharness.scenario.Scenario;
import dev.atsharness.server.handshake.Negotiated;
import dev.atsharness.server.journal.ConnectionOutcome;
import dev.atsharness.server.journal.HttpExchange;
import dev.atsharness.server.journal.JournalEntry;
import dev.atsharness.tls.Alert;
import dev.atsharness.tls.TlsVersion;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AtsHarnessIT {

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private static AtsHarness harness;

  @BeforeAll
  static void start() {
    harness = AtsHarness.builder().start();
  }

  @AfterAll
  static void stop() {
    harness.close();
  }

  @Test
  void theExampleOfTheDocumentationWorks() throws Exception {
    try (AtsHarness some = AtsHarness.builder().only("handshake/*").start()) {
      Endpoint noEms = some.endpoint("handshake/no-ems");
      assertThat(scan(some, noEms.host(), noEms.port())).contains("handshake/no-ems");
      JournalEntry seen = some.journal().take(noEms.id(), Duration.ofSeconds(5));

      assertThat(seen.outcome()).isEqualTo(ConnectionOutcome.COMPLETED);
      assertThat(seen.handshake().negotiated().orElseThrow().version())
          .isEqualTo(TlsVersion.TLS_1_2);
      assertThat(seen.handshake().negotiated().orElseThrow().extendedMasterSecret()).isFalse();
      assertThat(seen.handshake().clientHello().orElseThrow().extendedMasterSecret()).isTrue();
      assertThat(seen.connection().localPort()).isEqualTo(noEms.port());
      assertThat(seen.requests())
          .containsExactly(new HttpExchange("GET", "/", "no-ems.ats-harness.test", 200));
      assertThat(some.endpoints()).allMatch(one -> one.id().startsWith("handshake/"));
    }
  }

  @Test
  void theJournalTellsAResumedHandshakeFromAFullOne() throws Exception {
    try (AtsHarness some = AtsHarness.builder().only("handshake/resumption").start()) {
      Endpoint endpoint = some.endpoint("handshake/resumption");
      SSLContext context = TestClient.trusting(some.caPem());
      String request = TestClient.request("GET", "/", endpoint.host());
      for (boolean resumed : List.of(false, true)) {
        assertThat(TestClient.talkTls(context, endpoint.port(), endpoint.host(), request))
            .contains("handshake/resumption");

        Negotiated seen =
            some.journal().take(endpoint.id(), PATIENCE).handshake().negotiated().orElseThrow();
        assertThat(seen.resumed()).isEqualTo(resumed);
        assertThat(seen.version()).isEqualTo(TlsVersion.TLS_1_2);
        assertThat(seen.cipherSuite().name()).startsWith("TLS_ECDHE_RSA_");
        assertThat(seen.extendedMasterSecret()).isTrue();
        assertThat(seen.handshakeSignature().isEmpty()).isEqualTo(resumed);
      }
    }
  }

  private static String scan(AtsHarness some, String host, int port) throws Exception {
    return TestClient.talkTls(some, port, host, TestClient.request("GET", "/", host));
  }

  @Test
  void theWholeCatalogueListensEachScenarioOnAPortOfItsOwn() {
    assertThat(harness.endpoints())
        .extracting(Endpoint::id)
        .containsExactlyElementsOf(
            Catalogue.builtIn().scenarios().stream().map(Scenario::id).toList());
    Set<Integer> ports =
        harness.endpoints().stream().map(Endpoint::port).collect(Collectors.toSet());
    assertThat(ports)
        .hasSameSizeAs(harness.endpoints())
        .doesNotContain(
            harness.manifest().listeners().https().port(),
            harness.manifest().listeners().http().port());
    assertThat(harness.endpoints())
        .allSatisfy(one -> new Socket(one.address(), one.port()).close());
  }

  @Test
  void theSharedPortGoesByServerName() throws Exception {
    int shared = harness.manifest().listeners().https().port();
    for (String id : Set.of("baseline/tls13", "baseline/tls12-ecdsa", "key/rsa-3072")) {
      Endpoint endpoint = harness.endpoint(id);
      assertThat(endpoint.url().getPort()).isEqualTo(shared);
      assertThat(scan(harness, endpoint.host(), shared)).contains(id + ": ");
      JournalEntry seen =
          harness
              .journal()
              .take(endpoint.id(), PATIENCE, entry -> entry.connection().localPort() == shared);
      assertThat(seen.handshake().clientHello().orElseThrow().serverName())
          .contains(endpoint.host());
    }
  }

  @Test
  void anUnknownServerNameIsRefusedByNameAndRecorded() {
    int shared = harness.manifest().listeners().https().port();
    assertThatThrownBy(() -> scan(harness, "nobody.ats-harness.test", shared))
        .isInstanceOf(SSLException.class)
        .hasMessageContaining("unrecognized_name");
    JournalEntry seen = awaitUnrouted("nobody.ats-harness.test");
    assertThat(seen.scenario()).isEmpty();
    assertThat(seen.handshake().firstAlert().orElseThrow().sender()).isEqualTo(Side.SERVER);
    assertThat(seen.handshake().firstAlert().orElseThrow().code())
        .isEqualTo(Alert.UNRECOGNIZED_NAME.code());
  }

  @Test
  void aClientThatLeavesShowsWhoseAlertItWas() throws Exception {
    Endpoint untrusted = harness.endpoint("trust/untrusted-root");
    assertThatThrownBy(() -> scan(harness, untrusted.host(), untrusted.port()))
        .isInstanceOf(SSLException.class);
    JournalEntry seen =
        harness
            .journal()
            .take(untrusted.id(), PATIENCE, entry -> entry.handshake().clientHello().isPresent());
    assertThat(seen.outcome()).isEqualTo(ConnectionOutcome.REFUSED_BY_CLIENT);
    assertThat(seen.handshake().firstAlert().orElseThrow().sender()).isEqualTo(Side.CLIENT);
    assertThat(seen.handshake().firstAlert().orElseThrow().name()).isEqualTo("certificate_unknown");
    assertThat(seen.requests()).isEmpty();
  }

  @Test
  void theSharedClearPortGoesByHostHeader() throws Exception {
    int shared = harness.manifest().listeners().http().port();
    Endpoint plain = harness.endpoint("cleartext/plain-http");
    assertThat(plain.url()).hasScheme("http").hasPort(shared).hasHost(plain.host());

    assertThat(
            TestClient.talk(
                "127.0.0.1", shared, TestClient.request("GET", "/a?b", plain.host() + ":80")))
        .startsWith("HTTP/1.1 200 ")
        .contains("cleartext/plain-http: ");
    JournalEntry seen =
        harness
            .journal()
            .take(plain.id(), PATIENCE, entry -> entry.connection().localPort() == shared);
    assertThat(seen.handshake().clientHello()).isEmpty();
    assertThat(seen.outcome()).isEqualTo(ConnectionOutcome.COMPLETED);
    assertThat(seen.requests().get(0).path()).isEqualTo("/a?b");
  }

  @Test
  void anUnknownHostGets404OnTheSharedClearPort() throws Exception {
    int shared = harness.manifest().listeners().http().port();
    assertThat(
            TestClient.talk(
                "127.0.0.1", shared, TestClient.request("GET", "/", "stranger.example")))
        .startsWith("HTTP/1.1 404 ")
        .contains("text/plain");
    assertThat(awaitUnrouted("stranger.example").requests())
        .containsExactly(new HttpExchange("GET", "/", "stranger.example", 404));
  }

  @Test
  void aDedicatedClearPortIgnoresTheHostHeader() throws Exception {
    Endpoint plain = harness.endpoint("cleartext/plain-http");
    assertThat(
            TestClient.talk(
                plain.address(), plain.port(), TestClient.request("GET", "/", "whatever")))
        .startsWith("HTTP/1.1 200 ")
        .contains("cleartext/plain-http: ");
  }

  @Test
  void headHasNoBodyAndOtherMethodsAreRefused() throws Exception {
    Endpoint plain = harness.endpoint("cleartext/plain-http");
    assertThat(talkPlain(plain, TestClient.request("HEAD", "/", "h")))
        .startsWith("HTTP/1.1 200 ")
        .endsWith("\r\n\r\n");
    assertThat(talkPlain(plain, TestClient.request("DELETE", "/", "h")))
        .startsWith("HTTP/1.1 405 ")
        .contains("Allow: GET, HEAD\r\n");
  }

  @Test
  void badAndOversizedRequestsGetOneLineOfText() throws Exception {
    Endpoint plain = harness.endpoint("cleartext/plain-http");
    assertThat(talkPlain(plain, "GET / HTTP/1.1\r\n\r\n"))
        .startsWith("HTTP/1.1 400 ")
        .endsWith("\r\n\r\nBad Request\n");
    assertThat(talkPlain(plain, "GET / HTTP/1.1\r\nHost: h\r\nX: " + "x".repeat(9000) + "\r\n\r\n"))
        .startsWith("HTTP/1.1 431 ");
  }

  private static String talkPlain(Endpoint endpoint, String request) throws IOException {
    return TestClient.talk(endpoint.address(), endpoint.port(), request);
  }

  @Test
  void aConnectionThatSaysNothingIsRecordedWithItsEndpoint() throws Exception {
    Endpoint silent = harness.endpoint("key/p384");
    new Socket(silent.address(), silent.port()).close();
    JournalEntry seen =
        harness
            .journal()
            .take(silent.id(), PATIENCE, entry -> entry.handshake().clientHello().isEmpty());
    assertThat(seen.outcome()).isEqualTo(ConnectionOutcome.CLOSED_EARLY);
  }

  @Test
  void tlsAtAPortWithoutItIsRecordedWithTheServerThatItNames() throws Exception {
    Endpoint named = harness.endpoint("cleartext/https-url-of-http-port");
    assertThat(named.url().getPort()).isEqualTo(harness.manifest().listeners().http().port());
    assertThat(named.url().getScheme()).isEqualTo("https");

    assertThatThrownBy(
            () -> scan(harness, named.host(), harness.manifest().listeners().http().port()))
        .isInstanceOf(IOException.class);

    JournalEntry seen =
        harness
            .journal()
            .take(named.id(), PATIENCE, entry -> entry.handshake().clientHello().isPresent());
    assertThat(seen.connection().localPort())
        .isEqualTo(harness.manifest().listeners().http().port());
    assertThat(seen.outcome()).isEqualTo(ConnectionOutcome.MALFORMED);
    assertThat(seen.handshake().reason()).contains("TLS on a port that speaks HTTP without it");
    assertThat(seen.handshake().clientHello().orElseThrow().serverName()).contains(named.host());
  }

  @Test
  void httpAtAPortWithTlsIsRecordedWithTheServerThatItNames() throws Exception {
    Endpoint named = harness.endpoint("cleartext/http-url-of-tls-port");
    assertThat(named.url().toString())
        .isEqualTo(
            "http://" + named.host() + ":" + harness.manifest().listeners().https().port() + "/");

    assertThat(
            TestClient.talk(
                named.address(),
                harness.manifest().listeners().https().port(),
                "GET / HTTP/1.1\r\nUser-Agent: x\r\nhost: " + named.host() + ":8443\r\n\r\n"))
        .startsWith("HTTP/1.1 400 ");

    JournalEntry seen =
        harness
            .journal()
            .take(
                named.id(),
                PATIENCE,
                entry ->
                    entry.connection().localPort()
                        == harness.manifest().listeners().https().port());
    assertThat(seen.outcome()).isEqualTo(ConnectionOutcome.MALFORMED);
  }

  @Test
  void aDeliberateResetIsRecordedAsSuch() throws Exception {
    Endpoint resetting = harness.endpoint("network/reset-after-client-hello");
    assertThatThrownBy(() -> scan(harness, resetting.host(), resetting.port()))
        .isInstanceOf(IOException.class);
    JournalEntry seen =
        harness
            .journal()
            .take(resetting.id(), PATIENCE, entry -> entry.handshake().clientHello().isPresent());
    assertThat(seen.outcome()).isEqualTo(ConnectionOutcome.RESET);
    assertThat(seen.handshake().firstAlert()).isEmpty();
  }

  @Test
  void anEndWithoutCloseNotifyComesWithTheResponse() throws Exception {
    Endpoint endpoint = harness.endpoint("network/no-close-notify");
    SSLContext context = TestClient.trusting(harness.caPem());
    try (Socket plain = new Socket(endpoint.address(), endpoint.port());
        Socket socket =
            context
                .getSocketFactory()
                .createSocket(plain, endpoint.host(), endpoint.port(), true)) {
      String request = TestClient.request("GET", "/", endpoint.host());
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      socket.getOutputStream().flush();
      // A third of the time after which the server closes silent connections.
      socket.setSoTimeout(10_000);
      assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII))
          .contains(endpoint.id());
    }
  }

  @Test
  void plainHttpOnATlsPortIsRecordedAsSuch() throws Exception {
    Endpoint endpoint = harness.endpoint("baseline/tls13-only");
    talkPlain(endpoint, TestClient.request("GET", "/", "h"));
    JournalEntry seen =
        harness
            .journal()
            .take(endpoint.id(), PATIENCE, entry -> entry.handshake().reason().isPresent());
    assertThat(seen.outcome()).isEqualTo(ConnectionOutcome.MALFORMED);
    assertThat(seen.handshake().reason().orElseThrow()).contains("HTTP");
  }

  @Test
  void anEndpointWithoutSniIsReachedThroughItsDedicatedPort() {
    Endpoint ssl3 = harness.endpoint("protocol/ssl3-only");
    assertThat(ssl3.url()).hasScheme("https").hasHost(ssl3.host()).hasPort(ssl3.port());
  }

  @Test
  void anEndpointThatIsCalledByItsAddressIsReachedThroughItsDedicatedPort() {
    for (String id : Set.of("exempt/address-no-ems", "exempt/address-plain-http")) {
      Endpoint endpoint = harness.endpoint(id);
      assertThat(endpoint.url()).hasHost("127.0.0.1").hasPort(endpoint.port());
    }
  }

  @Test
  void namesOutsideTheDomainAreToldApartOnTheSharedPorts() throws Exception {
    int https = harness.manifest().listeners().https().port();
    for (String id : Set.of("exempt/local-no-ems", "exempt/unqualified-no-ems")) {
      Endpoint endpoint = harness.endpoint(id);
      assertThat(endpoint.url()).hasPort(https);
      assertThatThrownBy(() -> scan(harness, endpoint.host(), https))
          .as("the root vouches for no such name")
          .isInstanceOf(SSLException.class);
      JournalEntry seen =
          harness
              .journal()
              .take(endpoint.id(), PATIENCE, entry -> entry.connection().localPort() == https);
      assertThat(seen.handshake().clientHello().orElseThrow().serverName())
          .contains(endpoint.host());
    }
    int http = harness.manifest().listeners().http().port();
    for (String host : Set.of("local-plain-http.local", "unqualified-plain-http")) {
      assertThat(TestClient.talk("127.0.0.1", http, TestClient.request("GET", "/", host)))
          .contains("exempt/" + host.replace(".local", "") + ": ");
    }
  }

  /** An encoded slash and an empty segment in the path, which many servers refuse. */
  @Test
  void anOcspRequestMayStandInThePathAsBase64() throws Exception {
    int shared = harness.manifest().listeners().http().port();
    for (String base64 : Set.of("MA%2F%2BA", "MA//+A")) {
      assertThat(
              TestClient.talk(
                  "127.0.0.1", shared, TestClient.request("GET", "/pki/ocsp/" + base64, "h")))
          .startsWith("HTTP/1.1 200 ")
          .contains("application/ocsp-response");
    }
  }

  @Test
  void anUnknownIdIsAnsweredWithSimilarOnes() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> harness.endpoint("handshake/noems"))
        .withMessageContaining("handshake/no-ems");
  }

  @Test
  void aGlobThatMatchesNothingIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> AtsHarness.builder().only("nothing/*").start())
        .withMessageContaining("nothing/*");
  }

  @Test
  void aKeptAuthorityIsTheSameAfterARestart(@TempDir Path directory) throws Exception {
    Path state = directory.resolve("state");
    AtsHarness.Builder builder = AtsHarness.builder().only("baseline/tls13").state(state);
    String first;
    try (AtsHarness one = builder.start()) {
      first = one.caPem();
      assertThat(scan(one, "tls13.ats-harness.test", one.manifest().listeners().https().port()))
          .contains("tls13");
    }
    try (AtsHarness other = builder.start()) {
      assertThat(other.caPem()).isEqualTo(first).isNotEqualTo(harness.caPem());
      Endpoint endpoint = other.endpoint("baseline/tls13");
      assertThat(scan(other, endpoint.host(), endpoint.port())).contains("baseline/tls13");
    }
  }

  private static JournalEntry awaitUnrouted(String name) {
    return Awaitility.await()
        .atMost(PATIENCE)
        .until(
            () ->
                harness.journal().entries().stream()
                    .filter(seen -> seen.outcome() == ConnectionOutcome.UNROUTED)
                    .filter(seen -> seen.handshake().reason().orElse("").contains(name))
                    .findFirst(),
            java.util.Optional::isPresent)
        .orElseThrow();
  }
}
