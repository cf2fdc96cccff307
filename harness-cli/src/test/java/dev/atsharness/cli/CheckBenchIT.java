package dev.atsharness.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atsharness.testing.OutsideProgram;
import org.junit.jupiter.api.Test;

class CheckBenchIT {

  @Test
  void comparesWithTheBareLoop() {
    OutsideProgram.require("openssl");
    OutsideProgram.require("xargs");
    Cli.Result result =
        Cli.run("bench", "check", "--rounds", "1", "--jobs", "2", "--only", "key/rsa-1024*");

    assertThat(result.status()).as(result.err()).isEqualTo(ExitCode.OK);
    assertThat(result.out())
        .containsPattern("[0-9]+ servers, 2 programs at once, medians of 1 rounds")
        .containsPattern("check --against +[0-9.]+ +[0-9.]+")
        .containsPattern(
            "check without start-up: ([0-9.]+ times the loop .*, goal 1.2, |cannot tell, )");
  }
}
