package dev.atsharness.log.internal.archive;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LogProgramTest {

  @TempDir Path directory;

  @Test
  void theProgramIsFoundOnThePath() throws IOException {
    Path program = directory.resolve(LogProgram.ITERATOR);
    Files.createFile(program);
    Map<String, String> environment = Map.of("PATH", "/nowhere" + File.pathSeparator + directory);

    assertThat(program.toFile().setExecutable(false)).isTrue();
    assertThat(LogProgram.find(environment, "Linux")).isEmpty();
    assertThat(program.toFile().setExecutable(true)).isTrue();
    assertThat(LogProgram.find(environment, "Linux")).contains(new LogProgram(program, false));
  }

  @Test
  void theNamedProgramIsTakenEvenIfItDoesNotExist() {
    Map<String, String> environment = Map.of(LogProgram.VARIABLE, "/nowhere/it", "PATH", "/bin");

    for (String system : new String[] {"Linux", "Mac OS X"}) {
      assertThat(LogProgram.find(environment, system))
          .contains(new LogProgram(Path.of("/nowhere/it"), false));
    }
    assertThat(LogProgram.find(Map.of(LogProgram.VARIABLE, " "), "Linux")).isEmpty();
  }

  @Test
  void onAMacTheCommandAsksForTheNetworkWithInfo() {
    LogProgram program = new LogProgram(Path.of("/usr/bin/log"), true);

    assertThat(program.command(Path.of("/x/-a.logarchive")))
        .startsWith("/usr/bin/log", "show", "--archive", "/x/-a.logarchive", "--info")
        .contains("subsystem == \"com.apple.network\"", "ndjson");
    assertThat(program.name()).isEqualTo("log show");
  }

  @ParameterizedTest
  @CsvSource({
    "s/system_logs.logarchive/Persist/0000000000000a01.tracev3, s/system_logs.logarchive, true",
    "a.logarchive/dsc/C3C3C3C3C3C3C3C3C3C3C3C3C3C3C3C3, a.logarchive, true",
    "a.logarchive/Info.plist, a.logarchive, true",
    "a.logarchive/../b, a.logarchive, false",
    "a.logarchive/Persist/../../x.tracev3, a.logarchive, false",
    "a.logarchive/other/file.txt, a.logarchive, false",
    "a.logarchive/, a.logarchive, false",
    "Persist/1.tracev3, '', true",
    "x/y/timesync/1.timesync, x/y, true",
    "x/0A/0123456789ABCDEF0123456789ABCD, x, true"
  })
  void aFileIsKnownByItsPath(String path, String archive, boolean needed) {
    assertThat(ArchiveMember.of(path))
        .hasValueSatisfying(
            member -> {
              assertThat(member.archive()).isEqualTo(archive);
              assertThat(member.isNeeded()).isEqualTo(needed);
            });
  }

  @ParameterizedTest
  @CsvSource({"x/ats.txt", "x/1.tracev3", "objects/0a/0123456789abcdef", "system_logs.logarchive"})
  void otherFilesAreNotOfALog(String path) {
    assertThat(ArchiveMember.of(path)).isEmpty();
  }
}
