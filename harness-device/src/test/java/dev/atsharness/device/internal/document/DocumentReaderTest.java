package dev.atsharness.device.internal.document;

import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import com.dd.plist.BinaryPropertyListWriter;
import com.dd.plist.NSArray;
import com.dd.plist.NSData;
import com.dd.plist.NSDictionary;
import dev.atsharness.ats.internal.DocumentUrl;
import dev.atsharness.ats.internal.DocumentUrl.Standing;
import dev.atsharness.certs.CertificateBuilder;
import dev.atsharness.certs.CertifiedKey;
import dev.atsharness.certs.HarnessKey;
import dev.atsharness.certs.KeySpec;
import dev.atsharness.scenario.internal.LeadingDocuments;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.bouncycastle.cms.CMSProcessableByteArray;
import org.bouncycastle.cms.CMSSignedDataGenerator;
import org.bouncycastle.cms.SignerInfoGeneratorBuilder;
import org.bouncycastle.operator.bc.BcDigestCalculatorProvider;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Reads documents in every format in which servers send them. */
class DocumentReaderTest {

  private static final DocumentReader READER = new DocumentReader(LeadingDocuments.builtIn());

  private static final String PROLOG =
      """
      <?xml version="1.0" encoding="UTF-8"?>
      <!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
      """;

  private static final String PROFILE =
      PROLOG
          + """
          <plist version="1.0"><dict>
            <key>PayloadType</key><string>Configuration</string>
            <key>PayloadContent</key><array>
              <dict><key>PayloadType</key><string>com.apple.mdm</string>
                <key>ServerURL</key><string>http://mdm.example/mdm</string></dict>
            </array>
          </dict></plist>
          """;

  private static Leads read(byte[] body) {
    return READER.read(body, Optional.empty(), Optional.empty());
  }

  private static Leads read(String body) {
    return read(body.getBytes(UTF_8));
  }

  private static List<String> urls(Leads leads) {
    assertThat(leads.trouble()).isEmpty();
    return leads.urls().stream().map(LeadingUrl::text).toList();
  }

  private static Stream<byte[]> formsOfOneProfile() throws Exception {
    byte[] plain = PROFILE.getBytes(UTF_8);
    byte[] signed = signed(plain);
    NSDictionary mdm = new NSDictionary();
    mdm.put("PayloadType", "com.apple.mdm");
    mdm.put("ServerURL", "http://mdm.example/mdm");
    NSDictionary profile = new NSDictionary();
    profile.put("PayloadContent", new NSArray(mdm));
    byte[] binary = BinaryPropertyListWriter.writeToArray(profile);
    NSDictionary command = new NSDictionary();
    command.put("RequestType", "InstallProfile");
    command.put("Payload", new NSData(signed));
    NSDictionary commands = new NSDictionary();
    commands.put("Command", command);
    return Stream.of(
        plain,
        ("\uFEFF" + PROFILE).getBytes(UTF_8),
        ("\r\n \t" + PROFILE).getBytes(UTF_8),
        ("<!-- a <plist> --> " + PROFILE.substring(PROLOG.length())).getBytes(UTF_8),
        PROFILE.replace("UTF-8", "UTF-16").getBytes(UTF_16),
        PROFILE.replace("UTF-8", "UTF-16").getBytes(UTF_16LE),
        PROFILE.replace("UTF-8", "UTF-16").getBytes(UTF_16BE),
        binary,
        signed,
        signed(signed),
        signed(binary),
        pem("PKCS7", signed),
        pem("CMS", signed),
        BinaryPropertyListWriter.writeToArray(commands));
  }

  private static byte[] pem(String type, byte[] der) {
    return "-----BEGIN %s-----\n%s\n-----END %s-----\n"
        .formatted(type, Base64.getMimeEncoder().encodeToString(der), type)
        .getBytes(UTF_8);
  }

  private static byte[] signed(byte[] content) throws Exception {
    CertifiedKey signer =
        CertificateBuilder.authority(HarnessKey.generate(KeySpec.ec("p-256")), Clock.systemUTC())
            .subject("Signer")
            .selfSigned();
    CMSSignedDataGenerator generator = new CMSSignedDataGenerator();
    generator.addSignerInfoGenerator(
        new SignerInfoGeneratorBuilder(new BcDigestCalculatorProvider())
            .build(
                new JcaContentSignerBuilder("SHA256withECDSA")
                    .build(signer.identity().privateKeyJca()),
                signer.certificate()));
    return generator.generate(new CMSProcessableByteArray(content), true).getEncoded();
  }

