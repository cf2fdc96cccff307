package dev.atsharness.conformance.internal.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atsharness.conformance.CheckResult;
import dev.atsharness.conformance.ConformanceResult;
import dev.atsharness.conformance.Outcome;
import dev.atsharness.conformance.Results;
import java.nio.charset.StandardCharsets;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MarkdownReportTest {

  private static String report(CheckResult... verdicts) {
    return MarkdownReport.of(Results.of(Results.scanner("scan", verdicts)));
  }

  @Test
  void countsAndNamesDeviations() {
    String text =
        report(
            Results.verdict("scan", "a/good", Outcome.AGREED),
            Results.verdict("scan", "a/bad", Outcome.MISSED));

    assertThat(text.lines())
        .startsWith("## ATS harness: 1 deviation", "")
        .contains("| scan | 1.0 | 1 | 1 | 0 | 0 | 1 | 0 | 0 | 5.0 s |")
        .contains(
            "### scan: 1 deviation",
            "- a&#47;bad (The title of a&#47;bad): **missed**. It is missed.",
            "  - why: It matters, &#60;b&#62;much&#60;&#47;b&#62;.",
            "  - grade: source-read: Apple's published source or binaries say so",
            "  - control: baseline&#47;tls12",
            "  - may also be reported: certificate-not-trusted");
    assertThat(text).contains("The standard: scanners are judged by");
    assertThat(text).doesNotContain("good", "<details>");
  }

  @Test
  void foldsKnownGapsAway() {
    assertThat(report(Results.verdict("scan", "a/gap", Outcome.KNOWN_GAP)).lines())
        .startsWith("## ATS harness: all as expected")
        .containsSubsequence(
            "<details><summary>scan: 1 known gap</summary>",
            "",
            "- a&#47;gap (The title of a&#47;gap): **known-gap**. It is known-gap.",
            "",
            "</details>");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      textBlock =
          """
          <script>        ~ &#60;script&#62;
          [a](javascript) ~ &#91;a&#93;(javascript)
          a | b           ~ a &#124; b
          `x` **y**       ~ &#96;x&#96; &#42;&#42;y&#42;&#42;
          @octocat        ~ &#64;<!-- -->octocat
          fixes #1        ~ fixes &#35;<!-- -->1
          http://x.test   ~ http:&#47;&#47;x.test
          www.x.test      ~ www&#46;x.test
          """)
  void hostileTextIsPlainText(String hostile, String safe) {
    assertThat(MarkdownReport.escape(hostile)).isEqualTo(safe);
  }

  @Test
  void controlCharactersAreShown() {
    assertThat(MarkdownReport.escape("\u001b[31m\n\u202e"))
        .isEqualTo("&#92;u001b&#91;31m&#92;u000a&#92;u202e");
  }

  @Test
  void fitsIntoAJobSummary() {
    String sentence = "It is so. ".repeat(100);
    ConformanceResult result =
        Results.of(
            Results.scanner(
                "scan",
                IntStream.range(0, 2_000)
                    .mapToObj(i -> Results.verdict("scan", "a/s" + i, Outcome.MISSED, sentence, ""))
                    .toArray(CheckResult[]::new)),
            Results.scanner("other", Results.verdict("other", "a/s1", Outcome.KNOWN_GAP)));

    String text = MarkdownReport.of(result);

    assertThat(text.getBytes(StandardCharsets.UTF_8)).hasSizeLessThan(1 << 20);
    assertThat(text)
        .containsPattern("and \\d+ more, which do not fit here")
        .endsWith("</details>\n");
  }
}
