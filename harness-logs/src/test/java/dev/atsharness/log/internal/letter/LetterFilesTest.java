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
        .contains("probe https://[2001:db8::7]/");
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
                    ? new Owner(Optional.empty(), Optional.empty(), Optional.of(Role.SCEP))
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
        .contains("Number 2 (a.example.org): they refuse such connections.")
        .contains("Number 1 (b.example.org): they do not offer any more what your server chose.")
        .contains("Number 3 (c.example.org): it is not known what they do.")
        .contains("Number 3 (c.example.org): Compare the message");
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

    String suite = between(letter, "Number 1 (b.example.org): For", "Number 2 (");
    assertThat(suite).contains("For HAProxy, in haproxy.cfg").doesNotContain("For nginx");
    String ems = between(letter, "Number 2 (a.example.org, c.example.org): Enable", "HOW TO CHECK");
    assertThat(ems).contains("For nginx, in nginx.conf").doesNotContain("HAProxy");
    assertThat(letter)
        .contains("Exception for number 1 (b.example.org): Apple exempts connections to a SCEP")
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
    return new Letter(Optional.of(owner), List.of("a.example"), List.of(), Map.of());
  }

  private static Owner owner(String name, String product) {
    return new Owner(
        Optional.of(name).filter(text -> !text.isEmpty()),
        Optional.of(product).filter(text -> !text.isEmpty()),
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

  private static Map<String, String> all(LetterFiles files) {
    Map<String, String> all = new LinkedHashMap<>();
    files.names().forEach(name -> all.put(name, files.content(name)));
    return all;
  }

  private static LetterFiles files(String log, Function<String, Owner> owners) throws IOException {
    LogExplanation explanation = new LogExplanation();
    LetterTally tally = new LetterTally();
    LogSummary summary =
        new LogReader(CLOCK)
            .read(
                new ByteArrayInputStream(log.getBytes(StandardCharsets.UTF_8)),
                "ats.txt",
                explanation.andThen(tally));
    return new LetterFiles(
        summary,
        new LogReport(summary, explanation).sentence(),
        tally,
        host -> List.of(owners.apply(host)));
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
