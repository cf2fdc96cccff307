package dev.atsharness.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import dev.atsharness.yaml.internal.SchemaFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
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
        .contains("0 new, 0 unchanged, 0 cannot be compared, 1 fixed.");
  }

  @Test
  void aServerThatWasNotReachedAgainCannotBeCompared() throws IOException {
    Path old = log("old", line("mdmd", EMS, "a.example"));
    Path now = log("new", connection("mdmd", "b.example"));

    Cli.Result result = diff(old, now);

    assertThat(result.status()).isEqualTo(ExitCode.FAILURE);
    assertThat(result.out())
        .contains("cannot be compared", "does not show that the server was reached");
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
    assertThat(result.out())
        .contains("only other processes reached the server: Safari, and not mdmd.");
  }

  @Test
  void whereNoVisitIsKnownNoProcessIsListed() throws IOException {
    Path old = log("old", line("mdmd", PLAIN, "a.example"));

    Cli.Result result = diff(old, log("new", line("Safari", EMS, "a.example")));

    assertThat(result.out())
        .contains("but not a complete connection to it without this violation")
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
        .containsPattern("cannot be compared +a\\.example +ems-not-negotiated")
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
    assertThat(result.out()).contains("Not all of the new log was read");
    assertThat(result.err()).contains("not read (new log): 1 line looks like a violation");
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
    assertThat(json.path("answer").asString()).isEqualTo("new-violations");
    assertThat(json.path("certain").asBoolean()).isFalse();
    assertThat(json.path("open"))
        .extracting(JsonNode::asString)
        .containsExactly(
            "a.example, ems-not-negotiated: The new log does not show that the server was"
                + " reached.");
  }

  @Test
  void aFileThatDoesNotExistIsWrongUsage() throws IOException {
    Path log = log("old", line("mdmd", EMS, "a.example"));

    assertThat(diff(log, directory.resolve("missing")).status()).isEqualTo(ExitCode.USAGE);
  }

  private static final String HIDDEN = "<private>";

  private static final String NOT_NAMED_NOW =
      "The new log has this violation of a server that it does not name, which may be this one.";

  @Test
  void aServerThatTheNewLogHidesMayBeTheSameOne() throws IOException {
    Path old = log("old", line("mdmd", EMS, "a.example"));
    Path now = log("new", connection("mdmd", "a.example") + line("mdmd", EMS, HIDDEN));

    Cli.Result result = diff(old, now);

    assertThat(result.status()).isEqualTo(ExitCode.FAILURE);
    assertThat(result.out())
        .containsPattern("cannot be compared +a\\.example +ems-not-negotiated +" + NOT_NAMED_NOW)
        .contains("Cannot tell whether there are new violations or old ones left")
        .doesNotContainPattern("(?m)^fixed");
  }

  @Test
  void aServerThatTheOldLogHidesMayBeTheSameOne() throws IOException {
    Path old = log("old", line("mdmd", EMS, HIDDEN));
    Path now = log("new", line("mdmd", EMS, "a.example"));

    Cli.Result result = diff(old, now);

    assertThat(result.status()).isEqualTo(ExitCode.FAILURE);
    assertThat(result.out())
        .contains("The old log has this violation of a server that it does not name")
        .doesNotContainPattern("(?m)^new");
  }

  @Test
  void twoServersWithoutANameNeedNotBeTheSame() throws IOException {
    Path old = log("old", line("mdmd", EMS, HIDDEN));

    Cli.Result result = diff(old, log("new", line("mdmd", EMS, HIDDEN)));

    assertThat(result.status()).isEqualTo(ExitCode.FAILURE);
    assertThat(result.out()).contains("may be about different servers");
  }

  @Test
  void aViolationThatTheOldLogDoesNotHaveAtAllIsNewWithoutAName() throws IOException {
    Path old = log("old", connection("mdmd", "a.example"));

    assertThat(diff(old, log("new", line("mdmd", EMS, HIDDEN))).status())
        .isEqualTo(ExitCode.DEVIATION);
  }

  @Test
  void anotherViolationOfAHiddenServerDoesNotMatter() throws IOException {
    Path old = log("old", line("mdmd", EMS, "a.example") + line("mdmd", KEY, HIDDEN));
    Path now = log("new", connection("mdmd", "a.example") + line("mdmd", KEY, HIDDEN));

    assertThat(diff(old, now).out()).containsPattern("(?m)^fixed +a\\.example");
  }

  /** Each combination of what was compared and what was read, with its one answer. */
  @ParameterizedTest
  @CsvSource({
    // new, not comparable, old log cut, new log cut; status, answer
    "false, false, false, false, 0, nothing-new",
    "false, false, false, true,  3, cannot-tell",
    "false, false, true,  false, 3, cannot-tell",
    "false, false, true,  true,  3, cannot-tell",
    "false, true,  false, false, 3, cannot-tell",
    "false, true,  false, true,  3, cannot-tell",
    "false, true,  true,  false, 3, cannot-tell",
    "false, true,  true,  true,  3, cannot-tell",
    "true,  false, false, false, 1, new-violations",
    "true,  false, false, true,  1, new-violations",
    // What the unread part of the old log has is not known, so nothing is certainly new.
    "true,  false, true,  false, 3, cannot-tell",
    "true,  false, true,  true,  3, cannot-tell",
    "true,  true,  false, false, 1, new-violations",
    "true,  true,  false, true,  1, new-violations",
    "true,  true,  true,  false, 3, cannot-tell",
    "true,  true,  true,  true,  3, cannot-tell",
  })
  void theStatusSaysWhatIsNewBeforeWhatIsOpen(
      boolean isNew, boolean isOpen, boolean oldIsCut, boolean newIsCut, int status, String answer)
      throws IOException {
    String cut = EVENT.formatted(2, "mdmd", "Warning [ATS violati");
    String same = line("mdmd", EMS, "same.example");
    Path old =
        log(
            "old",
            same + (isOpen ? line("mdmd", EMS, "away.example") : "") + (oldIsCut ? cut : ""));
    Path now =
        log("new", same + (isNew ? line("mdmd", EMS, "new.example") : "") + (newIsCut ? cut : ""));

    Cli.Result text = diff(old, now);
    Cli.Result json = Cli.run("log", "diff", "--json", old.toString(), now.toString());

    assertThat(text.status()).isEqualTo(status);
    assertThat(json.status()).isEqualTo(status);
    assertThat(SchemaFiles.published("log-diff").validate(json.out(), InputFormat.JSON)).isEmpty();
    JsonNode root = JsonMapper.shared().readTree(json.out());
    assertThat(root.path("answer").asString()).isEqualTo(answer);
    assertThat(root.path("certain").asBoolean()).isEqualTo(!isOpen && !oldIsCut && !newIsCut);
    assertThat(text.out().contains("Not all of the old log was read,")).isEqualTo(oldIsCut);
    assertThat(text.out().contains("Not all of the new log was read,")).isEqualTo(newIsCut);
    assertThat(text.out().contains("could be compared.")).isEqualTo(isOpen || oldIsCut || newIsCut);
    assertThat(text.err().contains("not read (old log): 1 line looks")).isEqualTo(oldIsCut);
    assertThat(text.err().contains("not read (new log): 1 line looks")).isEqualTo(newIsCut);
  }

  @Test
  void aNameThatNoHostCanHaveIsNeverAnotherServersName() throws IOException {
    Path old = log("old", line("mdmd", EMS, "a.example"));
    Path now = log("new", connection("mdmd", "a.example") + line("mdmd", EMS, "a.example!b\u0001"));

    Cli.Result result = diff(old, now);

    assertThat(result.status()).isEqualTo(ExitCode.FAILURE);
    assertThat(result.out()).contains("Not all of the new log was read.");
    assertThat(result.err()).contains("has an unreadable name of the server", "a.example!b\\u0001");
  }

  @Test
  void eachProcessThatNoticedItHasToReachTheServerAgain() throws IOException {
    Path old = log("old", line("mdmd", EMS, "a.example") + line("profiled", EMS, "a.example"));
    String mdmd = connection("mdmd", "a.example");

    assertThat(diff(old, log("new", mdmd)).out())
        .contains("reached the server: mdmd, and not profiled.");
    assertThat(diff(old, log("new", mdmd + connection("profiled", "a.example"))).status())
        .isEqualTo(ExitCode.OK);
  }

  @Test
  void whatAppsAloneStillSeeIsNotFixed() throws IOException {
    Path old = log("old", line("mdmd", EMS, "a.example"));
    Path now = log("new", connection("mdmd", "a.example") + line("Safari", EMS, "a.example"));

    Cli.Result result = diff(old, now);

    assertThat(result.status()).isEqualTo(ExitCode.FAILURE);
    assertThat(result.out()).contains("The new log has it too, but only of apps.");
  }

  @Test
  void aMessageThatBothLogsHaveShowsNothingNew() throws IOException {
    String same = line("mdmd", EMS, "a.example");
    Path old = log("old", same);

    Cli.Result fixed = diff(old, log("new", same + connection("mdmd", "a.example")));
    assertThat(fixed.status()).isEqualTo(ExitCode.OK);
    assertThat(fixed.out()).containsPattern("(?m)^fixed +a\\.example");

    String early = connection("mdmd", "a.example").replace("10:12:3", "10:12:0");
    Cli.Result before = diff(old, log("new", early + same));
    assertThat(before.status()).isEqualTo(ExitCode.OK);
    assertThat(before.out())
        .containsPattern("(?m)^unchanged +a\\.example")
        .contains("does not show a complete connection to the server after the last of these");

    String later = same.replace("10:12:31", "10:12:39");
    assertThat(diff(old, log("new", same + connection("mdmd", "a.example") + later)).out())
        .containsPattern("(?m)^unchanged +a\\.example +ems-not-negotiated +Both logs have it");
  }

  @Test
  void theConnectionThatNoticedItIsNotALaterOne() throws IOException {
    String begun = EVENT.formatted(1, "mdmd", "TLS configured [server(0) name(a.example) t(0)]");
    String same = begun + line("mdmd", EMS, "a.example").replace(".456789", ".556789");
    String end = EVENT.formatted(2, "mdmd", "TLS connected [server(0) version(0x0304)]");

    assertThat(diff(log("old", same + end), log("new", same + end)).out())
        .containsPattern("(?m)^unchanged +a\\.example");
  }

  private static Cli.Result diff(Path old, Path now) {
    return Cli.run("log", "diff", old.toString(), now.toString());
  }

  private static String line(String process, String message, String host) {
    return EVENT.formatted(1, process, message.formatted(host));
  }

  private static String connection(String process, String host) {
    return EVENT.formatted(
            3, process, "TLS configured [server(0) name(" + host + ") tickets(false)]")
        + EVENT.formatted(4, process, "TLS connected [server(0) version(0x0304)]");
  }

  private Path log(String name, String text) throws IOException {
    return Files.writeString(directory.resolve(name + ".txt"), text);
  }
}
