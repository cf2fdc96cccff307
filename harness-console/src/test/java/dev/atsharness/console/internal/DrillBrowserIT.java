package dev.atsharness.console.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atsharness.drill.internal.Drill;
import dev.atsharness.drill.internal.DrillQuestion;
import dev.atsharness.drill.internal.Drills;
import dev.atsharness.scenario.Catalogue;
import dev.atsharness.server.AtsHarness;
import dev.atsharness.testing.Axe;
import dev.atsharness.testing.Browser;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Tests a drill in the console, and the console's requests for it. */
class DrillBrowserIT {

  private static final long SEED = 4711;
  private static final Path SCREENSHOTS = Path.of("target", "screenshots");

  @TempDir static Path directory;

  private static AtsHarness harness;

  @BeforeAll
  static void start() throws IOException {
    harness =
        AtsHarness.builder()
            .only("baseline/tls13")
            .console(new ConsolePages())
            .console(new CodesConsole())
            .console(new DrillConsole())
            .start();
    Files.createDirectories(SCREENSHOTS);
  }

  @AfterAll
  static void stop() {
    harness.close();
  }

  @Test
  void aDrillIsPlayedToTheEnd() throws Exception {
    Drill drill = drill(3);
    int questions = drill.questions().size();
    try (Browser browser = Browser.open(page("#/drill"), directory.resolve("profile"))) {
      browser.size(1280, 1400);
      browser.until("!!document.querySelector('#level')", "true");
      lookAt(browser, "drill-choice");
      browser.evaluate("document.querySelector('#level').value = '3'");
      browser.evaluate("document.querySelector('#seed').focus()");
      browser.type(Long.toString(SEED));
      browser.press("Enter", 13, "\r");
      for (int i = 0; i < questions; i++) {
        DrillQuestion question = drill.questions().get(i);
        String section = "document.querySelector('.question')";
        browser.until(
            section + "?.querySelector('h2').textContent",
            i + 1 + " of " + questions + ": " + question.text());
        assertThat(browser.evaluate(section + ".textContent")).doesNotContain(question.reason());
        choose(browser, question, section);
        if (i == 0 || question.id().equals("noise")) {
          lookAt(browser, "drill-" + question.id());
        }
        browser.evaluate(section + ".querySelector('form').requestSubmit()");
        browser.until("!!" + section + ".querySelector('[role=status] .badge')", "true");
        assertThat(browser.evaluate(section + ".querySelector('[role=status]').textContent"))
            .isEqualTo("Right. " + question.reason() + question.alternatives().orElse(""));
        // The button for the next step has the focus, so a key activates it.
        assertThat(browser.evaluate("document.activeElement.textContent"))
            .isEqualTo(i + 1 < questions ? "Next question" : "Score");
        browser.press("Enter", 13, "\r");
      }
      browser.until("document.activeElement.id", "score");
      assertThat(browser.evaluate("document.activeElement.textContent"))
          .isEqualTo(questions + " of " + questions + " right");
      assertThat(browser.evaluate("document.querySelectorAll('.score li .badge.good').length"))
          .isEqualTo(Integer.toString(questions));
      lookAt(browser, "drill-score");
      assertThat(browser.evaluate("location.hash")).isEqualTo("#/drill/3/" + SEED);
      assertThat(browser.complaints()).isEmpty();
    }
  }

  /** Chooses an answer: lines in the log, everything else in the question. */
  private static void choose(Browser browser, DrillQuestion question, String section)
      throws InterruptedException {
    for (DrillQuestion.Choice choice : question.right()) {
      browser.evaluate(
          choice.line().isPresent()
              ? "document.querySelector('#line-" + choice.line().getAsInt() + " input').click()"
              : section + ".querySelector('input[value=\"" + choice.id() + "\"]').click()");
      assertThat(
              browser.evaluate(
                  section + ".querySelector('input[value=\"" + choice.id() + "\"]').checked"))
          .isEqualTo("true");
    }
  }

  @Test
  void aWrongAnswerIsTold() throws Exception {
    DrillQuestion servers = drill(1).question("servers");
    String wrong =
        servers.choices().stream()
            .map(DrillQuestion.Choice::id)
            .filter(id -> !servers.answer().contains(id))
            .findFirst()
            .orElseThrow();
    String missed = servers.answer().iterator().next();
    try (Browser browser =
        Browser.open(page("#/drill/1/" + SEED), directory.resolve("other-profile"))) {
      browser.size(390, 844);
      browser.until("!!document.querySelector('.question')", "true");
      String submit = "document.querySelector('.question form').requestSubmit()";
      browser.evaluate(submit);
      browser.until(
          "document.querySelector('.question [role=status]').textContent", "Choose at least one.");
      browser.evaluate("document.querySelector('input[value=\"" + wrong + "\"]').click()");
      browser.evaluate(submit);
      browser.until("!!document.querySelector('.question .badge.bad')", "true");
      assertThat(browser.evaluate("document.querySelector('.question').textContent"))
          .contains("Wrong. " + servers.reason())
          .contains(wrong + "wrong " + note(servers, wrong))
          .contains(missed + "right, but not chosen " + note(servers, missed));
      browser.evaluate("document.querySelector('#log-filter').focus()");
      browser.type("ATS Violation");
      browser.until(
          "[...document.querySelectorAll('.line')].filter(one => !one.hidden).length < 5", "true");
      assertThat(
              browser.evaluate(
                  "document.documentElement.scrollWidth <= document.documentElement.clientWidth"))
          .isEqualTo("true");
      lookAt(browser, "drill-wrong-narrow");
      assertThat(browser.complaints()).isEmpty();
    }
  }

