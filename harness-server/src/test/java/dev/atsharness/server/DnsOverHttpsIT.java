package dev.atsharness.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atsharness.scenario.Catalogue;
import dev.atsharness.server.internal.dns.QueryBytes;
import dev.atsharness.server.journal.JournalEntry;
import dev.atsharness.server.proof.OutsideTool;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class DnsOverHttpsIT {

  private static final String HOST = "tls13.ats-harness.test";
  private static final String RESOLVER = "dns.ats-harness.test";
  private static final byte[] QUERY = QueryBytes.query(HOST, 1);

  @TempDir static Path directory;

  private static AtsHarness harness;
  private static int port;
  private static String ca;

  @BeforeAll
  static void start() throws Exception {
    harness = AtsHarness.builder().only("baseline/*").dnsPort(0).start();
    port = harness.manifest().listeners().https().port();
    ca = Files.writeString(directory.resolve("ca.pem"), harness.caPem()).toString();
  }

  @AfterAll
  static void stop() {
    harness.close();
  }

  @Test
  void getAndPostAreAnsweredAlike() throws Exception {
    String got = talk(get(Base64.getUrlEncoder().withoutPadding().encodeToString(QUERY)));
    assertThat(got)
        .startsWith("HTTP/1.1 200")
        .contains("Content-Type: application/dns-message", "Cache-Control: max-age=60");
    assertThat(body(got)).endsWith("\u007f\0\0\u0001");
    assertThat(body(talk(post("application/dns-message", QUERY)))).isEqualTo(body(got));
  }

  @Test
  void whatIsNoQueryIsRefused() throws Exception {
    assertThat(talk(get("!"))).startsWith("HTTP/1.1 400");
    assertThat(talk(get(""))).startsWith("HTTP/1.1 400");
    assertThat(talk(TestClient.request("GET", "/dns-query", RESOLVER))).startsWith("HTTP/1.1 400");
    assertThat(talk(TestClient.request("GET", "/", RESOLVER))).startsWith("HTTP/1.1 404");
    assertThat(talk(TestClient.request("DELETE", "/dns-query", RESOLVER)))
        .startsWith("HTTP/1.1 405")
        .contains("Allow: GET, HEAD, POST");
    assertThat(talk(post("text/plain", QUERY))).startsWith("HTTP/1.1 415");
    assertThat(talk(post("application/dns-message", new byte[2000]))).startsWith("HTTP/1.1 413");
    assertThat(talk(post("application/dns-message", new byte[3]))).startsWith("HTTP/1.1 400");
  }

  @Test
  void aGetWithoutAQueryInBase64IsRefused() throws Exception {
    String encoded = Base64.getUrlEncoder().withoutPadding().encodeToString(QUERY);
    for (String wrong :
        List.of("+/+/", "a", "%00", "%zz", "%ff%fe", encoded + "!", encoded.substring(0, 10))) {
      assertThat(talk(get(wrong))).as(wrong).startsWith("HTTP/1.1 400");
    }
    assertThat(talk(get("A".repeat(4000)))).startsWith("HTTP/1.1 413");
    assertThat(talk(get("A".repeat(20_000)))).containsPattern("^HTTP/1.1 4(14|31)");
    assertAnswers();
  }

  @Test
  void aPostWithoutALengthIsReadToItsEndOrRefused() throws Exception {
    String head =
        "POST /dns-query HTTP/1.1\r\nHost: "
            + RESOLVER
            + "\r\nConnection: close\r\nContent-Type: application/dns-message\r\n";
    String query = new String(QUERY, StandardCharsets.ISO_8859_1);
    String chunk = Integer.toHexString(QUERY.length) + "\r\n" + query + "\r\n";
    String endless = "400\r\n" + "x".repeat(1024) + "\r\n";
    assertThat(talk(head + "\r\n" + query)).as("no body").startsWith("HTTP/1.1 400");
    assertThat(talk(head + "Transfer-Encoding: chunked\r\n\r\n" + chunk + "0\r\n\r\n"))
        .startsWith("HTTP/1.1 200");
    assertThat(talk(head + "Transfer-Encoding: chunked\r\n\r\n" + endless + endless))
        .as("longer than a query")
        .startsWith("HTTP/1.1 413");
    assertThat(talk(head + "Transfer-Encoding: chunked\r\nContent-Length: 3\r\n\r\n" + chunk))
        .as("two lengths")
        .startsWith("HTTP/1.1 400");
    assertThat(talk(head + "Content-Length: -1\r\n\r\n")).startsWith("HTTP/1.1 400");
    assertThat(talk(head + "Content-Length: 99999999999\r\n\r\n" + "x".repeat(2000)))
        .startsWith("HTTP/1.1 413");
    assertAnswers();
  }

  @Test
  void bytesAfterTheQueryMakeItMalformed() throws Exception {
    byte[] longer = Arrays.copyOf(QUERY, QUERY.length + 1);
    String answer = talk(post("application/dns-message", longer));
    assertThat(answer).startsWith("HTTP/1.1 200");
    assertThat(body(answer).charAt(4 + 3) & 0xf).as("FORMERR").isEqualTo(1);
    assertThat(talk(get(Base64.getUrlEncoder().withoutPadding().encodeToString(longer))))
        .endsWith(body(answer));
  }

  @Test
  void anotherMediaTypeIsRefused() throws Exception {
    for (String type : List.of("", "application/dns-json", "application/dns-messages", "*/*")) {
      assertThat(talk(post(type, QUERY))).as(type).startsWith("HTTP/1.1 415");
    }
    assertThat(talk(post("Application/DNS-Message; charset=x", QUERY))).startsWith("HTTP/1.1 200");
  }

  private static void assertAnswers() throws Exception {
    assertThat(talk(post("application/dns-message", QUERY))).startsWith("HTTP/1.1 200");
  }

  @Test
  void noScenarioAnswersDnsQueries() throws Exception {
    String encoded = Base64.getUrlEncoder().withoutPadding().encodeToString(QUERY);
    assertThat(TestClient.talkTls(harness, port, HOST, get(encoded)))
        .doesNotContain("application/dns-message");
  }

  @Test
  void withoutADnsPortNoEndpointHasTheName() throws Exception {
    try (AtsHarness without = AtsHarness.builder().only("baseline/tls13").start()) {
      int other = without.manifest().listeners().https().port();
      assertThatThrownBy(() -> TestClient.talkTls(without, other, RESOLVER, get("")))
          .hasMessageContaining("unrecognized_name");
    }
  }

  @Test
  void aScenarioOfThatNameIsRefusedBeforeAnythingListens(@TempDir Path own) throws Exception {
    Path scenario = own.resolve("handshake").resolve("dns.yaml");
    Files.createDirectories(scenario.getParent());
    Files.copy(Path.of("..", "scenarios", "catalog", "handshake", "no-ems.yaml"), scenario);
    AtsHarness.Builder builder =
        AtsHarness.builder().catalogue(Catalogue.builtIn().with(own)).only("handshake/dns");
    assertThatThrownBy(() -> builder.dnsPort(0).start())
        .hasMessageContaining("handshake/dns has the host name of the DNS resolver, " + RESOLVER);
  }

  @Test
  void theJournalSaysWhoAskedForNames() throws Exception {
    talk(get(Base64.getUrlEncoder().withoutPadding().encodeToString(QUERY)));
    assertThat(harness.journal().entries())
        .anySatisfy(seen -> assertThat(seen.scenario()).contains("dns"));
  }

  @Test
  void curlFindsAScenarioByIt() throws Exception {
    String output = curl(RESOLVER, "-v", "--doh-url", url(RESOLVER) + "dns-query", url(HOST));
    assertThat(output).contains("baseline/tls13: ");
  }

  @Test
  void curlGetsHttp2() throws Exception {
    Path query = Files.write(directory.resolve("query"), QUERY);
    String output =
        curl(
            RESOLVER,
            "--http2",
            "-H",
            "Content-Type: application/dns-message",
            "--data-binary",
            "@" + query,
            "-o",
            directory.resolve("response").toString(),
            "-w",
            "%{http_version} %{response_code}",
            url(RESOLVER) + "dns-query");
    assertThat(output).isEqualTo("2 200");
    assertThat(Files.readAllBytes(directory.resolve("response"))).endsWith(127, 0, 0, 1);
  }

  @Test
  void otherEndpointsSpeakHttp1AsBefore() throws Exception {
    String output = curl(HOST, "--http2", "-w", "%{http_version}", url(HOST));
    assertThat(output).endsWith("1.1");
    JournalEntry seen =
        harness.journal().entries().stream()
            .filter(entry -> entry.scenario().filter("baseline/tls13"::equals).isPresent())
            .reduce((first, last) -> last)
            .orElseThrow();
    assertThat(seen.handshake().negotiated().orElseThrow().alpn()).contains("http/1.1");
  }

  private static String get(String query) {
    return TestClient.request("GET", "/dns-query?dns=" + query, RESOLVER);
  }

  private static String post(String type, byte[] message) {
    return "POST /dns-query HTTP/1.1\r\nHost: "
        + RESOLVER
        + "\r\nConnection: close\r\nContent-Type: "
        + type
        + "\r\nContent-Length: "
        + message.length
        + "\r\n\r\n"
        + new String(message, StandardCharsets.ISO_8859_1);
  }

  private static String talk(String request) throws Exception {
    return TestClient.talkTls(harness, port, RESOLVER, request);
  }

  private static String body(String response) {
    return response.substring(response.indexOf("\r\n\r\n"));
  }

  /** Runs curl, which finds this host without a name server. */
  private static String curl(String host, String... options) throws Exception {
    return OutsideTool.output(
        Stream.concat(
                Stream.of(
                    "curl", "-s", "--cacert", ca, "--resolve", host + ":" + port + ":127.0.0.1"),
                Stream.of(options))
            .toArray(String[]::new));
  }

  private static String url(String host) {
    return "https://" + host + ":" + port + "/";
  }
}
