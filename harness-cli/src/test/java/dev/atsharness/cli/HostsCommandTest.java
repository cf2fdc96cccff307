package dev.atsharness.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HostsCommandTest {

  @TempDir Path directory;

  @Test
  void printsALineForEveryScenario() {
    Cli.Result result = Cli.run("hosts", "--only", "baseline/*", "--address", "192.0.2.7");

    assertThat(result.status()).isEqualTo(ExitCode.OK);
    assertThat(result.out().lines())
        .startsWith("# BEGIN ats-harness")
        .contains("192.0.2.7 tls13.ats-harness.test")
        .endsWith("# END ats-harness");
  }

  @Test
  void writesThemIntoTheHostsFileOnce() throws Exception {
    Path file = Files.writeString(directory.resolve("hosts"), "127.0.0.1 localhost");

    install(file, "192.0.2.7");
    Files.writeString(file, "# after\n", StandardOpenOption.APPEND);
    install(file, "192.0.2.8");

    assertThat(Files.readString(file))
        .startsWith("127.0.0.1 localhost\n# BEGIN ats-harness\n")
        .contains("192.0.2.8 tls13.ats-harness.test\n")
        .doesNotContain("192.0.2.7")
        .endsWith("# END ats-harness\n# after\n");
  }

  private static void install(Path file, String address) {
    Cli.Result result =
        Cli.run(
            "hosts",
            "--install",
            "--only",
            "baseline/*",
            "--address",
            address,
            "--file",
            file.toString());
    assertThat(result.status()).as(result.err()).isEqualTo(ExitCode.OK);
  }
}
