package dev.atsharness.log.internal.letter;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atsharness.log.LogExplanation;
import dev.atsharness.log.LogReader;
import dev.atsharness.log.LogSummary;
import dev.atsharness.log.internal.report.LogReport;
import dev.atsharness.scenario.Role;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;

class LetterFilesTest {

  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2026-05-01T00:00:00Z"), ZoneOffset.UTC);

  private static final String EMS =
      "[ATS FCPv2.1 violation]: TLS 1.2 negotiated without extended master secret (EMS) for server:"
          + " ";
  private static final String NEW =
      "Warning [ATS FCPv2.1 violation]: Key exchange group (secp224r1) is not permitted for"
          + " server: ";
  private static final String RSA =
      "[ATS violation]: RSA key size 1024 bits is less than minimum 2048 bits for server: ";
  private static final String TRUST =
      "[ATS Violation]: ATS certificate trust requirement not satisfied for server: ";
  private static final String HTTP =
      "Warning [ATS violation]: Did not use TLS when opening connection for server: ";
  private static final String SUITE =
      "[ATS violation]: Ciphersuite(TLS_RSA_WITH_AES_128_GCM_SHA256) not offered in ATS negotiated"
          + " for server: ";

  @Test
  void aLetterAsPlainText() throws IOException {
    LetterFiles files =
        files(
            line("10:12:31", "mdmd", "Warning " + EMS + "mdm.example.org")
                + line("11:12:31", "mdmd", "Warning " + EMS + "mdm.example.org")
                + line("12:00:00", "profiled", "Error " + EMS + "mdm.example.org")
                + line("12:00:01", "mdmd", "Warning " + SUITE + "mdm.example.org"),
            LetterFilesTest::nobody);

    assertThat(files.letters()).isEqualTo(1);
    assertThat(files.names())
        .containsExactly(
            "index.html",
            "index.md",
            "letter-mdm.example.org.html",
            "letter-mdm.example.org.md",
            "letter-mdm.example.org.txt");
    assertThat(files.content("letter-mdm.example.org.txt")).isEqualTo(resource("letter.txt"));
  }

  @Test
  void theThreeFormsSayTheSame() throws IOException {
    Map<String, String> files =
        all(
            files(
                line("10:12:31", "mdmd", "Warning " + EMS + "mdm.example.org"),
                LetterFilesTest::nobody));

    String text = words(files.get("letter-mdm.example.org.txt"));
    assertThat(words(files.get("letter-mdm.example.org.md"))).isEqualToIgnoringCase(text);
    String html = files.get("letter-mdm.example.org.html");
    String body = html.substring(html.indexOf("<main>"), html.indexOf("</main>"));
    assertThat(
            words(
                body.replaceAll("<[^>]*>", " ")
                    .replace("&#39;", "'")
                    .replace("&#x27;", "'")
                    .replace("&quot;", "\"")
                    .replace("&lt;", "<")
                    .replace("&gt;", ">")
                    .replace("&amp;", "&")))
        .isEqualToIgnoringCase(text);
  }

  /** Returns the words alone, without what makes up the form. */
  private static String words(String form) {
    return form.replace("\\", "")
        .replaceAll("[#`*<>]", " ")
        .replaceAll("(?m)^ *- ", " ")
        .replaceAll("\\s+", " ")
        .strip();
  }

  @Test
  void theServersOfAnOwnerAreInOneLetter() throws IOException {
    LetterFiles files =
        files(
            line("10:00:00", "mdmd", "Warning " + EMS + "a.example.org")
                + line("10:00:01", "mdmd", "Warning " + EMS + "b.example.org")
                + line("10:00:02", "mdmd", "Warning " + EMS + "c.example.org"),
            host -> host.startsWith("c") ? Owner.UNKNOWN : owner("Networks & Co", "httpd"));

    assertThat(files.letters()).isEqualTo(2);
    String letter = files.content("letter-networks-co.txt");
    assertThat(letter)
        .startsWith(
            "2 of your servers do not meet Apple's requirements for TLS\n\nTo: Networks & Co")
        .contains("for server: a.example.org")
        .contains("- a.example.org: once, at 2026-04-30 10:00:00 +0200\n")
        .contains("- b.example.org: once, at 2026-04-30 10:00:01 +0200\n")
        .contains("SSLProtocol")
        .doesNotContain("c.example.org");
    assertThat(files.content("letter-c.example.org.txt"))
        .contains("To: the administrator of c.example.org")
        .doesNotContain("SSLProtocol");
    assertThat(files.content("index.html")).contains("Networks &amp; Co");
  }

