package dev.atsharness.cli.internal.servers.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atsharness.cli.internal.servers.AnsweredServer;
import dev.atsharness.cli.internal.servers.Audit;
import dev.atsharness.cli.internal.servers.ListedServer;
import dev.atsharness.cli.internal.servers.ServerList;
import dev.atsharness.testing.Browser;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Tests the page in a browser, opened from a file. */
class ServersHtmlIT {

  private static final String HOSTILE =
      "<script>document.title='owned'</script><img src=x onerror=\"document.title='owned'\">"
          + "\u001b[31m\u202e";

  @TempDir Path directory;

  private static ListedServer listed(int line, String owner) {
    return new ListedServer(
        URI.create("https://server-" + line + ".test/"),
        Optional.of(owner),
        Optional.empty(),
        List.of(),
        Optional.of(HOSTILE),
        line);
  }

  private static AnsweredServer answered(int line, String owner, String verdict, String fcp) {
    ObjectNode probe = JsonMapper.shared().createObjectNode();
    probe.put("verdict", verdict).put("fcp", fcp).put("reason", HOSTILE);
    ObjectNode hop = probe.putArray("hops").addObject();
    hop.put("url", "https://server.test/" + HOSTILE).put("verdict", verdict).put("reason", HOSTILE);
    hop.putArray("advice").add(HOSTILE);
    hop.putArray("causes").addObject().put("seen", HOSTILE);
    ObjectNode client =
        hop.putArray("visits").addObject().putArray("clients").addObject().put("profile", HOSTILE);
    client.putArray("log").add("Warning [ATS violation]: " + HOSTILE + "x".repeat(300));
    client.putObject("certificate").put("notAfter", "2027-01-29T05:30:59Z").put("issuer", HOSTILE);
    return AnsweredServer.of(listed(line, owner), probe, Duration.ofSeconds(1), "as test");
  }

  private static Audit audit() {
    return new Audit(
        List.of(
            answered(1, "Anna", "fine", "pass"),
            answered(2, HOSTILE, "wrong", "fail"),
            answered(3, "Anna", "wrong", "pass"),
            answered(4, "Bob", "cannot-tell", "inconclusive")),
        List.of(listed(5, "Bob")),
        new Audit.Origin(
            Optional.of("servers.csv"),
            true,
            List.of(new ServerList.Problem(7, HOSTILE)),
            Optional.empty()),
        new Audit.Visitors("test", "iOS 27", "as test"),
        Instant.EPOCH,
        Instant.EPOCH);
  }

  private static String visible(Browser browser) throws InterruptedException {
    return browser.evaluate(
        "[...document.querySelectorAll('#servers tbody tr:not([hidden])')]"
            + ".map(r => r.querySelector('th').textContent.match(/\\d/)[0]).join()");
  }

  private static void choose(Browser browser, String field, String value)
      throws InterruptedException {
    browser.evaluate(
        "(() => { const f = document.getElementById('%s'); f.value = '%s';".formatted(field, value)
            + " f.dispatchEvent(new Event('input', {bubbles: true})); })()");
  }

  @Test
  void theTotalsAreCountedAndTheTableIsFiltered() throws Exception {
    Path page = Files.writeString(directory.resolve("r.html"), ServersHtml.of(audit()));
    try (Browser browser = Browser.open(page, directory.resolve("profile"))) {
      assertThat(
              browser.evaluate(
                  "[...document.querySelectorAll('.card .count')].map(c => c.textContent).join()"))
          .isEqualTo("1,1,1,0,2");
      assertThat(visible(browser)).isEqualTo("1,2,3,4,5");

      choose(browser, "group", "not-judged");
      assertThat(visible(browser)).isEqualTo("4,5");
      choose(browser, "group", "");
      choose(browser, "owner", "Anna");
      assertThat(visible(browser)).isEqualTo("1,3");
      choose(browser, "search", "server-3");
      assertThat(visible(browser)).isEqualTo("3");
      assertThat(browser.evaluate("document.getElementById('shown').textContent"))
          .isEqualTo("1 of 5 servers");
    }
  }

  @Test
  void theOwnersToChooseFromAreInNaturalOrder() throws Exception {
    Audit audit =
        new Audit(
            Stream.of("Team 10", "Team 2", "Team 1")
                .map(owner -> answered(owner.length() + owner.charAt(5), owner, "fine", "exempt"))
                .toList(),
            List.of(),
            audit().list(),
            audit().as(),
            Instant.EPOCH,
            Instant.EPOCH);
    Path page = Files.writeString(directory.resolve("r.html"), ServersHtml.of(audit));
    try (Browser browser = Browser.open(page, directory.resolve("profile"))) {
      assertThat(
              browser.evaluate(
                  "[...document.querySelectorAll('#owner option')].map(o => o.value).join()"))
          .isEqualTo(",Team 1,Team 2,Team 10");
      assertThat(browser.evaluate("document.querySelector('.card.exempt .count').textContent"))
          .isEqualTo("3");
    }
  }

