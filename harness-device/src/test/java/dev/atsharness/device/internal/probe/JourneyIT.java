package dev.atsharness.device.internal.probe;

import static dev.atsharness.device.internal.trust.TestPki.CLOCK;
import static dev.atsharness.device.internal.trust.TestPki.HOST;
import static dev.atsharness.device.internal.trust.TestPki.anchors;
import static dev.atsharness.device.internal.trust.TestPki.leaf;
import static dev.atsharness.device.internal.trust.TestPki.root;
import static org.assertj.core.api.Assertions.assertThat;

import dev.atsharness.ats.ClientProfile;
import dev.atsharness.ats.DetectedViolation;
import dev.atsharness.ats.Violation;
import dev.atsharness.certs.CertifiedKey;
import dev.atsharness.certs.Identity;
import dev.atsharness.device.internal.Profiles;
import dev.atsharness.device.internal.SimulatedDevice;
import dev.atsharness.device.internal.TestWebServer;
import dev.atsharness.device.internal.document.DocumentReader;
import dev.atsharness.device.internal.http.HttpReply;
import dev.atsharness.device.internal.probe.HopVerdict.Answer;
import dev.atsharness.device.internal.probe.JourneyRunner.Limits;
import dev.atsharness.scenario.internal.LeadingDocuments;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The device follows the answers of real servers. */
class JourneyIT {

  private static final String OTHER = "other.ats-harness.test";
  private static final URI START = URI.create("https://" + HOST + "/");
  private static final Duration TIME = Duration.ofSeconds(30);
  private static final CertifiedKey ROOT = root().selfSigned();
  private static final Identity GOOD =
      leaf().names(HOST, OTHER, "two.ats-harness.test").signedBy(ROOT).identity();
  private static final Identity WRONG_NAME = leaf().signedBy(ROOT).identity();
  private static final DocumentReader DOCUMENTS = new DocumentReader(LeadingDocuments.builtIn());

  private final TestWebServer server = new TestWebServer(GOOD);
  private final TestWebServer wrongName = new TestWebServer(WRONG_NAME);

  @AfterEach
  void stop() {
    server.close();
    wrongName.close();
  }

  private static SimulatedDevice device(ClientProfile profile) {
    return new SimulatedDevice(profile, anchors(ROOT), CLOCK, TIME);
  }

  /**
   * Resolves HOST and OTHER to the server, and bad.* to the server with the wrong name; other names
   * do not resolve.
   */
  private List<InetSocketAddress> addresses(URI url) throws UnknownHostException {
    return switch (url.getHost()) {
      case HOST, OTHER -> List.of(server.address());
      case "bad.ats-harness.test" -> List.of(wrongName.address());
      case "two.ats-harness.test" -> List.of(server.address(), wrongName.address());
      default -> throw new UnknownHostException(url.getHost() + " is not known");
    };
  }

  private Journey journey(URI start, Limits limits) {
    return new JourneyRunner(
            device(Profiles.IOS_26_5), device(Profiles.IOS_27), this::addresses, DOCUMENTS, limits)
        .run(start, true, url -> {});
  }

  private Journey journey(String path) {
    return journey(START.resolve(path), new Limits(true, true, TIME));
  }

  private static List<String> urls(Journey journey) {
    return journey.hops().stream().map(Hop::url).toList();
  }

  @ParameterizedTest
  @ValueSource(ints = {301, 302, 303, 307, 308})
  void everyRedirectIsFollowed(int status) {
    server.with("/", TestWebServer.Answer.redirect(status, "//" + OTHER + "/x"));

    Journey journey = journey("/");

    assertThat(urls(journey)).containsExactly(START.toString(), "https://" + OTHER + "/x");
    assertThat(journey.hops().get(1).why()).hasToString("redirect " + status);
    assertThat(journey.verdict().answer()).isEqualTo(Answer.FINE);
  }

