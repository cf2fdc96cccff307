package dev.atsharness.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atsharness.server.Manifest.Listener;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CheckedEndpointTest {

  private static final CheckedEndpoint OWN = CheckedEndpoints.clean("baseline/tls13");

  @Test
  void onASharedPortTheNameAloneLeadsThere() {
    CheckedEndpoint shared = OWN.on(new Listener("127.0.0.1", 8443));

    assertThat(shared.location().shared()).isTrue();
    assertThat(shared.location().dedicatedUrl())
        .hasToString("https://tls13.ats-harness.test:8443/");
    assertThat(shared.location().hasAddressUrl()).isFalse();
    assertThat(shared.trusting("more").location().shared()).as("also with an anchor").isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "127.0.0.1,       tls13.ats-harness.test, true",
    "127.0.0.77,      tls13.ats-harness.test, true",
    "::1,             tls13.ats-harness.test, true",
    "0:0:0:0:0:0:0:1, tls13.ats-harness.test, true",
    "192.0.2.7,       tls13.ats-harness.test, false",
    "192.0.2.7,       192.0.2.7,              true",
    "128.0.0.1,       tls13.ats-harness.test, false"
  })
  void certificatesNameAddressesOfLoopbackAndOfServersWithoutAName(
      String address, String host, boolean has) {
    CheckedEndpoint.Location location =
        CheckedEndpoint.Location.dedicated(host, address, 9443, OWN.location().url());
    assertThat(location.hasAddressUrl()).isEqualTo(has);
  }
}
