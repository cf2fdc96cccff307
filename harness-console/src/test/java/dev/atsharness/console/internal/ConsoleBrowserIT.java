package dev.atsharness.console.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.atsharness.ats.DetectedViolation;
import dev.atsharness.ats.Violation;
import dev.atsharness.conformance.CheckedEndpoint;
import dev.atsharness.device.internal.SimulatedDevice;
import dev.atsharness.device.internal.trust.TrustAnchors;
import dev.atsharness.log.LogEvent;
import dev.atsharness.log.LogFormat;
import dev.atsharness.log.LogWriter;
import dev.atsharness.log.internal.archive.ConversionLimits;
import dev.atsharness.log.internal.archive.LogConverter;
import dev.atsharness.scenario.Catalogue;
import dev.atsharness.scenario.internal.Releases;
import dev.atsharness.server.AtsHarness;
import dev.atsharness.server.Manifest;
import dev.atsharness.testing.Axe;
import dev.atsharness.testing.Browser;
import dev.atsharness.testing.OutsideProgram;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.StandardConstants;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests the console in a browser. */
class ConsoleBrowserIT {

  private static final Duration TIMEOUT = Duration.ofSeconds(20);
  private static final Clock CLOCK = Clock.system(ZoneId.systemDefault());
  private static final Catalogue CATALOGUE = Catalogue.builtIn();

  /** Markup that changes the title or opens a dialog if it is not shown as text. */
  private static final String HOSTILE =
      "<img src=x onerror=alert(1)><script>document.title='owned'</script>";

  /** A hostile name of a process, without a slash, which would end the path before the name. */
  private static final String HOSTILE_PROCESS = "mdm <img src=x onerror=alert(2)>";

  private static final Path SCREENSHOTS = Path.of("target", "screenshots");

  @TempDir static Path directory;

  private static AtsHarness harness;
  private static Browser browser;
  private static Path log;

  @BeforeAll
  static void start() throws Exception {
    harness = builder().start();
    browser = Browser.open(URI.create("about:blank"), directory.resolve("profile"));
    visit("ios-27-system");
    log = directory.resolve("device.log");
    Files.writeString(log, LogFormat.DEFAULT.text(visit("ios-26.5-system")));
    Files.createDirectories(SCREENSHOTS);
  }

  private static AtsHarness.Builder builder() {
    return AtsHarness.builder()
        .console(new ConsolePages())
        .console(new CodesConsole())
        .console(new LogConsole(CATALOGUE, CLOCK));
  }

  @AfterAll
  static void stop() {
    if (browser != null) {
      browser.close();
    }
    harness.close();
  }

  /** Returns the events of a device that visits some of the scenarios. */
  private static List<LogEvent> visit(String profile) throws IOException {
    List<LogEvent> events = new ArrayList<>();
    for (CheckedEndpoint target : CheckedEndpoint.of(harness.manifest())) {
      if (target.scenario().matches("(handshake|baseline|ciphersuite)/.*")) {
        events.addAll(
            new SimulatedDevice(
                    CATALOGUE.profile(profile), TrustAnchors.ofPem(target.caPem()), CLOCK, TIMEOUT)
                .visit(
                    target.location().url(),
                    new InetSocketAddress(
                        InetAddress.getByName(target.location().address()),
                        target.location().port()),
                    !target.description().role().exempt())
                .events());
      }
    }
    return events;
  }

  @BeforeEach
  void beginAnew() throws Exception {
    browser.size(1280, 900);
    browser.prefer("light");
    browser.forget();
  }

  /**
   * The content security policy allows everything that the pages do, and they call no other server.
   */
  @AfterEach
  void nothingIsComplainedOf() {
    assertThat(browser.complaints()).isEmpty();
    assertThat(browser.requests())
        .allSatisfy(url -> assertThat(url.getScheme()).isIn("http", "about"))
        .allSatisfy(
            url ->
                assertThat(url.getAuthority())
                    .isIn(null, harness.manifest().console().getAuthority()));
  }

  private static void open(String page) throws InterruptedException {
    browser.show(harness.manifest().console().resolve("/" + page));
  }