  /** RFC 9110 section 15.4 lets a client follow 300, and treat unknown 3xx codes like 300. */
  @ParameterizedTest
  @CsvSource({
    "201, FINE",
    "304, FINE",
    "300, CANNOT_TELL",
    "305, CANNOT_TELL",
    "306, CANNOT_TELL",
    "399, CANNOT_TELL"
  })
  void aLocationBesideARedirectIsNotFollowed(int status, Answer answer) {
    server.with("/", TestWebServer.Answer.redirect(status, "http://x.example/"));

    Journey journey = journey("/");

    assertThat(journey.hops()).hasSize(1);
    assertThat(journey.verdict().answer()).isEqualTo(answer);
  }

  @ParameterizedTest
  @CsvSource({
    "https://" + OTHER + "/a, https://" + OTHER + "/a, FINE",
    "https://" + OTHER + "/a, https://" + OTHER + "/b, CANNOT_TELL",
    "https://" + OTHER + "/a, http://x.example/, WRONG",
    "http://x.example/, https://" + OTHER + "/a, WRONG"
  })
  void eachOfTwoLocationFieldsCounts(String one, String other, Answer answer) {
    server.with("/", new TestWebServer.Answer(302, Map.of("Location", List.of(one, other)), ""));

    assertThat(journey("/").verdict().answer()).isEqualTo(answer);
  }

  private static String profile(String... payloads) {
    return "<plist><dict><key>PayloadContent</key><array>"
        + String.join("", payloads)
        + "</array></dict></plist>";
  }

  private static String payload(String type, String key, String url) {
    return "<dict><key>PayloadType</key><string>%s</string><key>%s</key><string>%s</string></dict>"
        .formatted(type, key, url);
  }

  @Test
  void theExemptionOfOneKeyDoesNotHideAnotherWithTheSameUrl() {
    String url = "http://mdm.example/";
    server.with(
        "/",
        document(
            profile(
                payload("com.apple.webClip.managed", "URL", url),
                payload("com.apple.new", "NewURL", url),
                payload("com.apple.mdm", "ServerURL", url),
                payload("com.apple.mdm", "CheckInURL", url))));

    Journey journey = journey("/");

    assertThat(journey.hops().stream().skip(1).map(hop -> hop.verdict().answer()))
        .containsExactly(Answer.FINE, Answer.CANNOT_TELL, Answer.WRONG);
    assertThat(journey.verdict().answer()).isEqualTo(Answer.WRONG);
  }

  @Test
  void whatAServerTellsTheSecondVisitorLeadsOnToo() {
    AtomicInteger visits = new AtomicInteger();
    server.with(
        "/",
        () ->
            visits.getAndIncrement() == 0
                ? TestWebServer.Answer.redirect(302, "/fine")
                : TestWebServer.Answer.redirect(302, "http://bad.example/"));

    Journey journey = journey("/");

    assertThat(urls(journey)).contains(START + "fine", "http://bad.example/");
    assertThat(journey.verdict().answer()).isEqualTo(Answer.WRONG);
  }

  /** A login uses a new value of "state" in each redirect. */
  @Test
  void aNewNumberForEachVisitDoesNotMakeAJourneyLong() {
    AtomicInteger number = new AtomicInteger();
    for (int i = 0; i < 6; i++) {
      String next = "/step" + (i + 1) + "?state=";
      server.with(
          "/step" + i, () -> TestWebServer.Answer.redirect(302, next + number.incrementAndGet()));
    }
    server.with("/step6", TestWebServer.Answer.document("text/html", "<html>Sign in</html>"));

    Journey journey = journey("/step0");

    assertThat(journey.verdict().answer()).isEqualTo(Answer.FINE);
    assertThat(journey.hops()).hasSizeLessThan(30);
  }

