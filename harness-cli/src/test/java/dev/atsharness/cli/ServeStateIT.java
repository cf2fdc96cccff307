package dev.atsharness.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.atsharness.certs.HarnessCa;
import dev.atsharness.certs.KeyPool;
import dev.atsharness.conformance.CheckedEndpoint;
import dev.atsharness.device.internal.SimulatedDevice;
import dev.atsharness.device.internal.trust.TrustAnchors;
import dev.atsharness.log.LogEvent;
import dev.atsharness.log.LogFormat;
import dev.atsharness.scenario.Catalogue;
import dev.atsharness.server.Manifest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A log can be checked after the harness has stopped, because its state is stored. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "a process cannot be asked to end there")
class ServeStateIT {

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir Path directory;

  @Test
  void aStoppedHarnessLeavesWhatItSaw() throws Exception {
    Path state = directory.resolve("state");
    Path ready = directory.resolve("ready.json");
    Process serve = serve(state, ready);
    Path log;
    try {
      await().atMost(PATIENCE).until(() -> Files.exists(ready) || !serve.isAlive());
      log = visited(Manifest.parse(Files.readString(ready)), "baseline/tls13", "handshake/no-ems");
      Cli.Result running = check(log, state);
      assertThat(running.out()).containsPattern("handshake/no-ems +agreed");
      serve.destroy();
      assertThat(serve.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
    } finally {
      serve.destroyForcibly();
    }

    assertThat(state.resolve("manifest.json")).exists();
    Cli.Result stopped = check(log, state);
    assertThat(stopped.err()).doesNotContain("its journal is gone");
    assertThat(stopped.out())
        .containsPattern("baseline/tls13 +agreed")
        .containsPattern("handshake/no-ems +agreed")
        .containsPattern("trust/expired +no-contact");
    Cli.Result other = check(log, state, "--client", "192.0.2.50");
    assertThat(other.out())
        .containsPattern("baseline/tls13 +no-contact")
        .containsPattern("handshake/no-ems +agreed");

    Process again = serve(state, directory.resolve("again.json"));
    try {
      await()
          .atMost(PATIENCE)
          .until(() -> Files.exists(directory.resolve("again.json")) || !again.isAlive());
      assertThat(check(log, state).out())
          .as("of the run before")
          .containsPattern("baseline/tls13 +agreed");
      again.destroy();
      assertThat(again.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
    } finally {
      again.destroyForcibly();
    }
    assertThat(check(log, state).out()).containsPattern("baseline/tls13 +agreed");
    assertThat(Files.getPosixFilePermissions(state.resolve("journal.json")))
        .containsExactlyInAnyOrder(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);
    Files.delete(state.resolve("journal.json"));
    assertThat(check(log, state).err()).contains("its journal is gone");
  }

  @Test
  void aRootThatEndsSoonIsMentioned() throws Exception {
    Path state = directory.resolve("state");
    Clock earlier = Clock.offset(Clock.systemUTC(), HarnessCa.LIFETIME.minusDays(10).negated());
    try (KeyPool keys = new KeyPool()) {
      HarnessCa.loadOrCreate(state, "ats-harness.test", earlier, keys);
    }
    Path ready = directory.resolve("ready.json");
    Process serve = serve(state, ready);
    try {
      await().atMost(PATIENCE).until(() -> Files.exists(ready) || !serve.isAlive());
      serve.destroy();
      assertThat(serve.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
    } finally {
      serve.destroyForcibly();
    }
    assertThat(directory.resolve("out"))
        .content()
        .contains("warning: the root in " + state + " ends in 9 days", "delete " + state);
  }

  private Process serve(Path state, Path ready) throws IOException {
    return Program.serving(
            ready,
            "--only",
            "baseline/tls13",
            "--only",
            "handshake/no-ems",
            "--only",
            "trust/expired",
            "--state",
            state)
        .redirectOutput(directory.resolve("out").toFile())
        .redirectErrorStream(true)
        .start();
  }

  private static Cli.Result check(Path log, Path state, String... more) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "log",
                "check",
                log.toString(),
                "--as",
                "ios-26.5-system",
                "--state",
                state.toString()));
    arguments.addAll(List.of(more));
    return Cli.run(arguments.toArray(String[]::new));
  }

  private Path visited(Manifest manifest, String... scenarios) throws Exception {
    List<LogEvent> events = new ArrayList<>();
    for (CheckedEndpoint target : CheckedEndpoint.of(manifest)) {
      if (List.of(scenarios).contains(target.scenario())) {
        events.addAll(
            new SimulatedDevice(
                    Catalogue.builtIn().profile("ios-26.5-system"),
                    TrustAnchors.ofPem(manifest.ca().pem()),
                    Clock.systemUTC(),
                    PATIENCE)
                .visit(
                    target.location().dedicatedUrl(),
                    new InetSocketAddress(
                        InetAddress.getByName(target.location().address()),
                        target.location().port()),
                    true)
                .events());
      }
    }
    return Files.writeString(
        directory.resolve("log.txt"),
        events.stream()
            .map(event -> LogFormat.DEFAULT.line(event) + "\n")
            .collect(Collectors.joining()));
  }
}