  @ParameterizedTest
  @MethodSource("formsOfOneProfile")
  void aProfileIsReadInEveryForm(byte[] body) {
    assertThat(urls(read(body))).containsExactly("http://mdm.example/mdm");
  }

  @ParameterizedTest
  @ValueSource(strings = {"text/plain", "application/octet-stream", "text/html", "image/png"})
  void whatADocumentIsShowsInItsContent(String type) {
    Leads leads = READER.read(PROFILE.getBytes(UTF_8), Optional.of(type), Optional.empty());

    assertThat(urls(leads)).containsExactly("http://mdm.example/mdm");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          com.apple.mdm                | ServerURL     | FETCHED
          com.apple.mdm                | CheckInURL    | FETCHED
          com.apple.security.acme      | DirectoryURL  | FETCHED
          com.apple.webClip.managed    | URL           | EXEMPT
          com.apple.ManagedClient.preferences | Homepage | EXEMPT
          com.example.browser          | Homepage      | EXEMPT
          """)
  void aKeyMeansWhatItMeansInItsPayload(String type, String key, Standing standing) {
    Leads leads = read(PROFILE.replace("com.apple.mdm", type).replace("ServerURL", key));

    assertThat(leads.urls()).hasSize(1); // another test checks a missing ServerURL
    assertThat(leads.urls().get(0).rule().orElseThrow().standing()).isEqualTo(standing);
    assertThat(leads.urls().get(0).path()).isEqualTo("PayloadContent[0]." + key);
  }

  @Test
  void aScepUrlIsExempt() {
    Leads leads =
        read(
            """
            <plist><dict><key>PayloadContent</key><array><dict>
              <key>PayloadType</key><string>com.apple.security.scep</string>
              <key>PayloadContent</key><dict><key>URL</key><string>http://scep.example/</string></dict>
            </dict></array></dict></plist>
            """);

    assertThat(leads.urls().get(0).rule().orElseThrow().standing()).isEqualTo(Standing.EXEMPT);
  }

  @Test
  void overTheAirEnrolmentLeadsToItsService() {
    Leads leads =
        read(
            """
            <plist><dict><key>PayloadType</key><string>Profile Service</string>
              <key>PayloadContent</key><dict><key>URL</key><string>http://ota.example/</string></dict>
            </dict></plist>
            """);

    assertThat(leads.urls().get(0).rule().orElseThrow().standing()).isEqualTo(Standing.FETCHED);
  }

  @Test
  void aPayloadWithoutATypeIsJudgedByItsKeys() {
    assertThat(urls(read(PROFILE.replaceAll("<key>PayloadType</key><string>com.*</string>", ""))))
        .containsExactly("http://mdm.example/mdm");
  }

  @Test
  void aKeyOfApplesThatIsNotKnownIsNamed() {
    Leads leads =
        read(
            PROFILE
                .replace("com.apple.mdm", "com.apple.wifi.managed")
                .replace("ServerURL", "SomethingNewURL"));

    assertThat(urls(leads)).containsExactly("http://mdm.example/mdm");
    assertThat(leads.urls().get(0).rule()).isEmpty();
  }

  @Test
  void textForPeopleIsNotAUrl() {
    assertThat(
            urls(
                read(
                    PROFILE
                        .replace("com.apple.mdm", "com.apple.wifi.managed")
                        .replace("ServerURL", "PayloadVersionText")
                        .replace("http://mdm.example/mdm", "see http://x.example/"))))
        .isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {"Servers":[{"Version":"mdm-byod","BaseURL":"http://a/"},{"BaseURL":"https://b/"}]} | http://a/ https://b/
          {"Type":"com.apple.configuration.legacy","Payload":{"ProfileURL":"http://a/"}}      | http://a/
          {"Type":"com.apple.asset.data","Payload":{"Reference":{"DataURL":"http://a/"}}}     | http://a/
          {"newNonce":"http://a/n","newAccount":"http://a/a","newOrder":"http://a/o"}         | http://a/n http://a/a http://a/o
          {"dep_enrollment_url":"http://a/"}                                                  | http://a/
          {"swagger":"http://a/","paths":{}}                                                  |
          """)
  void jsonLeadsWhereItsKeysSay(String json, String expected) {
    List<String> urls = expected == null ? List.of() : List.of(expected.split(" "));

    assertThat(urls(read(json))).isEqualTo(urls);
    assertThat(urls(read(json.getBytes(UTF_16LE)))).isEqualTo(urls);
  }

