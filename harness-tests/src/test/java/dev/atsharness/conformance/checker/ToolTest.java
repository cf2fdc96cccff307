package dev.atsharness.conformance.checker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

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
    long child = Long.parseLong(run.output().strip());
    await().until(() -> ProcessHandle.of(child).filter(ProcessHandle::isAlive).isEmpty());
  }

  @Test
  void letsAStoppedProgramCleanUp() throws Exception {
    Tool.Run run = run("trap 'echo cleaned; exit 1' TERM; sleep 60 & wait", Duration.ofSeconds(1));

    assertThat(run.output()).isEqualTo("cleaned\n");
  }

  @Test
  void keepsABoundedPartOfTheOutput() throws Exception {
    Tool.Run run = run("head -c 5000000 /dev/zero; exit 3", LONG);

    assertThat(run.exit()).hasValue(3);
    assertThat(run.output()).hasSize(Tool.MAX_OUTPUT);
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

  private Path executable(String name) throws IOException {
    Path file = Files.writeString(directory.resolve(name), "#!/bin/sh\n");
    assertThat(file.toFile().setExecutable(true)).isTrue();
    return file;
  }
}
