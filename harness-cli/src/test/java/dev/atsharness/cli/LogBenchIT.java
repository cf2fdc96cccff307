package dev.atsharness.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** The benchmark measures something; people judge the speed. */
@EnabledOnOs(value = OS.LINUX, disabledReason = "GNU grep is at home there")
class LogBenchIT {

  @Test
  void measuresALogBesideGrep() {
    Cli.Result result = Cli.run("bench", "log", "--size", "5m", "--rounds", "1");

    assertThat(result.status()).as(result.err()).isEqualTo(ExitCode.OK);
    assertThat(result.out())
        .containsPattern("A log of 5 MiB with [1-9]\\d* violations, medians of 1 rounds")
        .containsPattern("log explain +\\d+\\.\\d\\d +\\d+\\.\\d\\d")
        .containsPattern("grep \\(GNU grep\\) [\\d.]+ +\\d+\\.\\d\\d")
        .containsPattern("Peak memory of log explain: [1-9]\\d* MiB");
  }

  @Test
  void aCountIsAtLeastOne() {
    for (String[] arguments :
        new String[][] {
          {"bench", "--rounds", "0"},
          {"bench", "--seconds", "-1"},
          {"bench", "log", "--rounds", "0"}
        }) {
      Cli.Result result = Cli.run(arguments);

      assertThat(result.status()).isEqualTo(ExitCode.USAGE);
      assertThat(result.err()).contains("is not a whole number from 1 to 9999");
    }
  }

  @Test
  void aSizeHasAUnit() {
    assertThat(Cli.run("bench", "log", "--size", "2").err()).contains("write 200m, or 2g");
  }
}
