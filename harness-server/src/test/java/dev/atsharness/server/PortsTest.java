package dev.atsharness.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.BindException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PortsTest {

  @ParameterizedTest
  @CsvSource({
    "443, Permission denied, setcap cap_net_bind_service",
    "443, Permission denied, -p 443:8443",
    "443, Permission denied, redirect",
    "8443, Permission denied, Permission denied",
    "8443, Address already in use, stop the program that has it",
    "0, Cannot assign requested address, no network interface"
  })
  void the_operating_systems_words_become_a_remedy(int port, String words, String remedy) {
    IOException wrapped = new IOException("cannot listen", new BindException(words));
    assertThatThrownBy(
            () ->
                Ports.open(
                    "HTTPS",
                    "127.0.0.1",
                    port,
                    () -> {
                      throw wrapped;
                    }))
        .isInstanceOf(HarnessException.class)
        .hasMessageStartingWith("cannot listen on 127.0.0.1:" + port + " for HTTPS: ")
        .hasMessageContaining(remedy)
        .hasCause(wrapped);
  }

  @Test
  void a_port_that_opens_is_passed_on() {
    assertThat(Ports.open("HTTP", "127.0.0.1", 0, () -> 4711)).isEqualTo(4711);
  }
}
