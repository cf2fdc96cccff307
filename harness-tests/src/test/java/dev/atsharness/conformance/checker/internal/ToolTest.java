package dev.atsharness.conformance.checker.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the programs are shell scripts")
class ToolTest {

  private static final Duration LONG = Duration.ofSeconds(30);

  @TempDir Path directory;

  @Test
  void givesExitStatusAndBothStreams() throws Exception {
    Tool.Run run = run("echo out; echo err >&2; exit 7", LONG);

    assertThat(run.exit()).hasValue(7);
    assertThat(run.output()).isEqualTo("out\n");
    assertThat(run.errors()).isEqualTo("err\n");
    assertThat(run.streams()).isEqualTo("out\nerr\n");
  }

  @Test
  void addsToTheEnvironment() throws Exception {
    Tool.Run run =
        Tool.run(
            List.of("/bin/sh", "-c", "echo $GREETING"),
            directory,
            Map.of("GREETING", "hello"),
            LONG);

    assertThat(run.output()).isEqualTo("hello\n");
  }

  @Test
  void givesNoInput() throws Exception {
    assertThat(run("cat; echo end", LONG).output()).isEqualTo("end\n");
  }

  @Test
  void stopsTheWholeTreeWhenTheTimeIsUp() throws Exception {
    Tool.Run run =
        run("trap '' TERM; (trap '' TERM; exec sleep 60) & echo $!; wait", Duration.ofSeconds(1));

    assertThat(run.exit()).isEmpty();
    assertThat(run.left()).isZero();
    assertThat(alive(run.output())).isFalse();
  }

  @Test
  void letsAStoppedProgramCleanUp() throws Exception {
    Tool.Run run = run("trap 'echo cleaned; exit 1' TERM; sleep 60 & wait", Duration.ofSeconds(1));

    assertThat(run.output()).isEqualTo("cleaned\n");
  }

  @Test
  void stopsAProgramThatFloods() throws Exception {
    Tool.Run run =
        run("trap '' TERM PIPE; echo $$ > pid; head -c 1000000000 /dev/zero 2>&1; sleep 60", LONG);

    assertThat(run.exit()).isEmpty();
    assertThat(run.flooded()).isTrue();
    assertThat(run.output()).hasSize(Tool.MAX_OUTPUT);
    assertThat(alive(Files.readString(directory.resolve("pid")))).isFalse();
  }

  @Test
  void doesNotWaitForAChildThatKeepsTheOutputOpen() throws Exception {
    Tool.Run run = run("trap '' TERM; sleep 60 & echo $!; exit 3", LONG);

    assertThat(run.exit()).hasValue(3);
    assertThat(run.left()).isEqualTo(1);
    assertThat(alive(run.output())).isFalse();
  }

  @Test
  void hearsTheLastWordOfAChild() throws Exception {
    Path pipe = directory.resolve("pipe");
    Tool.Run run = run("mkfifo " + pipe + "; cat " + pipe + " & echo last > " + pipe, LONG);

    assertThat(run.output()).isEqualTo("last\n");
    assertThat(run.left()).isZero();
  }

  @Test
  void losesNothingIfThisMachineIsSlowToReadTheOutput() throws Exception {
    ProcessBuilder builder =
        new ProcessBuilder(
                "/bin/sh", "-c", "mkfifo pipe; (read word <pipe; echo $word) & echo last >pipe")
            .directory(directory.toFile());
    ProcessFamily family = ProcessFamily.start(builder, Tool.NO_INPUT);

    // It would end within milliseconds, and with it the pipe that its child writes to.
    assertThat(family.root().waitFor(300, TimeUnit.MILLISECONDS)).isFalse();
    Tool.Run run = Tool.await(family, LONG);

    assertThat(run.exit()).hasValue(0);
    assertThat(run.output()).isEqualTo("last\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "(trap '' HUP TERM; exec sleep 60) >/dev/null 2>&1 & echo $!",
        "env -i /bin/sleep 60 >/dev/null 2>&1 & echo $!",
        "(setsid sleep 60 >/dev/null 2>&1 & echo $!)",
      })
  @EnabledOnOs(value = OS.LINUX, disabledReason = "elsewhere an orphan is not found")
  void stopsAChildThatGotAway(String script) throws Exception {
    Tool.Run run = run(script, LONG);

    assertThat(run.exit()).hasValue(0);
    assertThat(run.left()).isEqualTo(1);
    assertThat(alive(run.output())).isFalse();
  }

  @Test
  void saysWhichProgramCannotBeStarted() {
    assertThatThrownBy(() -> Tool.run(List.of("/nowhere/testssl"), directory, Map.of(), LONG))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("/nowhere/testssl");
  }

  @Test
  void findsAProgramOnTheSearchPathInTheOrderOfItsNames() throws IOException {
    Path plain = executable("testssl.sh");

    assertThat(Tool.find("/nowhere:" + directory, "testssl", "testssl.sh")).hasValue(plain);
    assertThat(Tool.find("/nowhere::", "testssl", "testssl.sh")).isEmpty();
  }

  private Tool.Run run(String script, Duration limit) throws Exception {
    return Tool.run(List.of("/bin/sh", "-c", script), directory, Map.of(), limit);
  }

  private static boolean alive(String pid) {
    return ProcessHandle.of(Long.parseLong(pid.strip())).filter(ProcessHandle::isAlive).isPresent();
  }

  private Path executable(String name) throws IOException {
    Path file = Files.writeString(directory.resolve(name), "#!/bin/sh\n");
    assertThat(file.toFile().setExecutable(true)).isTrue();
    return file;
  }
}