  @Test
  void aLetterAboutManyServersNamesEachOfThem() throws IOException {
    StringBuilder log = new StringBuilder();
    for (int i = 0; i < 60; i++) {
      log.append(line("10:00:00", "mdmd", "Warning " + EMS + "s" + i + ".example.org"));
    }

    LetterFiles files = files(log.toString(), host -> owner("Us", "nginx"));

    assertThat(files.letters()).isEqualTo(1);
    String letter = files.content("letter-us.txt");
    for (int i = 0; i < 60; i++) {
      assertThat(letter).contains("- s" + i + ".example.org\n", "- s" + i + ".example.org: once");
    }
    assertThat(letter)
        .contains("60 of your servers", "It is about all servers.")
        .containsOnlyOnce("The device was checking in")
        .containsOnlyOnce("Warning [ATS FCPv2.1")
        .containsOnlyOnce("ssl_protocols TLSv1.2 TLSv1.3;");
  }

  @Test
  void aProcessThatConnectsForOthersMayBeCovered() throws IOException {
    LetterFiles files =
        files(
            line("10:00:00", "nsurlsessiond", "Warning " + EMS + "apps.example.org"),
            LetterFilesTest::nobody);

    assertThat(files.content("letter-apps.example.org.txt"))
        .containsPattern("The\\s+process\\s+nsurlsessiond\\s+connected:\\s+it\\s+transfers");
  }

  @Test
  void anAddressIsInBracketsInAUrl() throws IOException {
    assertThat(
            files(
                    line("10:00:00", "mdmd", "Warning " + EMS + "2001:db8::7"),
                    LetterFilesTest::nobody)
                .content("letter-2001-db8-7.txt"))
        .contains("probe 'https://[2001:db8::7]/'");
  }

  @Test
  void serversWithoutALetterAreListedWithTheReason() throws IOException {
    LetterFiles files =
        files(
            line("10:00:00", "OurApp", "Warning " + EMS + "app.example.org")
                + line("10:00:01", "mdmd", "Warning " + EMS + "scep.example.org")
                + line("10:00:02", "mdmd", "Warning " + EMS + "<private>"),
            host ->
                host.startsWith("scep")
                    ? new Owner(
                        Optional.empty(),
                        Optional.empty(),
                        Optional.of(Role.SCEP),
                        Optional.empty())
                    : Owner.UNKNOWN);

    assertThat(files.letters()).isZero();
    assertThat(files.names()).containsExactly("index.html", "index.md");
    assertThat(files.content("index.md"))
        .contains("- app.example.org: Only programs that Apple's requirements do not cover")
        .contains(
            "- scep.example.org: The list of owners says that it is a server of the kind scep")
        .contains("- Server not named: The log does not name the server")
        .contains(files.totals());
    assertThat(files.totals())
        .isEqualTo(
            "No letter for messages that do not name their server; no letter for 1 server: by the"
                + " list of owners, Apple's requirements do not apply; no letter for 1 server: only"
                + " apps connected, to which Apple's requirements do not apply.");
  }

  @Test
  void whatWasNotReadIsInTheIndex() throws IOException {
    LetterFiles files =
        files(
            line("10:00:00", "mdmd", "Warning " + EMS + "a.example.org")
                + line("10:00:01", "mdmd", "Warning " + EMS + "b.exam\u2026"),
            LetterFilesTest::nobody);

    assertThat(files.letters()).isEqualTo(1);
    assertThat(files.content("index.html"))
        .contains("<h2>Not read</h2>", "1 line looks like a violation");
    assertThat(files.content("index.md")).contains("## Not read");
  }

  @Test
  void messagesInNewWordsAreToldAsTheyAre() throws IOException {
    String letter =
        files(
                line(
                    "10:00:00",
                    "mdmd",
                    "Error [ATS violation]: Quite new for server: a.example.org"),
                LetterFilesTest::nobody)
            .content("letter-a.example.org.txt");

    assertThat(letter)
        .contains("    Error [ATS violation]: Quite new for server: a.example.org\n")
        .contains("A message in new words", "The message is marked as a violation")
        .containsPattern("The\\s+device\\s+refused\\s+the\\s+connection\\s+\\(inferred");
  }

