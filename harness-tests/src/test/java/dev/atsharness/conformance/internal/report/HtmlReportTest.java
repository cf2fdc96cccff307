package dev.atsharness.conformance.internal.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atsharness.conformance.CheckResult;
import dev.atsharness.conformance.ConformanceResult;
import dev.atsharness.conformance.Outcome;
import dev.atsharness.conformance.Results;
import dev.atsharness.conformance.internal.Grounds;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

class HtmlReportTest {

  private static final String HOSTILE =
      "</script><script>document.title='owned'</script>&amp;\u2028{style}{data}\u001b[31m\u202e";

  private static String data(String page) {
    Matcher data =
        Pattern.compile("<script type=\"application/json\" id=\"data\">(.*?)</script>")
            .matcher(page);
    assertThat(data.find()).isTrue();
    return data.group(1);
  }

  @Test
  void holdsHostileTextAsData() {
    String page =
        HtmlReport.of(
            Results.of(
                Results.scanner(
                    HOSTILE, Results.verdict(HOSTILE, "a/x", Outcome.MISSED, HOSTILE, HOSTILE))));

    String data = data(page);
    JsonNode evidence =
        JsonMapper.shared().readTree(data).at("/checkers/0/verdicts/0/findings/0/evidence");
    assertThat(data).doesNotContain("<", ">", "&", "\u2028", "\u001b", "\u202e");
    assertThat(evidence.asString())
        .isEqualTo(
            "</script><script>document.title='owned'</script>&amp;\\u2028{style}{data}\\u001b[31m"
                + "\\u202e");
    assertThat(page).containsOnlyOnce("id=\"data\"");
  }

  @Test
  void saysWhatTheTruthIsRelativeToAndRestsOn() {
    String page =
        HtmlReport.of(
            Results.of(
                Results.scanner("scan", Results.verdict("scan", "a/x", Outcome.UNSUPPORTED))));

    JsonNode data = JsonMapper.shared().readTree(data(page));
    assertThat(page).contains(Grounds.TRUTH);
    assertThat(data.at("/scenarios/0/grounds").valueStream().map(l -> l.path("name").asString()))
        .containsExactly("why", "grade", "control", "may also be reported");
    assertThat(data.at("/scenarios/0/grounds/0/text").asString())
        .isEqualTo("It matters, <b>much</b>.");
    assertThat(data.at("/checkers/0/open").asString())
        .startsWith("1 server was not looked at, and nothing declares this.");
  }

  @Test
  void letsNothingInFromElsewhere() {
    String page = HtmlReport.of(Results.of());

    assertThat(page)
        .contains("content=\"default-src 'none'; style-src 'sha256-", "script-src 'sha256-")
        .doesNotContain("{style", "{script", "{data}", "innerHTML");
    String data = data(page);
    ObjectNode withoutSources = (ObjectNode) JsonMapper.shared().readTree(data);
    assertThat(withoutSources.remove("sources").toString())
        .as("the links that a reader can follow")
        .contains("https://support.apple.com/");
    assertThat(page.replace(data, "") + withoutSources).doesNotContain("http://", "https://");
  }

  @Test
  void leavesOutTheOutputOfCheckersThatAgree() {
    String data =
        data(
            HtmlReport.of(
                Results.of(
                    Results.scanner(
                        "scan",
                        Results.verdict("scan", "a/good", Outcome.AGREED, "", "long"),
                        Results.verdict("scan", "a/bad", Outcome.MISSED, "", "long")))));

    JsonNode verdicts = JsonMapper.shared().readTree(data).at("/checkers/0/verdicts");
    assertThat(verdicts.get(0).path("output").asString()).isEmpty();
    assertThat(verdicts.get(1).path("output").asString()).isEqualTo("long");
  }

  @Test
  void isOfSensibleSize() {
    String words = "A line of output or evidence that says what was seen. ".repeat(3);
    ConformanceResult large =
        Results.of(
            IntStream.range(0, 18)
                .mapToObj(
                    checker ->
                        Results.scanner(
                            "checker-" + checker,
                            IntStream.range(0, 224)
                                .mapToObj(
                                    i ->
                                        Results.verdict(
                                            "checker-" + checker,
                                            "family/scenario-" + i,
                                            i % 10 == 0 ? Outcome.MISSED : Outcome.AGREED,
                                            "One sentence that explains the verdict.",
                                            words))
                                .toArray(CheckResult[]::new)))
                .toArray(dev.atsharness.conformance.CheckerResult[]::new));

    assertThat(HtmlReport.of(large).length()).isLessThan(6_000_000);
    assertThat(Stream.of(large.scenarios()).flatMap(s -> s.stream())).hasSize(224);
  }
}