  private static byte[] gzip(String text) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
      gzip.write(text.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private static TestWebServer.Answer coded(String coding, byte[] body) {
    return new TestWebServer.Answer(
        200,
        Map.of("Content-Encoding", List.of(coding)),
        new String(body, StandardCharsets.ISO_8859_1));
  }

  @Test
  void aCompressedDocumentIsReadAndOneInAnotherCodingIsNotFine() {
    String discovery = "{\"Servers\":[{\"BaseURL\":\"http://enrol.example/\"}]}";
    server.with("/gzip", coded("gzip", gzip(discovery)));
    server.with("/page", coded("gzip", gzip("<html>hello</html>")));
    server.with("/br", coded("br", new byte[] {1, 2, 3}));
    server.with("/not-gzip", coded("gzip", new byte[] {1, 2, 3}));

    assertThat(journey("/gzip").verdict().answer()).isEqualTo(Answer.WRONG);
    assertThat(journey("/page").verdict().answer()).isEqualTo(Answer.FINE);
    assertThat(journey("/br").verdict().answer()).isEqualTo(Answer.CANNOT_TELL);
    assertThat(journey("/br").verdict().reason()).contains("coding br");
    assertThat(journey("/not-gzip").verdict().answer()).isEqualTo(Answer.CANNOT_TELL);
  }

  @ParameterizedTest
  @CsvSource({"' ', CANNOT_TELL", "<!-- no end, CANNOT_TELL", "<html>, FINE", "PK, FINE"})
  void ofALongBodyItsBeginningDecides(String beginning, Answer answer) {
    server.with(
        "/",
        document(beginning + " ".repeat(HttpReply.MAX_BODY) + profile(payload("x", "y", "z"))));

    Journey journey = journey("/");

    assertThat(journey.verdict().answer()).isEqualTo(answer);
    assertThat(journey.hops().get(0).troubles()).hasSize(answer == Answer.FINE ? 0 : 1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          /                                          | 404 | FINE
          /mdm/checkin                               | 401 | FINE
          /.well-known/com.apple.remotemanagement    | 404 | CANNOT_TELL
          /.well-known/com.apple.remotemanagement?user-identifier=a | 401 | CANNOT_TELL
          /a.mobileconfig                            | 500 | CANNOT_TELL
          /A.MobileConfig                            | 204 | CANNOT_TELL
          /apps/manifest.plist                       | 403 | CANNOT_TELL
          /mdm/enroll/                               | 404 | CANNOT_TELL
          /mdm/enroll                                | 200 | FINE
          """)
  void anErrorInPlaceOfADocumentIsNotFine(String path, int status, Answer answer) {
    server.with(path, TestWebServer.Answer.status(status));

    HopVerdict verdict = journey(path).verdict();

    assertThat(verdict.answer()).isEqualTo(answer);
    assertThat(verdict.reason()).contains(answer == Answer.FINE ? "" : "not seen: HTTP " + status);
  }

  @ParameterizedTest
  @CsvSource({
    "com.apple.mdm, ServerURL, 404, FINE",
    "com.apple.mdm, CheckInURL, 405, FINE",
    "com.apple.security.acme, DirectoryURL, 404, CANNOT_TELL",
    "com.apple.security.acme, DirectoryURL, 200, CANNOT_TELL"
  })
  void aKeySaysWhetherADocumentIsAwaited(String type, String key, int status, Answer answer) {
    server.with("/", document(profile(payload(type, key, "https://" + OTHER + "/x"))));
    server.with("/x", TestWebServer.Answer.redirect(302, "/y"));
    server.with("/y", TestWebServer.Answer.status(status));

    Journey journey = journey("/");

    assertThat(journey.hops().get(1).verdict().answer()).isEqualTo(Answer.FINE);
    assertThat(journey.hops().get(2).verdict().answer()).isEqualTo(answer);
  }

  @Test
  void whatComesAfterALoginWasNotSeen() {
    server.with("/d", document("{\"Servers\":[{\"BaseURL\":\"https://" + OTHER + "/enrol\"}]}"));
    server.with(
        "/enrol",
        new TestWebServer.Answer(
            401,
            Map.of(
                "WWW-Authenticate",
                List.of(
                    "Basic realm=x, Bearer method=apple-as-web, url=https://" + OTHER + "/login")),
            ""));
    server.with("/login", TestWebServer.Answer.document("text/html", "<html>Sign in</html>"));

    Journey journey = journey("/d");

    assertThat(urls(journey)).endsWith("https://" + OTHER + "/login");
    assertThat(journey.hops().get(2).verdict().answer()).isEqualTo(Answer.FINE);
    assertThat(journey.verdict())
        .isEqualTo(
            HopVerdict.cannotTell("the profile comes after a login, which probe does not do"));
  }

  private static TestWebServer.Answer answer(int status, String body) {
    return new TestWebServer.Answer(status, Map.of(), body);
  }

  /** A document of another kind, or with an error status, is not the expected one. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          200 | %s                                           | FINE
          500 | %s                                           | CANNOT_TELL
          200 | <plist><dict/></plist>                       | CANNOT_TELL
          200 | {"Command":{}}                               | CANNOT_TELL
          403 | {"code":"com.apple.softwareupdate.required"} | CANNOT_TELL
          """)
  void onlyTheAwaitedDocumentCounts(int status, String body, Answer expected) {
    String whole = body.formatted(profile(payload("com.example.app", "a", "b")));
    server.with("/d", document("{\"Servers\":[{\"BaseURL\":\"https://" + OTHER + "/p\"}]}"));
    server.with("/p", TestWebServer.Answer.redirect(302, "/q"));
    server.with("/q", answer(status, whole));
    server.with("/a.mobileconfig", answer(status, whole));
    server.with("/to", TestWebServer.Answer.redirect(302, "/a.mobileconfig"));

    for (String start : List.of("/d", "/a.mobileconfig", "/to")) {
      assertThat(journey(start).verdict().answer()).as(start).isEqualTo(expected);
    }
  }

  @Test
  void aRoleIsThatOfTheFirstUrlAlone() {
    server.with(
        "/p", document(profile(payload("com.apple.mdm", "ServerURL", "http://mdm.example/"))));
    server.with("/r", TestWebServer.Answer.redirect(302, "http://" + OTHER + "/x"));
    JourneyRunner runner =
        new JourneyRunner(
            device(Profiles.IOS_26_5),
            device(Profiles.IOS_27),
            this::addresses,
            DOCUMENTS,
            new Limits(true, true, TIME));

    Journey named = runner.run(START.resolve("/p"), false, url -> {});
    Journey redirected = runner.run(START.resolve("/r"), false, url -> {});

    assertThat(named.hops().get(0).verdict().answer()).isEqualTo(Answer.FINE);
    assertThat(named.hops().get(1).verdict().answer()).isEqualTo(Answer.WRONG);
    assertThat(redirected.hops().get(1).verdict().answer()).isNotEqualTo(Answer.WRONG);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://evil.example\\@" + OTHER + "/x",
        "\\\\" + OTHER + "/x",
        "/\\" + OTHER + "/x",
        "https:\\\\" + OTHER + "/x"
      })
  void aBackslashWhereAHostIsLeavesADoubt(String location) {
    server.with("/", TestWebServer.Answer.redirect(302, location));

    HopVerdict verdict = journey("/").verdict();

    assertThat(verdict.answer()).isEqualTo(Answer.CANNOT_TELL);
    assertThat(verdict.reason()).contains("clients disagree");
  }

  @ParameterizedTest
  @ValueSource(strings = {"http://a.example/My App.ipa", "//a.example/App.ipa"})
  void aUrlOfAnUnknownKeyMayBeWrittenInAnyWay(String url) {
    server.with("/", document(profile(payload("com.apple.new", "NewURL", url))));

    assertThat(journey("/").verdict().answer()).isEqualTo(Answer.CANNOT_TELL);
  }

  @Test
  void theCredentialOfADeclarationIsAwaited() {
    server.with(
        "/",
        document(
            """
            {"Type":"com.apple.asset.credential.acme",
             "Payload":{"Reference":{"DataURL":"https://%s/credential"}}}
            """
                .formatted(OTHER)));

    assertThat(journey("/").verdict().reason())
        .contains("(ACME credential) was not seen: HTTP 404");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://nowhere.example/",
        "HTTP://" + OTHER + ":81/",
        "http://192.0.2.1/",
        "http://localhost:1/"
      })
  void plainHttpIsWrongAtAnyHost(String location) {
    server.with("/", TestWebServer.Answer.redirect(302, location));

    Journey journey =
        new JourneyRunner(
                device(Profiles.IOS_26_5),
                device(Profiles.IOS_27),
                url -> {
                  if (url.getHost().equals(HOST)) {
                    return List.of(server.address());
                  }
                  throw new UnknownHostException(url.getHost());
                },
                DOCUMENTS,
                new Limits(true, true, TIME))
            .run(START, true, url -> {});

    assertThat(journey.hops()).hasSize(2);
    assertThat(journey.verdict().answer()).isEqualTo(Answer.WRONG);
    if (!location.contains("localhost")) {
      assertThat(journey.visits().get(1).violations())
          .extracting(DetectedViolation::violation)
          .containsExactly(Violation.TLS_NOT_USED);
      assertThat(journey.events()).hasSize(1);
    }
  }

