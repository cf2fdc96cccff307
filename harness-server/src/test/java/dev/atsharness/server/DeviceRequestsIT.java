package dev.atsharness.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.dd.plist.NSDictionary;
import com.dd.plist.XMLPropertyListParser;
import dev.atsharness.certs.CertificateBuilder;
import dev.atsharness.certs.CertifiedKey;
import dev.atsharness.certs.HarnessKey;
import dev.atsharness.certs.KeySpec;
import dev.atsharness.certs.internal.SignedContent;
import dev.atsharness.scenario.Role;
import dev.atsharness.server.internal.device.Certificate;
import dev.atsharness.server.internal.device.Plist;
import dev.atsharness.server.internal.tls.ClientFingerprints;
import dev.atsharness.server.journal.HttpExchange;
import dev.atsharness.server.journal.JournalEntry;
import dev.atsharness.server.journal.internal.JournalJson;
import dev.atsharness.server.proof.OutsideTool;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Requests of a device, sent by curl. */
class DeviceRequestsIT {

  private static final String CHECK_IN = "application/x-apple-aspen-mdm-checkin";

  @TempDir static Path directory;

  private static AtsHarness harness;
  private static String ca;

  @BeforeAll
  static void start() throws Exception {
    harness =
        AtsHarness.builder()
            .only(
                "baseline/*",
                "cleartext/plain-http",
                "exempt/scep-no-ems",
                "exempt/enrollment-anchor",
                "exempt/content-caching-no-ems",
                "network/http-401",
                "trust/no-enrollment-anchor",
                "cleartext/manifest-with-http-url")
            .start();
    ca = Files.writeString(directory.resolve("ca.pem"), harness.caPem()).toString();
  }

  @AfterAll
  static void stop() {
    harness.close();
  }

  @Test
  void discoveryLeadsToSignInToAnEnrolmentThatEnrolsNothing() throws Exception {
    Endpoint endpoint = harness.endpoint("baseline/tls13");
    String found =
        curl(endpoint, "/.well-known/com.apple.remotemanagement?user-identifier=u@a.test");
    Matcher base =
        Pattern.compile("\"mdm-byod\",\"BaseURL\":\"https://([^/]+)(/[^\"]+)\"").matcher(found);
    assertThat(base.find()).as(found).isTrue();
    assertThat(base.group(1)).startsWith(endpoint.host());

    Path machine =
        Files.write(
            directory.resolve("machine"), signed(Map.of("PRODUCT", "iPhone17,1", "UDID", "0-1")));
    String[] message = {
      "-A",
      "DeviceManagementClient/1.0",
      "-H",
      "Content-Type: application/pkcs7-signature",
      "--data-binary",
      "@" + machine
    };
    assertThat(curl(endpoint, base.group(2), with(message, "-i")))
        .contains(" 401 ", "Bearer method=\"apple-as-web\", url=\"https://" + endpoint.host());
    assertThat(curl(endpoint, "/authenticate", "-i"))
        .contains(" 308 ", "apple-remotemanagement-user-login://authentication-results?");
    NSDictionary profile =
        parse(curl(endpoint, base.group(2), with(message, "-H", "Authorization: Bearer hush")));
    NSDictionary mdm =
        (NSDictionary) ((com.dd.plist.NSArray) profile.get("PayloadContent")).objectAtIndex(0);
    assertThat(mdm.get("PayloadType").toJavaObject()).isEqualTo("com.apple.mdm");
    assertThat(mdm.get("CheckInURL").toString()).startsWith("https://" + endpoint.host());
    assertThat(mdm.containsKey("IdentityCertificateUUID")).as("no device enrols").isFalse();

    List<HttpExchange> seen = requests(endpoint);
    HttpExchange last = seen.get(seen.size() - 1);
    assertThat(last.sent())
        .containsEntry("userAgent", "DeviceManagementClient/1.0")
        .containsEntry("authorization", "***")
        .containsEntry("plist", Map.of("PRODUCT", "iPhone17,1", "UDID", "0-1"));
    assertThat(json()).doesNotContain("hush").contains("iPhone17,1");
  }

