package dev.atsharness.server.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atsharness.server.AtsHarness;
import dev.atsharness.server.TestClient;
import dev.atsharness.server.internal.console.ApiCall;
import dev.atsharness.server.internal.console.ApiRoute;
import dev.atsharness.server.internal.http.HttpAnswer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConsoleExtensionIT {

  private static final int LIMIT = 1000;
  private static final String BINARY = "Content-Type: application/octet-stream\r\n";

  private static AtsHarness harness;

  @BeforeAll
  static void start() {
    harness = withEcho().start();
  }

  @AfterAll
  static void stop() {
    harness.close();
  }

  private static AtsHarness.Builder withEcho() {
    return AtsHarness.builder()
        .only("baseline/tls13")
        .console(
            (manifest, journal) ->
                List.of(
                    ApiRoute.get(
                        "/api/domain",
                        Set.of("suffix"),
                        call ->
                            HttpAnswer.text(
                                200, manifest.domain() + call.parameter("suffix").orElse(""))),
                    ApiRoute.post("/api/echo", Set.of(), LIMIT, ConsoleExtensionIT::echo)));
  }

  private static HttpAnswer echo(ApiCall call) throws IOException {
    return HttpAnswer.text(
        200, "echo: " + new String(call.body().readAllBytes(), StandardCharsets.UTF_8));
  }

  @Test
  void whatIsAddedIsAnswered() throws Exception {
    assertThat(talk("GET /api/domain", ""))
        .startsWith("HTTP/1.1 200 ")
        .contains("ats-harness.test");
    assertThat(talk("GET /api/domain?suffix=%2b", "")).contains("ats-harness.test+");
    assertThat(talk("POST /api/echo", BINARY + body("hello"))).contains("echo: hello");
  }

  @Test
  void eachRouteHasItsMethodAndItsParameters() throws Exception {
    assertThat(talk("POST /api/domain", BINARY + body("")))
        .startsWith("HTTP/1.1 405 ")
        .contains("Allow: GET, HEAD\r\n");
    assertThat(talk("GET /api/echo", "")).startsWith("HTTP/1.1 405 ").contains("Allow: POST\r\n");
    assertThat(talk("GET /api/domain?prefix=x", "")).startsWith("HTTP/1.1 400 ");
    assertThat(talk("GET /api/domain?suffix=1&suffix=2", "")).startsWith("HTTP/1.1 400 ");
  }

  @Test
  void aBodyThatIsTooLongIsRefusedWhetherItSaysSoOrNot() throws Exception {
    String longest = "x".repeat(LIMIT);
    assertThat(talk("POST /api/echo", BINARY + body(longest))).startsWith("HTTP/1.1 200 ");
    assertThat(talk("POST /api/echo", BINARY + body(longest + "x"))).startsWith("HTTP/1.1 413 ");
    assertThat(talk("POST /api/echo", BINARY + chunked(longest + "x")))
        .startsWith("HTTP/1.1 413 ")
        .doesNotContain("xxx");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Origin: http://evil.example",
        "Origin: http://localhost:1",
        "Origin: null",
        "Origin: %%%",
        "Sec-Fetch-Site: cross-site",
        "Sec-Fetch-Site: same-site",
        "Sec-Fetch-Site: none"
      })
  void aPageOfAnotherSiteCannotSendAnything(String header) throws Exception {
    assertThat(talk("POST /api/echo", BINARY + header + "\r\n" + body("hello")))
        .startsWith("HTTP/1.1 403 ")
        .doesNotContain("echo");
  }

  @Test
  void theConsolesOwnPageCan() throws Exception {
    String own = "Origin: http://localhost\r\nSec-Fetch-Site: same-origin\r\n";
    assertThat(talk("POST /api/echo", BINARY + own + body("hello"))).contains("echo: hello");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "Content-Type: text/plain\r\n",
        "Content-Type: multipart/form-data; boundary=x\r\n",
        "Content-Type: application/x-www-form-urlencoded\r\n"
      })
  void whatAFormCanSendIsRefused(String type) throws Exception {
    assertThat(talk("POST /api/echo", type + body("hello"))).startsWith("HTTP/1.1 415 ");
  }

  @Test
  void beyondLoopbackItNeedsTheToken() throws Exception {
    String token = "0123456789abcdef";
    try (AtsHarness open =
        withEcho().consoleBind("0.0.0.0").publicAddress("127.0.0.9").consoleToken(token).start()) {
      String request = BINARY + body("hello");
      assertThat(talk(open, "POST /api/echo", request)).startsWith("HTTP/1.1 401 ");
      assertThat(talk(open, "GET /api/domain", "")).startsWith("HTTP/1.1 401 ");
      assertThat(talk(open, "GET /console/console.css", "")).startsWith("HTTP/1.1 200 ");
      String knowing = "Authorization: Bearer " + token + "\r\n";
      assertThat(talk(open, "POST /api/echo", knowing + request)).contains("echo: hello");
      assertThat(
              talk(open, "POST /api/echo", knowing + "Origin: http://evil.example\r\n" + request))
          .startsWith("HTTP/1.1 403 ");
    }
  }

  @Test
  void nothingCanBePutInPlaceOfWhatIsThere() {
    assertThatThrownBy(
            () ->
                AtsHarness.builder()
                    .only("baseline/tls13")
                    .console(
                        (manifest, journal) ->
                            List.of(
                                ApiRoute.get(
                                    "/api/journal",
                                    Set.of(),
                                    call -> HttpAnswer.text(200, "none"))))
                    .start())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("/api/journal");
    assertThatThrownBy(() -> ApiRoute.get("/mine", Set.of(), call -> HttpAnswer.text(200, "")))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static String body(String text) {
    return "Content-Length: " + text.length() + "\r\n\r\n" + text;
  }

  private static String chunked(String text) {
    return "Transfer-Encoding: chunked\r\n\r\n"
        + Integer.toHexString(text.length())
        + "\r\n"
        + text
        + "\r\n0\r\n\r\n";
  }

  private static String talk(String what, String rest) throws IOException {
    return talk(harness, what, rest);
  }

  private static String talk(AtsHarness to, String what, String rest) throws IOException {
    return TestClient.talk(
        to.manifest().console().getHost(),
        to.manifest().console().getPort(),
        what
            + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
            + (rest.contains("\r\n\r\n") ? rest : rest + "\r\n"));
  }
}
