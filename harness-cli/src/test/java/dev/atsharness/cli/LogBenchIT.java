package dev.atsharness.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** The benchmark measures something; people judge the speed. */
@EnabledOnOs(value = OS.LINUX, disabledReason = "GNU grep is at home there")
@Tag("proof")
class LogBenchIT {

  @Test
  void measuresALogBesideGrep() {
    Cli.Result result = Cli.run("bench", "log", "--size", "5m", "--rounds", "1");

    assertThat(result.status()).as(result.err()).isEqualTo(ExitCode.FAILURE);
    assertThat(result.out())
        .contains("Logs of 5 MiB, one round")
        .containsPattern("grep \\(GNU grep\\) [\\d.]+, 1 violation in 200 lines +\\d+\\.\\d\\d")
        .containsPattern("note: 1 violation in 200 lines: [1-9]\\d* violations");
    for (String line :
        new String[] {
          "1 violation in 20,000 lines .*goal at least 0.90",
          "1 violation in 200 lines .*goal at least 0.50"
        }) {
      assertThat(result.out())
          .containsPattern(
              "log explain, " + line + ": cannot tell, because the log is shorter than 1 GiB");
    }
    assertThat(result.out()).containsPattern("peak memory of log explain, .* [1-9]\\d* MiB");
  }

  @Test
  void aCountIsAtLeastOne() {
    for (String[] arguments :
        new String[][] {
          {"bench", "--rounds", "0"},
          {"bench", "--seconds", "-1"},
          {"bench", "--warm-up", "0"},
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
