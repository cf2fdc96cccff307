package dev.atsharness.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atsharness.cli.internal.servers.AnsweredServer;
import dev.atsharness.cli.internal.servers.ListedServer;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class ServerProgressTest {

  private final StringWriter err = new StringWriter();
  private long now;

  private static AnsweredServer answered(String verdict) {
    return AnsweredServer.of(
        ListedServer.of(URI.create("https://a.test/"), 1),
        JsonMapper.shared().createObjectNode().put("verdict", verdict).put("fcp", "fail"),
        Duration.ZERO,
        "");
  }

  private ServerProgress progress(boolean interactive) {
    return new ServerProgress(
        new Terminal(new PrintWriter(err), false, interactive), 20, () -> now);
  }

  @Test
  void aTerminalShowsTheRemainingTime() {
    ServerProgress progress = progress(true);
    for (int i = 0; i < 10; i++) {
      now += Duration.ofSeconds(2).toNanos();
      progress.answered(answered(i == 0 ? "wrong" : i == 1 ? "cannot-tell" : "fine"));
    }
    progress.clear();

    assertThat(err.toString())
        .contains("10/20 servers, 1 FAIL, 1 NO VERDICT, about 20 s left")
        .doesNotContain("\n")
        .endsWith("\r\u001b[K");
  }

  @Test
  void elsewhereALineComesFromTimeToTime() {
    ServerProgress progress = progress(false);
    for (int i = 0; i < 12; i++) {
      now += Duration.ofSeconds(3).toNanos();
      progress.answered(answered("fine"));
    }

    assertThat(err.toString().lines())
        .hasSize(3)
        .first()
        .isEqualTo("4/20 servers, 0 FAIL, 0 NO VERDICT");
  }
}