  @Test
  void itIsNotKnownWhatNewerDevicesDoAboutAWarningInNewWords() throws IOException {
    String letter =
        words(
            files(line("10:00:00", "mdmd", NEW + "a.example.org"), LetterFilesTest::nobody)
                .content("letter-a.example.org.txt"));

    assertThat(letter)
        .startsWith("a.example.org: this server may not meet Apple's requirements for TLS")
        .contains("It is not known what devices with version 27 or later")
        .contains("The message does not show which version the device has.")
        .doesNotContain("refuse such connections", "does not meet", "still connect");
  }

  @Test
  void eachFaultHasWhatIsKnownOfNewerDevices() throws IOException {
    LetterFiles files =
        files(
            line("10:00:00", "mdmd", "Warning " + EMS + "a.example.org")
                + line("10:00:01", "mdmd", "Warning " + SUITE + "b.example.org")
                + line("10:00:02", "mdmd", NEW + "c.example.org"),
            host -> owner("Us", ""));
    String letter = words(files.content("letter-us.txt"));

    assertThat(letter)
        .startsWith(
            "2 of your servers do not meet Apple's requirements for TLS, and 1 may not meet them")
        .contains("do not treat all faults alike")
        .contains("Number 1 (a.example.org): they refuse such connections.")
        .contains("Number 3 (b.example.org): they do not offer any more what your server chose.")
        .contains("Number 2 (c.example.org): it is not known what they do.")
        .contains("Number 2 (c.example.org): Compare the message");
    assertThat(files.content("index.md")).contains("| Urgency |");
  }

  @Test
  void aFaultHasTheConfigurationOfItsOwnServersAlone() throws IOException {
    LetterFiles files =
        files(
            line("10:00:00", "mdmd", "Warning " + EMS + "a.example.org")
                + line("10:00:01", "mdmd", "Warning " + EMS + "c.example.org")
                + line("10:00:02", "profiled", "Warning " + SUITE + "b.example.org"),
            host -> owner("Us", host.startsWith("b") ? "haproxy" : "nginx"));
    String letter = words(files.content("letter-us.txt"));

    String suite = between(letter, "Number 2 (b.example.org): For", "HOW TO CHECK");
    assertThat(suite).contains("For HAProxy, in haproxy.cfg").doesNotContain("For nginx");
    String ems = between(letter, "Number 1 (a.example.org, c.example.org): Enable", "Number 2 (");
    assertThat(ems).contains("For nginx, in nginx.conf").doesNotContain("HAProxy");
    assertThat(letter)
        .contains("Exception for number 2 (b.example.org): Apple exempts connections to a SCEP")
        .contains("If b.example.org is a SCEP server, it needs no change.");
  }

  private static String between(String text, String start, String end) {
    int from = text.indexOf(start);
    assertThat(from).as(start).isNotNegative();
    return text.substring(from, text.indexOf(end, from));
  }

  @Test
  void theMostUrgentLettersAreFirstInTheIndex() throws IOException {
    String index =
        files(
                line("10:00:00", "mdmd", NEW + "a.example.org")
                    + line("10:00:01", "mdmd", "Warning " + SUITE + "b.example.org")
                    + line("10:00:02", "mdmd", "Warning " + EMS + "c.example.org"),
                LetterFilesTest::nobody)
            .content("index.md");

    assertThat(index)
        .containsSubsequence(
            "| c.example.org | TLS 1.2 without extended master secret | 27 refuses |",
            "| a.example.org | A message in new words | not known |",
            "| b.example.org | Cipher suite outside the ATS group | only logged |");
  }

  @Test
  void hostileTextIsShownAndDoesNothing() throws IOException {
    String hostile =
        "Warning [ATS violation]: <script>alert(1)</script> \u202e`*[x](http://evil.example)"
            + " \u001b[31m for server: a.example.org";
    Map<String, String> files =
        all(
            files(
                line("10:00:00", "mdmd", hostile),
                host -> owner("<b>Us</b> [y](http://evil.example)\n# Heading", "")));

    files.forEach(
        (name, content) -> {
          assertThat(name).matches("[a-z0-9.-]+").doesNotContain("..");
          assertThat(content)
              .as(name)
              .doesNotContain("\u202e", "\u001b")
              .doesNotContain("<script>alert".repeat(name.endsWith(".html") ? 1 : 9))
              .doesNotContain("\n# Heading");
        });
    String html =
        files.keySet().stream()
            .filter(n -> n.startsWith("letter-") && n.endsWith("html"))
            .map(files::get)
            .findFirst()
            .orElseThrow();
    assertThat(html).contains("&lt;script&gt;").doesNotContain("<b>Us", "<script");
    assertThat(files.get("index.md")).contains("\\<b\\>Us").doesNotContain(" [y](http");
  }

