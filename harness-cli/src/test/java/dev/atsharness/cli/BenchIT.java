package dev.atsharness.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atsharness.cli.internal.bench.JUnitJarsTest;
import dev.atsharness.testing.OutsideProgram;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The benchmark measures something; people judge the speed. */
@Tag("proof")
class BenchIT {

  @Test
  void measuresAWarmServerBesideNginx() {
    OutsideProgram.require("openssl");
    OutsideProgram.require("nginx");
    Cli.Result result =
        Cli.run(
            "bench", "--part", "handshakes", "--rounds", "1", "--seconds", "1", "--warm-up", "1");

    assertThat(result.status()).as(result.err()).isEqualTo(ExitCode.FAILURE);
    for (String kind : new String[] {"TLS 1.2, RSA-2048", "TLS 1.3, RSA-2048", "TLS 1.3, P-256"}) {
      assertThat(result.out())
          .containsPattern(
              "server CPU per handshake, "
                  + kind
                  + " +[0-9.]+ ms, nginx [0-9.]+ ms, ratio [0-9.]+, goal at most 1.40: cannot tell,"
                  + " because the warm-up had only [0-9,]+ handshakes");
    }
  }

  @Test
  void measuresAColdServerAndATestClass() {
    Cli.Result result =
        Cli.run(
            "bench",
            "--part",
            "start-up,junit",
            "--rounds",
            "1",
            "--json",
            "--maven-repository",
            JUnitJarsTest.repository().toString());

    assertThat(result.status()).as(result.err()).isNotEqualTo(ExitCode.USAGE);
    JsonNode figures = JsonMapper.shared().readTree(result.out()).path("figures");
    assertThat(figures.valueStream().map(figure -> figure.path("name").asString()))
        .contains(
            "process start to every endpoint accepting",
            "first handshake and answer, median of the endpoints",
            "first handshake and answer, slowest endpoint",
            "JVM start to the first test method, @StartHarness");
    assertThat(figures.valueStream().map(figure -> figure.path("median").asDouble()))
        .allMatch(median -> median > 0);
    assertThat(
            figures
                .valueStream()
                .anyMatch(figure -> figure.path("verdict").asString().equals("missed")))
        .isEqualTo(result.status() == ExitCode.DEVIATION);
  }

  @Test
  void withoutJUnitTheStartOfATestClassIsNotKnown() {
    Cli.Result result = Cli.run("bench", "--part", "junit", "--maven-repository", "nowhere");

    assertThat(result.status()).isEqualTo(ExitCode.FAILURE);
    assertThat(result.out())
        .contains("@StartHarness", "cannot tell, because there is no", "--maven-repository");
  }
}
