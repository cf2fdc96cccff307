package dev.atsharness.conformance.checker.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atsharness.conformance.CheckedEndpoint;
import dev.atsharness.conformance.CheckedEndpoints;
import dev.atsharness.testing.Skip;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PrivateHostsTest {

  @TempDir Path directory;

  @Test
  void theNameResolvesForTheProgramAlone() throws Exception {
    PrivateHosts hosts = available();
    byte[] before = Files.readAllBytes(Path.of("/etc/hosts"));

    Tool.Run run =
        Tool.run(
            hosts.resolving(
                CheckedEndpoints.clean("own/private"),
                List.of("getent", "hosts", "private.ats-harness.test"),
                new WorkDirectory(directory)),
            directory,
            Map.of(),
            Duration.ofSeconds(30));

    assertThat(run.exit()).hasValue(0);
    assertThat(run.output()).startsWith("127.0.0.1").contains("private.ats-harness.test");
    assertThat(Files.readAllBytes(Path.of("/etc/hosts"))).isEqualTo(before);
  }

  @Test
  void theNameOfTheServerToWhichTheAnswerLeadsResolvesToo() throws Exception {
    PrivateHosts hosts = available();
    CheckedEndpoint leading = CheckedEndpoints.clean("own/leading");
    CheckedEndpoint.Location there = leading.location();
    CheckedEndpoint onward =
        leading.at(
            new CheckedEndpoint.Location(
                there.host(),
                there.address(),
                there.port(),
                there.shared(),
                there.url(),
                Optional.of("next.ats-harness.test")));

    Tool.Run run =
        Tool.run(
            hosts.resolving(
                onward,
                List.of("getent", "hosts", there.host(), "next.ats-harness.test"),
                new WorkDirectory(directory)),
            directory,
            Map.of(),
            Duration.ofSeconds(30));

    assertThat(run.output()).contains("leading.ats-harness.test", "next.ats-harness.test");
  }

  @Test
  void aSystemWithoutUnshareIsToldWhatToDoInstead() {
    assertThatThrownBy(() -> PrivateHosts.find(directory.toString()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("needs Linux and unshare")
        .hasMessageContaining("ats-harness hosts");
  }

  private static PrivateHosts available() throws Exception {
    try {
      return PrivateHosts.find(System.getenv("PATH"));
    } catch (IllegalArgumentException e) {
      Skip.unless(false, e.getMessage());
      throw e;
    }
  }
}
