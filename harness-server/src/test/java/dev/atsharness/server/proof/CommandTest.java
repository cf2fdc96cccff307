package dev.atsharness.server.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

@DisabledOnOs(OS.WINDOWS)
class CommandTest {

  @Test
  void bothOutputsAreReadAndInputIsGiven() throws InterruptedException {
    assertThat(
            Command.of("sh", "-c", "cat; echo error >&2")
                .output("given\n".getBytes(StandardCharsets.US_ASCII)))
        .isEqualTo("given\nerror\n");
  }

  @Test
  void aProgramThatTakesTooLongIsKilled() {
    Command endless = Command.of("sh", "-c", "while :; do :; done").within(Duration.ofMillis(200));
    assertThatThrownBy(endless::output)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("took more than");
  }

  @Test
  void aProgramThatPrintsTooMuchIsRefused() {
    Command endless = Command.of("sh", "-c", "head -c 9000000 /dev/zero");
    assertThatThrownBy(endless::output)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("printed too much");
  }
}
