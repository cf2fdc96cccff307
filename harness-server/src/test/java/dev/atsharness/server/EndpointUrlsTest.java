package dev.atsharness.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atsharness.scenario.Catalogue;
import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EndpointUrlsTest {

  private static final Catalogue CATALOGUE = Catalogue.builtIn();
  private static final EndpointUrls URLS =
      new EndpointUrls("ats-harness.test", "127.0.0.1", 8443, 8080);

  @ParameterizedTest
  @CsvSource({
    "handshake/no-ems, https://no-ems.ats-harness.test:8443/",
    "cleartext/plain-http, http://plain-http.ats-harness.test:8080/",
    "cleartext/http-url-of-tls-port, http://http-url-of-tls-port.ats-harness.test:8443/",
    "cleartext/https-url-of-http-port, https://https-url-of-http-port.ats-harness.test:8080/",
    "protocol/ssl3-only, https://ssl3-only.ats-harness.test:9001/",
    "exempt/address-no-ems, https://127.0.0.1:9001/",
  })
  void aUrlIsOnTheSharedPortWhereTheClientCanNameTheEndpoint(String scenario, URI url) {
    assertThat(URLS.of(CATALOGUE.scenario(scenario), 9001)).isEqualTo(url);
  }

  @Test
  void theDefaultPortIsLeftOut() {
    EndpointUrls urls = new EndpointUrls("ats-harness.test", "127.0.0.1", 443, 80);

    assertThat(urls.of(CATALOGUE.scenario("handshake/no-ems"), 9001))
        .hasToString("https://no-ems.ats-harness.test/");
    assertThat(urls.of(CATALOGUE.scenario("cleartext/plain-http"), 9001))
        .hasToString("http://plain-http.ats-harness.test/");
  }

  @Test
  void theNextHopIsOnTheSharedPortOfItsScheme() {
    assertThat(URLS.nextHop(CATALOGUE.scenario("cleartext/redirect-to-http"), CATALOGUE))
        .contains(URI.create("http://redirect-to-http.ats-harness.test:8080/"));
    assertThat(URLS.nextHop(CATALOGUE.scenario("handshake/no-ems"), CATALOGUE)).isEmpty();
  }

  @Test
  void anAddressOfIpv6IsInBrackets() {
    assertThat(EndpointUrls.url("https", "::1", 8443)).hasToString("https://[::1]:8443/");
    assertThat(
            new EndpointUrls("ats-harness.test", "::1", 8443, 8080)
                .revocationPages("no-ems.ats-harness.test"))
        .containsExactly(
            URI.create("http://[::1]:8080/"), URI.create("http://no-ems.ats-harness.test:8080/"));
  }
}
