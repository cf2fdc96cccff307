package dev.atsharness.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.atsharness.scenario.internal.CompiledDrills;
import dev.atsharness.scenario.internal.SystemProcess;
import dev.atsharness.yaml.BadFileException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Drill material that the build must refuse. */
class BrokenDrillFileTest {
  @TempDir Path module;

  @Test
  void aCodeWithoutATeamIsNamed() throws IOException {
    assertThat(
            problem(
                "      rsa-pkcs1-sha1-negotiated: lets the server sign its handshakes with SHA-256 or"
                    + " better\n",
                ""))
        .contains("rsa-pkcs1-sha1-negotiated has no team; it needs at least one");
  }

  @Test
  void aCodeWithoutAFunctionIsNamed() throws IOException {
    assertThat(problem("    ems-not-negotiated: boringssl", "    tls-not-used: boringssl"))
        .contains("no function writes ems-not-negotiated");
  }

  @Test
  void anUnknownCodeIsNamed() throws IOException {
    assertThat(problem("    ems-not-negotiated: boringssl", "    ems-missing: boringssl"))
        .contains("ems-missing");
  }

  @Test
  void aReportIsOneOfApplesProcesses() throws IOException {
    assertThat(problem("ios: Preferences, macos", "ios: Field Notes, macos"))
        .contains("processes.yaml has no process 'Field Notes' on ios");
  }

  @Test
  void aProcessThatTheRequirementsAreNotForServesNoRoleOfTheirs() throws IOException {
    assertThat(problem("{ios: [mdmd,", "{ios: [mdmclient,"))
        .matches("(?s).*drills.yaml:\\d+:\\d+: processes.yaml has no process 'mdmclient' on ios");
  }

  @Test
  void anOutsiderIsNoneOfApplesProcesses() throws IOException {
    assertThat(problem("process: BusTimes", "process: profiled"))
        .contains("'profiled' is in processes.yaml");
  }

  @Test
  void anUnknownKeyIsRefused() throws IOException {
    assertThat(problem("    decoy: the sandbox", "    lure: the sandbox"))
        .contains("unknown key 'lure'");
  }

  private String problem(String from, String to) throws IOException {
    String text = Files.readString(Path.of("drills.yaml"));
    assertThat(text).contains(from);
    Files.writeString(module.resolve("drills.yaml"), text.replace(from, to));
    BadFileException thrown =
        catchThrowableOfType(
            BadFileException.class,
            () -> CompiledDrills.compile(module, module, SystemProcess.all()));
    assertThat(thrown).isNotNull();
    return thrown.getMessage();
  }
}
