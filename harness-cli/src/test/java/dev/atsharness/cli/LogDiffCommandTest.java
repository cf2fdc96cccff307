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
    Path now = log("new", line("Safari", EMS, "a.example").replace("10:12:3", "10:12:5"));

    assertThat(diff(old, now).status()).isEqualTo(ExitCode.OK);
    assertThat(Cli.run("log", "diff", "--all", old.toString(), now.toString()).status())
        .isEqualTo(ExitCode.DEVIATION);
  }

  @Test
  void writesJsonThatMeetsThePublishedSchema() throws IOException {
    Path old = log("old", line("mdmd", EMS, "a.example") + line("mdmd", EMS, "b.example"));
    Path now = log("new", line("mdmd", EMS, "c.example") + later(line("mdmd", EMS, "b.example")));

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
        log(
            "new",
            later(same) + (isNew ? line("mdmd", EMS, "new.example") : "") + (newIsCut ? cut : ""));

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
    assertThat(before.status()).isEqualTo(ExitCode.FAILURE);
    assertThat(before.out())
        .containsPattern("(?m)^cannot be compared +a\\.example")
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
        .containsPattern("(?m)^cannot be compared +a\\.example");
  }

  @Test
  void aVisitBeforeTheViolationDoesNotShowThatItIsFixed() throws IOException {
    Path old = log("old", line("mdmd", EMS, "a.example"));
    String visit = connection("mdmd", "a.example");

    Cli.Result earlier = diff(old, log("new", visit.replace("10:12:3", "10:12:0")));
    assertThat(earlier.status()).isEqualTo(ExitCode.FAILURE);
    assertThat(earlier.out())
        .contains("does not show a complete connection to the server after the last of these");
    // The lines without time stamps of their own have a time that cannot be right.
    Cli.Result unknown = diff(old, log("new", visit.replace("2026-04-30", "1970-01-01")));
    assertThat(unknown.status()).isEqualTo(ExitCode.FAILURE);
    assertThat(unknown.out()).contains("do not have the times that show");
  }

  @Test
  void aViolationBeforeTheOldLogIsNotNew() throws IOException {
    Path old = log("old", connection("mdmd", "b.example"));
    String violation = line("mdmd", EMS, "a.example");

    Cli.Result result = diff(old, log("new", violation.replace("10:12:3", "10:12:0")));

    assertThat(result.status()).isEqualTo(ExitCode.FAILURE);
    assertThat(result.out())
        .contains("older than the old log. Were the logs given in the right order?");
    assertThat(diff(old, log("new", violation.replace("10:12:3", "10:12:5"))).status())
        .isEqualTo(ExitCode.DEVIATION);
  }

  @Test
  void whereNoProcessIsNamedNoVisitShowsThatItIsFixed() throws IOException {
    Path old =
        log(
            "old",
            "{\"subsystem\":\"com.apple.network\",\"log_type\":\"Info\",\"process\":\"\","
                + "\"raw_message\":\"\",\"timestamp\":\"2026-04-30T08:12:31.456789000Z\","
                + "\"message\":\""
                + EMS.formatted("a.example")
                + "\"}\n");

    Cli.Result result = diff(old, log("new", connection("Safari", "a.example")));

    assertThat(result.status()).isEqualTo(ExitCode.FAILURE);
    assertThat(result.out()).contains("The old log does not say which process noticed it");
  }

  @Test
  void aReleaseThatLogsNoViolationShowsNothing() throws IOException {
    Path with = log("with", line("mdmd", EMS, "a.example"));
    Path without =
        log(
            "without",
            connection("mdmd", "a.example")
                .replace("[server(0) name(", "[min_version(0x0303) name("));

    Cli.Result fixed = diff(with, without);
    assertThat(fixed.status()).isEqualTo(ExitCode.FAILURE);
    assertThat(fixed.out())
        .contains("The new log is of a release that does not log violations, at least in part.")
        .doesNotContainPattern("(?m)^fixed");
    Cli.Result added = diff(without, with);
    assertThat(added.status()).isEqualTo(ExitCode.FAILURE);
    assertThat(added.out())
        .contains("The old log is of a release that does not log violations, at least in part.");
  }

  @Test
  void aHandshakeBeforeAnUpdateToAReleaseThatLogsViolationsShowsNothing() throws IOException {
    Path old = log("old", line("mdmd", EMS, "a.example"));
    String before =
        connection("mdmd", "a.example").replace("[server(0) name(", "[min_version(0x0303) name(");

    assertThat(diff(old, log("new", before + connection("mdmd", "b.example"))).out())
        .contains("log violations, at least in part.");
  }

  @Test
  void aReleaseThatDoesNotKnowAViolationDoesNotShowThatItIsFixed() throws IOException {
    String suite =
        "Warning [ATS FCPv2.1 violation]: Ciphersuite(TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA) not"
            + " offered in ATS FCP_v2.1 mode negotiated for server: %s";
    String visit = connection("mdmd", "a.example");
    String of26dot4 = visit.replace("tickets(false)]", "tickets(false) pqtls(true), pake(false)]");

    Cli.Result result = diff(log("old", line("mdmd", suite, "a.example")), log("new", of26dot4));
    assertThat(result.status()).isEqualTo(ExitCode.FAILURE);
    assertThat(result.out()).contains("but of a release that does not log this violation");
    assertThat(diff(log("old", line("mdmd", EMS, "a.example")), log("new", of26dot4)).status())
        .isEqualTo(ExitCode.OK);
    assertThat(diff(log("old", line("mdmd", suite, "a.example")), log("new", visit)).status())
        .isEqualTo(ExitCode.OK);
  }

  @Test
  void aUrlWithoutTlsIsOnlyReplacedIfTheProcessDidNotUseTlsBefore() throws IOException {
    String plain = line("mdmd", PLAIN, "a.example");
    Path now = log("new", connection("mdmd", "a.example"));

    Cli.Result unknown = diff(log("old", plain), now);
    assertThat(unknown.status()).isEqualTo(ExitCode.FAILURE);
    assertThat(unknown.out()).contains("The old log does not show connections with TLS");
    Cli.Result both =
        diff(log("old", plain + connection("mdmd", "a.example").replace("12:3", "12:0")), now);
    assertThat(both.status()).isEqualTo(ExitCode.FAILURE);
    assertThat(both.out()).contains("reached the server both with and without TLS");
    Cli.Result fixed = diff(log("old", plain + connection("mdmd", "b.example")), now);
    assertThat(fixed.status()).isEqualTo(ExitCode.OK);
    assertThat(fixed.out()).containsPattern("fixed +a\\.example +tls-not-used");
  }

  @Test
  void aNameWithAPortMayBeTheServerWithoutOne() throws IOException {
    String visit = connection("mdmd", "a.example");
    Path without = log("without", line("mdmd", EMS, "a.example"));
    Path with = log("with", visit + line("mdmd", EMS, "a.example:8443"));

    Cli.Result one = diff(without, with);
    assertThat(one.status()).isEqualTo(ExitCode.FAILURE);
    assertThat(one.out())
        .containsPattern("a\\.example +.* of a\\.example:8443, which may be the same server")
        .containsPattern("a\\.example:8443 +.* of a\\.example, which may be the same server")
        .contains("0 new, 0 unchanged, 2 cannot be compared, 0 fixed.");
    Cli.Result other = diff(with, log("other", visit + line("mdmd", EMS, "a.example")));
    assertThat(other.out()).contains("0 new, 0 unchanged, 2 cannot be compared, 0 fixed.");
    // Two ports are two servers. A visit does not say to which port.
    Cli.Result ports =
        diff(
            log("port", line("mdmd", EMS, "a.example:443")),
            log("ports", visit + line("mdmd", EMS, "a.example:8443")));
    assertThat(ports.out())
        .containsPattern("(?m)^new +a\\.example:8443")
        .containsPattern("a\\.example:443 .* connections to a\\.example, but not to which port");
  }

  @Test
  void wordsThatAreNotKnownMayBeTheSameViolation() throws IOException {
    String strange = "Warning [ATS violation]: The moon is not full for server: %s";
    String visit = connection("mdmd", "a.example");

    Cli.Result result =
        diff(
            log("old", line("mdmd", EMS, "a.example")),
            log("new", visit + line("mdmd", strange, "a.example")));

    assertThat(result.out())
        .contains("has a violation of the server in unknown words, which may be this one")
        .doesNotContainPattern("(?m)^(new|fixed)");
  }

  @Test
  void aServerThatFailedInTheHandshakeLeavesTheAnswerOpen() throws IOException {
    String failure =
        EVENT.formatted(1, "mdmd", "TLS configured [server(0) name(a.example) tickets(false)]")
            + EVENT
                .formatted(1, "mdmd", "SSL library error")
                .replace("f(1)", "boringssl_session_handshake_incomplete(244)");
    Path failed = log("failed", failure);
    Path clean = log("clean", connection("mdmd", "b.example"));

    Cli.Result now = diff(clean, log("new", failure));
    assertThat(now.status()).isEqualTo(ExitCode.FAILURE);
    assertThat(now.out()).contains("In the new log, 1 connection to 1 server (a.example) failed");
    Cli.Result gone = diff(failed, log("new", connection("mdmd", "b.example")));
    assertThat(gone.status()).isEqualTo(ExitCode.FAILURE);
    assertThat(gone.out())
        .contains(
            "a.example: In the old log the connection failed in the TLS handshake, and the new log"
                + " does not show that the server was reached.");
    assertThat(diff(failed, log("new", connection("mdmd", "a.example"))).status())
        .isEqualTo(ExitCode.OK);
    Cli.Result added = diff(failed, log("new", line("mdmd", EMS, "a.example")));
    assertThat(added.status()).isEqualTo(ExitCode.FAILURE);
    assertThat(added.out()).contains("In the old log connections to the server failed");
  }

  @Test
  void anOldLogThatDoesNotEndBeforeTheNewOneLeavesTheAnswerOpen() throws IOException {
    String violation = line("mdmd", EMS, "a.example");
    Path old = log("old", violation);
    Path later = log("new", violation + connection("mdmd", "a.example"));

    Cli.Result wrong = diff(later, old);
    assertThat(wrong.status()).isEqualTo(ExitCode.FAILURE);
    assertThat(wrong.out()).contains("Were the logs given in the right order?");
    Cli.Result same = diff(old, old);
    assertThat(same.status()).isEqualTo(ExitCode.FAILURE);
    assertThat(same.out()).contains("Are they the same log?");
  }

  private static Cli.Result diff(Path old, Path now) {
    return Cli.run("log", "diff", old.toString(), now.toString());
  }

  private static String line(String process, String message, String host) {
    return EVENT.formatted(1, process, message.formatted(host));
  }

  private static String later(String line) {
    return line.replace("10:12:31", "10:12:38");
  }

  private static String connection(String process, String host) {
    return EVENT.formatted(
            3, process, "TLS configured [server(0) name(" + host + ") tickets(false)]")
        + EVENT.formatted(4, process, "TLS connected [server(0) version(0x0304)]");
  }

  /** Writes a log; a new one ends later than an old one. */
  private Path log(String name, String text) throws IOException {
    String end = name.equals("new") ? EVENT.formatted(9, "apsd", "the last event") : "";
    return Files.writeString(directory.resolve(name + ".txt"), text + end);
  }
}
