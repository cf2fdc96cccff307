package dev.atsharness.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import dev.atsharness.yaml.internal.SchemaFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class LogDiffCommandTest {

  private static final String EVENT =
      "2026-04-30 10:12:3%d.456789+0200 0x1a2b3    Info        0x0                  412    0    %s:"
          + " (libboringssl.dylib) [com.apple.network:boringssl] f(1) [C1.1:2][0x1] %s\n";

  private static final String EMS =
      "Warning [ATS FCPv2.1 violation]: TLS 1.2 negotiated without extended master secret (EMS) for"
          + " server: %s";

  private static final String KEY =
      "Error [ATS violation]: RSA key size 1024 bits is less than minimum 2048 bits for server: %s";

  private static final String PLAIN =
      "Warning [ATS violation]: Did not use TLS when opening connection for server: %s";

  @TempDir Path directory;

  @Test
  void aServerThatWasReachedWithoutTheViolationIsFixed() throws IOException {
    Path old = log("old", line("mdmd", EMS, "a.example"));
    Path now = log("new", connection("mdmd", "A.example."));

    Cli.Result result = diff(old, now);

    assertThat(result.status()).isEqualTo(ExitCode.OK);
    assertThat(result.out())
        .containsPattern("fixed +a\\.example +ems-not-negotiated")
        .contains("0 new, 0 unchanged, 0 not comparable, 1 fixed.");
  }

  @Test
  void aServerThatWasNotReachedAgainCannotBeCompared() throws IOException {
    Path old = log("old", line("mdmd", EMS, "a.example"));
    Path now = log("new", connection("mdmd", "b.example"));

    Cli.Result result = diff(old, now);

    assertThat(result.status()).isEqualTo(ExitCode.FAILURE);
    assertThat(result.out())
        .contains("not comparable", "does not show that the server was reached");
  }

  @Test
  void aHandshakeThatWasNotCompletedDoesNotShowThatItIsFixed() throws IOException {
    Path old = log("old", line("mdmd", EMS, "a.example"));
    String begun = connection("mdmd", "a.example").lines().findFirst().orElseThrow() + "\n";

    assertThat(diff(old, log("new", begun)).status()).isEqualTo(ExitCode.FAILURE);
    // Another connection that is completed is not this one.
    String other =
        EVENT.formatted(2, "mdmd", "TLS connected [server(0)]").replace("[0x1]", "[0x2]");
    assertThat(diff(old, log("new", begun + other)).status()).isEqualTo(ExitCode.FAILURE);
  }

  @Test
  void anotherProcessDoesNotShowThatItIsFixed() throws IOException {
    Path old = log("old", line("mdmd", EMS, "a.example"));

    Cli.Result result = diff(old, log("new", connection("Safari", "a.example")));

    assertThat(result.status()).isEqualTo(ExitCode.FAILURE);
    assertThat(result.out()).contains("only other processes reached the server: Safari.");
  }

  @Test
  void whereNoProcessIsKnownNoneIsListed() throws IOException {
    Path old = log("old", line("mdmd", PLAIN, "a.example"));

    Cli.Result result = diff(old, log("new", line("Safari", EMS, "a.example")));

    assertThat(result.out())
        .contains("but not which process reached it")
        .doesNotContain("only other processes");
  }

  @Test
  void aRefusalForAnotherReasonHidesTheRest() throws IOException {
    Path old = log("old", line("mdmd", EMS, "a.example"));
    Path now = log("new", line("mdmd", KEY, "a.example"));

    Cli.Result result = diff(old, now);

    assertThat(result.status()).isEqualTo(ExitCode.DEVIATION);
    assertThat(result.out())
        .containsPattern(
            "new +a\\.example +rsa-key-below-2048 +The old log shows the server without")
        .containsPattern("not comparable +a\\.example +ems-not-negotiated")
        .contains("refused for another violation");
  }

  @Test
  void whatBothHaveIsUnchanged() throws IOException {
    Path old = log("old", line("mdmd", EMS, "a.example"));
    Path now = log("new", line("mdmclient", EMS, "a.example"));

    Cli.Result result = diff(old, now);

    assertThat(result.status()).isEqualTo(ExitCode.OK);
    assertThat(result.out()).contains("unchanged");
  }

  @Test
  void aNewLogThatWasNotReadCompletelyLeavesTheAnswerOpen() throws IOException {
    Path old = log("old", line("mdmd", EMS, "a.example"));
    String cut = EVENT.formatted(2, "mdmd", "Warning [ATS violati");

    Cli.Result result = diff(old, log("new", connection("mdmd", "a.example") + cut));

    assertThat(result.status()).isEqualTo(ExitCode.FAILURE);
    assertThat(result.out()).contains("A part of the new log was not read");
    assertThat(result.err()).contains("not read: 1 line looks like a violation");
  }

  @Test
  void violationsOfAppsAreComparedOnRequest() throws IOException {
    Path old = log("old", connection("mdmd", "a.example"));
    Path now = log("new", line("Safari", EMS, "a.example"));

    assertThat(diff(old, now).status()).isEqualTo(ExitCode.OK);
    assertThat(Cli.run("log", "diff", "--all", old.toString(), now.toString()).status())
        .isEqualTo(ExitCode.DEVIATION);
  }

  @Test
  void writesJsonThatMeetsThePublishedSchema() throws IOException {
    Path old = log("old", line("mdmd", EMS, "a.example") + line("mdmd", EMS, "b.example"));
    Path now = log("new", line("mdmd", EMS, "c.example") + line("mdmd", EMS, "b.example"));

    String text = Cli.run("log", "diff", "--json", old.toString(), now.toString()).out();

    JsonNode json = JsonMapper.shared().readTree(text);
    assertThat(SchemaFiles.published("log-diff").validate(text, InputFormat.JSON)).isEmpty();
    assertThat(json.path("changes"))
        .extracting(
            change -> change.path("kind").asString() + " " + change.path("server").asString())
        .containsExactly("new c.example", "unchanged b.example", "not-comparable a.example");
    assertThat(json.path("certain").asBoolean()).isTrue();
  }

  @Test
  void aFileThatDoesNotExistIsWrongUsage() throws IOException {
    Path log = log("old", line("mdmd", EMS, "a.example"));

    assertThat(diff(log, directory.resolve("missing")).status()).isEqualTo(ExitCode.USAGE);
  }

  private static Cli.Result diff(Path old, Path now) {
    return Cli.run("log", "diff", old.toString(), now.toString());
  }

  private static String line(String process, String message, String host) {
    return EVENT.formatted(1, process, message.formatted(host));
  }

  private static String connection(String process, String host) {
    return EVENT.formatted(
            1, process, "TLS configured [server(0) name(" + host + ") tickets(false)]")
        + EVENT.formatted(2, process, "TLS connected [server(0) version(0x0304)]");
  }

  private Path log(String name, String text) throws IOException {
    return Files.writeString(directory.resolve(name + ".txt"), text);
  }
}
