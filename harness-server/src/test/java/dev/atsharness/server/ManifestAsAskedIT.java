package dev.atsharness.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The manifest has addresses by which its reader can connect. */
class ManifestAsAskedIT {

  private static final String TOKEN = "a-token-of-this-test";

  private static AtsHarness everywhere;

  @BeforeAll
  static void start() {
    everywhere =
        AtsHarness.builder()
            .bind("0.0.0.0")
            .consoleBind("0.0.0.0")
            .consoleToken(TOKEN)
            .only("baseline/tls13", "exempt/address-*", "anchored/p256-anchored")
            .start();
  }

  @AfterAll
  static void stop() {
    everywhere.close();
  }

  @Test
  void aReaderOnAnotherAddressIsToldThisOne() throws IOException {
    Manifest manifest = asked(everywhere, "127.0.0.9", "127.0.0.9:" + consolePort());

    assertThat(manifest.listeners().https().address()).isEqualTo("127.0.0.9");
    assertThat(manifest.listeners().http().address()).isEqualTo("127.0.0.9");
    assertThat(manifest.console()).hasHost("127.0.0.9").hasPort(consolePort());
    for (Manifest.Endpoint target : manifest.endpoints()) {
      assertThat(target.location().address()).isEqualTo("127.0.0.9");
      try (Socket socket = new Socket(target.location().address(), target.location().port())) {
        assertThat(socket.isConnected()).isTrue();
      }
    }
    assertThat(manifest.endpoint("anchored/p256-anchored").anchor().orElseThrow().url())
        .hasHost("127.0.0.9")
        .hasPort(consolePort());
  }

  @Test
  void namesOfEndpointsStayAndUrlsByAddressFollow() throws IOException {
    Manifest manifest = asked(everywhere, "127.0.0.9", "127.0.0.9:" + consolePort());

    assertThat(manifest.endpoint("baseline/tls13").location().url())
        .hasHost("tls13.ats-harness.test");
    Manifest.Endpoint nameless = manifest.endpoint("exempt/address-no-ems");
    assertThat(nameless.location().url()).hasHost("127.0.0.9").hasPort(nameless.location().port());
    assertThat(nameless.location().host()).as("what its certificate names").isEqualTo("127.0.0.1");
  }

  @ParameterizedTest
  @CsvSource({
    "harness.example:18090, harness.example, http://harness.example:18090/",
    "ats_harness:8090,      ats_harness,     http://ats_harness:8090/",
    "localhost,             localhost,       http://localhost/",
    "[2001:db8::7]:90,      2001:db8::7,     http://[2001:db8::7]:90/"
  })
  void theHostHeaderSaysHowTheReaderCame(String host, String address, URI console)
      throws IOException {
    Manifest manifest = asked(everywhere, "127.0.0.1", host);

    assertThat(manifest.listeners().https().address()).isEqualTo(address);
    assertThat(manifest.endpoint("baseline/tls13").location().address()).isEqualTo(address);
    assertThat(manifest.console()).isEqualTo(console);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a\"b", "<b>", "a/../b", "%41"})
  void whatIsNotAHostIsNotRepeated(String host) throws IOException {
    String response = answer(everywhere, "127.0.0.9", host);
    if (response.startsWith("HTTP/1.1 200")) {
      assertThat(body(response).listeners().https().address()).isEqualTo("127.0.0.9");
    } else {
      assertThat(response).startsWith("HTTP/1.1 400");
    }
  }

  @Test
  void aPublicAddressIsToldToEverybody() throws IOException {
    try (AtsHarness behind =
        AtsHarness.builder()
            .bind("0.0.0.0")
            .consoleBind("0.0.0.0")
            .publicAddress("192.0.2.7")
            .consoleToken(TOKEN)
            .only("baseline/tls13")
            .start()) {
      String host = "127.0.0.9:" + behind.manifest().console().getPort();
      Manifest manifest = asked(behind, "127.0.0.9", host);
      assertThat(manifest.listeners().https().address()).isEqualTo("192.0.2.7");
      assertThat(manifest.console()).as("by which it was reached").hasHost("127.0.0.9");
    }
  }

  @Test
  void endpointsOnOneAddressStayThere() throws IOException {
    try (AtsHarness one =
        AtsHarness.builder()
            .bind("127.0.0.5")
            .consoleBind("0.0.0.0")
            .consoleToken(TOKEN)
            .only("baseline/tls13")
            .start()) {
      Manifest manifest = asked(one, "127.0.0.9", "127.0.0.9");
      assertThat(manifest.listeners().https().address()).isEqualTo("127.0.0.5");
    }
  }

  @Test
  void scenariosWithoutAPlaceOnASharedPortHaveTheFirstOwnPorts() {
    List<Endpoint> endpoints =
        new Startable().start(AtsHarness.builder().only("protocol/*", "exempt/*", "cleartext/*"));
    int first = endpoints.stream().mapToInt(Endpoint::port).min().orElseThrow();
    List<String> alone =
        endpoints.stream()
            .filter(endpoint -> endpoint.url().getPort() == endpoint.port())
            .map(Endpoint::id)
            .toList();
    assertThat(alone)
        .containsExactly(
            "exempt/address-no-ems",
            "exempt/address-plain-http",
            "protocol/ssl3-old-stack",
            "protocol/ssl3-only");
    assertThat(endpoints)
        .filteredOn(endpoint -> alone.contains(endpoint.id()))
        .extracting(Endpoint::port)
        .containsExactly(first, first + 1, first + 2, first + 3);
  }

  /**
   * Tries the start again, because another process can take a block of free ports before it is
   * opened.
   */
  private static final class Startable {
    private static final int TRIES = 20;

    List<Endpoint> start(AtsHarness.Builder builder) {
      ListenException last = null;
      for (int i = 0; i < TRIES; i++) {
        try (AtsHarness harness = builder.firstPort(20_000 + 500 * i).start()) {
          return harness.endpoints();
        } catch (ListenException e) {
          last = e;
        }
      }
      throw new AssertionError("no block of free ports", last);
    }
  }

  private static int consolePort() {
    return everywhere.manifest().console().getPort();
  }

  private static Manifest asked(AtsHarness harness, String address, String host)
      throws IOException {
    String response = answer(harness, address, host);
    assertThat(response).startsWith("HTTP/1.1 200");
    return body(response);
  }

  private static String answer(AtsHarness harness, String address, String host) throws IOException {
    return TestClient.talk(
        address,
        harness.manifest().console().getPort(),
        "GET /api/manifest HTTP/1.0\r\nHost: "
            + host
            + "\r\nAuthorization: Bearer "
            + TOKEN
            + "\r\n\r\n");
  }

  private static Manifest body(String response) {
    return Manifest.parse(response.substring(response.indexOf("\r\n\r\n") + 4));
  }
}