  @ParameterizedTest
  @CsvSource({
    "start, #/, #main table.connections .badge",
    "scenarios, #/scenarios, #main td.seen .badge",
    "connections, #/connections, #main tbody tr",
    "scenario, #/scenario/handshake/no-ems, #main .badge.good",
    "scenario-without-fault, #/scenario/baseline/tls12, #main .badge.good",
    "log, #/log, #file",
    "device, device/, h1",
    "tour, device/tour.html, h1",
  })
  void everybodyCanUseEveryPage(String name, String page, String ready) throws Exception {
    open(page);
    browser.until("!!document.querySelector('" + ready + "')", "true");
    for (String colours : List.of("light", "dark")) {
      browser.prefer(colours);
      assertThat(Axe.problems(browser)).as(name + ", " + colours).isEmpty();
      picture(name + "-" + colours);
    }
    browser.size(390, 844);
    assertThat(
            browser.evaluate(
                "document.documentElement.scrollWidth <= document.documentElement.clientWidth"))
        .as("the page except its tables is as narrow as a phone")
        .isEqualTo("true");
    picture(name + "-narrow");
  }

  private static void picture(String name) throws IOException, InterruptedException {
    Files.write(SCREENSHOTS.resolve(name + ".png"), browser.screenshot());
  }

  @Test
  void devicesAreKnownByTheirProfiles() throws Exception {
    open("#/connections");
    browser.until("document.querySelectorAll('#main tbody tr').length > 0", "true");

    assertThat(browser.evaluate("document.querySelector('#main tbody').textContent"))
        .contains("OS 27: enforces FCP v2.1", "OS 26: warns at most");
  }

  @Test
  void aScenarioLinksToItsSources() throws Exception {
    open("#/scenario/handshake/no-ems");
    browser.until("!!document.querySelector('#main table.clients')", "true");

    assertThat(browser.evaluate("[...document.querySelectorAll('#main dd a')].map(a => a.href)"))
        .contains(
            "https://support.apple.com/en-us/126655", "https://www.rfc-editor.org/rfc/rfc7627");
    assertThat(
            browser.evaluate("document.querySelector('#main table.clients tbody th').textContent"))
        .startsWith("ios-26.4-system");
  }

  @Test
  void aConnectionShowsWithinSeconds() throws Exception {
    open("#/connections");
    browser.until("document.querySelectorAll('#main tbody tr').length > 0", "true");
    String before = newest();
    long start = System.nanoTime();

    openssl("no-ems.ats-harness.test");

    await()
        .atMost(TIMEOUT)
        .until(() -> newest(), now -> !now.equals(before) && now.contains("handshake/no-ems"));
    Duration took = Duration.ofNanos(System.nanoTime() - start);
    System.out.println("the console showed a connection after " + took.toMillis() + " ms");
    assertThat(newest())
        .contains("no-ems.ats-harness.test", "TLSv1.2", "completed", "no known client");
    assertThat(took).isLessThan(Duration.ofSeconds(10));
  }

