package dev.atsharness.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atsharness.server.ListenException.Setting;
import java.io.IOException;
import java.net.BindException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PortsTest {

  @ParameterizedTest
  @CsvSource({
    "443, Permission denied, sudo sysctl net.ipv4.ip_unprivileged_port_start=443, HTTPS_PORT",
    "443, Permission denied, -p 443:8443, HTTPS_PORT",
    "443, Permission denied, redirect, HTTPS_PORT",
    "8443, Permission denied, Permission denied, HTTPS_PORT",
    "8443, Address already in use, stop the program that has it, HTTPS_PORT",
    "0, Cannot assign requested address, no network interface, BIND"
  })
  void theOperatingSystemsWordsBecomeARemedy(
      int port, String words, String remedy, Setting atFault) {
    IOException wrapped = new IOException("cannot listen", new BindException(words));
    assertThatThrownBy(
            () ->
                Ports.open(
                    Setting.HTTPS_PORT,
                    "HTTPS",
                    "127.0.0.1",
                    port,
                    () -> {
                      throw wrapped;
                    }))
        .isInstanceOfSatisfying(
            ListenException.class, e -> assertThat(e.setting()).isEqualTo(atFault))
        .hasMessageStartingWith("cannot listen on 127.0.0.1:" + port + " for HTTPS: ")
        .hasMessageContaining(remedy)
        .hasCause(wrapped);
  }

  @Test
  void aPortThatOpensIsPassedOn() {
    assertThat(Ports.open(Setting.HTTP_PORT, "HTTP", "127.0.0.1", 0, () -> 4711)).isEqualTo(4711);
  }
}
