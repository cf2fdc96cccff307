package dev.atsharness.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The address of the endpoints that a client on this machine gets. */
class AddressesTest {

  @ParameterizedTest
  @CsvSource({
    "127.0.0.1,,127.0.0.1",
    "127.0.0.2,,127.0.0.2",
    "0.0.0.0,,127.0.0.1",
    "0.0.0.0,192.0.2.7,192.0.2.7",
    "127.0.0.1,192.0.2.7,192.0.2.7"
  })
  void whatIsToldComesFirstThenWhatFacesTheClient(
      String bind, String publicAddress, String reachable) {
    Addresses addresses = new Addresses(bind, Optional.ofNullable(publicAddress), Optional.empty());
    assertThat(addresses.reachableBy(InetAddress.getLoopbackAddress()).getHostAddress())
        .isEqualTo(reachable);
  }
}
