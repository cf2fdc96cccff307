package dev.atsharness.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atsharness.ats.ClientProfile;
import dev.atsharness.scenario.Catalogue;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ConsoleIT {

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private static AtsHarness harness;
  private static URI console;

  @BeforeAll
  static void start() {
    harness =
        AtsHarness.builder().only("cleartext/*", "baseline/*", "anchored/p256-anchored").start();
    console = harness.manifest().console();
  }

  @AfterAll
  static void stop() {
    harness.close();
  }

  @Test
  void healthCountsTheEndpoints() throws Exception {
    JsonNode health = json(get("/health"));
    assertThat(health.get("status").asString()).isEqualTo("ok");
    assertThat(health.get("endpoints").asInt()).isEqualTo(harness.endpoints().size());
  }

  @Test
  void theManifestIsTheHarnessOwn() throws Exception {
    HttpResponse<String> response = get("/api/manifest");
    assertThat(response.headers().firstValue("Content-Type")).contains("application/json");
    // The stage of a refusal is not in the JSON.
    assertThat(Manifest.parse(response.body()))
        .isEqualTo(Manifest.parse(harness.manifest().toJson()));
  }

  @Test
  void theFirstPageLeadsToAllOthers() throws Exception {
    HttpResponse<String> index = get("/");
    assertThat(index.headers().firstValue("Content-Type")).contains("text/html;charset=utf-8");

    List<String> links =
        Pattern.compile("(?:href|src)=\"(/[^\"]*)\"")
            .matcher(index.body())
            .results()
            .map(link -> link.group(1))
            .toList();
    assertThat(links)
        .contains("/ca.pem", "/api/manifest", "/api/journal", "/health", "/console/console.css")
        .allSatisfy(link -> assertThat(get(link).statusCode()).isEqualTo(200));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/console/",
        "/console/none.js",
        "/console/index.html",
        "/console/../version.txt",
        "/console/..%2fversion.txt",
        "/console/ConsoleFiles.class",
        "/console/console.js/"
      })
  void nothingButTheConsolesOwnFilesIsServedAsSuch(String path) throws Exception {
    assertThat(talk("GET", path, "localhost")).containsAnyOf("HTTP/1.1 404 ", "HTTP/1.1 400 ");
  }

  @Test
  void theRootCertificateIsPem() throws Exception {
    HttpResponse<String> response = get("/ca.pem");
    assertThat(response.body()).isEqualTo(harness.caPem());
    assertThat(response.headers().firstValue("Content-Type")).contains("application/x-pem-file");
  }

  @Test
  void theJournalCanBeCutByScenarioAndBySequence() throws Exception {
    Endpoint plain = harness.endpoint("cleartext/plain-http");
    for (int i = 0; i < 2; i++) {
      TestClient.talk(plain.address(), plain.port(), TestClient.request("GET", "/" + i, "h"));
    }
    long first = harness.journal().take(plain.id(), PATIENCE).sequence();
    long second = harness.journal().take(plain.id(), PATIENCE).sequence();

    assertThat(sequences("?scenario=cleartext/plain-http")).contains(first, second);
    assertThat(sequences("?scenario=baseline%2Ftls13")).doesNotContain(first, second);
    assertThat(sequences("?since=" + first)).contains(second).doesNotContain(first);
    assertThat(sequences("?scenario=cleartext/plain-http&since=" + second)).isEmpty();
    assertThat(sequences("")).contains(first, second);
  }

  @Test
  void theJournalCanBeFollowed() throws Exception {
    Endpoint plain = harness.endpoint("cleartext/plain-http");
    long before = json(get("/api/journal")).get("revision").asLong();
    TestClient.talk(plain.address(), plain.port(), TestClient.request("GET", "/", "h"));
    long seen = harness.journal().take(plain.id(), PATIENCE).sequence();

    assertThat(sequences("?changed=" + before)).contains(seen);
    assertThat(sequences("?changed=" + Long.MAX_VALUE / 10)).isEmpty();
  }

  @Test
  void theJournalTellsItsNewestEntryWithoutAny() throws Exception {
    Endpoint plain = harness.endpoint("cleartext/plain-http");
    TestClient.talk(plain.address(), plain.port(), TestClient.request("GET", "/", "h"));
    long seen = harness.journal().take(plain.id(), PATIENCE).sequence();

    JsonNode answer = json(get("/api/journal?since=999999999999999999"));
    assertThat(answer.get("entries")).isEmpty();
    assertThat(answer.get("newest").asLong()).isGreaterThanOrEqualTo(seen);
  }

  @Test
  void aReaderOfTheJournalMayWaitForAnEntry() throws Exception {
    Endpoint plain = harness.endpoint("cleartext/plain-http");
    long before = harness.journal().newest();
    String query = "?scenario=" + plain.id() + "&wait=5000&since=";
    ExecutorService reader = Executors.newSingleThreadExecutor();
    try {
      Future<Iterable<Long>> answer = reader.submit(() -> sequences(query + before));
      TestClient.talk(plain.address(), plain.port(), TestClient.request("GET", "/", "h"));
      assertThat(answer.get(PATIENCE.toSeconds(), TimeUnit.SECONDS))
          .containsExactly(harness.journal().take(plain.id(), PATIENCE).sequence());
    } finally {
      reader.shutdownNow();
    }
    assertThat(sequences("?scenario=baseline/tls13&wait=1&since=" + Long.MAX_VALUE / 10)).isEmpty();
  }

  @Test
  void aScenarioSaysWhatEveryClientMustDo() throws Exception {
    assertThat(json(get("/api/scenario?id=baseline/tls12")).path("clientMust").asString())
        .matches("Every client .*must connect \\(RFC .*\\)\\.");
    assertThat(json(get("/api/scenario?id=cleartext/plain-http")).path("clientMust").isNull())
        .isTrue();
  }

  @Test
  void aScenarioIsToldWithItsMessagesAndCures() throws Exception {
    JsonNode sheet = json(get("/api/scenario?id=cleartext/plain-http"));
    assertThat(sheet.at("/violations/0/code").asString()).isEqualTo("tls-not-used");
    assertThat(sheet.at("/messages/0/texts/26.4").asString())
        .endsWith("server: " + harness.endpoint("cleartext/plain-http").host());
    assertThat(sheet.at("/cures/0/servers").propertyNames()).contains("nginx");
    assertThat(sheet.at("/references").valueStream().map(JsonNode::asString))
        .contains("apple-126655");
    assertThat(sheet.at("/sources/0/title").asString()).isEqualTo("Apple support article 126655");
    assertThat(sheet.at("/sources/0/url").asString())
        .isEqualTo("https://support.apple.com/en-us/126655");
    assertThat(sheet.at("/cures/0/sources").valueStream().map(one -> one.get("key").asString()))
        .contains("apple-126655");
    assertThat(get("/api/scenario?id=no/such").statusCode()).isEqualTo(404);
    assertThat(get("/api/scenario").statusCode()).isEqualTo(404);
  }

  @Test
  void aSheetHasTheRemedyOfARefusalAndTheMessagesOfTheNextServer() throws Exception {
    try (AtsHarness other =
        AtsHarness.builder().only("next-hop/redirect-to-no-ems", "key/p521-tls13").start()) {
      URI sheets = other.manifest().console().resolve("/api/scenario");
      JsonNode refused = json(TestClient.get(URI.create(sheets + "?id=key/p521-tls13")));
      assertThat(refused.at("/causes/0/cause").asString()).isEqualTo("certificate-key");
      assertThat(refused.at("/causes/0/remedy").asString()).contains("P-256 or P-384");
      assertThat(refused.at("/causes/0/servers").propertyNames())
          .containsExactlyElementsOf(
              refused
                  .get("products")
                  .valueStream()
                  .map(one -> one.get("label").asString())
                  .toList())
          .contains("nginx", "big-ip");

      JsonNode leading =
          json(TestClient.get(URI.create(sheets + "?id=next-hop/redirect-to-no-ems")));
      assertThat(leading.at("/next/id").asString()).isEqualTo("handshake/no-ems");
      assertThat(leading.at("/next/messages/0/texts/27.0").asString())
          .endsWith("server: " + other.endpoint("handshake/no-ems").host());
    }
  }

  @Test
  void theClientProfilesSayWhichAreDevicesAndWhichEnforce() throws Exception {
    Catalogue catalogue = Catalogue.builtIn();
    List<JsonNode> clients = json(get("/api/clients")).get("clients").valueStream().toList();

    assertThat(clients)
        .extracting(one -> one.get("id").asString())
        .containsExactlyElementsOf(catalogue.profiles().stream().map(ClientProfile::id).toList());
    assertThat(clients)
        .filteredOn(one -> one.get("device").asBoolean())
        .extracting(one -> one.get("id").asString() + " " + one.get("mode").asString())
        .contains(catalogue.enforcing().id() + " enforce", catalogue.reference().id() + " warn")
        .hasSize(catalogue.devices().size());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "?since=",
        "?since=-1",
        "?since=x",
        "?since=99999999999999999999",
        "?since=1&since=2",
        "?changed=x",
        "?scenario=baseline/tls13&wait=x",
        "?wait=1",
        "?scenario=no/such",
        "?colour=red",
        "?scenario=%ff",
        "?scenario=%"
      })
  void aBadQueryIsRefused(String query) throws Exception {
    String response =
        TestClient.talk(
            "127.0.0.1",
            console.getPort(),
            TestClient.request("GET", "/api/journal" + query, "localhost"));
    assertThat(response).startsWith("HTTP/1.1 400 ").doesNotContain("red", "no/such");
  }

  @Test
  void otherPathsAndMethodsAreRefusedInAFewWords() throws Exception {
    assertThat(talk("GET", "/etc/passwd", "localhost")).startsWith("HTTP/1.1 404 ");
    assertThat(talk("GET", "/nothing", "localhost")).startsWith("HTTP/1.1 404 ");
    assertThat(talk("GET", "/health/", "localhost")).startsWith("HTTP/1.1 404 ");
    assertThat(talk("POST", "/health", "localhost"))
        .startsWith("HTTP/1.1 405 ")
        .contains("Allow: GET, HEAD\r\n");
    assertThat(talk("HEAD", "/health", "localhost"))
        .startsWith("HTTP/1.1 200 ")
        .endsWith("\r\n\r\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"localhost", "LOCALHOST:8090", "127.0.0.1", "127.1.2.3:1", "[::1]:8090"})
  void localNamesAreAnswered(String host) throws Exception {
    assertThat(talk("GET", "/health", host)).startsWith("HTTP/1.1 200 ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "evil.example",
        "localhost.evil.example",
        "127.0.0.1.evil.example",
        "tls13.ats-harness.test",
        "10.0.0.1",
        "[::2]"
      })
  void aForeignHostHeaderIsRefusedEverywhere(String host) throws Exception {
    for (String path : new String[] {"/health", "/api/manifest", "/api/journal", "/ca.pem", "/x"}) {
      assertThat(talk("GET", path, host))
          .startsWith("HTTP/1.1 403 ")
          .doesNotContain(harness.caPem());
    }
  }

  @Test
  void aForeignAuthorityInTheRequestLineIsRefusedToo() throws Exception {
    assertThat(talk("GET", "http://evil.example/health", "localhost"))
        .doesNotContain("\"status\"")
        .containsAnyOf("HTTP/1.1 400 ", "HTTP/1.1 403 ");
  }

  @Test
  void everyAnswerForbidsBrowsersToDoMoreWithIt() throws Exception {
    for (String path : new String[] {"/health", "/x", "/api/journal?since=x"}) {
      HttpResponse<String> response = get(path);
      assertThat(response.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
      assertThat(response.headers().firstValue("Content-Security-Policy").orElseThrow())
          .contains("default-src 'none'");
      assertThat(response.headers().firstValue("Cache-Control")).contains("no-store");
      assertThat(response.headers().firstValue("Access-Control-Allow-Origin")).isEmpty();
      assertThat(response.headers().firstValue("Server")).isEmpty();
    }
  }

  @Test
  void theConsoleStaysOnLoopbackWhenTheEndpointsDoNot() {
    try (AtsHarness open = AtsHarness.builder().only("baseline/tls13").bind("0.0.0.0").start()) {
      assertThat(open.manifest().console()).hasHost("127.0.0.1");
      assertThat(open.endpoint("baseline/tls13").address()).isEqualTo("127.0.0.1");
    }
  }

  @Test
  void beyondLoopbackTheApiIsForThoseWhoKnowTheToken() throws Exception {
    String token = "0123456789abcdef";
    try (AtsHarness open = open().consoleToken(token).start()) {
      URI console = open.manifest().console();
      assertThat(console).hasHost("127.0.0.9");
      assertThat(status(console, "/health", "")).isEqualTo(200);
      assertThat(status(console, "/ca.pem", "")).isEqualTo(200);
      for (String path : List.of("/api/manifest", "/api/journal", "/api/none")) {
        assertThat(status(console, path, "")).isEqualTo(401);
        assertThat(status(console, path, "Bearer " + token + "0")).isEqualTo(401);
        assertThat(status(console, path, "Basic " + token)).isEqualTo(401);
      }
      assertThat(status(console, "/api/manifest", "Bearer " + token)).isEqualTo(200);
      assertThat(status(console, "/%61pi/journal", "")).isIn(400, 401);
      assertThat(status(console, "/api/journal", "bearer " + token)).isEqualTo(200);
    }
  }

  @Test
  void withoutATokenOnlyLoopbackReadsTheApi() throws Exception {
    try (AtsHarness open = open().start()) {
      URI console = open.manifest().console();
      assertThat(status(console, "/health", "")).isEqualTo(200);
      assertThat(status(console, "/api/manifest", "Bearer ")).isEqualTo(401);
    }
  }

  @Test
  void aTokenThatIsEasilyGuessedIsRefused() {
    assertThatThrownBy(() -> open().consoleToken("secret").start())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("16 characters");
  }

  /** A harness whose console listens on all addresses; the tests ask it on a loopback address. */
  private static AtsHarness.Builder open() {
    return AtsHarness.builder()
        .only("baseline/tls13")
        .consoleBind("0.0.0.0")
        .publicAddress("127.0.0.9");
  }

  private static int status(URI console, String path, String authorization) throws Exception {
    String response =
        TestClient.talk(
            "127.0.0.9",
            console.getPort(),
            "GET "
                + path
                + " HTTP/1.1\r\nHost: harness.example\r\nConnection: close\r\nAuthorization: "
                + authorization
                + "\r\n\r\n");
    return Integer.parseInt(response, "HTTP/1.1 ".length(), "HTTP/1.1 200".length(), 10);
  }

  private static Iterable<Long> sequences(String query) throws Exception {
    return json(get("/api/journal" + query))
        .get("entries")
        .valueStream()
        .map(entry -> entry.get("sequence").asLong())
        .toList();
  }

  private static HttpResponse<String> get(String path) throws Exception {
    return TestClient.get(console.resolve(path));
  }

  private static JsonNode json(HttpResponse<String> response) {
    assertThat(response.statusCode()).isEqualTo(200);
    return JsonMapper.shared().readTree(response.body());
  }

  private static String talk(String method, String path, String host) throws IOException {
    return TestClient.talk("127.0.0.1", console.getPort(), TestClient.request(method, path, host));
  }
}
