package dev.atsharness.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atsharness.conformance.CheckedEndpoint;
import dev.atsharness.conformance.Checker;
import dev.atsharness.conformance.checker.Checkers;
import dev.atsharness.scenario.Catalogue;
import dev.atsharness.server.AtsHarness;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which endpoints a checker gets. */
class SelectionIT {

  private static final String BREAKS_THE_PROTOCOL = "client/rc4-suite";

  @Test
  void aScannerGetsTheServersThatBreakTheProtocolOnlyIfTheyAreChosen() throws Exception {
    Checkers known =
        new Checkers(Catalogue.builtIn().profiles(), Clock.systemUTC(), System.getenv("PATH"));
    Checker scanner = known.command("true");
    Checker device = known.named("simulated-device:ios-27-system").get(0);
    try (AtsHarness harness =
        AtsHarness.builder()
            .only("baseline/tls13", "handshake/no-ems", BREAKS_THE_PROTOCOL)
            .start()) {
      List<CheckedEndpoint> endpoints = CheckedEndpoint.of(harness.manifest());

      assertThat(ids(scanner, endpoints, false))
          .containsExactly("baseline/tls13", "handshake/no-ems");
      assertThat(ids(scanner, endpoints, true)).contains(BREAKS_THE_PROTOCOL);
      assertThat(ids(device, endpoints, false)).contains(BREAKS_THE_PROTOCOL);
    }
  }

  @Test
  void everyReportOfASelectionSaysSo(@TempDir Path directory) throws Exception {
    everyReportSaysSo(directory, "--sample", "--only", "key/*");
    everyReportSaysSo(directory, "--only", "key/*", "--code", "rsa-key-below-2048");
  }

  private static void everyReportSaysSo(Path directory, String... selection) throws Exception {
    String[] forms = {"json", "html", "markdown", "junit", "sarif", "table", "client-table"};
    List<String> arguments = new ArrayList<>(List.of("check", "--checker", "simulated-device:lab"));
    arguments.addAll(List.of(selection));
    for (String form : forms) {
      arguments.addAll(List.of("--" + form, directory.resolve(form).toString()));
    }

    Cli.Result result = Cli.run(arguments.toArray(String[]::new));

    assertThat(result.status()).as(result.err()).isEqualTo(ExitCode.OK);
    assertThat(result.out())
        .containsPattern("all as expected \\(a selection of \\d+ of \\d+ scenarios");
    for (String form : forms) {
      assertThat(Files.readString(directory.resolve(form)))
          .as(form)
          .containsPattern("selection of \\d+ of \\d+ scenarios|\"sampleOf\" : \\d+");
    }
    assertThat(Cli.run("report", directory.resolve("json").toString()).out())
        .containsPattern("selection of \\d+ of \\d+ scenarios");
  }

  @Test
  void aCodeSelectsFaultsAndTheirControlsHereAndAtARunningHarness() throws Exception {
    String[] run = {"check", "--checker", "simulated-device:lab", "--all", "--code"};
    String[] ours = Stream.concat(Stream.of(run), Stream.of("tls-not-used")).toArray(String[]::new);
    assertThat(Cli.run(ours).out())
        .contains("cleartext/plain-http", "baseline/tls13")
        .doesNotContain("key/")
        .containsPattern("a selection of \\d+ of \\d\\d\\d scenarios");

    try (AtsHarness harness =
        AtsHarness.builder().only("baseline/*", "cleartext/plain-http", "key/p224").start()) {
      String[] there =
          Stream.concat(
                  Stream.of(ours),
                  Stream.of("--sample", "--against", harness.manifest().console().toString()))
              .toArray(String[]::new);
      assertThat(Cli.run(there).out())
          .contains("cleartext/plain-http")
          .doesNotContain("key/p224", "baseline/ecdsa")
          .containsPattern("a selection of [23] of \\d+ scenarios");
    }
  }

  private static List<String> ids(
      Checker checker, List<CheckedEndpoint> endpoints, boolean chosen) {
    return new Selection()
        .plan(List.of(checker), endpoints, chosen).get(checker).stream()
            .map(CheckedEndpoint::scenario)
            .toList();
  }
}
