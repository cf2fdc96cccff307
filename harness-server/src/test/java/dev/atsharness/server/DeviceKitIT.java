package dev.atsharness.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.dd.plist.NSDictionary;
import com.dd.plist.NSObject;
import com.dd.plist.XMLPropertyListParser;
import dev.atsharness.certs.HarnessCa;
import dev.atsharness.certs.KeyPool;
import dev.atsharness.certs.internal.SignedContent;
import dev.atsharness.server.internal.device.Certificate;
import dev.atsharness.server.internal.device.DeviceKit;
import dev.atsharness.server.internal.device.OnboardingPage;
import dev.atsharness.server.internal.device.PageFrame;
import dev.atsharness.server.internal.device.ProfileSigner;
import dev.atsharness.server.internal.device.TourPage;
import dev.atsharness.server.proof.OutsideTool;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeviceKitIT {

  private static AtsHarness harness;

  @BeforeAll
  static void start() {
    harness =
        AtsHarness.builder()
            .only("baseline/*", "anchored/p2*", "exempt/enrollment-anchor")
            .dnsPort(0)
            .start();
  }

  @AfterAll
  static void stop() {
    harness.close();
  }

  @Test
  void theProfileHoldsTheServedRootAndAResolverForOneZone() throws Exception {
    HttpResponse<String> response = get("/device/" + DeviceKit.PROFILE);
    assertThat(response.headers().firstValue("Content-Type"))
        .contains("application/x-apple-aspen-config");
    NSDictionary profile = parse(response.body());
    assertThat(text(profile, "PayloadType")).isEqualTo("Configuration");
    List<NSDictionary> payloads = payloads(profile);
    assertThat(payloads).hasSize(2);

    NSDictionary root = payloads.get(0);
    assertThat(text(root, "PayloadType")).isEqualTo("com.apple.security.root");
    assertThat(root.get("PayloadContent").toJavaObject())
        .isEqualTo(new Certificate(harness.caPem()).der());

    NSDictionary dns = payloads.get(1);
    assertThat(text(dns, "PayloadType")).isEqualTo("com.apple.dnsSettings.managed");
    NSDictionary settings = (NSDictionary) dns.get("DNSSettings");
    assertThat(text(settings, "DNSProtocol")).isEqualTo("HTTPS");
    assertThat(text(settings, "ServerURL"))
        .isEqualTo(
            "https://dns.ats-harness.test:"
                + harness.manifest().listeners().https().port()
                + "/dns-query");
    assertThat((Object[]) settings.get("ServerAddresses").toJavaObject())
        .containsExactly("127.0.0.1");
    assertThat((Object[]) settings.get("SupplementalMatchDomains").toJavaObject())
        .containsExactly("ats-harness.test");
    assertThat(payloads.stream().map(one -> text(one, "PayloadUUID")).collect(Collectors.toSet()))
        .hasSize(2);
  }

  @Test
  void pythonReadsBothProfiles() throws Exception {
    for (String file : List.of(DeviceKit.PROFILE, DeviceKit.ANCHORS_PROFILE)) {
      String profile = get("/device/" + file).body();
      String output =
          OutsideTool.output(
              profile.getBytes(StandardCharsets.UTF_8),
              "python3",
              "-c",
              "import plistlib,sys; p=plistlib.loads(sys.stdin.buffer.read());"
                  + " print(p['PayloadType'], [c['PayloadType'] for c in p['PayloadContent']])");
      assertThat(output).startsWith("Configuration ['com.apple.security.root'");
    }
  }

  @Test
  void faultyAnchorsAreAProfileOfTheirOwnWithAWarning() throws Exception {
    NSDictionary profile = parse(get("/device/" + DeviceKit.ANCHORS_PROFILE).body());
    assertThat(text(profile, "PayloadDescription")).contains("weak on purpose", "test device");
    assertThat(payloads(profile))
        .extracting(one -> text(one, "PayloadDisplayName"))
        .containsExactly(
            "Faulty anchor anchored/p224-anchored", "Faulty anchor anchored/p256-anchored");
    String pem = get("/anchors/anchored/p224-anchored.pem").body();
    assertThat(payloads(profile).get(0).get("PayloadContent").toJavaObject())
        .isEqualTo(new Certificate(pem).der());
    assertThat(payloads(profile))
        .extracting(one -> text(one, "PayloadUUID"))
        .doesNotHaveDuplicates();
  }

  @Test
  void thePageShowsTheDigestThatOpensslComputes() throws Exception {
    String page = get("/device/").body();
    assertThat(page)
        .contains("href=\"" + DeviceKit.PROFILE, "href=\"" + DeviceKit.ANCHORS_PROFILE)
        .contains("Certificate Trust Settings", "other devices cannot reach")
        .doesNotContain("<script", "<svg", "style=");
    String digest =
        OutsideTool.output(
            harness.caPem().getBytes(StandardCharsets.UTF_8),
            "openssl",
            "x509",
            "-noout",
            "-fingerprint",
            "-sha256");
    assertThat(page).contains(digest.strip().replaceFirst(".*=", ""));
  }

  @Test
  void withoutANameServerAndAnchorsThereIsTheRootAlone() throws Exception {
    try (AtsHarness other = AtsHarness.builder().only("baseline/tls13").start()) {
      URI console = other.manifest().console();
      NSDictionary profile =
          parse(TestClient.get(console.resolve("/device/" + DeviceKit.PROFILE)).body());
      assertThat(payloads(profile)).hasSize(1);
      assertThat(
              TestClient.get(console.resolve("/device/" + DeviceKit.ANCHORS_PROFILE)).statusCode())
          .isEqualTo(404);
    }
  }

  @Test
  void aRootWithoutNameConstraintsIsForNoDevice() throws Exception {
    try (AtsHarness other =
        AtsHarness.builder().only("anchored/p224-anchored").caWithoutNameConstraints().start()) {
      URI console = other.manifest().console();
      for (String page :
          List.of(
              "",
              OnboardingPage.FILE,
              DeviceKit.PROFILE,
              DeviceKit.ANCHORS_PROFILE,
              TourPage.FILE)) {
        HttpResponse<String> answer = TestClient.get(console.resolve("/device/" + page));
        assertThat(answer.statusCode()).as(page).isEqualTo(403);
        assertThat(answer.body())
            .isEqualTo(
                "This harness's root has no name constraints. Do not install it on a device.\n");
      }
      assertThat(TestClient.get(console.resolve("/device/other")).statusCode()).isEqualTo(404);
    }
  }

  @Test
  void aPageThatDevicesCanOpenHasACodeOfItsAddress() {
    DeviceKit kit = new DeviceKit("a.test", new Certificate(harness.caPem()), Optional.empty());
    assertThat(
            new OnboardingPage(
                    kit,
                    false,
                    false,
                    "192.0.2.7",
                    Optional.of(URI.create("http://192.0.2.7/device/")))
                .html(PageFrame.NONE))
        .contains("<svg", "http://192.0.2.7/device/", "The endpoints are at 192.0.2.7")
        .doesNotContain(DeviceKit.ANCHORS_PROFILE, TourPage.FILE);
  }

  @Test
  void theTourTicksOffWhatWasSeen() throws Exception {
    try (AtsHarness other =
        AtsHarness.builder().only("handshake/no-ems", "baseline/tls13", "trust/expired").start()) {
      URI tour = other.manifest().console().resolve("/device/" + TourPage.FILE);
      Endpoint visited = other.endpoint("handshake/no-ems");
      assertThat(TestClient.get(tour).body())
          .contains("0 of 3 seen", "test@" + visited.host(), "itms-services://?")
          .contains(
              "Warning [ATS FCPv2.1 violation]: TLS 1.2 negotiated without extended master secret"
                  + " (EMS) for server: "
                  + visited.host())
          .doesNotContain("untrusted-root", "\u2713");
      OutsideTool.output(
          "openssl", "s_client", "-connect", visited.address() + ":" + visited.port());
      other.journal().take(visited.id(), Duration.ofSeconds(10));
      assertThat(TestClient.get(tour).body()).contains("1 of 3 seen", "\u2713");
    }
  }

  @Test
  void opensslVerifiesTheSignature(@TempDir Path directory) throws Exception {
    HarnessCa ca = HarnessCa.create("a.test", Clock.systemUTC(), new KeyPool());
    DeviceKit kit = new DeviceKit("a.test", new Certificate(ca.rootPem()), Optional.empty());
    byte[] signed = new ProfileSigner(ca).sign(kit.profile());
    assertThat(SignedContent.unwrap(signed)).isEqualTo(kit.profile());
    Path root = Files.writeString(directory.resolve("ca.pem"), ca.rootPem());
    String[] command = {
      "openssl",
      "cms",
      "-verify",
      "-inform",
      "DER",
      "-CAfile",
      root.toString(),
      "-binary",
      "-purpose",
      "sslserver"
    };
    assertThat(OutsideTool.output(signed, command))
        .contains("CMS Verification successful", "com.apple.security.root");

    signed[indexOf(signed, "ATS harness")] ^= 1;
    assertThat(OutsideTool.output(signed, command)).contains("Verification failure");
  }

  private static int indexOf(byte[] where, String what) {
    return new String(where, StandardCharsets.ISO_8859_1).indexOf(what);
  }

  private static NSDictionary parse(String xml) throws Exception {
    return (NSDictionary) XMLPropertyListParser.parse(xml.getBytes(StandardCharsets.UTF_8));
  }

  private static List<NSDictionary> payloads(NSDictionary profile) {
    return Arrays.stream(((com.dd.plist.NSArray) profile.get("PayloadContent")).getArray())
        .map(NSDictionary.class::cast)
        .toList();
  }

  private static String text(NSDictionary dictionary, String key) {
    NSObject value = dictionary.get(key);
    return value == null ? null : value.toJavaObject().toString();
  }

  private static HttpResponse<String> get(String path) throws Exception {
    return TestClient.get(harness.manifest().console().resolve(path));
  }
}
