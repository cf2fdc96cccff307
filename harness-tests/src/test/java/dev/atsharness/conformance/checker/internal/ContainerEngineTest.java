package dev.atsharness.conformance.checker.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Tests how the program of a container engine is found and called, with scripts instead of the
 * program.
 */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the programs are shell scripts")
class ContainerEngineTest {

  private static final Duration LONG = Duration.ofSeconds(30);

  @TempDir Path bin;

  @Test
  void isDockerWhereBothAreThere() throws Exception {
    program("docker", "echo Docker Engine");
    program("podman", "echo Podman Engine");

    ContainerEngine engine = ContainerEngine.find(bin.toString(), LONG);

    assertThat(engine.program()).isEqualTo(bin.resolve("docker"));
    assertThat(engine.podman()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "echo Cannot connect to the Docker daemon >&2; exit 1",
    "echo Emulate Docker CLI using podman. >&2; echo Client: Podman Engine",
  })
  void isPodmanWhereDockerDoesNotAnswerOrIsPodmanUnderAnotherName(String docker) throws Exception {
    program("docker", docker);
    program("podman", "echo Podman Engine");

    ContainerEngine engine = ContainerEngine.find(bin.toString(), LONG);

    assertThat(engine.program()).isEqualTo(bin.resolve("podman"));
    assertThat(engine.podman()).isTrue();
  }

  @Test
  void saysWhatToDoWhereThereIsNone() {
    assertThatThrownBy(() -> ContainerEngine.find(bin.toString(), LONG))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("neither docker nor podman is on the PATH; install one of them");
  }

  @Test
  void saysWhyEachCannotBeUsed() throws Exception {
    program("docker", "echo Client: 28; echo 'Cannot connect to the daemon' >&2; exit 1");
    program("podman", "exit 125");

    assertThatThrownBy(() -> ContainerEngine.find(bin.toString(), LONG))
        .hasMessage(
            "no container engine answers: docker says: Cannot connect to the daemon; podman says:"
                + " exit status 125");
  }

  @Test
  void doesNotWaitForAnEngineThatHangs() throws Exception {
    program("docker", "exec sleep 60");

    assertThatThrownBy(() -> ContainerEngine.find(bin.toString(), Duration.ofSeconds(1)))
        .hasMessage("no container engine answers: docker says: no answer within 1 s");
  }

  @Test
  void downloadsAnImageThatIsNotThere() throws Exception {
    ContainerEngine engine = docker("[ \"$1 $2\" != 'image inspect' ]");

    engine.requireImage("scanner");

    assertThat(calls()).endsWith("image inspect -- scanner", "pull --quiet -- scanner");
  }

  @Test
  void saysWhatToDoAboutAnImageThatIsNowhere() throws Exception {
    ContainerEngine engine =
        docker("echo 'Using default tag' >&2; echo 'Error: no such host' >&2; [ $1 = version ]");

    assertThatThrownBy(() -> engine.requireImage("scanner"))
        .isInstanceOf(IOException.class)
        .hasMessage(
            "cannot run the image scanner: it is not on this machine, and cannot be downloaded"
                + " (Error: no such host); build it or load it, or correct its name in the"
                + " adapter");
  }

  @Test
  void boundsAndRemovesAContainer() throws Exception {
    ContainerEngine engine =
        docker("case $1 in container) echo exited 3;; start) echo out; exit 3;; esac");

    CheckerContainer.Run run = CheckerContainer.run(engine, task(0), LONG);

    assertThat(run.exit()).hasValue(3);
    assertThat(run.output()).isEqualTo("out\n");
    assertThat(run.left()).isEmpty();
    String name = calls().get(1).replaceAll(".*--name=([^ ]*).*", "$1");
    assertThat(calls())
        .containsExactly(
            "version",
            "create --name="
                + name
                + " --pull=never --stop-timeout=0 --label=dev.atsharness.checker --network=host"
                + " --log-driver=none --pids-limit=512 --env=A=b c"
                + " --add-host=no-ems.ats-harness.test:127.0.0.1 -- scanner --verbose",
            "cp - " + name + ":/",
            "start --attach " + name,
            "container inspect --format={{.State.Status}} {{.State.ExitCode}} " + name,
            "rm --force --volumes " + name);
  }

  @Test
  void doesNotHandOnTheProxyOfThisMachine() throws Exception {
    program("podman", "[ $1 = version ]");
    ContainerEngine engine = ContainerEngine.find(bin.toString(), LONG);

    assertThatThrownBy(() -> CheckerContainer.run(engine, task(0), LONG));

    assertThat(calls().get(1)).contains(" --http-proxy=false ");
  }