  @Test
  void checkInAndCommandsAreJournalledWithoutTheirSecrets() throws Exception {
    Endpoint endpoint = harness.endpoint("baseline/tls12");
    String token = "c2VjcmV0LXRva2Vu";
    for (Map<String, Object> message :
        List.<Map<String, Object>>of(
            Map.of("MessageType", "Authenticate", "UDID", "0-2", "Topic", "t", "Model", "Mac16,1"),
            Map.of(
                "MessageType",
                "TokenUpdate",
                "Token",
                new byte[] {1},
                "PushMagic",
                token,
                "UnlockToken",
                token),
            Map.of("MessageType", "CheckOut", "UDID", "0-2"))) {
      assertThat(put(endpoint, "/checkin", CHECK_IN, Plist.write(message))).endsWith("\n200");
    }
    String idle = Plist.write(Map.of("Status", "Idle", "UDID", "0-2"));
    assertThat(put(endpoint, "/mdm", "application/x-apple-aspen-mdm", idle)).isEqualTo("\n200");

    List<HttpExchange> seen = requests(endpoint);
    assertThat(seen.toString())
        .contains("Authenticate", "Mac16,1", "TokenUpdate", "CheckOut", "Idle");
    assertThat(seen.get(1).sent().get("plist"))
        .isEqualTo(
            Map.of(
                "MessageType",
                "TokenUpdate",
                "Token",
                "***",
                "PushMagic",
                "***",
                "UnlockToken",
                "***"));
    assertThat(json()).contains("Mac16,1", "TokenUpdate").doesNotContain(token);
  }

  @Test
  void threeRolesPlayTogetherAndTheJournalHasItInClear() throws Exception {
    Endpoint enrollment = harness.endpoint("trust/no-enrollment-anchor");
    Endpoint mdm = harness.endpoint("baseline/tls13");
    Endpoint app = harness.endpoint("cleartext/manifest-with-http-url");
    assertThat(List.of(enrollment, mdm, app))
        .extracting(endpoint -> endpoint.scenario().description().role())
        .containsExactly(Role.ENROLLMENT, Role.MDM, Role.APP);

    String found = curl(enrollment, "/.well-known/com.apple.remotemanagement", "-k");
    String path = found.replaceFirst("(?s).*\"BaseURL\":\"https://[^/]+(/[^\"]+)\".*", "$1");
    Path machine =
        Files.write(
            directory.resolve("machine3"), signed(Map.of("PRODUCT", "Mac16,3", "UDID", "0-3")));
    assertThat(
            parse(
                    curl(
                        enrollment,
                        path,
                        "-k",
                        "-H",
                        "Authorization: Bearer x",
                        "--data-binary",
                        "@" + machine))
                .toXMLPropertyList())
        .contains("PayloadContent");
    String authenticate = Plist.write(Map.of("MessageType", "Authenticate", "UDID", "0-3"));
    assertThat(put(mdm, "/checkin", CHECK_IN, authenticate)).endsWith("\n200");
    assertThat(parse(curl(app, "/manifest.plist")).toXMLPropertyList())
        .contains("software-package");

    assertThat(requests(enrollment))
        .extracting(HttpExchange::path)
        .anyMatch(seen -> seen.startsWith("/.well-known/com.apple.remotemanagement"));
    assertThat(requests(enrollment).toString()).contains("Mac16,3");
    assertThat(requests(mdm).toString()).contains("MessageType=Authenticate", "0-3");
    assertThat(requests(app)).extracting(HttpExchange::path).contains("/manifest.plist");
  }

  @Test
  void declarativeManagementDeclaresNothing() throws Exception {
    Endpoint endpoint = harness.endpoint("baseline/tls13-only");
    assertThat(declarative(endpoint, "tokens")).contains("SyncTokens", "DeclarationsToken", "200");
    assertThat(declarative(endpoint, "declaration-items")).contains("\"Activations\":[]");
    assertThat(declarative(endpoint, "status")).isEqualTo("\n200");
    assertThat(declarative(endpoint, "declaration/activation/x")).endsWith("\n404");
  }

  @Test
  void otherRolesAnswerForThemselvesAlone() throws Exception {
    Endpoint mdm = harness.endpoint("baseline/tls12-ecdsa");
    NSDictionary manifest = parse(curl(mdm, "/manifest.plist"));
    assertThat(manifest.toXMLPropertyList())
        .contains("software-package", "https://" + mdm.host(), "/app.ipa");
    assertThat(parse(curl(mdm, "/profile.mobileconfig")).toXMLPropertyList())
        .contains("com.apple.webClip.managed");
    assertThat(parse(curl(mdm, "/index.sucatalog")).containsKey("Products")).isTrue();
    assertThat(curl(mdm, "/?operation=GetCACaps")).as("SCEP is exempt").startsWith("baseline/");

    Endpoint scep = harness.endpoint("exempt/scep-no-ems");
    assertThat(curl(scep, "/scep?operation=GetCACaps")).contains("SHA-256");
    Path der = directory.resolve("ca.der");
    curl(scep, "/scep?operation=GetCACert&message=ca", "-o", der.toString());
    assertThat(Files.readAllBytes(der)).isEqualTo(new Certificate(harness.caPem()).der());
    assertThat(curl(scep, "/scep?operation=PKIOperation", "--data-binary", "x", "-i"))
        .contains(" 405 ");
    assertThat(curl(scep, "/manifest.plist")).startsWith("exempt/scep-no-ems");

    Endpoint caching = harness.endpoint("exempt/content-caching-no-ems");
    assertThat(curl(caching, "/manifest.plist")).startsWith("exempt/content-caching-no-ems");
  }

