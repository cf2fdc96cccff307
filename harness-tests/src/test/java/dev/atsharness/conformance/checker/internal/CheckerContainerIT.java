package dev.atsharness.conformance.checker.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.atsharness.conformance.checker.internal.CheckerContainer.Run;
import dev.atsharness.conformance.checker.internal.CheckerContainer.Task;
import dev.atsharness.testing.ContainerImages;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests programs in containers of a real engine. */
class CheckerContainerIT {

  /** The image from .ci/install-docker. */
  private static final String IMAGE = "ats-harness-base:ci";

  private static final Duration LONG = Duration.ofSeconds(60);

  private static ContainerEngine engine;

  /** A text that occurs only in the command line of this test's containers. */
  private final String mark = UUID.randomUUID().toString();

  @BeforeAll
  static void find(@TempDir Path scratch) throws Exception {
    ContainerImages.require(scratch, IMAGE);
    engine = ContainerEngine.find(System.getenv("PATH"));
    engine.requireImage(IMAGE);
  }

  @Test
  void aProgramHasItsFilesAndNamesAndBounds() throws Exception {
    Run run =
        run(
            """
            cat /kit/ca.pem
            grep no-ems /etc/hosts
            echo "$A"
            cat /sys/fs/cgroup/pids.max /sys/fs/cgroup/pids/pids.max 2>/dev/null
            echo trouble >&2
            echo report >/kit/output
            exit 7
            """);

    assertThat(run.exit()).hasValue(7);
    assertThat(run.output()).isEqualTo("PEM\n127.0.0.1\tno-ems.ats-harness.test\nb c\n512\n");
    assertThat(run.errors()).isEqualTo("trouble\n");
    assertThat(run.report()).isEqualTo("report\n");
    assertRemoved();
  }

  @ParameterizedTest
  @ValueSource(strings = {"rm /kit/output", "rm -r /kit", "rm /kit/output; mkdir /kit/output"})
  void noReportIsReadWhereThereIsNone(String script) throws Exception {
    assertThat(run(script).report()).isEmpty();
    assertRemoved();
  }

  @Test
  void aLinkInThePlaceOfAReportDoesNotLeadToAFileOfThisMachine(@TempDir Path directory)
      throws Exception {
    Path secret = Files.writeString(directory.resolve("secret"), "secret");

    assertThat(run("ln -sf " + secret + " /kit/output").report()).isEmpty();
    assertRemoved();
  }

  @Test
  void aReportThatIsTooLongIsRefused() {
    assertThatThrownBy(() -> run("head -c 100000000 /dev/zero >/kit/output"))
        .isInstanceOf(IOException.class)
        .hasMessage("its report is longer than 1000 bytes");
    assertRemoved();
  }

  @Test
  void aProgramThatIsNotThereIsNamed() {
    Task task = task(List.of("/nowhere/scanner", mark));

    assertThatThrownBy(() -> CheckerContainer.run(engine, task, LONG))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith("cannot run the image " + IMAGE + ": ")
        .hasMessageContaining("/nowhere/scanner");
    assertRemoved();
  }

  @Test
  void aProgramIsStoppedWhenItsTimeIsUp() throws Exception {
    Run run =
        CheckerContainer.run(
            engine,
            task(List.of("sh", "-c", "trap '' TERM; sleep 60", mark)),
            Duration.ofSeconds(1));

    assertThat(run.exit()).isEmpty();
    assertRemoved();
  }

  @Test
  void anImageThatIsNotThereIsNamed() {
    assertThatThrownBy(() -> engine.requireImage("ats-harness-no-such-image:ci"))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith(
            "cannot run the image ats-harness-no-such-image:ci: it is not on this machine, and"
                + " cannot be downloaded (");
  }

  /** Runs the checker in a separate process, as at Ctrl-C. */
  @Test
  void theEndOfTheProgramWaitsUntilTheContainerIsRemoved() throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Sleeper.class.getName(),
                mark)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    try {
      await().atMost(LONG).until(() -> containers("running").contains(mark));
      process.destroy();
      assertThat(process.waitFor(LONG.toSeconds(), TimeUnit.SECONDS)).isTrue();
    } finally {
      process.destroyForcibly();
    }
    assertRemoved();
  }

  /** Runs a program that takes longer than the test waits. */
  static final class Sleeper {
    private Sleeper() {}

    public static void main(String[] mark) throws Exception {
      CheckerContainer.run(
          ContainerEngine.find(System.getenv("PATH")),
          task(List.of("sh", "-c", "sleep 600", mark[0])),
          Duration.ofMinutes(10));
    }
  }

  private Run run(String script) throws IOException, InterruptedException {
    return CheckerContainer.run(engine, task(List.of("sh", "-c", script, mark)), LONG);
  }

  private static Task task(List<String> command) {
    return new Task(
        IMAGE,
        command,
        Map.of("A", "b c"),
        CheckerContainer.HOST_NETWORK,
        Map.of("no-ems.ats-harness.test", "127.0.0.1"),
        Map.of("/kit/ca.pem", "PEM\n"),
        "/kit/output",
        1000);
  }

  private void assertRemoved() {
    assertThat(containers("created", "running", "exited")).doesNotContain(mark);
  }

  private static String containers(String... states) {
    List<String> command =
        new ArrayList<>(List.of("ps", "--all", "--no-trunc", "--format", "{{.Command}}"));
    for (String state : states) {
      command.addAll(List.of("--filter", "status=" + state));
    }
    command.add(0, engine.program().toString());
    try {
      Tool.Run run = Tool.run(command, Path.of("."), Map.of(), LONG);
      assertThat(run.exit()).as(run.errors()).hasValue(0);
      return run.output();
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
