package dev.atsharness.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DescriptorsTest {

  private static final OpenConnections WANTED = new OpenConnections(1000, 250, 100);

  private final List<String> warnings = new ArrayList<>();

  private OpenConnections share(long limit) {
    return new Descriptors(40, OptionalLong.of(limit)).share(WANTED, 300, warnings::add);
  }

  @Test
  void enoughAreNotMentioned() {
    assertThat(share(1750)).isEqualTo(WANTED);
    assertThat(new Descriptors(40, OptionalLong.empty()).share(WANTED, 300, warnings::add))
        .isEqualTo(WANTED);
    assertThat(warnings).isEmpty();
  }

  @Test
  void tooFewAreSharedAndMentioned() {
    assertThat(share(1075)).isEqualTo(new OpenConnections(500, 125, 50));
    assertThat(warnings)
        .containsExactly(
            "300 ports and 1350 connections need 1750 file descriptors, and this process may have"
                + " 1075, so the endpoints take at most 500 connections at one time and the console"
                + " 125; allow more with ulimit -n 1750");
    OpenConnections fewest = share(420);
    assertThat(fewest.total()).isLessThanOrEqualTo(20);
    assertThat(fewest.names()).isEqualTo(1);
  }

  @Test
  void notEnoughForThePortsIsAnError() {
    assertThatThrownBy(() -> share(419))
        .isInstanceOf(HarnessException.class)
        .hasMessageContaining("need 1750 file descriptors, and this process may have 419")
        .hasMessageContaining("ulimit -n 1750");
  }

  @Test
  void theyAreReadWhereTheSystemSaysThem(@TempDir Path process) throws Exception {
    assertThat(Descriptors.read(process).limit()).isEmpty();
    Path fd = Files.createDirectory(process.resolve("fd"));
    Files.createFile(fd.resolve("0"));
    Path limits = process.resolve("limits");
    Files.writeString(limits, "Limit\nMax open files            1024    4096    files\n");
    assertThat(Descriptors.read(process)).isEqualTo(new Descriptors(1, OptionalLong.of(1024)));
    Files.writeString(limits, "Max open files            unlimited    unlimited    files\n");
    assertThat(Descriptors.read(process).limit()).isEmpty();
  }
}
