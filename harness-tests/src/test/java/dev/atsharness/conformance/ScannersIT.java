package dev.atsharness.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atsharness.conformance.checker.Checkers;
import dev.atsharness.conformance.internal.LocalJournal;
import dev.atsharness.conformance.internal.Progress;
import dev.atsharness.scenario.Catalogue;
import dev.atsharness.server.AtsHarness;
import dev.atsharness.testing.OutsideProgram;
import dev.atsharness.testing.Skip;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Runs every installed scanner: its adapter declares all its deviations, and every declared
 * deviation occurs.
 */
@Tag("proof")
class ScannersIT {

  /** For scanners that take half a minute per endpoint, one scenario of each family is enough. */
  private static final Set<String> SAMPLED = Set.of("testssl");

  /** A scanner that only runs on a Mac. */
  private static final Set<String> NOT_HERE = Set.of("nscurl");

  /**
   * A scanner whose installation needs a registry of Go modules, which not every machine may use.
   */
  private static final Set<String> WHERE_IT_INSTALLS = Set.of("tlsx");

  private static final int CONNECTIONS = 4000;

  private static AtsHarness harness;

  @BeforeAll
  static void start() throws Exception {
    harness =
        AtsHarness.builder().stallTime(Conformance.STALL_TIME).journalCapacity(CONNECTIONS).start();
  }

  @AfterAll
  static void stop() {
    harness.close();
  }

  static Stream<String> scanners() {
    return Checkers.NAMES.stream()
        .filter(name -> !name.equals("simulated-device") && !NOT_HERE.contains(name));
  }

  @ParameterizedTest
  @MethodSource("scanners")
  void deviatesInNothingButWhatItsAdapterLists(String name) throws Exception {
    List<Checker> checker = List.of(installed(name));
    List<CheckedEndpoint> all =
        CheckedEndpoint.of(harness.manifest()).stream()
            .filter(target -> !target.scenario().startsWith("client/")) // as 'check' does
            .toList();
    List<CheckedEndpoint> targets = SAMPLED.contains(name) ? oneOfEachFamily(all) : all;
    try (Conformance run =
        new Conformance(
            checker, targets, new LocalJournal(harness), Options.defaults(), Progress.NONE)) {
      CheckerResult result = run.run().checkers().get(0);

      assertThat(result.voided()).isEmpty();
      assertThat(result.deviations())
          .extracting(
              verdict ->
                  String.join(
                      "\n  ",
                      Stream.concat(
                              Stream.of(
                                  verdict.scenario() + ": " + verdict.judgement().explanation()),
                              verdict.details().stream())
                          .toList()))
          .isEmpty();
    }
  }

  private static Checker installed(String name) throws Exception {
    Checkers checkers =
        new Checkers(Catalogue.builtIn().profiles(), Clock.systemUTC(), System.getenv("PATH"));
    try {
      return checkers.named(name).get(0);
    } catch (IllegalArgumentException | IOException e) { // absent, or only another user may run it
      Skip.unless(!WHERE_IT_INSTALLS.contains(name), e.getMessage());
      OutsideProgram.require(false, name + " (" + e.getMessage() + ")");
      throw e;
    }
  }

  private static List<CheckedEndpoint> oneOfEachFamily(List<CheckedEndpoint> all) {
    Set<String> families = new HashSet<>();
    List<CheckedEndpoint> chosen = new ArrayList<>();
    for (CheckedEndpoint target : all) {
      String family = target.scenario().substring(0, target.scenario().indexOf('/'));
      boolean first = families.add(family);
      if (first || target.scenario().equals(Conformance.BASELINE)) {
        chosen.add(target);
      }
    }
    return chosen;
  }
}