  @Test
  void namesOfFilesAreSafeAndDiffer() {
    LetterNames names = new LetterNames();

    assertThat(
            List.of(
                names.of(letter("../../etc/passwd")),
                names.of(letter("..")),
                names.of(letter("")),
                names.of(letter("A/B")),
                names.of(letter("a:b")),
                names.of(letter("M\u00fcller GmbH")),
                names.of(letter("\u65e5\u672c")),
                names.of(letter("x".repeat(500))),
                names.of(letter("CON"))))
        .containsExactly(
            "letter-etc-passwd",
            "letter",
            "letter-2",
            "letter-a-b",
            "letter-a-b-2",
            "letter-muller-gmbh",
            "letter-3",
            "letter-" + "x".repeat(80),
            "letter-con");
  }

  @Test
  void aLogWithoutViolationsHasOnlyTheIndex() throws IOException {
    LetterFiles files =
        files(line("10:00:00", "mdmd", "TLS connected, no complaint"), LetterFilesTest::nobody);

    assertThat(files.names()).containsExactly("index.html", "index.md");
    assertThat(files.content("index.md")).contains("No violations.");
  }

  private static Owner nobody(String host) {
    assertThat(host).isLowerCase();
    return Owner.UNKNOWN;
  }

  private static Letter letter(String owner) {
    return new Letter(Optional.of(owner), List.of("a.example"), List.of(), Map.of(), Map.of());
  }

  private static Owner owner(String name, String product) {
    return new Owner(
        Optional.of(name).filter(text -> !text.isEmpty()),
        Optional.of(product).filter(text -> !text.isEmpty()),
        Optional.empty(),
        Optional.empty());
  }

