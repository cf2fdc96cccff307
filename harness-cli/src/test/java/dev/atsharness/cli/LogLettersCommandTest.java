package dev.atsharness.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogLettersCommandTest {

  private static final String EVENT =
      "2026-04-30 10:12:31.456789+0200 0x1a2b3    Info        0x0                  412    0   "
          + " mdmd: (libboringssl.dylib) [com.apple.network:boringssl] f(1) [C1:1][0x1] Warning"
          + " [ATS FCPv2.1 violation]: TLS 1.2 negotiated without extended master secret (EMS) for"
          + " server: %s\n";

  @TempDir Path directory;

  @Test
  void aLetterForEachServerAndTheStatusOfExplain() throws IOException {
    Path log = log(EVENT.formatted("a.example.org") + EVENT.formatted("b.example.org"));

    Cli.Result result = letters(log);

    assertThat(result.status()).as(result.err()).isEqualTo(ExitCode.DEVIATION);
    assertThat(files())
        .containsExactly(
            "index.html",
            "index.md",
            "letter-a.example.org.html",
            "letter-a.example.org.md",
            "letter-a.example.org.txt",
            "letter-b.example.org.html",
            "letter-b.example.org.md",
            "letter-b.example.org.txt");
    assertThat(result.out())
        .contains("2 violations of 2 servers")
        .contains("2 letters in ")
        .contains("index.html lists them.");
  }

  @Test
  void theOwnersListGroupsServersAndGivesTheProduct() throws IOException {
    Path log =
        log(
            EVENT.formatted("a.example.org")
                + EVENT.formatted("B.example.org")
                + EVENT.formatted("c.example.org"));
    Path owners =
        Files.writeString(
            directory.resolve("owners.csv"),
            """
            url,owner,product
            https://a.example.org:8443/mdm,Network team,nginx
            b.example.org,Network team,HAProxy
            d.example.org,Others,abacus
            """);

    Cli.Result result =
        letters(
            log,
            "--owners",
            owners.toString(),
            "--product",
            "caddy",
            "--contact",
            "it@example.org");

    assertThat(result.status()).as(result.err()).isEqualTo(ExitCode.DEVIATION);
    assertThat(result.err())
        .contains("no configuration is known for the products abacus; known: nginx, ")
        .contains("the list of --owners does not have c.example.org;");
    assertThat(letter("letter-network-team.txt"))
        .contains("To: Network team", "a.example.org", "b.example.org")
        .contains("For nginx (a.example.org), in nginx.conf")
        .contains("For HAProxy (b.example.org), in haproxy.cfg")
        .contains("./ats-harness probe https://a.example.org:8443/mdm")
        .doesNotContain("port 443")
        .endsWith("\nQuestions: it@example.org\n")
        .doesNotContain("Caddy");
    assertThat(letter("letter-c.example.org.txt")).contains("For Caddy, in Caddyfile");
    assertThat(files()).doesNotContain("letter-others.txt");
  }

  @Test
  void aContactHasAText() throws IOException {
    Cli.Result result = letters(log(EVENT.formatted("a.example.org")), "--contact", " ");

    assertThat(result.status()).isEqualTo(ExitCode.USAGE);
    assertThat(result.err()).contains("--contact: the text is empty");
    assertThat(out()).doesNotExist();
  }

  @Test
  void eachRowOfAHostKeepsItsOwner() throws IOException {
    Path log = log(EVENT.formatted("a.example.org"));

    Cli.Result result =
        letters(
            log,
            "--owners",
            owners(
                "https://a.example.org/scep,PKI team,scep,",
                "https://a.example.org/mdm,MDM team,mdm,nginx",
                "https://a.example.org:8443/,App team,app,haproxy",
                "https://a.example.org/mdm,Second team,mdm,"));

    assertThat(result.status()).as(result.err()).isEqualTo(ExitCode.DEVIATION);
    assertThat(files().stream().filter(name -> name.endsWith(".txt")))
        .containsExactly("letter-app-team.txt", "letter-mdm-team.txt", "letter-second-team.txt");
    assertThat(letter("letter-mdm-team.txt")).contains("For nginx").doesNotContain("HAProxy");
    assertThat(letter("letter-app-team.txt")).contains("For HAProxy").doesNotContain("nginx");
    assertThat(result.err())
        .contains("several owners, and each gets a letter: App team, MDM team, Second team")
        .contains("do not apply (scep), and others; the log does not say which of them it means");
    assertThat(letter("index.md")).contains("## Several rows in the list of owners");
    assertThat(letter("index.html")).contains("<h2>Several rows in the list of owners</h2>");
    assertThat(result.out()).contains("3 letters about 1 server.");
  }

  @Test
  void theRowsWithThePortOfTheLogCount() throws IOException {
    String owners =
        owners(
            "https://a.example.org/,Web team,mdm,",
            "https://a.example.org:8443/,PKI team,scep,",
            "https://[2001:db8::7]/,Six team,mdm,");

    letters(log(EVENT.formatted("a.example.org:443")), "--owners", owners);
    assertThat(files()).contains("letter-web-team.txt").hasSize(5);
    Files.move(out(), directory.resolve("first"));
    Cli.Result exempt = letters(log(EVENT.formatted("a.example.org:8443")), "--owners", owners);
    assertThat(files()).containsExactly("index.html", "index.md");
    assertThat(exempt.status()).isEqualTo(ExitCode.OK);
    Files.move(out(), directory.resolve("second"));
    letters(log(EVENT.formatted("2001:db8::7")), "--owners", owners);
    assertThat(files()).contains("letter-six-team.txt");
  }

  /** Another server of the host is not exempt because this one is. */
  @Test
  void theRoleOfAnotherPortDoesNotCount() throws IOException {
    String owners = owners("https://a.example.org/scep,PKI team,scep,");

    Cli.Result result = letters(log(EVENT.formatted("a.example.org:8443")), "--owners", owners);

    assertThat(result.status()).isEqualTo(ExitCode.DEVIATION);
    assertThat(files()).contains("letter-pki-team.txt");
  }

  @Test
  void aRowThatCannotBeUsedMayBeOfAServerThatIsNotExempt() throws IOException {
    String owners = owners("a.example.org,PKI team,scep,", "a.example.org,Net team,management,");

    Cli.Result result = letters(log(EVENT.formatted("a.example.org")), "--owners", owners);

    assertThat(result.status()).isEqualTo(ExitCode.FAILURE);
    assertThat(result.out()).contains("Cannot tell whether more servers need a letter");
  }

  @Test
  void aServerToWhichTheRequirementsDoNotApplyHasItsOwnWordInTheTotals() throws IOException {
    String owners = owners("a.example.org,PKI team,scep,");
    String total = "by the list of owners, Apple's requirements do not apply";

    Cli.Result alone = letters(log(EVENT.formatted("a.example.org")), "--owners", owners);
    assertThat(alone.status()).isEqualTo(ExitCode.OK);
    assertThat(alone.out()).contains("No letter for 1 server: " + total + ".");
    assertThat(letter("index.md")).contains(total);
    assertThat(letter("index.html")).contains("No letter for 1 server: by the list of owners");
    Files.move(out(), directory.resolve("first"));

    // What was not read may have more.
    String cut = EVENT.formatted("b.exam\u2026");
    Cli.Result open = letters(log(EVENT.formatted("a.example.org") + cut), "--owners", owners);
    assertThat(open.status()).isEqualTo(ExitCode.FAILURE);
    Files.move(out(), directory.resolve("second"));

    String hidden = EVENT.formatted("<private>");
    Cli.Result unnamed =
        letters(log(EVENT.formatted("a.example.org") + hidden), "--owners", owners);
    assertThat(unnamed.status()).isEqualTo(ExitCode.DEVIATION);
  }

  @Test
  void aNameThatNoHostCanHaveGetsNoLetter() throws IOException {
    Cli.Result result = letters(log(EVENT.formatted("a.example.org!b\u0001")));

    assertThat(result.status()).isEqualTo(ExitCode.FAILURE);
    assertThat(files()).containsExactly("index.html", "index.md");
    assertThat(letter("index.md"))
        .contains("has an unreadable name of the server", "a.example.org!b\\u0001");
    assertThat(letter("index.html")).contains("a.example.org!b\\u0001");
  }

  private String owners(String... rows) throws IOException {
    Path file = directory.resolve("owners.csv");
    Files.writeString(file, "url,owner,role,product\n" + String.join("\n", rows) + "\n");
    return file.toString();
  }

  @Test
  void nothingIsOverwritten() throws IOException {
    Path log = log(EVENT.formatted("a.example.org"));
    Path letter = out().resolve("letter-a.example.org.md");
    Files.createDirectories(out());
    Files.writeString(letter, "mine");

    Cli.Result result = letters(log);

    assertThat(result.status()).isEqualTo(ExitCode.USAGE);
    assertThat(result.err()).contains("letter-a.example.org.md exists already");
    assertThat(letter).hasContent("mine");
    assertThat(files()).containsExactly("letter-a.example.org.md");

    Files.delete(letter);
    assertThat(letters(log).status()).isEqualTo(ExitCode.DEVIATION);
    assertThat(letters(log).err()).contains("index.html exists already");
  }

  @Test
  void whatWasNotReadIsNeverSilence() throws IOException {
    Path log = log(EVENT.formatted("a.exam\u2026"));

    Cli.Result result = letters(log);

    assertThat(result.status()).isEqualTo(ExitCode.FAILURE);
    assertThat(result.out())
        .contains("Cannot tell")
        .contains("No letter was written; ", "index.html says why.");
    assertThat(letter("index.md")).contains("## Not read");
    assertThat(files()).containsExactly("index.html", "index.md");
  }

  @Test
  void aLogWithoutViolationsIsFine() throws IOException {
    Path log = log(EVENT.replaceFirst("Warning .*\n", "TLS connected\n"));

    assertThat(letters(log).status()).isEqualTo(ExitCode.OK);
    assertThat(letter("index.md")).contains("No violations.");
  }

  @Test
  void whatConcernsAppsAloneNeedsNoLetter() throws IOException {
    Path log = log(EVENT.formatted("a.example.org").replace("mdmd:", "OurApp:"));

    assertThat(letters(log).status()).isEqualTo(ExitCode.OK);
    assertThat(letter("index.md")).contains("- a.example.org: Only programs that Apple's");
    assertThat(files()).containsExactly("index.html", "index.md");
  }

  @Test
  void wrongUsageIsNamed() throws IOException {
    Path log = log(EVENT.formatted("a.example.org"));

    assertThat(letters(log, "--product", "abacus").err()).contains("unknown product 'abacus'");
    assertThat(letters(log, "--owners", directory.resolve("absent").toString()).err())
        .contains("--owners ", "the file does not exist");
    String there = Files.writeString(directory.resolve("there"), "").toString();
    Cli.Result file = Cli.run("log", "letters", log.toString(), "--out", there);
    assertThat(file.status()).isEqualTo(ExitCode.USAGE);
    assertThat(file.err()).contains("is a file; give a directory");
    Cli.Result same = Cli.run("log", "letters", log.toString(), "--out", log.toString());
    assertThat(same.status()).isEqualTo(ExitCode.USAGE);
    assertThat(same.err()).contains("names the same file, which would be overwritten");
    assertThat(out()).doesNotExist();
  }

  private Cli.Result letters(Path log, String... more) {
    return Cli.run(
        Stream.concat(
                Stream.of("log", "letters", log.toString(), "--out", out().toString()),
                Stream.of(more))
            .toArray(String[]::new));
  }

  private Path out() {
    return directory.resolve("letters");
  }

  private List<String> files() throws IOException {
    try (Stream<Path> files = Files.list(out())) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  private String letter(String name) throws IOException {
    return Files.readString(out().resolve(name));
  }

  private Path log(String text) throws IOException {
    return Files.writeString(directory.resolve("log.txt"), text);
  }
}
