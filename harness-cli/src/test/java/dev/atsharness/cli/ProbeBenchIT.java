package dev.atsharness.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("proof")
class ProbeBenchIT {

  @Test
  void theFiguresAreThoseOfAWholeRun() {
    Cli.Result result = Cli.run("bench", "probe", "--servers", "20", "--memory", "128");

    assertThat(result.status()).as(result.err()).isEqualTo(ExitCode.OK);
    assertThat(result.out())
        .contains(
            "20 servers: 2 refused by iOS 27, 0 logged only, 18 fine, 0 exempt, 0 not judged.")
        .containsPattern("exit status 1, [0-9.]+ s wall, [0-9.]+ s cpu");
  }
}