  @Test
  void anotherServerIsJudgedToo() {
    server.with("/", TestWebServer.Answer.redirect(302, "https://bad.ats-harness.test/"));

    Journey journey = journey("/");

    assertThat(journey.hops().get(1).verdict().answer()).isEqualTo(Answer.WRONG);
    assertThat(journey.hops().get(0).verdict().answer()).isEqualTo(Answer.FINE);
  }

  @Test
  void aHostThatCannotBeReachedIsNamedAndIsNotFine() {
    server.with("/", TestWebServer.Answer.redirect(302, "https://nowhere.example/"));

    HopVerdict verdict = journey("/").verdict();

    assertThat(verdict.answer()).isEqualTo(Answer.CANNOT_TELL);
    assertThat(verdict.reason()).isEqualTo("nowhere.example is not known");
  }

  @Test
  void aLoopIsNamed() {
    server.with("/", TestWebServer.Answer.redirect(302, "/a"));
    server.with("/a", TestWebServer.Answer.redirect(302, "/"));

    Journey journey = journey("/");

    assertThat(urls(journey)).containsExactly(START.toString(), START + "a", START.toString());
    assertThat(journey.verdict().reason()).contains("loop");
    assertThat(journey.verdict().answer()).isEqualTo(Answer.CANNOT_TELL);
  }

