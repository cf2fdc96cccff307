package dev.atsharness.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atsharness.server.journal.JournalEntry;
import dev.atsharness.server.proof.OutsideTool;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Scenarios that select HTTP/2, requested by HTTP/2 clients that are not part of the harness. */
@Timeout(120)
class Http2IT {

  private static final String COMPLIANT = "baseline/http2";
  private static final String REDIRECT = "cleartext/http2-redirect-to-http";
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private static AtsHarness harness;

  @BeforeAll
  static void start() {
    harness = AtsHarness.builder().only("baseline/*", "cleartext/*", "handshake/alpn-none").start();
  }

  @AfterAll
  static void stop() {
    harness.close();
  }

  @Test
  void aClientThatOffersItGetsHttp2() throws Exception {
    HttpResponse<String> response = get(COMPLIANT, "/", Version.HTTP_2);

    assertThat(response.version()).isEqualTo(Version.HTTP_2);
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.body()).startsWith(COMPLIANT + ": ");
  }

  @Test
  void theJournalHasTheProtocolAndTheRequest() throws Exception {
    get(COMPLIANT, "/some/path?query", Version.HTTP_2);

    JournalEntry seen = last(COMPLIANT);
    assertThat(seen.handshake().negotiated().orElseThrow().alpn()).contains("h2");
    assertThat(seen.requests())
        .singleElement()
        .satisfies(
            request -> {
              assertThat(request.method()).isEqualTo("GET");
              assertThat(request.path()).isEqualTo("/some/path?query");
              assertThat(request.host()).isEqualTo("127.0.0.1:" + port(COMPLIANT));
              assertThat(request.status()).isEqualTo(200);
            });
  }

  @Test
  void aClientThatDoesNotOfferItGetsHttp1() throws Exception {
    HttpResponse<String> response = get(COMPLIANT, "/", Version.HTTP_1_1);

    assertThat(response.version()).isEqualTo(Version.HTTP_1_1);
    assertThat(response.body()).startsWith(COMPLIANT + ": ");
    String withoutAlpn =
        TestClient.talkTls(
            harness,
            port(COMPLIANT),
            "http2.ats-harness.test",
            TestClient.request("GET", "/", "http2.ats-harness.test"));
    assertThat(withoutAlpn).startsWith("HTTP/1.1 200").contains(COMPLIANT + ": ");
  }

  @Test
  void aRedirectLeadsToTheClearTextPort() throws Exception {
    HttpResponse<String> response = get(REDIRECT, "/", Version.HTTP_2);

    assertThat(response.version()).isEqualTo(Version.HTTP_2);
    assertThat(response.statusCode()).isEqualTo(302);
    assertThat(response.headers().firstValue("location"))
        .contains(
            "http://http2-redirect-to-http.ats-harness.test:"
                + harness.manifest().listeners().http().port()
                + "/");
    assertThat(
            TestClient.talk(
                "127.0.0.1",
                harness.manifest().listeners().http().port(),
                TestClient.request("GET", "/", "http2-redirect-to-http.ats-harness.test")))
        .startsWith("HTTP/1.1 200");
  }

  @Test
  void whatDevicesAskForIsAnsweredOverHttp2() throws Exception {
    HttpResponse<String> response =
        get(COMPLIANT, "/.well-known/com.apple.remotemanagement", Version.HTTP_2);

    assertThat(response.version()).isEqualTo(Version.HTTP_2);
    assertThat(response.headers().firstValue("content-type")).contains("application/json");
    assertThat(response.body()).contains("\"BaseURL\"");
  }

  @Test
  void otherScenariosSpeakHttp1AsBefore() throws Exception {
    for (String id : new String[] {"baseline/tls13", "baseline/tls12", "handshake/alpn-none"}) {
      assertThat(get(id, "/", Version.HTTP_2).version()).as(id).isEqualTo(Version.HTTP_1_1);
    }
  }

  @Test
  void curlFollowsTheRedirect(@TempDir Path directory) throws Exception {
    Path ca = Files.writeString(directory.resolve("ca.pem"), harness.caPem());
    Endpoint endpoint = harness.endpoint(REDIRECT);
    int clear = harness.manifest().listeners().http().port();
    String output =
        OutsideTool.output(
            "curl",
            "-s",
            "--http2",
            "--location",
            "--cacert",
            ca.toString(),
            "--resolve",
            endpoint.host() + ":" + endpoint.port() + ":127.0.0.1",
            "--resolve",
            endpoint.host() + ":" + clear + ":127.0.0.1",
            "-o",
            "/dev/null",
            "-w",
            "%{num_redirects} %{scheme} %{response_code}",
            "https://" + endpoint.host() + ":" + endpoint.port() + "/");
    assertThat(output).isEqualToIgnoringCase("1 http 200");
    assertThat(last(REDIRECT).handshake().clientHello()).isEmpty(); // the clear-text hop
  }

  private static HttpResponse<String> get(String id, String path, Version version)
      throws Exception {
    HttpClient client =
        HttpClient.newBuilder()
            .version(version)
            .sslContext(TestClient.trusting(harness.caPem()))
            .connectTimeout(PATIENCE)
            .build();
    URI url = URI.create("https://127.0.0.1:" + port(id) + path);
    return client.send(
        HttpRequest.newBuilder(url).timeout(PATIENCE).build(), BodyHandlers.ofString());
  }

  private static int port(String id) {
    return harness.endpoint(id).port();
  }

  private static JournalEntry last(String id) {
    return harness.journal().entries().stream()
        .filter(entry -> entry.scenario().filter(id::equals).isPresent())
        .reduce((first, last) -> last)
        .orElseThrow();
  }
}