  @Test
  void everyAssetOfAManifestCounts() {
    Leads leads =
        read(
            """
            <plist><dict><key>items</key><array><dict><key>assets</key><array>
              <dict><key>kind</key><string>display-image</string><key>url</key><string>https://a/</string></dict>
              <dict><key>kind</key><string>software-package</string><key>url</key><string>http://b/</string></dict>
            </array></dict></array></dict></plist>
            """);

    assertThat(urls(leads)).containsExactly("https://a/", "http://b/");
    assertThat(leads.urls().get(1).path()).isEqualTo("items[0].assets[1].url");
  }

  @Test
  void aChallengeLeadsToTheLogin() {
    Leads leads =
        READER.readChallenge("Bearer method=\"apple-as-web\", url=\"https://login.example/a\"");

    assertThat(urls(leads)).containsExactly("https://login.example/a");
    assertThat(leads.urls().get(0).rule().orElseThrow().standing()).isEqualTo(Standing.UNCERTAIN);
    assertThat(READER.readChallenge("Basic realm=\"http://x/\"").urls()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "no",
        "<html><body><a href='http://x/'>x</a></body></html>",
        "<!DOCTYPE html><html><pre>&lt;plist></pre></html>",
        "<svg xmlns='http://www.w3.org/2000/svg'/>",
        "GIF89a",
        "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n"
      })
  void whatLeadsNowhereIsNoTrouble(String body) {
    assertThat(read(body)).isEqualTo(Leads.NOWHERE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<plist><dict><key>PayloadContent</key>",
        "<plist><dict><string>no key</string></dict></plist>",
        "bplist00 and nothing more",
        "{\"Servers\": [",
        "-----BEGIN PKCS7-----\nMIIB\n-----END PKCS7-----\n"
      })
  void whatCannotBeReadIsSaid(String body) {
    assertThat(read(body).trouble()).isPresent();
  }

  @Test
  void whatIsCalledAProfileAndIsNotIsSaid() {
    Leads leads =
        READER.read(
            "hello".getBytes(UTF_8),
            Optional.of("application/x-apple-aspen-config"),
            Optional.empty());

    assertThat(leads.trouble().orElseThrow()).contains("neither a property list nor a signed one");
  }

  @Test
  void aDocumentThatIsNotWholeIsSaid() {
    Leads whole =
        READER.read(PROFILE.getBytes(UTF_8), Optional.empty(), Optional.of("it was cut off"));
    Leads half =
        READER.read(
            PROFILE.substring(0, 400).getBytes(UTF_8),
            Optional.empty(),
            Optional.of("it was cut off"));
    Leads page = READER.read("<html>".getBytes(UTF_8), Optional.empty(), Optional.of("it was"));

    assertThat(whole.urls()).hasSize(1);
    assertThat(whole.trouble().orElseThrow()).contains("it was cut off");
    assertThat(half.trouble().orElseThrow()).contains("it was cut off");
    assertThat(page.trouble()).isEmpty();
  }

  @Test
  void nothingOutsideADocumentIsRead() {
    String external =
        "<!DOCTYPE plist [<!ENTITY x SYSTEM \"file:///etc/hostname\">]>"
            + "<plist><dict><key>ServerURL</key><string>http://a/&x;</string></dict></plist>";

    assertThat(read(external).urls()).allMatch(url -> url.text().equals("http://a/"));
  }