  private static String note(DrillQuestion question, String id) {
    return question.choices().stream()
        .filter(choice -> choice.id().equals(id))
        .map(DrillQuestion.Choice::note)
        .findFirst()
        .orElseThrow();
  }

  /** The whole message of each line is within the log's width, on a desk and on a phone. */
  @ParameterizedTest
  @ValueSource(ints = {1400, 390})
  void theMessagesAreInView(int width) throws Exception {
    try (Browser browser =
        Browser.open(page("#/drill/3/" + SEED), directory.resolve("width-" + width))) {
      browser.size(width, 900);
      browser.until("!!document.querySelector('.question')", "true");
      assertThat(
              browser.evaluate(
                  """
                  [...document.querySelectorAll('.drill-log .message')].filter(message => {
                    const box = document.querySelector('.drill-log').getBoundingClientRect();
                    const part = message.getBoundingClientRect();
                    return part.left < box.left || part.right > box.right || part.width < 200;
                  }).length"""))
          .isEqualTo("0");
      assertThat(
              browser.evaluate(
                  "document.querySelector('.drill-log').scrollWidth"
                      + " <= document.querySelector('.drill-log').clientWidth"))
          .isEqualTo("true");
      lookAt(browser, "drill-log-" + width);
    }
  }

  @Test
  void theQuestionsComeWithoutTheirAnswers() throws Exception {
    Drill drill = drill(2);

    String told = get("/api/drill?level=2&seed=" + SEED).body();

    JsonNode json = JsonMapper.shared().readTree(told);
    assertThat(json.path("lines").valueStream().map(JsonNode::asString))
        .containsExactlyElementsOf(drill.lines());
    assertThat(json.path("questions").valueStream().map(one -> one.path("id").asString()))
        .containsExactlyElementsOf(drill.questions().stream().map(DrillQuestion::id).toList());
    assertThat(json.path("questions").get(0).propertyNames())
        .containsExactly("id", "text", "kind", "choices");
    drill.questions().forEach(one -> assertThat(told).doesNotContain(one.reason()));
    assertThat(JsonMapper.shared().readTree(get("/api/drill").body()).path("level").asInt())
        .isEqualTo(1);
  }

  @Test
  void anAnswerIsJudged() throws Exception {
    DrillQuestion question = drill(2).question("servers");
    String ids =
        question.answer().stream().map(id -> '"' + id + '"').collect(Collectors.joining(","));

    JsonNode verdict =
        JsonMapper.shared().readTree(post(body("\"" + SEED + "\"", 2, "servers", ids)).body());

    assertThat(verdict.path("right").asBoolean()).isTrue();
    assertThat(verdict.path("reason").asString()).isEqualTo(question.reason());
    assertThat(verdict.path("choices").valueStream().map(one -> one.path("id").asString()))
        .containsExactlyInAnyOrderElementsOf(question.answer());
    assertThat(verdict.path("choices").valueStream().map(one -> one.path("mark").asString()))
        .containsOnly("right");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          /api/drill?level=4        | there is no level 4
          /api/drill?level=x        | 'level' must be 1 to 3
          /api/drill?seed=1e9       | 'seed' must be a whole number
          /api/drill?answers=please | the parameters are level, seed
          """)
  void whatIsNoDrillIsRefused(String path, String words) throws Exception {
    HttpResponse<String> response = get(path);

    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(response.body()).contains(words);
  }

  @Test
  void whatIsNoAnswerIsRefused() throws Exception {
    for (String body :
        List.of(
            "{",
            "[]",
            "{\"seed\": {}, \"level\": 1}",
            body("1", 1, "none", "\"x\""),
            body("1", 1, "servers", "\"x\""))) {
      assertThat(post(body).statusCode()).as(body).isEqualTo(400);
    }
    assertThat(post(" ".repeat(10_000)).statusCode()).isEqualTo(413);
  }

  private static String body(String seed, int level, String question, String chosen) {
    return "{\"seed\": %s, \"level\": %d, \"question\": \"%s\", \"chosen\": [%s]}"
        .formatted(seed, level, question, chosen);
  }

  private static void lookAt(Browser browser, String name) throws Exception {
    for (String colours : List.of("light", "dark")) {
      browser.prefer(colours);
      assertThat(Axe.problems(browser)).as(name + ", " + colours).isEmpty();
      Files.write(SCREENSHOTS.resolve(name + "-" + colours + ".png"), browser.screenshot());
    }
  }

  private static Drill drill(int level) {
    return new Drills(Catalogue.builtIn()).drill(SEED, level);
  }

  private static URI page(String path) {
    return harness.manifest().console().resolve("/" + path);
  }

  private static HttpResponse<String> get(String path) throws Exception {
    return send(HttpRequest.newBuilder(harness.manifest().console().resolve(path)));
  }

  private static HttpResponse<String> post(String body) throws Exception {
    return send(
        HttpRequest.newBuilder(harness.manifest().console().resolve("/api/drill/answer"))
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(body)));
  }

  private static HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
    return HttpClient.newHttpClient().send(request.build(), BodyHandlers.ofString());
  }
}