  @Test
  void theArchiveHasAllFilesOrThereIsNone() throws IOException {
    LetterFiles files =
        files(
            line(
                "10:12:31",
                "mdmd",
                "Warning [ATS violation]: RSA key size 1024 bits is less than"
                    + " minimum 2048 bits for server: apps.example.com"),
            server -> Owner.UNKNOWN);
    byte[] archive = LetterZip.of(files, 1 << 20).orElseThrow();

    Map<String, String> packed = new LinkedHashMap<>();
    try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(archive))) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        packed.put(entry.getName(), new String(zip.readAllBytes(), StandardCharsets.UTF_8));
      }
    }
    assertThat(packed.keySet()).containsExactlyElementsOf(files.names());
    packed.forEach((name, content) -> assertThat(content).isEqualTo(files.content(name)));
    assertThat(LetterZip.of(files, archive.length)).hasValue(archive);
    assertThat(LetterZip.of(files, archive.length - 1)).isEmpty();
  }

  @Test
  void theClaimOfARefusalNamesTheFaultAndTheServer() throws IOException {
    String log = "Warning " + EMS + "a.example.org\nError " + RSA;
    String inferred = " This is inferred from the word 'Error' at the start of its message.";

    assertThat(words(files(log + "b.example.org\n", host -> owner("Us", "")), "letter-us"))
        .contains("Devices with version 27 or later of Apple's operating systems refuse such")
        .contains(
            "The logs show that devices have refused connections to b.example.org, because of"
                + " number 1, 'RSA key below 2048 bits'."
                + inferred)
        .contains("1. RSA key below 2048 bits", "2. TLS 1.2 without extended master secret")
        .doesNotContain("this has happened");
    assertThat(words(files(log + "a.example.org\n", host -> owner("Us", "")), "letter-us"))
        .contains(
            "have refused connections to a.example.org, because of number 1, 'RSA key below 2048"
                + " bits'."
                + inferred);
    assertThat(
            words(
                files(
                    "Warning " + RSA + "a.example.org\nError " + RSA + "b.example.org\n",
                    host -> owner("Us", "")),
                "letter-us"))
        .contains("have refused connections to b.example.org, because of 'RSA key below 2048 bits'")
        .doesNotContain("connections to a.example.org");
    assertThat(
            words(
                files(
                    log + "b.example.org\nError " + EMS + "c.example.org\n",
                    host -> owner("Us", "")),
                "letter-us"))
        .contains("because of these faults. This is inferred from the word 'Error' at the start of")
        .contains("Number 2, 'TLS 1.2 without extended master secret': c.example.org")
        .contains("Number 1, 'RSA key below 2048 bits': b.example.org");
    assertThat(
            words(
                files("Warning " + RSA + "a.example.org\n", LetterFilesTest::nobody),
                "letter-a.example.org"))
        .doesNotContain("have refused", "'Error' at the start");
  }

  @Test
  void anErrorIsARefusalEvenIfNoReleaseIsKnownToWriteIt() throws IOException {
    assertThat(
            words(
                files("Error " + SUITE + "a.example.org\n", LetterFilesTest::nobody),
                "letter-a.example.org"))
        .contains("The device refused the connection (inferred from the word 'Error').")
        .contains("because of 'Cipher suite outside the ATS group'.");
  }

  @Test
  void noReleaseConnectsWithoutTrust() throws IOException {
    String refusal = "devices of every version refuse a certificate that they do not trust";
    String alone =
        words(
            files("Warning " + TRUST + "a.example.org\n", LetterFilesTest::nobody),
            "letter-a.example.org");
    assertThat(alone)
        .contains("but below 27, do not connect either: " + refusal + " (inferred).")
        .contains("Devices of every version refuse a certificate that they do not trust (inferred)")
        .contains("A device with version 27 or later that refuses the connection writes nearly")
        .doesNotContain("still connect");

    String mixed =
        words(
            files(
                "Warning " + EMS + "a.example.org\nWarning " + TRUST + "b.example.org\n",
                host -> owner("Us", "")),
            "letter-us");
    assertThat(mixed)
        .contains("1. Certificate chain not trusted", "2. TLS 1.2 without extended master secret")
        .contains(
            "still connect in most cases, and write a warning to their log. But they do not"
                + " connect either because of number 1 (b.example.org): "
                + refusal);
  }

  @Test
  void theUrlsWithoutTlsAreSoughtWhereTheyAreWritten() throws IOException {
    String letter =
        words(
            files(
                HTTP + "a.example.org\nWarning " + EMS + "b.example.org\n",
                host -> List.of(at("Us", "http://" + host + ":8080/x?a=1&b=2")),
                Optional.empty()),
            "letter-us");

    assertThat(letter)
        .contains("\"Update the server to support HTTPS\"", "change http:// to https:// in each")
        .contains("Number 1 (a.example.org): Two things must be right.")
        .contains("only that is what the commands for https:// below show")
        .contains("grep -rnaiF http://a.example.org FOLDER")
        .contains("probe https://a.example.org/ ")
        .contains("must not be in a new log of a device any more")
        .contains("If the server does not use port 443")
        .doesNotContain("http://b.example.org", ":8080");
    assertThat(
            words(
                files("Warning " + EMS + "b.example.org\n", LetterFilesTest::nobody),
                "letter-b.example.org"))
        .doesNotContain("FOLDER", "http://");
  }

  @Test
  void theCommandsHaveTheUrlsOfTheList() throws IOException {
    assertThat(
            files(
                    "Warning " + EMS + "a.example.org\n",
                    host -> List.of(at("Us", "https://a.example.org:8443/x?a=1&b='2'")),
                    Optional.empty())
                .content("letter-us.txt"))
        .contains("--verbose 'https://a.example.org:8443/x?a=1&b='\\''2'\\'''\n")
        .contains("probe 'https://a.example.org:8443/x?a=1&b='\\''2'\\'''\n")
        .contains("openssl s_client -connect a.example.org:8443 -tls1_2")
        .doesNotContain("port 443", "https://a.example.org/");
    assertThat(
            files(
                    "Warning " + EMS + "a.example.org\n",
                    host ->
                        List.of(
                            at("Us", "https://a.example.org/"),
                            at("Us", "https://a.example.org:8443/a")),
                    Optional.empty())
                .content("letter-us.txt"))
        .contains("probe https://a.example.org/\n    ./ats-harness probe https://a.example.org:844")
        .contains("-connect a.example.org:PORT ")
        .containsPattern("where\\s+PORT\\s+stands\\s+for\\s+each\\s+port");
  }

  @Test
  void thePortOfTheLogGoesBeforeThoseOfTheList() throws IOException {
    assertThat(
            files(
                    "Warning " + EMS + "a.example.org:9443\n",
                    host -> List.of(at("Us", "https://a.example.org/")),
                    Optional.empty())
                .content("letter-us.txt"))
        .contains("--verbose https://a.example.org:9443/\n", "-connect a.example.org:9443 ")
        .doesNotContain("port 443", "https://a.example.org/");
    assertThat(
            words(
                files(
                    "Warning " + EMS + "a.example.org\nWarning " + EMS + "b.example.org\n",
                    host ->
                        List.of(
                            host.startsWith("a") ? at("Us", "https://" + host) : owner("Us", "")),
                    Optional.empty()),
                "letter-us"))
        .contains("If one of these does not use port 443 (b.example.org), add its port")
        .contains("where mdm.example.com:443 stands for your server and its port:");
  }

  @Test
  void aLetterSaysPlainlyWhatTheLogDoesNotShow() throws IOException {
    String letter =
        words(
            files(
                "Warning [ATS violation]: Ciphersuite(<private>) not offered in ATS negotiated for"
                    + " server: a.example.org\nWarning [ATS FCPv2.1 violation]: Ciphersuite(X) not"
                    + " offered in ATS FCP_v2.1 mode negotiated for server: a.example.org\n"
                    + "Warning "
                    + RSA
                    + "a.example.org\n",
                LetterFilesTest::nobody),
            "letter-a.example.org");

    assertThat(letter)
        .containsOnlyOnce("The log hides a value of this message: private stands for it.")
        .contains("version 26.4 does not log it, version 26.5 logs it, and version 27 does not")
        .contains("not known which of these a device can no longer do if it refuses your server.")
        .contains("have the CA sign the request, and install the certificate")
        .doesNotContain("something that the log does not name", "inferred from its name");
    assertThat(
            words(
                files(
                    line("10:00:00", "mdmd", "Warning " + EMS + "a.example.org")
                        + line("10:00:01", "nsurlsessiond", "Warning " + EMS + "a.example.org"),
                    LetterFilesTest::nobody),
                "letter-a.example.org"))
        .contains("what its log shows (for some messages the log does not show it): MDM: checking")
        .contains("What a process was doing is inferred from its name.");
  }

  @Test
  void theContactIsAtTheEndOfEachForm() throws IOException {
    String log = "Warning " + EMS + "a.example.org\n";
    LetterFiles files =
        files(log, host -> List.of(Owner.UNKNOWN), Optional.of("Device team, it@example.org"));

    all(files)
        .forEach(
            (name, content) ->
                assertThat(content.contains("Questions: Device team, it@example.org"))
                    .as(name)
                    .isEqualTo(name.startsWith("letter-")));
    assertThat(files(log, LetterFilesTest::nobody).content("letter-a.example.org.txt"))
        .endsWith("\n\nFor questions, reply to the sender of this letter.\n")
        .doesNotContain("ask us", "Questions");
  }

  private static String words(LetterFiles files, String letter) {
    return words(files.content(letter + ".txt"));
  }

  private static Owner at(String name, String url) {
    return new Owner(
        Optional.of(name), Optional.empty(), Optional.empty(), Optional.of(URI.create(url)));
  }

  private static Map<String, String> all(LetterFiles files) {
    Map<String, String> all = new LinkedHashMap<>();
    files.names().forEach(name -> all.put(name, files.content(name)));
    return all;
  }

  private static LetterFiles files(String log, Function<String, Owner> owners) throws IOException {
    return files(log, host -> List.of(owners.apply(host)), Optional.empty());
  }

  private static LetterFiles files(
      String log, Function<String, List<Owner>> owners, Optional<String> contact)
      throws IOException {
    LogExplanation explanation = new LogExplanation();
    LetterTally tally = new LetterTally();
    LogSummary summary =
        new LogReader(CLOCK)
            .read(
                new ByteArrayInputStream(log.getBytes(StandardCharsets.UTF_8)),
                "ats.txt",
                explanation.andThen(tally));
    return new LetterFiles(
        summary, new LogReport(summary, explanation).sentence(), tally, owners, contact);
  }

  private static String line(String time, String process, String message) {
    return "2026-04-30 "
        + time
        + ".456789+0200 0x1a2b3    Info        0x0                  412    0    "
        + process
        + ": (libboringssl.dylib) [com.apple.network:boringssl] f(1) [C1:1][0x1] "
        + message
        + "\n";
  }

  private static String resource(String name) throws IOException {
    try (InputStream in = LetterFilesTest.class.getResourceAsStream(name)) {
      return new String(Objects.requireNonNull(in, name).readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
