package dev.atsharness.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.Writer;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UsageTest {

  @TempDir Path directory;

  @ParameterizedTest
  @ValueSource(
      strings = {"serve", "check", "report", "probe", "list", "show", "hosts", "device", "drill"})
  void everyCommandHasHelpWithExamples(String command) {
    Cli.Result result = Cli.run(command, "--help");

    assertThat(result.status()).isEqualTo(ExitCode.OK);
    assertThat(result.out()).contains("Examples:").contains("ats-harness " + command);
  }

  @Test
  void tellsItsVersion() {
    assertThat(Cli.run("--version").out()).matches("ats-harness \\d+\\.\\d+\\.\\d+\\S*\\R");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          frobnicate                                 | Unmatched argument
          show handshake/no-emz                      | no scenario 'handshake/no-emz'
          show                                       | Missing required parameter
          list --only nothing/*                      | no scenario matches 'nothing/*'
          list --scenarios /nowhere                  | /nowhere
          serve --https-port 70000                   | a port is 0 to 65535
          serve --https-port x                       | Invalid value for option '--https-port'
          check --checker nmapp                      | no checker 'nmapp'; known:
          check --checker simulated-device:ios-99    | no client profile 'ios-99'; known:
          check --against /nowhere.json              | /nowhere.json
          check --json /nowhere/result.json          | --json /nowhere/result.json: there is no directory /nowhere
          check --junit /nowhere/junit.xml           | --junit /nowhere/junit.xml: there is no directory /nowhere
          check --json .                             | --json .: this is a directory
          check --shard 3/2                          | '3/2': write I/N with I from 1 to N
          report                                     | which result?
          report diff one.json                       | Missing required parameter: 'NEW'
          check --rerun /nowhere.json                | /nowhere.json: the file does not exist
          check --timeout 0                          | at least 1 second
          check --sample --client a                  | a client on trial reports none
          check --code ems                           | ems-not-negotiated
          check --only baseline/tls13 --code tls-not-used | no selected scenario has the violation tls-not-used
          list --code rsa-pkcs1                      | unknown violation code
          check --write-gaps new.yaml                | for which program? Give one
          check --exec a --exec b --write-gaps x.yaml | for which program? Give one
          check --exec a --write-gaps new.txt        | use a name that ends in .yaml
          check --exec a --write-gaps gaps.xml       | use a name that ends in .yaml
          check --checker simulated-device --write-gaps x.yaml | simulated-device is not an outside program
          check --exec a/check --exec b/check        | two checkers have the name 'check'
          check --exec a --name openssl              | 'openssl' is the name of a checker that comes with
          check --exec a --name a/b                  | 'a/b' is not a name
          check --checker simulated-device --name x  | the simulated device cannot be renamed
          check --name x                             | --exec
          probe ftp://example.org/                   | https://NAME[:PORT]/
          probe https://example.org/ --as ios-99     | no client profile 'ios-99'
          probe https://example.org/ --connect x     | write ADDRESS:PORT
          probe https://example.org:99999/           | has the port 99999; a port is a number from 1 to 65535
          probe https://example.org:0/               | has the port 0
          probe HTTPS://example.org/ --as ios-99     | no client profile 'ios-99'
          show own/mine                              | for your own scenarios, add --scenarios DIR
          probe anna@mdm.example.com | write https://NAME[:PORT]/
          probe https://127.0.0.1/ --ca /nowhere.pem | the file does not exist
          device kit --out kit                       | for which harness?
          device kit --out kit --against x --sign    | --sign needs the signing authority
          serve --bind foo                           | 'foo' is not an IP address
          serve --domain bad_domain                  | 'bad_domain' is not a usable domain
          serve --domain a.local --first-port 65530  | warning: devices do not apply ATS to names in .local
          serve --ca-without-name-constraints --state kept | is not possible with --state: such a CA is never stored
          check --ca-without-name-constraints --against http://127.0.0.1:1 | give the option to its 'serve'
          serve --ready-file /nowhere/ready.json     | there is no directory /nowhere
          serve --first-port 65530                   | consecutive ports are needed
          drill --level 4                            | there is no level 4; levels are 1 to 3
          drill export                               | Missing required option: '--out=DIR'
          bench log --size 2                         | '2' is not a size; write 200m, or 2g
          bench --part handshake                     | 'handshake' is not a part; the parts are start-up,
          bench log --one-in 0                       | --one-in: one line in 0 is not possible
          hosts --address foo                        | --address foo is not an IP address
          hosts --install --file /nowhere/hosts      | /nowhere/hosts cannot be written
          """)
  void wrongUsageGetsOneClearMessageAndStatusTwo(String line, String message) {
    Cli.Result result = Cli.run(line.split(" "));

    assertThat(result.status()).isEqualTo(ExitCode.USAGE);
    assertThat(result.out()).isEmpty();
    assertThat(result.err()).contains(message).doesNotContain("\tat ");
  }

  @Test
  void optionsThatExcludeEachOtherGiveTheErrorAlone() {
    Cli.Result result =
        Cli.run("serve", "--ca-without-name-constraints", "--state", "kept", "--domain", "a.local");

    assertThat(result.status()).isEqualTo(ExitCode.USAGE);
    assertThat(result.err().lines()).hasSize(1);
  }

  /** A label that is too long for DNS, so no name server is asked. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          https://mdm.test/ --connect %s.test:443 | --connect %s.test:443 does not resolve; --connect
          """)
  void aNameThatDoesNotResolveIsSaidInOneSentence(String line, String message) {
    String label = "a".repeat(64);

    Cli.Result result = Cli.run(("probe " + line.formatted(label)).split(" "));

    assertThat(result.status()).isEqualTo(ExitCode.USAGE);
    assertThat(result.err()).startsWith("ats-harness: " + message.formatted(label));
  }

  @Test
  void refusesAManifestThatIsNone() throws Exception {
    Path file = Files.writeString(directory.resolve("m.json"), "{\"version\": 99}");

    Cli.Result result = Cli.run("check", "--against", file.toString());

    assertThat(result.status()).isEqualTo(ExitCode.USAGE);
    assertThat(result.err()).contains("version");
  }

  @Test
  void saysHowToRerunAProgramOfOnesOwn() throws Exception {
    Path file =
        Files.writeString(
            directory.resolve("r.json"),
            """
            {"version": 1, "started": "2026-05-01T12:00:00Z", "ended": "2026-05-01T12:00:00Z",
             "void": true, "deviates": false, "scenarios": [{"id": "baseline/tls13", "title": "x"}],
             "checkers": [{"name": "x.py", "version": "", "void": "It stopped.", "seconds": 0,
               "counts": {}, "missed": 0, "falseAlarms": 0, "verdicts": []}]}
            """);

    Cli.Result result = Cli.run("check", "--rerun", file.toString());

    assertThat(result.status()).isEqualTo(ExitCode.USAGE);
    assertThat(result.err())
        .contains("--rerun " + file + " --exec './x.py {url}'")
        .doesNotContain("known:");
    assertThat(Cli.run("check", "--help").out())
        .contains("--rerun result.json --exec './my-check {url}'");
  }

  @Test
  void showsStackTracesWhenAskedTo() {
    assertThat(Cli.run("--debug", "show", "no/such").err()).contains("\tat ");
  }

  @Test
  void anErrorOfTheProgramIsNotAnAnswer() {
    Terminal broken =
        new Terminal(
            new PrintWriter(Writer.nullWriter()) {
              @Override
              public void println(String line) {
                throw new StackOverflowError();
              }

              @Override
              public void print(String text) {
                throw new StackOverflowError();
              }

              @Override
              public void write(String text) {
                throw new StackOverflowError();
              }
            },
            false,
            false);
    StringWriter told = new StringWriter();
    Terminal err = new Terminal(new PrintWriter(told), false, false);

    assertThat(Main.execute(broken, err, "explain", "tls-not-used")).isEqualTo(ExitCode.FAILURE);
    assertThat(told.toString()).contains("internal error: StackOverflowError").hasLineCount(1);
  }

  @Test
  void aHarnessThatDoesNotAnswerIsNotWrongUsage() throws IOException {
    int port;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }

    Cli.Result result = Cli.run("check", "--against", "http://127.0.0.1:" + port);

    assertThat(result.status()).isEqualTo(ExitCode.FAILURE);
    assertThat(result.err()).contains("connection refused").doesNotContain("java.");
  }
}