  @Test
  void hostileTextIsTextAndNothingIsLoaded() throws Exception {
    String html = ServersHtml.of(audit());
    Path page = Files.writeString(directory.resolve("r.html"), html);
    try (Browser browser = Browser.open(page, directory.resolve("profile"))) {
      assertThat(browser.evaluate("document.title")).startsWith("ATS harness: which servers");
      assertThat(browser.evaluate("document.querySelectorAll('img').length")).isEqualTo("0");
      assertThat(browser.complaints()).isEmpty();
      assertThat(browser.requests()).allMatch(one -> one.getScheme().equals("file"));
    }
    assertThat(html).doesNotContain("\u001b", "\u202e", "<img");
  }

  @Test
  void aPhoneNeedsNoSidewaysScrolling() throws Exception {
    Path page = Files.writeString(directory.resolve("r.html"), ServersHtml.of(audit()));
    try (Browser browser = Browser.open(page, directory.resolve("profile"))) {
      browser.size(390, 844);
      for (String scheme : List.of("light", "dark")) {
        browser.prefer(scheme);
        assertThat(browser.evaluate("document.documentElement.scrollWidth <= window.innerWidth"))
            .isEqualTo("true");
      }
    }
  }

  /** A server that two devices find wrong; one of them logs it, and the other refuses it. */
  private static Audit wrong() {
    ObjectNode probe = JsonMapper.shared().createObjectNode();
    String option = "--resolve no-ems.test:ADDRESS gives its address";
    probe.put("verdict", "cannot-tell").put("fcp", "fail");
    probe.put("reason", "the name no-ems.test does not resolve; " + option);
    ObjectNode hop = probe.putArray("hops").addObject();
    hop.put("url", "https://ios-26.5-system.test/").put("verdict", "cannot-tell");
    hop.put("reason", "ios-26.5-system: nothing listens there; " + option);
    hop.putArray("advice").add("for https://ios-26.5-system.test/ give " + option);
    ArrayNode clients = hop.putArray("visits").addObject().putArray("clients");
    for (String start : List.of("Warning", "Error")) {
      clients
          .addObject()
          .put("profile", "ios-26.5-system")
          .putArray("log")
          .add(
              start
                  + " [ATS FCPv2.1 violation]: TLS 1.2 negotiated without extended master secret"
                  + " (EMS) for server: no-ems.test");
    }
    AnsweredServer one =
        AnsweredServer.of(listed(1, "Anna"), probe, Duration.ofSeconds(1), "as ios-26.5-system");
    return new Audit(
        List.of(one),
        List.of(),
        audit().list(),
        new Audit.Visitors("ios-26.5-system", "iOS 27", "as ios-26.5-system, roots"),
        Instant.EPOCH,
        Instant.EPOCH);
  }

  @Test
  void peopleReadOfDevicesAndVersionsAndNotOfClientProfiles() throws Exception {
    String html = ServersHtml.of(wrong());
    String markdown = ServersMarkdown.of(wrong());

    assertThat(html)
        .contains("A system process of iOS 26.5: nothing listens", "those of a system process")
        .contains("From 26.4:", "From 27:")
        .contains("https://ios-26.5-system.test/");
    assertThat(html.replace("https://ios-26.5-system.test/", "")).doesNotContain("ios-26.5");
    assertThat(markdown)
        .contains("as a system process of iOS 26.5, roots", "A system process of iOS 26.5:")
        .contains("Message from 26.4: Warning", "Message from 27: Error");
    assertThat(ServersCsv.of(wrong())).contains("Warning [ATS FCPv2.1 violation]");
  }

  @Test
  void noLineBreaksWithinABadgeOrAnOption() throws Exception {
    Path page = Files.writeString(directory.resolve("r.html"), ServersHtml.of(wrong()));
    try (Browser browser = Browser.open(page, directory.resolve("profile"))) {
      for (String medium : List.of("screen", "print")) {
        browser.medium(medium);
        for (int width : medium.equals("print") ? List.of(1400, 680) : List.of(1400, 680, 390)) {
          browser.size(width, 844);
          assertThat(
                  browser.evaluate(
                      "[...document.querySelectorAll('.tag, .option')].map(one => {"
                          + " const range = document.createRange(); range.selectNodeContents(one);"
                          + " return range.getClientRects().length; }).join()"))
              .as(medium + " " + width)
              .matches("1(,1){5,}");
          assertThat(
                  browser.evaluate(
                      "[...document.querySelectorAll('#servers .tag')].every(one =>"
                          + " one.getBoundingClientRect().right"
                          + " <= one.parentNode.getBoundingClientRect().right + 1)"))
              .as(medium + " " + width)
              .isEqualTo("true");
        }
      }
    }
  }
}