  @ParameterizedTest
  @CsvSource({"10, FINE", "11, CANNOT_TELL"})
  void redirectsAreFollowedToALimit(int redirects, Answer answer) {
    for (int i = 0; i < redirects; i++) {
      server.with("/" + i, TestWebServer.Answer.redirect(302, "/" + (i + 1)));
    }

    Journey journey = journey("/0");

    assertThat(journey.verdict().answer()).isEqualTo(answer);
    assertThat(journey.hops()).hasSize(redirects + 1);
  }

  @Test
  void aRedirectWithoutALocationIsNotFine() {
    server.with("/", new TestWebServer.Answer(302, Map.of(), ""));

    assertThat(journey("/").verdict())
        .isEqualTo(HopVerdict.cannotTell("the redirect has no Location field"));
  }

  @Test
  void aLinkThatInstallsAnAppLeadsToItsManifest() {
    String manifest = "https%3A%2F%2F" + OTHER + "%2Fmanifest.plist";
    server.with(
        "/",
        TestWebServer.Answer.redirect(
            302, "itms-services://?action=download-manifest&url=" + manifest));
    server.with(
        "/manifest.plist",
        TestWebServer.Answer.document(
            "text/plain",
            """
            <plist><dict><key>items</key><array><dict><key>assets</key><array><dict>
            <key>url</key><string>http://cdn.example/a.ipa</string>
            </dict></array></dict></array></dict></plist>
            """));

    Journey journey = journey("/");

    assertThat(urls(journey))
        .containsExactly(
            START.toString(), "https://" + OTHER + "/manifest.plist", "http://cdn.example/a.ipa");
    assertThat(journey.hops().get(2).why()).hasToString("app manifest, items[0].assets[0].url");
    assertThat(journey.hops().get(2).why().from()).hasValue(1);
    assertThat(journey.verdict().answer()).isEqualTo(Answer.WRONG);
  }