  @Test
  void aRequestThatComesLaterShowsInTheSameRow() throws Exception {
    open("#/connections");
    browser.until("document.querySelectorAll('#main tbody tr').length > 0", "true");
    Process client = client("p384-only.ats-harness.test");
    try {
      browser.until(
          "document.querySelector('#main tbody tr').textContent.includes('handshake/p384-only')"
              + " && !document.querySelector('#main tbody tr').textContent.includes('request')",
          "true");
      browser.evaluate("document.querySelector('#main button.open').click()");

      client
          .getOutputStream()
          .write("GET /later HTTP/1.1\r\nHost: h\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      client.getOutputStream().flush();

      browser.until(
          "document.querySelector('#main tbody tr').textContent.includes('1 request')", "true");
      assertThat(browser.evaluate("document.querySelector('#main tr.more').textContent"))
          .contains("GET /later");
      assertThat(browser.evaluate("document.querySelectorAll('#main tr.more').length"))
          .isEqualTo("1");
    } finally {
      client.destroy();
    }
  }

  private static String newest() throws InterruptedException {
    return browser.evaluate("document.querySelector('#main tbody tr').textContent");
  }

  @Test
  void aLogThatIsDroppedIsExplained() throws Exception {
    open("#/log");
    browser.until("!!document.querySelector('.drop')", "true");
    browser.drop(log, ".drop");
    explained();
    for (String colours : List.of("light", "dark")) {
      browser.prefer(colours);
      assertThat(Axe.problems(browser)).as(colours).isEmpty();
      picture("log-explained-" + colours);
    }
  }

  @Test
  void theAnswerAboutALogCanBeSavedAndFitsAPhone() throws Exception {
    browser.size(390, 844);
    open("#/log");
    browser.until("!!document.querySelector('#file')", "true");
    browser.choose(log, "#file");
    explained();

    assertThat(
            browser.evaluate(
                "[...document.querySelectorAll('.downloads a')].map((a) => a.download).join(' ')"))
        .isEqualTo("device.log-explained.html device.log-explained.csv device.log-explained.json");
    assertThat(browser.evaluate("document.querySelector('.downloads a').href")).startsWith("blob:");
    assertThat(browser.evaluate("document.documentElement.scrollWidth <= innerWidth"))
        .isEqualTo("true");
    assertThat(
            browser.evaluate(
                "Math.max(...[...document.querySelectorAll('.findings td, .findings th')]"
                    + ".map((cell) => cell.getBoundingClientRect().right)) <= 390"))
        .isEqualTo("true");
    assertThat(Axe.problems(browser)).isEmpty();
    picture("log-explained-phone");
  }

  @Test
  void theLettersAreSavedWithTheAnswerAndByThemselves() throws Exception {
    open("#/log");
    browser.until("!!document.querySelector('#file')", "true");
    browser.choose(log, "#file");
    explained();

    Path archive = browser.save(".letters a", created("archive"));
    Path page = browser.save(".downloads a", created("page"));
    browser.show(page.toUri());
    String name = "letter-no-ems.ats-harness.test.txt";
    Path letter = browser.save("a[download=\"" + name + "\"]", created("letter"));

    assertThat(archive).hasFileName("device.log-letters.zip");
    try (FileSystem zip = FileSystems.newFileSystem(archive)) {
      assertThat(zip.getPath("index.html")).content().contains(name);
      assertThat(zip.getPath(name)).hasSameTextualContentAs(letter);
    }
    assertThat(letter).content().contains("no-ems.ats-harness.test", "RFC 7627");
    assertThat(browser.complaints()).isEmpty();
    browser.forget(); // the page of the answer is a file
  }

  private static Path created(String name) throws IOException {
    return Files.createDirectory(directory.resolve(name));
  }

  /** The words of a newer release: nobody knows what the enforcing release does about them. */
  @ParameterizedTest
  @ValueSource(ints = {1400, 390})
  void aMessageInNewWordsIsNotKnown(int width) throws Exception {
    Path unknown =
        Files.writeString(
            directory.resolve("new-words-" + width + ".log"),
            LogFormat.DEFAULT
                .text(List.of(event("mdmclient", "mdm.example.com")))
                .replace(
                    "TLS 1.2 negotiated without extended master secret (EMS)",
                    "Session ticket lifetime 604801 exceeds maximum 604800"));
    browser.size(width, 900);
    open("#/log");
    browser.until("!!document.querySelector('#file')", "true");
    browser.choose(unknown, "#file");
    browser.until("!!document.querySelector('#main table')", "true");

    assertThat(browser.evaluate("document.querySelector('.findings .badge').textContent"))
        .isEqualTo("not known");
    assertThat(browser.evaluate("document.querySelector('.findings .badge').className"))
        .isEqualTo("badge other");
    assertThat(browser.evaluate("document.querySelector('#main').innerText"))
        .contains("unrecognised violation", "Session ticket lifetime", "its wording is unknown");
    fits();
    for (String colours : List.of("light", "dark")) {
      browser.prefer(colours);
      assertThat(Axe.problems(browser)).as(colours).isEmpty();
      picture("log-not-known-" + width + "-" + colours);
    }
  }

  private static LogEvent event(String process, String server) {
    return new LogWriter(CLOCK, Releases.builtIn().named("26.5"), process)
        .event(DetectedViolation.of(Violation.EMS_NOT_NEGOTIATED), server);
  }

  /** The page does not scroll sideways, and nothing hangs out of it but what scrolls itself. */
  private static void fits() throws InterruptedException {
    assertThat(browser.evaluate("document.documentElement.scrollWidth <= innerWidth"))
        .isEqualTo("true");
    assertThat(
            browser.evaluate(
                """
                [...document.querySelectorAll('#main :is(p, pre, h1, h2, h3, li, .findings *)')]
                  .filter((one) => one.getBoundingClientRect().right > innerWidth
                    || (one.scrollWidth > one.clientWidth + 1
                      && getComputedStyle(one).display !== 'inline'
                      && getComputedStyle(one).overflowX === 'visible'))
                  .map((one) => one.outerHTML.slice(0, 200)).join()"""))
        .isEmpty();
  }

  @Test
  void aLogThatIsChosenIsExplained() throws Exception {
    open("#/log");
    browser.until("!!document.querySelector('#file')", "true");
    browser.choose(log, "#file");
    explained();
  }

  private static void explained() throws Exception {
    browser.until("!!document.querySelector('#main table')", "true");
    assertThat(browser.evaluate("document.querySelector('#main').innerText"))
        .contains(
            "no-ems.ats-harness.test",
            "ems-not-negotiated",
            "mdmclient",
            "RFC 7627",
            "Compared with ios-26.5-system",
            "agreed",
            ", 0 deviations");
  }

  @Test
  void whatIsNotALogIsSaidInWords() throws Exception {
    Path none = Files.writeString(directory.resolve("none.txt"), "milk, bread, butter\n");
    open("#/log");
    browser.until("!!document.querySelector('#file')", "true");
    browser.choose(none, "#file");
    browser.until("!!document.querySelector('.finding')", "true");
    assertThat(browser.evaluate("document.querySelector('#main').textContent"))
        .contains("cannot tell", "Not read", "none.txt is not a log", "log show");
  }

  @Test
  void aLongPathThatWasNotReadFitsAPhoneAndMakesNoTable() throws Exception {
    Path packed = directory.resolve("sysdiagnose_2026.11.30_iPhone.zip");
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(packed))) {
      zip.putNextEntry(
          new ZipEntry(
              "sysdiagnose_2026.11.30_12-00-00_iPhone-OS_iPhone/system_logs.logarchive/Persist/1.tracev3"));
      zip.write(1);
    }
    try (AtsHarness without =
        AtsHarness.builder()
            .only("handshake/no-ems")
            .console(new ConsolePages())
            .console(
                new LogConsole(
                    CATALOGUE, CLOCK, new LogConverter(Optional.empty(), ConversionLimits.UPLOAD)))
            .start()) {
      browser.size(390, 844);
      browser.show(without.manifest().console().resolve("#/log"));
      browser.until("!!document.querySelector('#file')", "true");
      browser.choose(packed, "#file");
      browser.until("!!document.querySelector('.finding')", "true");

      assertThat(browser.evaluate("document.documentElement.scrollWidth <= 390")).isEqualTo("true");
      assertThat(browser.evaluate("document.querySelectorAll('table.verdicts').length"))
          .isEqualTo("0");
      assertThat(browser.evaluate("document.querySelector('#main').textContent"))
          .contains("Then drop the log again", "says nothing about the device")
          .doesNotContain("run this command", "Neither the log nor the journal");
      picture("log-not-converted-phone");
      assertThat(browser.complaints()).isEmpty();
    } finally {
      // The other harness's requests are not those of nothingIsComplainedOf.
      browser.show(URI.create("about:blank"));
      browser.forget();
    }
  }

  @Test
  void hostileTextStaysText() throws Exception {
    openssl(HOSTILE);
    LogWriter writer = new LogWriter(CLOCK, Releases.builtIn().named("26.5"), HOSTILE_PROCESS);
    LogEvent event =
        writer.event(DetectedViolation.of(Violation.EMS_NOT_NEGOTIATED), HOSTILE + ".example");
    Path hostile =
        Files.writeString(
            directory.resolve("hostile.ndjson"), LogFormat.NDJSON.text(List.of(event)));

    open("#/connections");
    browser.until("document.querySelector('#main tbody')?.textContent.includes('onerror')", "true");
    inert();
    browser.evaluate("document.querySelector('#main button.open').click()");
    inert();

    open("#/log");
    browser.until("!!document.querySelector('#file')", "true");
    browser.choose(hostile, "#file");
    browser.until("!!document.querySelector('#main table')", "true");
    assertThat(browser.evaluate("document.querySelector('#main').textContent"))
        .contains(HOSTILE_PROCESS, HOSTILE);
    inert();
  }

  /** Names that a client sends as it likes: markup, directions of writing, NUL, emoji, length. */
  @Test
  void hostileNamesAreReadableInConnections() throws Exception {
    List<String> names =
        List.of(
            "<script>document.title='owned'</script>.test",
            "\"><img src=x onerror=alert(3)>.test",
            "\u202Etset.elpmaxe\u202C\u2066.test",
            "nul\u0000\u001B[31m.test",
            "\uD83D\uDC69\u200D\uD83D\uDCBB.test",
            "x".repeat(10_000) + ".test");
    for (String name : names) {
      hello(name, "\"><svg onload=alert(4)>", "'h2'");
    }
    for (int width : List.of(1400, 390)) {
      browser.size(width, 900);
      open("#/connections");
      browser.until("document.querySelector('#main tbody')?.textContent.includes('xxxxx')", "true");
      inert();
      assertThat(browser.evaluate("document.querySelector('#main tbody').textContent"))
          // A server name has bytes and not characters, so that each byte is shown as it is.
          .contains("<script>", "onerror=alert(3)", "\u00e2\\u0080\u00ae", "\\u0000", "\\u001b")
          .doesNotContain("\u202E", "\u0000", "\u001B");
      assertThat(
              browser.evaluate(
                  "Math.max(...[...document.querySelectorAll('#main tbody tr')].slice(0, 6)"
                      + ".map((row) => row.getBoundingClientRect().height)) < 400"))
          .as("no row is as long as the window")
          .isEqualTo("true");
      assertThat(browser.evaluate("document.documentElement.scrollWidth <= innerWidth"))
          .isEqualTo("true");
      browser.evaluate(
          "[...document.querySelectorAll('#main button.open')].slice(0, 6).forEach(b => b.click())");
      browser.until("document.querySelectorAll('#main tr.more').length", "6");
      inert();
      assertThat(browser.evaluate("document.querySelector('#main tbody').textContent"))
          .contains("<svg onload=alert(4)>", "'h2'", "and 9,750 more characters");
      assertThat(browser.evaluate("document.querySelectorAll('#main svg').length")).isEqualTo("0");
      assertThat(browser.evaluate("document.documentElement.scrollWidth <= innerWidth"))
          .isEqualTo("true");
      assertThat(Axe.problems(browser)).isEmpty();
      picture("hostile-connections-" + width);
    }
  }

  /** Begins a handshake with any bytes as server name and ALPN; no server has that name. */
  private static void hello(String name, String... alpn) throws Exception {
    Manifest.Listener https = harness.manifest().listeners().https();
    try (SSLSocket socket =
        (SSLSocket)
            SSLContext.getDefault()
                .getSocketFactory()
                .createSocket(InetAddress.getByName(https.address()), https.port())) {
      SSLParameters parameters = socket.getSSLParameters();
      parameters.setServerNames(
          List.of(
              new SNIServerName(
                  StandardConstants.SNI_HOST_NAME, name.getBytes(StandardCharsets.UTF_8)) {}));
      parameters.setApplicationProtocols(alpn);
      socket.setSSLParameters(parameters);
      assertThatThrownBy(socket::startHandshake).isInstanceOf(IOException.class);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1400, 390})
  void hostileNamesAreReadableInALog(int width) throws Exception {
    Path hostile =
        Files.writeString(
            directory.resolve("hostile-" + width + ".ndjson"),
            LogFormat.NDJSON.text(
                List.of(
                    event("mdm\u202Edm", "a.example"),
                    event("mdmd\uD83D\uDC69\u200D\uD83D\uDCBB", "b.example"),
                    event("nul\u0000\u001B[31m", "c.example"),
                    event("p".repeat(10_000), "d.example"),
                    event("mdmclient", "\"><svg/onload=alert(5)>.example"),
                    event("mdmclient", "a\u202Eb\u2066.example"),
                    event("mdmclient", "x".repeat(10_000) + ".example"))));
    browser.size(width, 900);
    open("#/log");
    browser.until("!!document.querySelector('#file')", "true");
    browser.choose(hostile, "#file");
    browser.until("!!document.querySelector('#main table')", "true");

    inert();
    assertThat(browser.evaluate("document.querySelector('#main').textContent"))
        .contains("\\u202e", "onload=alert(5)", "\\u0000")
        .doesNotContain("\u202E", "\u0000", "\u001B");
    assertThat(browser.evaluate("document.querySelectorAll('#main svg').length")).isEqualTo("0");
    fits();
    assertThat(Axe.problems(browser)).isEmpty();
    picture("hostile-log-" + width);
  }

  /**
   * Checks that no script ran: it would have changed the title; dialogs and requests are recorded
   * elsewhere.
   */
  private static void inert() throws InterruptedException {
    assertThat(browser.evaluate("document.title")).endsWith("ATS harness");
    assertThat(browser.evaluate("document.querySelectorAll('#main script, #main img').length"))
        .isEqualTo("0");
  }

  @Test
  void theFocusGoesWithTheReader() throws Exception {
    open("#/");
    browser.until("!!document.querySelector('#main h1')", "true");
    browser.press("Tab", 9, "");
    assertThat(browser.evaluate("document.activeElement.id")).isEqualTo("skip");
    browser.press("Enter", 13, "\r");
    assertThat(browser.evaluate("document.activeElement.id")).isEqualTo("main");
    browser.evaluate("document.querySelector('#pages a[href=\"#/connections\"]').click()");
    browser.until("document.querySelector('#main h1')?.textContent", "Connections");
    browser.until("document.activeElement.id", "main");
    assertThat(browser.evaluate("document.title")).isEqualTo("Connections · ATS harness");
    assertThat(browser.evaluate("document.querySelector('#pages [aria-current]').textContent"))
        .isEqualTo("Connections");
  }

  @Test
  void theFirstPageLeadsOn() throws Exception {
    open("#/");
    browser.until("document.querySelectorAll('.doors a').length >= 5", "true");
    assertThat(browser.evaluate("document.querySelector('#main .lead').textContent"))
        .contains(harness.endpoints().size() + " scenarios")
        .contains("port " + harness.manifest().listeners().https().port());
    assertThat(
            browser.evaluate(
                "[...document.querySelectorAll('.doors h3 a')].map(a =>"
                    + " a.getAttribute('href')).join()"))
        .isEqualTo("#/scenarios,#/log,#/drill,#/scenarios,/device/");
    browser.until("document.querySelectorAll('#main table.connections tbody tr').length", "5");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          no-ems | handshake/no-ems
          rsa-key-below-2048 | Get a certificate for a new RSA key
          master secret EMS | Enable TLS 1.3
          Warning [ATS FCPv2.1 violation]: TLS 1.2 negotiated without extended master secret (EMS) for server: no-ems.ats-harness.test | no-ems.ats-harness.test is the scenario handshake/no-ems
          Error [ATS violation]: RSA key size 1024 bits is less than minimum 2048 bits for server: mdm.example.com | mdm.example.com is not a server of this harness
          unheard-of | Nothing contains all of these words
          """)
  void theSearchKnowsScenariosCodesAndMessages(String text, String found) throws Exception {
    open("#/");
    browser.until("!!document.querySelector('#search')", "true");
    browser.evaluate("document.querySelector('#search').focus()");
    browser.type(text);
    browser.until(
        "document.querySelector('.search [role=status]').textContent.includes('" + found + "')",
        "true");
    assertThat(Axe.problems(browser)).isEmpty();
  }

  @Test
  void scenariosCanBeChosenByCodeVerdictAndFamily() throws Exception {
    String shown =
        "[...document.querySelectorAll('#main tbody tr')].filter(row => !row.hidden)"
            + ".map(row => row.querySelector('th').textContent).join()";
    open("#/scenarios/rsa-key-below-2048");
    browser.until("document.querySelector('#code')?.value", "rsa-key-below-2048");
    assertThat(browser.evaluate(shown)).contains("key/rsa-1024").doesNotContain("handshake/no-ems");
    choose("code", "-");
    choose("family", "handshake");
    choose("verdict", "fail");
    assertThat(browser.evaluate(shown))
        .contains("handshake/alpn-refused")
        .doesNotContain("key/", "handshake/no-ems");
  }

  private static void choose(String id, String value) throws InterruptedException {
    browser.evaluate(
        "(() => { const select = document.querySelector('#"
            + id
            + "'); select.value = '"
            + value
            + "'; select.dispatchEvent(new Event('change')); })()");
  }

  @Test
  void scenariosCanBeFiltered() throws Exception {
    open("#/scenarios");
    browser.until("!!document.querySelector('#filter')", "true");
    browser.evaluate("document.querySelector('#filter').focus()");
    browser.type("extended master");
    String shown =
        "[...document.querySelectorAll('#main tbody tr')].filter(row => !row.hidden)"
            + ".map(row => row.querySelector('th').textContent).join()";
    browser.until("(" + shown + ").split(',').length < 20", "true");
    assertThat(browser.evaluate(shown)).contains("handshake/no-ems");
    assertThat(browser.evaluate("document.querySelector('#main [role=status]').textContent"))
        .contains(" of " + harness.endpoints().size() + " scenarios");
  }

  @Test
  void nothingIsSaidOfAControlThatThereIsNot() throws Exception {
    String heads =
        "[...document.querySelectorAll('table.settings thead th')].map(h => h.textContent)";
    open("#/scenario/handshake/no-ems");
    browser.until(heads, "Setting,Value,Control");
    open("#/scenario/baseline/tls12");
    browser.until(heads, "Setting,Value");
  }

  @Test
  void beyondLoopbackTheTokenIsAskedFor() throws Exception {
    String token = "0123456789abcdef";
    try (AtsHarness open =
        builder()
            .only("baseline/tls13")
            .consoleBind("0.0.0.0")
            .publicAddress("127.0.0.9")
            .consoleToken(token)
            .start()) {
      browser.show(open.manifest().console());
      answer("not the right one");
      browser.until(
          "document.querySelector('dialog')?.textContent.includes('That token was wrong')", "true");
      assertThat(browser.evaluate("document.querySelector('#main').textContent"))
          .doesNotContain("baseline");
      picture("token");
      assertThat(Axe.problems(browser)).isEmpty();
      answer(token);
      browser.until("document.querySelector('#main h1')?.textContent", "ATS harness");
      assertThat(browser.evaluate("document.querySelectorAll('dialog').length")).isEqualTo("0");
      assertThat(browser.evaluate("location.href")).doesNotContain(token);
      assertThat(browser.requests()).noneMatch(url -> url.toString().contains(token));
      assertThat(browser.complaints()).allMatch(words -> words.contains("401"));
      browser.forget();
    }
  }

  private static void answer(String token) throws InterruptedException {
    browser.until("document.querySelector('dialog')?.open", "true");
    browser.evaluate("document.querySelector('dialog input').focus()");
    browser.type(token);
    browser.press("Enter", 13, "\r");
  }

  /** Connects and closes the connection. */
  private static void openssl(String name) throws IOException, InterruptedException {
    Process client = client(name);
    client.getOutputStream().close();
    assertThat(client.waitFor(TIMEOUT.toSeconds(), TimeUnit.SECONDS)).isTrue();
  }

  /** Starts a client that connects and sends its standard input. */
  private static Process client(String name) throws IOException {
    OutsideProgram.require("openssl");
    Manifest.Listener https = harness.manifest().listeners().https();
    return new ProcessBuilder(
            "openssl",
            "s_client",
            "-connect",
            https.address() + ":" + https.port(),
            "-servername",
            name)
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start();
  }
}
