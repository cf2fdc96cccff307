package dev.atsharness.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atsharness.conformance.checker.Checkers;
import dev.atsharness.conformance.internal.LocalJournal;
import dev.atsharness.conformance.internal.Progress;
import dev.atsharness.scenario.Catalogue;
import dev.atsharness.server.AtsHarness;
import dev.atsharness.server.Endpoint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Servers without their fault, judged by the ground truth of the servers with the fault. */
class MutatedServerIT {

  @TempDir Path mutations;

  @Test
  void extendedMasterSecretSwitchedOnTurnsTheRunRed() throws Exception {
    write("handshake/no-ems", "");

    assertThat(outcome("handshake/no-ems")).isEqualTo(Outcome.MISSED);
  }

  @Test
  void aKeyOf2048BitsInPlaceOf1024TurnsTheRunRed() throws Exception {
    write("key/rsa-1024", "certificate: {key: rsa-2048}");

    assertThat(outcome("key/rsa-1024")).isNotIn(Outcome.AGREED, Outcome.KNOWN_GAP);
  }

  @Test
  void theUnchangedServerAgrees() throws Exception {
    write("own/unrelated", "");

    assertThat(outcome("handshake/no-ems")).isEqualTo(Outcome.AGREED);
    assertThat(outcome("key/rsa-1024")).isEqualTo(Outcome.AGREED);
  }

  /**
   * Returns the judgement of the simulated iOS 26.5 at this server by the built-in ground truth.
   */
  private Outcome outcome(String scenario) throws Exception {
    Catalogue mutated = Catalogue.builtIn().with(mutations);
    try (AtsHarness truth = AtsHarness.builder().only("baseline/tls13", scenario).start();
        AtsHarness server =
            AtsHarness.builder().catalogue(mutated).only("baseline/tls13", scenario).start()) {
      List<CheckedEndpoint> targets =
          CheckedEndpoint.of(truth.manifest()).stream()
              .map(target -> served(target, server))
              .toList();
      List<Checker> devices =
          new Checkers(mutated.profiles(), Clock.systemUTC(), "")
              .named("simulated-device:ios-26.5-system");
      try (Conformance run =
          new Conformance(
              devices, targets, new LocalJournal(server), Options.defaults(), Progress.NONE)) {
        ConformanceResult result = run.run();
        assertThat(result.isVoid()).isFalse();
        Outcome outcome =
            result.checkers().get(0).verdicts().stream()
                .filter(verdict -> verdict.scenario().equals(scenario))
                .findFirst()
                .orElseThrow()
                .judgement()
                .outcome();
        assertThat(result.deviates()).isEqualTo(outcome != Outcome.AGREED);
        return outcome;
      }
    }
  }

  private static CheckedEndpoint served(CheckedEndpoint target, AtsHarness server) {
    Endpoint endpoint = server.endpoint(target.scenario());
    return new CheckedEndpoint(
        target.scenario(),
        target.description(),
        CheckedEndpoint.Location.dedicated(
            target.location().host(), endpoint.address(), endpoint.port(), endpoint.url()),
        target.anchor(),
        target.expect(),
        server.caPem());
  }

  private void write(String id, String settings) throws IOException {
    Path file = mutations.resolve(id + ".yaml");
    Files.createDirectories(file.getParent());
    Files.writeString(
        file,
        """
        title: A server without its fault
        why: Its ground truth is not asked for; that of the file it replaces is.
        role: mdm
        tls: {versions: [TLSv1.2]}
        %s
        expect: {violations: [], implied: [], ats: pass, fcp: pass}
        evidence: inferred
        references: [harness]
        """
            .formatted(settings));
  }
}