  @Test
  void discoveryProfileAndWhatIsExempt() {
    server.with("/d", document("{\"Servers\":[{\"BaseURL\":\"https://" + OTHER + "/profile\"}]}"));
    server.with(
        "/profile",
        document(
            """
            <plist><dict><key>PayloadContent</key><array>
              <dict><key>PayloadType</key><string>com.apple.mdm</string>
                <key>ServerURL</key><string>https://%1$s/mdm</string>
                <key>CheckInURL</key><string>https://%1$s/mdm</string></dict>
              <dict><key>PayloadType</key><string>com.apple.security.scep</string>
                <key>PayloadContent</key><dict><key>URL</key><string>http://scep.example/</string></dict></dict>
            </array></dict></plist>
            """
                .formatted(OTHER)));

    Journey journey = journey("/d");

    assertThat(urls(journey))
        .containsExactly(
            START + "d",
            "https://" + OTHER + "/profile",
            "https://" + OTHER + "/mdm",
            "http://scep.example/");
    assertThat(journey.hops().get(3).verdict())
        .isEqualTo(HopVerdict.fine("exempt: Apple exempts SCEP"));
    assertThat(journey.hops().get(3).visits()).isEmpty();
    assertThat(journey.verdict().answer()).isEqualTo(Answer.FINE);
  }

  private static TestWebServer.Answer document(String text) {
    return TestWebServer.Answer.document("application/octet-stream", text);
  }

  @Test
  void anUnknownKeyIsNamedAndIsNotFine() {
    server.with(
        "/",
        document(
            """
            <plist><dict><key>PayloadContent</key><array><dict>
            <key>PayloadType</key><string>com.apple.new</string>
            <key>NewURL</key><string>https://%s/</string></dict></array></dict></plist>
            """
                .formatted(OTHER)));

    assertThat(journey("/").verdict().answer()).isEqualTo(Answer.CANNOT_TELL);
  }

  @Test
  void aLoginThatAWebViewOpensIsVisitedAndLeavesADoubt() {
    server.with(
        "/",
        new TestWebServer.Answer(
            401,
            Map.of(
                "WWW-Authenticate",
                List.of(
                    "Bearer method=\"apple-as-web\", url=\"https://bad.ats-harness.test/login\"")),
            ""));

    Journey journey = journey("/");

    assertThat(journey.hops().get(1).visits()).hasSize(1);
    assertThat(journey.hops().get(1).verdict().answer()).isEqualTo(Answer.CANNOT_TELL);
    assertThat(journey.hops().get(1).verdict().reason()).contains("web view");
  }

  @Test
  void theWorstAddressOfANameCounts() {
    URI two = URI.create("https://two.ats-harness.test/");

    Journey all = journey(two, new Limits(true, true, TIME));
    Journey one = journey(two, new Limits(true, false, TIME));

    assertThat(all.hops().get(0).visits())
        .extracting(visit -> visit.verdict().answer())
        .containsExactly(Answer.FINE, Answer.WRONG);
    assertThat(all.verdict().answer()).isEqualTo(Answer.WRONG);
    assertThat(one.hops().get(0).visits()).hasSize(1);
    assertThat(one.verdict().answer()).isEqualTo(Answer.FINE);
  }

  @Test
  void withoutFollowingTheNextUrlsAreSaid() {
    server.with("/", TestWebServer.Answer.redirect(302, "http://x.example/"));

    Journey journey = journey(START, new Limits(false, true, TIME));

    assertThat(journey.hops()).hasSize(1);
    assertThat(journey.followed()).isFalse();
    assertThat(journey.left()).containsExactly("http://x.example/");
  }

  @Test
  void whenTheTimeIsUpTheRestIsNamed() {
    server.with("/", TestWebServer.Answer.redirect(302, "/a"));

    Journey journey = journey(START, new Limits(true, true, Duration.ZERO));

    assertThat(journey.verdict().answer()).isEqualTo(Answer.CANNOT_TELL);
    assertThat(journey.verdict().reason()).contains("is up");
  }

  @Test
  void aJourneyEnds() {
    StringBuilder servers = new StringBuilder("{\"Servers\":[");
    for (int i = 0; i < 70; i++) {
      servers.append("{\"BaseURL\":\"https://nowhere.example/").append(i).append("\"},");
    }
    server.with("/", document(servers.append("{}]}").toString()));

    Journey journey = journey("/");

    assertThat(journey.hops()).hasSize(JourneyRunner.MAX_HOPS + 1);
    assertThat(journey.hops().get(JourneyRunner.MAX_HOPS).verdict().reason()).contains("at most");
  }
}
