package dev.atsharness.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atsharness.testing.FreePorts;
import dev.atsharness.testing.Listening;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class HarnessLifecycleIT {

  private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

  @Test
  void nothingListensAfterCloseAndClosingTwiceIsHarmless() throws Exception {
    InetAddress own = addressOfItsOwn();
    for (int round = 0; round < 3; round++) {
      AtsHarness harness = AtsHarness.builder().bind(own.getHostAddress()).start();
      List<Integer> ports = new ArrayList<>();
      harness.endpoints().forEach(endpoint -> ports.add(endpoint.port()));
      ports.add(harness.manifest().listeners().https().port());
      ports.add(harness.manifest().listeners().http().port());
      ports.add(harness.manifest().console().getPort());
      new Socket(own, ports.get(0)).close();

      harness.close();
      harness.close();

      for (int port : ports) {
        assertThat(Listening.on(own, port)).as("port " + port).isFalse();
      }
    }
  }

  /**
   * Returns an address at which no other test listens, so that a port that was just freed is not
   * taken by one. Only Linux has all of 127.0.0.0/8.
   */
  private static InetAddress addressOfItsOwn() throws IOException {
    return System.getProperty("os.name").equals("Linux")
        ? InetAddress.getByName("127.83.65.84")
        : LOOPBACK;
  }

  static Stream<Arguments> ports() {
    return Stream.of(
        port("HTTPS", AtsHarness.Builder::httpsPort),
        port("HTTP", AtsHarness.Builder::httpPort),
        port("the console", AtsHarness.Builder::consolePort),
        port("baseline/tls13", AtsHarness.Builder::firstPort));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("ports")
  void aTakenPortIsNamedWithItsCureAndNothingStaysOpen(
      String use, BiFunction<AtsHarness.Builder, Integer, AtsHarness.Builder> setting)
      throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, LOOPBACK)) {
      int other = FreePorts.one();
      AtsHarness.Builder builder =
          setting.apply(
              AtsHarness.builder().only("baseline/tls13").httpsPort(other), taken.getLocalPort());
      assertThatThrownBy(builder::start)
          .isInstanceOf(HarnessException.class)
          .hasMessageContaining("127.0.0.1:" + taken.getLocalPort() + " for " + use)
          .hasMessageContaining("taken")
          .hasMessageContaining("another port");
      assertThat(Listening.on(LOOPBACK, other)).isFalse();
    }
  }

  @Test
  void anAddressOfAnotherMachineIsRefusedWithARemedy() {
    // No host has an address of TEST-NET-1 (RFC 5737).
    assertThatThrownBy(() -> AtsHarness.builder().bind("192.0.2.1").start())
        .isInstanceOf(HarnessException.class)
        .hasMessageContaining("192.0.2.1")
        .hasMessageContaining("no network interface");
  }

  @Test
  void aStateDirectoryThatOthersCanReadIsRefusedWithTheCure(@TempDir Path directory)
      throws IOException {
    Path state =
        Files.createDirectory(
            directory.resolve("state"),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    Files.setPosixFilePermissions(state, PosixFilePermissions.fromString("rwxr-xr-x"));
    assertThatThrownBy(() -> AtsHarness.builder().state(state).start())
        .isInstanceOf(HarnessException.class)
        .hasMessageContaining("chmod 700 " + state);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "local",
        "Upper.test",
        "under_score.test",
        "a..b",
        ".test",
        "x.test/",
        "x y.z"
      })
  void aDomainThatMakesNoHostNamesIsRefused(String domain) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> AtsHarness.builder().domain(domain).start())
        .withMessageContaining("'" + domain + "'");
  }

  @ParameterizedTest
  @ValueSource(strings = {"localhost", "", "1.2.3", "127.0.0.1:80"})
  void anAddressThatIsNoLiteralIsRefused(String address) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> AtsHarness.builder().bind(address).start())
        .withMessageContaining("'" + address + "'");
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 65536})
  void aPortOutOfRangeIsRefused(int port) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> AtsHarness.builder().consolePort(port).start())
        .withMessageContaining("console")
        .withMessageContaining("" + port);
  }

  private static Arguments port(
      String use, BiFunction<AtsHarness.Builder, Integer, AtsHarness.Builder> setting) {
    return Arguments.of(use, setting);
  }
}
