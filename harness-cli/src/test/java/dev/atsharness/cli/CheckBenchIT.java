package dev.atsharness.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atsharness.testing.OutsideProgram;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("proof")
class CheckBenchIT {

  @Test
  void comparesWithTheBareLoop() {
    OutsideProgram.require("openssl");
    OutsideProgram.require("xargs");
    Cli.Result result =
        Cli.run("bench", "check", "--rounds", "1", "--jobs", "2", "--only", "key/rsa-1024*");

    assertThat(result.status()).as(result.err()).isNotEqualTo(ExitCode.USAGE);
    assertThat(result.out())
        .contains("What 'check' costs, 2 programs at once, one round")
        .containsPattern("check --against +[0-9.]+ +[0-9.]+")
        .containsPattern(
            "check without start-up .*goal at most 1.20: (met|missed|cannot tell, because)")
        .containsPattern("note: [0-9]+ servers");
  }
}
