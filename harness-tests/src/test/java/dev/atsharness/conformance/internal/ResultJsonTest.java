package dev.atsharness.conformance.internal;

import static dev.atsharness.ats.Violation.EMS_NOT_NEGOTIATED;
import static dev.atsharness.ats.Violation.RSA_KEY_BELOW_2048;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atsharness.conformance.CheckResult;
import dev.atsharness.conformance.CheckedScenario;
import dev.atsharness.conformance.CheckerOutput;
import dev.atsharness.conformance.CheckerOutput.Connection;
import dev.atsharness.conformance.CheckerOutput.Status;
import dev.atsharness.conformance.CheckerResult;
import dev.atsharness.conformance.ConformanceResult;
import dev.atsharness.conformance.Finding;
import dev.atsharness.conformance.Outcome;
import dev.atsharness.scenario.ClientExpectation.Side;
import dev.atsharness.scenario.Scenario.Evidence;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ResultJsonTest {

  private static final String HOSTILE = "\u001b[31m<script>\u202e\"\n";

  private static final ConformanceResult RESULT =
      new ConformanceResult(
          Instant.parse("2026-05-01T12:00:00.123Z"),
          Instant.parse("2026-05-01T12:01:00Z"),
          Optional.of(new Shard(2, 4).ofAll(List.of("all"))),
          Set.of(Outcome.UNREACHABLE),
          Optional.of(319),
          List.of(
              new CheckedScenario(
                  "handshake/no-ems",
                  "No \"EMS\"",
                  new Grounds(
                      "It matters.",
                      Optional.of(Evidence.INFERRED),
                      Optional.of("baseline/tls12"),
                      List.of(RSA_KEY_BELOW_2048)))),
          List.of(
              checker("scan", Optional.empty(), Optional.empty(), scanned()),
              checker("device", Optional.of("ios-27-system"), Optional.of("gone"), visited())));

  private static CheckerResult checker(
      String name, Optional<String> profile, Optional<String> voided, Observation seen) {
    Judgement judgement =
        new Judgement(
            Outcome.FALSE_ALARM,
            true,
            "ems-not-negotiated",
            "rsa-key-below-2048",
            HOSTILE,
            EnumSet.of(EMS_NOT_NEGOTIATED),
            EnumSet.of(RSA_KEY_BELOW_2048));
    return new CheckerResult(
        name,
        "1.0",
        profile,
        voided,
        Duration.ofMillis(61_234),
        List.of(new CheckResult(name, "handshake/no-ems", seen, judgement)));
  }

  private static Observation scanned() {
    return new Observation(
        CheckerOutput.finished(List.of(new Finding(RSA_KEY_BELOW_2048, HOSTILE)))
            .refusing(HOSTILE)
            .withOutput(HOSTILE),
        Optional.of(List.of("completed", HOSTILE)),
        Instant.parse("2026-05-01T12:00:01Z"),
        Duration.ofMillis(1_500));
  }

  private static Observation visited() {
    return new Observation(
        new CheckerOutput(
            Status.TIMED_OUT,
            List.of(),
            Optional.of(
                new Connection(false, Optional.of(Side.CLIENT), Optional.of("handshake_failure"))),
            "slow",
            ""),
        Optional.empty(),
        Instant.parse("2026-05-01T12:00:02Z"),
        Duration.ZERO);
  }

  @Test
  void whatIsWrittenIsReadBack() {
    assertThat(ConformanceResult.parse(RESULT.toJson())).isEqualTo(RESULT);
  }

  @Test
  void aDeviationCarriesWhatItsTruthRestsOn() {
    JsonNode json = JsonMapper.shared().readTree(RESULT.toJson());
    JsonNode grounds = json.at("/checkers/0/verdicts/0/grounds");

    assertThat(json.path("truth").asString()).isEqualTo(Grounds.TRUTH);
    assertThat(grounds.path("why").asString()).isEqualTo("It matters.");
    assertThat(grounds.path("evidence").asString()).isEqualTo("inferred");
    assertThat(grounds.path("control").asString()).isEqualTo("baseline/tls12");
    assertThat(grounds.at("/implied/0").asString()).isEqualTo("rsa-key-below-2048");
  }

  @Test
  void readsAResultThatDoesNotSayWhatItsTruthRestsOn() {
    String older =
        RESULT
            .toJson()
            .replaceAll("(?s),\\s*\"why\" : \"It matters.\".*?\"implied\" : \\[[^]]*]", "");

    assertThat(ConformanceResult.parse(older).grounds("handshake/no-ems").evidence()).isEmpty();
  }

  @Test
  void controlCharactersAreEscaped() {
    assertThat(RESULT.toJson()).doesNotContain("\u001b");
  }

  @Test
  void unknownFieldsArePassedOver() {
    String newer = RESULT.toJson().replace("\"void\" : true", "\"void\" : true, \"colour\" : 1");

    assertThat(newer).contains("colour");
    assertThat(ConformanceResult.parse(newer)).isEqualTo(RESULT);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          "version" : 1                | "version" : 2       | version: must be 1
          "outcome" : "false-alarm"    | "outcome" : "bad"   | outcome: unknown value
          "index" : 2                  | "index" : 0         | shard.index: must be
          "index" : 2                  | "index" : 5         | there is no part 5 of 4
          "status" : "timed-out"       | "status" : "late"   | status: unknown value
          "violation" : "rsa           | "violation" : "dsa  | violation: unknown
          "refusedBy" : "client"       | "refusedBy" : "all" | refusedBy: unknown
          2026-05-01T12:01:00Z         | 2026-05-01T99:01:00Z | 99
          "checkers"                   | "Checkers"          | checkers
          {                            | x                   | not JSON
          """)
  void refusesWhatIsNoResult(String right, String wrong, String why) {
    String bad = RESULT.toJson().replace(right, wrong);

    assertThat(bad).isNotEqualTo(RESULT.toJson());
    assertThatThrownBy(() -> ConformanceResult.parse(bad))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(why);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          "deviates" : true            | "deviates" : false   | it says 'deviates: false'
          "void" : true                | "void" : false       | it says 'void: false'
          "false-alarm" : 1            | "false-alarm" : 2    | it says 'counts.false-alarm of scan: 2'
          "deviation" : true           | "deviation" : false  | the outcome false-alarm and 'deviation: false'
          "outcome" : "false-alarm"    | "outcome" : "agreed" | the outcome agreed and 'deviation: true'
          "name" : "device"            | "name" : "scan"      | two checkers scan
          "scenario" : "handshake/no-ems" | "scenario" : "a/b" | a/b by scan is not among its scenarios
          """)
  void refusesWhatContradictsItself(String right, String wrong, String why) {
    String json = RESULT.toJson();
    int at = json.indexOf(right);
    String bad = json.substring(0, at) + wrong + json.substring(at + right.length());

    assertThatThrownBy(() -> ConformanceResult.parse(bad))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("contradicts itself")
        .hasMessageContaining(why);
  }

  @Test
  void anObservationByItselfIsOneLine() {
    assertThat(ResultJson.line("scan", "handshake/no-ems", scanned()))
        .startsWith("{\"checker\":\"scan\",\"scenario\":\"handshake/no-ems\"")
        .contains("\"journal\":[\"completed\"")
        .doesNotContain("\n", "\u001b");
  }

  @Test
  void keepsTheBeginningAndTheEndOfLongOutput() {
    CheckerOutput report =
        CheckerOutput.unsupported("").withOutput("begin" + "x".repeat(5_000) + "end");

    assertThat(report.output())
        .hasSize(CheckerOutput.MAX_OUTPUT)
        .startsWith("begin")
        .contains("x…x")
        .endsWith("end");
    assertThat(report.violations()).isEqualTo(Set.of());
  }
}
