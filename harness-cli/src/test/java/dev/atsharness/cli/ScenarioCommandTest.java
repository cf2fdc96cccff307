package dev.atsharness.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScenarioCommandTest {
  private static final String GOOD =
      """
      title: A scenario of a user
      why: It is good for nothing but this test, which needs one that loads.
      role: mdm
      control: baseline/tls12
      tls:
        versions: [TLSv1.2]
        extended-master-secret: false
      expect:
        violations: [ems-not-negotiated]
        implied: []
        ats: pass
        fcp: fail
        clients:
          ios-27-system: {connects: false, refused-by: client, alert: unknown, logs: [ems-not-negotiated]}
      evidence: inferred
      references: [ours]
      """;

  /** The messages about a broken file, with line and column. */
  private record Message(String place, String text) {}

  @TempDir Path directory;

  @Test
  void tenBrokenFilesGetTenPreciseMessagesInOneRun() throws IOException {
    Map<String, Message> messages = new TreeMap<>();
    broken(
        "a/bad-yaml",
        "[TLSv1.2]",
        "[TLSv1.2",
        "7:25: ",
        "not valid YAML: a list in [ ] has no ] at its end",
        messages);
    broken(
        "a/unknown-key",
        "extended-master-secret:",
        "extended-master:",
        "7:20: ",
        "'extended-master'; did you mean extended-master-secret, ",
        messages);
    broken("a/missing-key", "evidence: inferred\n", "", "1:1: ", "'evidence' is missing", messages);
    broken(
        "a/unknown-role",
        "role: mdm",
        "role: mdmm",
        "3:7: ",
        "'mdmm'; did you mean mdm?; known: [mdm,",
        messages);
    broken(
        "a/unknown-suite",
        "  extended-master-secret: false",
        "  cipher-suites: [TLS_RSA_WITH_AES_512_CBC_SHA]",
        "7:19: ",
        "unknown cipher suite 'TLS_RSA_WITH_AES_512_CBC_SHA'",
        messages);
    broken("a/no-ems", "ours", "mine", "1:1: ", "is already taken by handshake/no-ems", messages);
    broken(
        "a/two-settings",
        "tls:\n",
        "certificate:\n  key: rsa-3072\ntls:\n",
        "6:8: ",
        "in tls.extended-master-secret, certificate.key; exactly one is the fault",
        messages);
    broken(
        "a/no-such-control",
        "baseline/tls12",
        "baseline/tls14",
        "4:10: ",
        "there is no scenario 'baseline/tls14'",
        messages);
    broken(
        "a/wrong-violation",
        "violations: [ems-not-negotiated]",
        "violations: [ciphersuite-not-in-fcp]",
        "9:15: ",
        "violations is [ciphersuite-not-in-fcp], but the rules compute [ems-not-negotiated]",
        messages);
    broken(
        "a/wrong-client",
        "refused-by: client",
        "refused-by: server",
        "14:20: ",
        "clients: ios-27-system is {connects: false, refused-by: server,",
        messages);

    Cli.Result result = Cli.run("scenario", "check", directory.toString());

    assertThat(result.status()).isEqualTo(ExitCode.DEVIATION);
    List<String> lines = result.out().lines().toList();
    assertThat(lines).as(result.out()).hasSize(messages.size()).hasSize(10);
    List<String> files = List.copyOf(messages.keySet());
    for (int i = 0; i < files.size(); i++) {
      Message message = messages.get(files.get(i));
      assertThat(lines.get(i))
          .startsWith(directory.resolve(files.get(i) + ".yaml") + ":" + message.place())
          .contains(message.text());
    }
  }

  @Test
  void aDirectoryWithoutProblemsIsFine() throws IOException {
    write("a/mine", GOOD);

    Cli.Result result = Cli.run("scenario", "check", directory.toString());

    assertThat(result.out()).isEmpty();
    assertThat(result.err()).isEqualToIgnoringNewLines("1 scenario, no problems");
    assertThat(result.status()).isEqualTo(ExitCode.OK);
  }

  @Test
  void whatIsWrongInOneFileIsToldInOneRun() throws IOException {
    write(
        "a/mine",
        GOOD.replace("tls:\n", "certificate:\n  key: rsa-3072\ntls:\n")
            .replace("ats: pass", "ats: fail")
            .replace("refused-by: client", "refused-by: server"));

    Cli.Result result = Cli.run("scenario", "check", directory.toString());

    List<String> lines = result.out().lines().toList();
    assertThat(lines).hasSize(3);
    assertThat(lines.get(0)).contains(":6:8: differs from its control");
    assertThat(lines.get(1)).contains(": ats is fail, but the rules compute pass");
    assertThat(lines.get(2)).contains("clients: ios-27-system is {connects: false, refused-by: s");
    assertThat(result.err()).isEqualToIgnoringNewLines("1 scenario, 3 problems");
  }

  @Test
  void nothingIsComputedFromSettingsThatCannotWork() throws IOException {
    write("a/mine", GOOD.replace("[TLSv1.2]", "[TLSv1.0]"));

    assertThat(Cli.run("scenario", "check", directory.toString()).out())
        .contains("no cipher suite works with TLSv1.0")
        .doesNotContain("the rules compute");
  }

  @Test
  void aDirectoryThatIsNotThereIsWrongUsage() {
    Cli.Result result = Cli.run("scenario", "check", directory.resolve("nowhere").toString());

    assertThat(result.status()).isEqualTo(ExitCode.USAGE);
    assertThat(result.err()).contains("nowhere is not a directory");
  }

  @Test
  void aControlThatCannotBeReadIsNotBlamedOnTheFileThatNamesIt() throws IOException {
    write("a/mine", GOOD.replace("baseline/tls12", "a/control"));
    write("a/control", "title: [");

    assertThat(Cli.run("scenario", "check", directory.toString()).out().lines())
        .singleElement()
        .asString()
        .contains("control.yaml:1:");
  }

  @Test
  void aNewFileIsACopyThatLoadsAndNamesItsSchema() throws IOException {
    Cli.Result result = begin("handshake/mine", "handshake/no-ems");

    assertThat(result.status()).isEqualTo(ExitCode.OK);
    Path file = directory.resolve("handshake/mine.yaml");
    assertThat(result.out().strip()).isEqualTo(file.toString());
    String first = Files.readAllLines(file).get(0);
    assertThat(first).startsWith("# yaml-language-server: $schema=");
    assertThat(file.resolveSibling(first.substring(first.indexOf('=') + 1))).isNotEmptyFile();
    assertThat(Cli.run("scenario", "check", directory.toString()).out()).isEmpty();
    assertThat(Cli.run("list", "--scenarios", directory.toString()).out())
        .contains("handshake/mine");
  }

  @Test
  void aCopyOfAControlHasItForItsControlAndStillNeedsAFault() {
    begin("handshake/mine", "baseline/tls12");

    assertThat(Cli.run("scenario", "check", directory.toString()).out())
        .contains("does not differ from its control baseline/tls12");
  }

  @Test
  void whatCannotBeBegunIsWrongUsage() {
    begin("handshake/mine", "handshake/no-ems");

    assertThat(begin("handshake/mine", "handshake/no-ems").err()).contains("exists already");
    assertThat(begin("Mine", "handshake/no-ems").err()).contains("'Mine' is not a scenario id");
    assertThat(begin("mine/no-ems", "handshake/no-ems").err())
        .contains("the DNS label 'no-ems' is already taken by handshake/no-ems");
    Cli.Result unknown = begin("handshake/other", "tls/no-ems");
    assertThat(unknown.err()).contains("did you mean handshake/no-ems,");
    assertThat(unknown.status()).isEqualTo(ExitCode.USAGE);
  }

  private Cli.Result begin(String id, String from) {
    return Cli.run("scenario", "new", id, "--from", from, "--scenarios", directory.toString());
  }

  private void broken(
      String id, String good, String bad, String place, String text, Map<String, Message> messages)
      throws IOException {
    assertThat(GOOD).contains(good);
    write(id, GOOD.replace(good, bad));
    messages.put(id, new Message(place, text));
  }

  private void write(String id, String text) throws IOException {
    Path file = directory.resolve(id + ".yaml");
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }
}