  @Test
  void saysWhyAContainerCannotBeStartedAndRemovesIt() throws Exception {
    ContainerEngine engine =
        docker(
            "case $1 in container) echo created 127;; start)"
                + " echo 'Error response from daemon: no such program' >&2; exit 1;; esac");

    assertThatThrownBy(() -> CheckerContainer.run(engine, task(0), LONG))
        .isInstanceOf(IOException.class)
        .hasMessage("cannot run the image scanner: Error response from daemon: no such program");
    assertThat(calls()).last().asString().startsWith("rm --force");
  }

  @Test
  void stopsAndRemovesAContainerWhenTheTimeIsUp() throws Exception {
    ContainerEngine engine = docker("[ $1 != start ] || exec sleep 60");

    CheckerContainer.Run run = CheckerContainer.run(engine, task(0), Duration.ofSeconds(1));

    assertThat(run.exit()).isEmpty();
    assertThat(calls()).last().asString().startsWith("rm --force");
  }

  @Test
  void removesAContainerWhenItIsInterrupted() throws Exception {
    Path started = bin.resolve("started");
    ContainerEngine engine = docker("[ $1 != start ] || { touch " + started + "; sleep 60; }");
    Thread main = Thread.currentThread();
    Thread interrupter =
        new Thread(
            () -> {
              while (!Files.exists(started)) {
                Thread.onSpinWait();
              }
              main.interrupt();
            });
    interrupter.setDaemon(true);
    interrupter.start();

    assertThatThrownBy(() -> CheckerContainer.run(engine, task(0), LONG))
        .isInstanceOf(InterruptedException.class);
    assertThat(calls()).last().asString().startsWith("rm --force");
  }

  @Test
  void saysWhyAContainerIsLeft() throws Exception {
    ContainerEngine engine =
        docker(
            "case $1 in container) echo exited 0;; rm) echo 'Error: device busy' >&2; exit 1;;"
                + " esac");

    assertThat(CheckerContainer.run(engine, task(0), LONG).left()).hasValue("Error: device busy");
  }

  @Test
  void dropsWhatIsMoreThanItKeeps() throws Exception {
    ContainerEngine engine =
        docker(
            "case $1 in container) echo exited 0;; start) head -c "
                + (Tool.MAX_OUTPUT + 1)
                + " /dev/zero;; esac");

    CheckerContainer.Run run = CheckerContainer.run(engine, task(0), LONG);

    assertThat(run.cut()).isTrue();
    assertThat(run.exit()).hasValue(0);
    assertThat(run.output()).hasSize(Tool.MAX_OUTPUT);
  }

  @ParameterizedTest
  @CsvSource({
    "Error response from daemon: Could not find the file /out in container x, ''",
    "'Error: \"/out\" could not be found on container x: no such file or directory', ''",
  })
  void findsNoReportWhereTheProgramRemovedIt(String error, String report) throws Exception {
    ContainerEngine engine =
        docker(
            "case $1 in container) echo exited 0;; cp) [ $2 = - ] || { echo '"
                + error
                + "' >&2; exit 1; };; esac");

    assertThat(CheckerContainer.run(engine, task(10), LONG).report()).isEqualTo(report);
  }

  @Test
  void refusesAReportThatIsTooLong() throws Exception {
    Path archive = bin.resolve("archive");
    ContainerFiles.write(archive, Map.of("/report", "01234567890"), "/other");
    ContainerEngine engine =
        docker(
            "case $1 in container) echo exited 0;; cp) [ $2 = - ] || cat " + archive + ";; esac");

    assertThatThrownBy(() -> CheckerContainer.run(engine, task(10), LONG))
        .isInstanceOf(IOException.class)
        .hasMessage("its report is longer than 10 bytes");
  }

  private static CheckerContainer.Task task(int maxReport) {
    return new CheckerContainer.Task(
        "scanner",
        List.of("--verbose"),
        Map.of("A", "b c"),
        CheckerContainer.HOST_NETWORK,
        Map.of("no-ems.ats-harness.test", "127.0.0.1"),
        Map.of("/a/ca.pem", "PEM"),
        "/a/out",
        maxReport);
  }

  private ContainerEngine docker(String script) throws Exception {
    program("docker", script);
    return ContainerEngine.find(bin.toString(), LONG);
  }

  /** Returns the arguments of each call, on one line. */
  private List<String> calls() throws IOException {
    return Files.readAllLines(bin.resolve("calls"));
  }

  private void program(String name, String script) throws IOException {
    Path file = bin.resolve(name);
    Files.writeString(
        file, "#!/bin/sh\necho \"$*\" >>" + bin.resolve("calls") + "\n" + script + "\n");
    assertThat(file.toFile().setExecutable(true)).isTrue();
  }
}
