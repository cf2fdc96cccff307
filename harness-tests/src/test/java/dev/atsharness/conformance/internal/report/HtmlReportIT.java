package dev.atsharness.conformance.internal.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atsharness.conformance.ConformanceResult;
import dev.atsharness.conformance.Outcome;
import dev.atsharness.conformance.Results;
import dev.atsharness.testing.Browser;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests the page in a browser, opened from a file. */
class HtmlReportIT {

  private static final String HOSTILE =
      "<script>document.title='owned'</script><img src=x onerror=\"document.title='owned'\">"
          + "\u001b[31m\u202e";

  @TempDir Path directory;

  private Browser show() throws Exception {
    return show(
        Results.of(
            Results.scanner(
                "first",
                Results.verdict("first", "one/good", Outcome.AGREED),
                Results.verdict("first", "two/bad", Outcome.MISSED, HOSTILE, HOSTILE),
                Results.verdict("first", "two/fine", Outcome.AGREED)),
            Results.scanner(
                "second",
                Results.verdict("second", "one/good", Outcome.FALSE_ALARM),
                Results.verdict("second", "two/bad", Outcome.AGREED))));
  }

  private Browser show(ConformanceResult result) throws Exception {
    Path page = Files.writeString(directory.resolve("report.html"), HtmlReport.of(result));
    return Browser.open(page, directory.resolve("profile"));
  }

  @Test
  void beginsWithTheDeviations() throws Exception {
    try (Browser browser = show()) {
      assertThat(headings(browser)).isEqualTo("Deviations,Checkers,Scenarios");
      assertThat(browser.evaluate("document.getElementById('outcome').value"))
          .isEqualTo("deviation");
      assertThat(visibleRows(browser)).isEqualTo("one/good,two/bad");
      assertThat(browser.evaluate("document.querySelector('#matrix tbody .title').textContent"))
          .isEqualTo("The title of one/good");
    }
  }

  @Test
  void showsAllScenariosWhereNoneDeviates() throws Exception {
    try (Browser browser =
        show(
            Results.of(
                Results.scanner("scan", Results.verdict("scan", "one/good", Outcome.AGREED))))) {
      assertThat(headings(browser)).isEqualTo("Checkers,Scenarios,Deviations");
      assertThat(visibleRows(browser)).isEqualTo("one/good");
    }
  }

  @Test
  void showsTheMatrixFiltersItAndOpensTheEvidence() throws Exception {
    try (Browser browser = show()) {
      assertThat(browser.evaluate("document.querySelectorAll('#matrix tbody button').length"))
          .isEqualTo("5");
      assertThat(browser.evaluate("document.querySelectorAll('#matrix th[scope=col]').length"))
          .isEqualTo("4");

      choose(browser, "family", "two");
      assertThat(visibleRows(browser)).isEqualTo("two/bad");
      choose(browser, "outcome", "false-alarm");
      assertThat(visibleRows(browser)).isEmpty();
      choose(browser, "family", "");
      assertThat(visibleRows(browser)).isEqualTo("one/good");
      choose(browser, "checker", "first");
      assertThat(visibleRows(browser)).isEmpty();
      choose(browser, "outcome", "deviation");
      assertThat(visibleRows(browser)).isEqualTo("two/bad");
      choose(browser, "outcome", "");
      choose(browser, "checker", "");
      choose(browser, "text", "TITLE OF ONE");
      assertThat(visibleRows(browser)).isEqualTo("one/good");
      choose(browser, "text", "");

      browser.evaluate("document.querySelector('#matrix tbody button').focus()");
      browser.press("ArrowDown", 40, "");
      assertThat(browser.evaluate("document.activeElement.textContent")).isEqualTo("missed");
      browser.press("Enter", 13, "\r");
      assertThat(browser.evaluate("document.getElementById('evidence').open")).isEqualTo("true");
      assertThat(browser.evaluate("document.getElementById('evidence').textContent"))
          .contains("two/bad by first", "what is so", "completed <script>", "\\u001b[31m\\u202e");
      assertThat(browser.evaluate("[...document.querySelectorAll('#evidence a')].map(a => a.href)"))
          .contains("https://www.rfc-editor.org/rfc/rfc7627");
      browser.press("Escape", 27, "");
      assertThat(browser.evaluate("document.getElementById('evidence').open")).isEqualTo("false");
      assertThat(browser.evaluate("document.activeElement.textContent")).isEqualTo("missed");
    }
  }

  @Test
  void runsNothingThatACheckerWrote() throws Exception {
    try (Browser browser = show()) {
      assertThat(browser.evaluate("document.title"))
          .isEqualTo("ATS harness: which checkers are right?");
      assertThat(browser.evaluate("document.querySelectorAll('img').length")).isEqualTo("0");
      assertThat(browser.evaluate("document.querySelectorAll('script').length")).isEqualTo("2");
      assertThat(browser.evaluate("document.getElementById('deviations').textContent"))
          .contains("The title of two/bad", "<script>document.title='owned'</script><img src=x");
    }
  }

  @Test
  void itsOwnPolicyStopsAnythingElse() throws Exception {
    try (Browser browser = show()) {
      browser.evaluate(
          "document.body.appendChild(Object.assign(document.createElement('script'),"
              + " {textContent: \"document.title = 'owned'\"}))");

      assertThat(browser.evaluate("document.title")).doesNotContain("owned");
      assertThat(browser.evaluate("getComputedStyle(document.querySelector('.bad')).fontWeight"))
          .isEqualTo("600");
    }
  }

  private static void choose(Browser browser, String filter, String value)
      throws InterruptedException {
    browser.evaluate(
        "(() => { const f = document.getElementById('%s'); f.value = '%s'; f.dispatchEvent(new Event('input')); })()"
            .formatted(filter, value));
  }

  private static String headings(Browser browser) throws InterruptedException {
    return browser.evaluate("[...document.querySelectorAll('main h2')].map(h => h.textContent)");
  }

  private static String visibleRows(Browser browser) throws InterruptedException {
    return browser.evaluate(
        "[...document.querySelectorAll('#matrix tbody tr:not([hidden]) th')].map(h =>"
            + " h.textContent)");
  }
}