  private static Stream<byte[]> hostile() {
    StringBuilder bomb = new StringBuilder("<!DOCTYPE plist [<!ENTITY a0 \"http://x/\">");
    for (int i = 1; i < 12; i++) {
      bomb.append("<!ENTITY a%d \"%s\">".formatted(i, ("&a" + (i - 1) + ";").repeat(10)));
    }
    bomb.append("]><plist><string>&a11;</string></plist>");
    return Stream.of(
        bomb.toString().getBytes(UTF_8),
        ("<plist>" + "<array>".repeat(100_000)).getBytes(UTF_8),
        ("<plist>" + "<array>".repeat(5_000) + "</array>".repeat(5_000) + "</plist>")
            .getBytes(UTF_8),
        ("{\"Servers\":" + "[".repeat(100_000)).getBytes(UTF_8),
        "<!--".repeat(300_000).getBytes(UTF_8),
        manyUrls(),
        sharedArrays(30),
        overlappingTexts(150_000));
  }

  private static byte[] manyUrls() {
    return ("{\"Servers\":["
            + "{\"BaseURL\":\"http://a.example/\"},".repeat(5_000)
            + "{\"BaseURL\":\"http://a.example/\"}]}")
        .getBytes(UTF_8);
  }

  /**
   * Returns arrays each of which contains the next one twice, so that there are 2 to the power of
   * the depth values.
   */
  private static byte[] sharedArrays(int depth) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes("bplist00".getBytes(UTF_8));
    int[] offsets = new int[depth + 1];
    for (int i = 0; i < depth; i++) {
      offsets[i] = out.size();
      out.write(0xa2);
      out.write(i + 1);
      out.write(i + 1);
    }
    offsets[depth] = out.size();
    out.write(0x51);
    out.write('x');
    int table = out.size();
    for (int offset : offsets) {
      out.write(offset);
    }
    out.writeBytes(new byte[6]);
    out.write(1);
    out.write(1);
    out.writeBytes(ByteBuffer.allocate(24).putLong(depth + 1).putLong(0).putLong(table).array());
    return out.toByteArray();
  }

  /**
   * Returns an array of texts that all end where the last one ends, so that together they are about
   * as long as the square of their number.
   */
  private static byte[] overlappingTexts(int number) {
    int header = 1 + 1 + Integer.BYTES;
    ByteBuffer out =
        ByteBuffer.allocate(8 + header + 3 * number + header * number + 3 * number + 64);
    out.put("bplist00".getBytes(UTF_8));
    out.put((byte) 0xaf).put((byte) 0x12).putInt(number);
    for (int i = 1; i <= number; i++) {
      three(out, i);
    }
    int texts = out.position();
    for (int i = 0; i < number; i++) {
      out.put((byte) 0x5f).put((byte) 0x12).putInt((number - 1 - i) * header);
    }
    int table = out.position();
    three(out, 8);
    for (int i = 0; i < number; i++) {
      three(out, texts + i * header);
    }
    out.put(new byte[6]).put((byte) 3).put((byte) 3);
    out.putLong(number + 1).putLong(0).putLong(table);
    return Arrays.copyOf(out.array(), out.position());
  }

  private static void three(ByteBuffer out, int number) {
    out.put((byte) (number >>> 16)).putShort((short) number);
  }

  @Test
  void textsThatShareBytesAreRefused() {
    assertThat(read(overlappingTexts(20)).trouble().orElseThrow())
        .endsWith("its objects are longer than the document");
  }

  /** The libraries would write about both to standard error. */
  @Test
  void aDeclaredEntityAndACountThatIsNoNumberAreRefused() {
    assertThat(
            read("<!DOCTYPE plist [<!ENTITY a \"b\">]><plist><string>c</string></plist>")
                .trouble()
                .orElseThrow())
        .endsWith("its XML declares an entity, which is not read");
    assertThat(read(binary(new byte[] {(byte) 0x5f, 0x60, 1, 'a'})).trouble().orElseThrow())
        .endsWith("one of its objects has a count that is not a number");
  }

  @Test
  void aPayloadWithoutATypeIsExemptFromNothing() {
    String clip =
        PROFILE.replace("com.apple.mdm", "com.apple.webClip.managed").replace("ServerURL", "URL");

    assertThat(clip).contains(">com.apple.webClip.managed<");
    for (String untyped :
        List.of(
            clip.replaceAll("<key>PayloadType</key><string>com.*</string>", ""),
            clip.replace("com.apple.webClip.managed", ""),
            clip.replace("<string>com.apple.webClip.managed</string>", "<integer>1</integer>"))) {
      Leads leads = read(untyped);
      assertThat(leads.urls()).hasSize(1);
      assertThat(leads.urls().get(0).rule().map(DocumentUrl::standing))
          .isNotEqualTo(Optional.of(Standing.EXEMPT));
    }
  }

  @Test
  void aPayloadWithoutATypeIsNotOfTheTypeAroundIt() {
    Leads leads =
        read(
            PROFILE
                .replace("Configuration", "com.example.app")
                .replaceAll("<key>PayloadType</key><string>com.apple.*</string>", ""));

    assertThat(leads.urls().get(0).rule().orElseThrow().standing()).isEqualTo(Standing.FETCHED);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"Servers\":[{\"BaseURL\":\"\"}]}",
        "{\"Servers\":[{\"BaseURL\":null}]}",
        "{\"Servers\":[{\"BaseURL\":7}]}",
        "{\"Servers\":[{\"BaseURL\":[]}]}",
        "{\"Servers\":[{\"BaseURL\":{\"x\":1}}]}",
        "<plist><dict><key>items</key><array><dict><key>assets</key><array><dict>"
            + "<key>url</key><integer>1</integer></dict></array></dict></array></dict></plist>",
        "<plist><dict><key>Command</key><dict><key>ManifestURL</key><data>AAAA</data></dict>"
            + "</dict></plist>"
      })
  void aKeyThatLeadsAndHasNoUrlIsSaid(String document) {
    assertThat(read(document).trouble().orElseThrow()).contains("is not a URL");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"Servers\":[]}",
        "{\"Servers\":null}",
        "{\"Servers\":\"https://a/\"}",
        "{\"Servers\":[{\"BaseURL\":\"https://a/\"},{\"Version\":\"mdm-byod\"}]}",
        "{\"newAccount\":\"https://a/\",\"newOrder\":\"https://a/\"}",
        "{\"newNonce\":\"https://a/\"}",
        "{\"Type\":\"com.apple.configuration.legacy\",\"Payload\":{}}",
        "<plist><dict><key>items</key><array/></dict></plist>",
        "<plist><dict><key>items</key><array><dict><key>assets</key><array><dict>"
            + "<key>kind</key><string>software-package</string></dict></array></dict></array>"
            + "</dict></plist>",
        "<plist><dict><key>PayloadContent</key><array><dict><key>PayloadType</key>"
            + "<string>com.apple.mdm</string></dict></array></dict></plist>"
      })
  void aDocumentWithoutAKeyThatItHasToHaveIsNotWhole(String document) {
    assertThat(read(document).trouble().orElseThrow()).contains("says where a device goes");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<plist><dict><string>ServerURL</string><string>http://a/</string></dict></plist>",
        "<plist><dict><key>A</key><key>ServerURL</key><string>http://a/</string></dict></plist>",
        "<plist><dict><key>ServerURL</key></dict></plist>",
        "<plist><dict/><dict/></plist>",
        "<plist><set><string>http://a/</string></set></plist>"
      })
  void whatIsNotAPropertyListIsSaid(String document) {
    assertThat(read(document).trouble()).isPresent();
  }

  /** The library keeps only one of two values with the same key, and reads a set as a list. */
  @Test
  void whatABinaryPropertyListMayHideIsSaid() {
    byte[] key = {0x52, 'i', 'd'};
    byte[] same = {0x61, 0, 'i'};
    byte[] value = {0x51, 'x'};

    assertThat(read(binary(new byte[] {(byte) 0xd1, 1, 2}, key, value)).trouble()).isEmpty();
    assertThat(
            read(binary(new byte[] {(byte) 0xd2, 1, 1, 2, 2}, key, value)).trouble().orElseThrow())
        .contains("the key id twice");
    assertThat(
            read(binary(new byte[] {(byte) 0xd2, 1, 2, 3, 3}, new byte[] {0x51, 'i'}, same, value))
                .trouble()
                .orElseThrow())
        .contains("the key i twice");
    assertThat(read(binary(new byte[] {(byte) 0xc1, 1}, value)).trouble()).isPresent();
  }

  /**
   * Returns a binary property list of these objects, the first of which is the root, with their
   * table.
   */
  private static byte[] binary(byte[]... objects) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes("bplist00".getBytes(UTF_8));
    byte[] offsets = new byte[objects.length];
    for (int i = 0; i < objects.length; i++) {
      offsets[i] = (byte) out.size();
      out.writeBytes(objects[i]);
    }
    int table = out.size();
    out.writeBytes(offsets);
    out.writeBytes(new byte[] {0, 0, 0, 0, 0, 0, 1, 1});
    out.writeBytes(
        ByteBuffer.allocate(24).putLong(objects.length).putLong(0).putLong(table).array());
    return out.toByteArray();
  }

  @ParameterizedTest
  @ValueSource(strings = {"AQIBAgECAQIBAgEC", "", "MBoGCyqGSIb3DQEJEAEXoAswCQIBADEAMAAwAA=="})
  void contentThatCannotBeDecryptedIsSaid(String base64) {
    String profile =
        "<plist><dict><key>PayloadType</key><string>Configuration</string>"
            + "<key>EncryptedPayloadContent</key><data>"
            + base64
            + "</data></dict></plist>";

    assertThat(read(profile).trouble().orElseThrow())
        .contains("EncryptedPayloadContent", "encrypted");
    assertThat(read(profile.replace("data>", "string>")).trouble()).isPresent();
  }

  @Test
  void aMessageThatIsEncryptedAndAuthenticatedIsSaid() {
    byte[] message = Base64.getDecoder().decode("MBoGCyqGSIb3DQEJEAEXoAswCQIBADEAMAAwAA==");

    assertThat(read(message).trouble().orElseThrow()).contains("encrypted for a device");
  }

  @Test
  void aDocumentInATextOfJsonIsRead() {
    String declaration = "{\"Payload\":{\"NewURL\":\"http://a.example/\"}}";

    assertThat(urls(read("{\"any\":[\"" + base64(PROFILE) + "\"]}")))
        .containsExactly("http://mdm.example/mdm");
    assertThat(read("{\"any\":\"" + base64(declaration) + "\"}").urls().get(0).rule()).isEmpty();
    assertThat(read("{\"any\":\"" + base64("{ no JSON, but some token") + "\"}"))
        .isEqualTo(Leads.NOWHERE);
    assertThat(read("{\"any\":\"" + base64("<plist><dict><key>") + "\"}").trouble()).isPresent();
    assertThat(read("{\"any\":\"" + "A ".repeat(300_000) + "!\"}")).isEqualTo(Leads.NOWHERE);
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(UTF_8));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://a.example/My App",
        "//a.example/x",
        "HTTPS:\\\\a.example",
        "\uFEFFhttp://a/"
      })
  void theUrlOfAnUnknownKeyMayBeWrittenInAnyWay(String url) {
    String profile = PROFILE.replace("ServerURL", "NewURL");

    assertThat(read(profile.replace("http://mdm.example/mdm", url)).urls()).hasSize(1);
    assertThat(
            read(profile.replace("http://mdm.example/mdm", "http://a/" + "x".repeat(5_000))).urls())
        .hasSize(1);
    assertThat(read(profile.replace("http://mdm.example/mdm", "see http://a/, or // b")).urls())
        .isEmpty();
  }

  @Test
  void otherKeysMayHaveAnyValue() {
    assertThat(read("{\"DirectoryURL\":\"https://a/\",\"x\":null,\"y\":[]}").trouble()).isEmpty();
    assertThat(read(PROFILE.replace("com.apple.mdm", "com.apple.wifi.managed")).trouble())
        .isEmpty();
    assertThat(read("{\"any\":{\"newOrder\":\"\"}}").trouble()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"Servers\":[{\"BaseURL\":\"http://a/\",\"BaseURL\":\"https://b/\"}]}",
        "{\"Servers\":[],\"Servers\":[{\"BaseURL\":\"http://a/\"}]}",
        "<plist><dict><key>DirectoryURL</key><string>https://a/</string>"
            + "<key>DirectoryURL</key><string>http://b/</string></dict></plist>"
      })
  void aKeyThatIsGivenTwiceIsSaid(String document) {
    assertThat(read(document).trouble()).isPresent();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          Bearer method=apple-as-web, url=https://a/b?c=d                       | https://a/b?c=d
          Basic realm="x, y", Bearer method="apple-as-web", url="https://a/"    | https://a/
          Bearer url="https://a/", Basic realm="http://x/"                      | https://a/
          bearer URL = "https://a/"                                             | https://a/
          Bearer realm="a \\" b", url="https://a/"                              | https://a/
          Bearer url="https://a/", url="https://b/"                             | https://a/ https://b/
          Negotiate abc==, Bearer url="https://a/", Bearer token-url="https://b/" | https://a/ https://b/
          Bearer url="https://a/                                                | https://a/
          Basic url="https://a/"                                                |
          """)
  void everyChallengeOfAFieldIsRead(String field, String expected) {
    List<String> urls = expected == null ? List.of() : List.of(expected.split(" "));

    assertThat(urls(READER.readChallenge(field))).isEqualTo(urls);
  }

  @Test
  void aLongChallengeTakesLittleTime() {
    String field = "Bearer x=\"" + "\\\"".repeat(30_000) + "\", url=\"https://a/\"";

    assertThat(urls(READER.readChallenge(field))).containsExactly("https://a/");
  }

  @Test
  void compressedDocumentsAreReadAndCounted() throws Exception {
    byte[] gzip = gzip(PROFILE.getBytes(UTF_8));
    NSDictionary command = new NSDictionary();
    command.put("RequestType", "InstallProfile");
    command.put("Payload", new NSData(gzip));
    NSDictionary commands = new NSDictionary();
    commands.put("Command", command);

    assertThat(urls(read(gzip))).containsExactly("http://mdm.example/mdm");
    assertThat(urls(read(BinaryPropertyListWriter.writeToArray(commands))))
        .containsExactly("http://mdm.example/mdm");
    assertThat(read(Arrays.copyOf(gzip, gzip.length / 2)).trouble()).isPresent();
    NSData[] many = new NSData[100];
    Arrays.fill(many, new NSData(gzip(new byte[1])));
    assertThat(read(BinaryPropertyListWriter.writeToArray(new NSArray(many))).trouble())
        .isPresent();
  }

  private static byte[] gzip(byte[] bytes) throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
      gzip.write(bytes);
    }
    return packed.toByteArray();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          application/json                 | hello               | true
          application/json                 | [1, 2               | true
          application/json                 | [1, 2]              | false
          application/json                 | true                | false
          text/xml                         | hello               | true
          application/xml                  | <a><b></a>          | true
          application/xml                  | <rss version="2"/>  | false
          application/x-plist              | <html/>             | true
          application/x-apple-aspen-config | <html/>             | true
          text/html                        | <html><p>hello      | false
          text/plain                       | hello               | false
          """)
  void whatIsNotWhatItIsCalledIsSaid(String type, String body, boolean trouble) {
    Leads leads = READER.read(body.getBytes(UTF_8), Optional.of(type), Optional.empty());

    assertThat(leads.trouble().isPresent()).isEqualTo(trouble);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ''                       | true
          '   '                    | true
          <?xml version="1.0"?>    | true
          <?xm                     | true
          <!DOCTYPE plist          | true
          <pli                     | true
          bpl                      | true
          -----BEG                 | true
          {                        | true
          <html>                   | false
          <!DOCTYPE html><html>    | false
          hello                    | false
          PK                       | false
          """)
  void ofABodyThatIsNotWholeTheBeginningDecides(String body, boolean trouble) {
    Leads leads = READER.read(body.getBytes(UTF_8), Optional.empty(), Optional.of("it was cut"));

    assertThat(leads.trouble().isPresent()).isEqualTo(trouble);
  }

  @ParameterizedTest
  @MethodSource("hostile")
  void aHostileDocumentTakesLittleTimeAndIsNeverCalledFine(byte[] body) {
    Leads leads = assertTimeoutPreemptively(Duration.ofSeconds(20), () -> read(body));

    assertThat(leads.urls()).hasSizeLessThanOrEqualTo(100);
    assertThat(leads.trouble().isPresent() || leads.equals(Leads.NOWHERE)).isTrue();
  }
}