  @Test
  void aFaultOfTheAnswerIsPlayedBeforeAllThis() throws Exception {
    assertThat(curl(harness.endpoint("network/http-401"), "/manifest.plist", "-i"))
        .contains(" 401 ", "WWW-Authenticate: Bearer\r\n");
  }

  @Test
  void hostileMessagesAreBoundedAndInert() throws Exception {
    Endpoint endpoint = harness.endpoint("baseline/tls12-ecdsa");
    String big =
        "<plist><dict><key>a</key><string>" + "x".repeat(70_000) + "</string></dict></plist>";
    assertThat(put(endpoint, "/checkin", CHECK_IN, big)).endsWith("\n413");
    Path secret = Files.writeString(directory.resolve("secret"), "classified");
    String entity =
        "<!DOCTYPE plist [<!ENTITY x SYSTEM '"
            + secret.toUri()
            + "'>]><plist><dict><key>MessageType</key><string>&x;</string></dict></plist>";
    put(endpoint, "/checkin", CHECK_IN, entity);
    assertThat(put(endpoint, "/checkin", CHECK_IN, "no plist")).endsWith("\n400");
    assertThat(put(endpoint, "/checkin", CHECK_IN, "<".repeat(60_000))).endsWith("\n400");
    String script = Plist.write(Map.of("MessageType", "<script>alert(1)</script>\u001b[2J"));
    put(endpoint, "/checkin", CHECK_IN, script);
    assertThat(json()).doesNotContain("classified", "\u001b", "x".repeat(300));
  }

  private static String declarative(Endpoint endpoint, String what) throws Exception {
    return put(
        endpoint,
        "/checkin",
        CHECK_IN,
        Plist.write(Map.of("MessageType", "DeclarativeManagement", "Endpoint", what)));
  }

  private static byte[] signed(Map<String, Object> plist) {
    HarnessKey key = HarnessKey.generate(KeySpec.ec("p-256"));
    CertifiedKey device = CertificateBuilder.leaf(key).subject("a device").selfSigned();
    return SignedContent.sign(
        Plist.write(plist).getBytes(StandardCharsets.UTF_8), device.identity());
  }

  /** Sends a body; returns the answer's body and, on a separate line, the status. */
  private static String put(Endpoint endpoint, String path, String type, String body)
      throws Exception {
    Path file = Files.writeString(Files.createTempFile(directory, "body", ""), body);
    return curl(
        endpoint,
        path,
        "-X",
        "PUT",
        "-H",
        "Content-Type: " + type,
        "--data-binary",
        "@" + file,
        "-w",
        "\n%{http_code}");
  }

  private static String curl(Endpoint endpoint, String path, String... more) throws Exception {
    List<String> command =
        new ArrayList<>(List.of("curl", "-s", "--cacert", ca, "--connect-to", "::127.0.0.1:"));
    command.addAll(List.of(more));
    command.add(endpoint.url().resolve(path).toString());
    return OutsideTool.output(command.toArray(String[]::new));
  }

  private static String[] with(String[] some, String... more) {
    List<String> all = new ArrayList<>(List.of(some));
    all.addAll(List.of(more));
    return all.toArray(String[]::new);
  }

  private static List<HttpExchange> requests(Endpoint endpoint) {
    return harness.journal().entries().stream()
        .filter(entry -> entry.scenario().filter(endpoint.id()::equals).isPresent())
        .map(JournalEntry::requests)
        .flatMap(List::stream)
        .toList();
  }

  private static String json() {
    return new JournalJson(new ClientFingerprints(List.of()))
        .write(harness.journal().changedSince(0));
  }

  private static NSDictionary parse(String xml) throws Exception {
    return (NSDictionary) XMLPropertyListParser.parse(xml.getBytes(StandardCharsets.UTF_8));
  }
}
