package dev.atsharness.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import dev.atsharness.yaml.internal.SchemaFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class LogExplainCommandTest {

  private static final String EVENT =
      "2026-04-30 10:12:3%d.456789+0200 0x1a2b3    Info        0x0                  412    0    %s:"
          + " (libboringssl.dylib) [com.apple.network:boringssl] f(1) [C1:1][0x1] %s\n";

  private static final String EMS =
      "Warning [ATS FCPv2.1 violation]: TLS 1.2 negotiated without extended master secret (EMS) for"
          + " server: MDM.example.com.";

  private static final String KEY =
      "Warning [ATS violation]: RSA key size 1024 bits is less than minimum 2048 bits for server:"
          + " apps.example.com";

  @TempDir Path directory;

  @Test
  void saysWhatToDoAboutEachServer() throws IOException {
    Path log =
        log(
            EVENT.formatted(1, "mdmclient", EMS)
                + EVENT.formatted(3, "mdmclient", EMS)
                + EVENT.formatted(2, "Safari", KEY));

    Cli.Result result = Cli.run("log", "explain", log.toString());

    assertThat(result.status()).isEqualTo(ExitCode.DEVIATION);
    assertThat(result.out())
        .containsPattern(
            "mdm\\.example\\.com +mdmclient +ems-not-negotiated +27 refuses +2 +2026-04-30 10:12:31"
                + " \\+0200 +2026-04-30 10:12:33 \\+0200")
        .contains("rsa-key-below-2048 (1024)")
        .contains("mdmclient, MDM: checking in or fetching commands")
        .contains("Safari, not a process that Apple's requirements cover")
        .contains("Enable TLS 1.3")
        .contains("3 violations of 2 servers, noticed by 2 processes.")
        .contains("For 2 of them, OS 27 refuses the connection.");
  }

  private static final String REFUSED =
      EVENT.formatted(1, "%s", "TLS configured [server(0) name(scep.example) tickets(false)]")
          + EVENT.formatted(2, "%s", "read alert, level: fatal, description: protocol version")
          + EVENT
              .formatted(3, "%s", "SSL library error")
              .replace("f(1)", "boringssl_session_handshake_incomplete(244)");

  private static String refused(String process) {
    return REFUSED.replace("%s", process);
  }

  @Test
  void aConnectionThatFailedInTheHandshakeLeavesTheAnswerOpen() throws IOException {
    String log = log(refused("mdmclient")).toString();

    Cli.Result text = Cli.run("log", "explain", log);
    assertThat(text.status()).isEqualTo(ExitCode.FAILURE);
    assertThat(text.out())
        .containsPattern("scep\\.example +mdmclient +protocol version +1 +2026-04-30 10:12:33")
        .contains(
            "No violations. But 1 connection to 1 server (scep.example) failed in the TLS handshake")
        .contains("./ats-harness probe https://scep.example/");

    Cli.Result json = Cli.run("log", "explain", "--json", log);
    assertThat(json.status()).isEqualTo(ExitCode.FAILURE);
    assertThat(SchemaFiles.published("log").validate(json.out(), InputFormat.JSON)).isEmpty();
    JsonNode one = JsonMapper.shared().readTree(json.out()).at("/failedHandshakes/0");
    assertThat(one.path("server").asString()).isEqualTo("scep.example");
    assertThat(one.path("reason").asString()).isEqualTo("protocol version");
    assertThat(one.path("count").asInt()).isEqualTo(1);
    assertThat(Cli.run("log", "explain", "--csv", log).out())
        .contains("scep.example,mdmclient,MDM,failed handshake,protocol version,1,");
    Path page = directory.resolve("page.html");
    Cli.run("log", "explain", "--html", page.toString(), log);
    assertThat(page).content().contains("1 connection failed in the TLS handshake", "scep.example");
  }

  @Test
  void aFailedHandshakeDoesNotHideAViolationAndOneOfAnAppDoesNotCount() throws IOException {
    Cli.Result both =
        Cli.run(
            "log",
            "explain",
            log(refused("mdmclient")
                    + EVENT.formatted(4, "mdmclient", EMS).replace("[0x1]", "[0x2]"))
                .toString());
    assertThat(both.status()).isEqualTo(ExitCode.DEVIATION);
    assertThat(both.out())
        .contains("1 connection to 1 server (scep.example) failed in the TLS handshake");

    String app = log(refused("Safari")).toString();
    Cli.Result ofApp = Cli.run("log", "explain", app);
    assertThat(ofApp.status()).isEqualTo(ExitCode.OK);
    assertThat(ofApp.out()).contains("Safari (an app)");
    assertThat(Cli.run("log", "explain", "--all", app).status()).isEqualTo(ExitCode.FAILURE);
  }

  @Test
  void aFailedHandshakeWithAViolationIsNotCountedAgain() throws IOException {
    String violation = EVENT.formatted(2, "mdmclient", EMS);
    assertThat(Cli.run("log", "explain", log(refused("mdmclient") + violation).toString()).out())
        .doesNotContain("TLS handshake");
  }

  private static String connected(String process, String server, int second) {
    return EVENT.formatted(second, process, "TLS configured [server(0) name(" + server + ")]")
        + EVENT.formatted(second + 1, process, "TLS connected [server(0) version(0x0304)]");
  }

  @Test
  void aFailureIsClearedByALaterHandshakeOfTheSameProcessWithTheServer() throws IOException {
    Path log = log(refused("mdmclient") + connected("mdmclient", "scep.example", 4));

    Cli.Result text = Cli.run("log", "explain", log.toString());
    assertThat(text.status()).isEqualTo(ExitCode.OK);
    assertThat(text.out())
        .containsPattern("scep\\.example +mdmclient \\(connected later\\) +protocol version +1 ")
        .contains("Failures do not count if the same process completed a later handshake")
        .contains("No violations. Events from")
        .doesNotContain("probe");
    String json = Cli.run("log", "explain", "--json", log.toString()).out();
    assertThat(SchemaFiles.published("log").validate(json, InputFormat.JSON)).isEmpty();
    JsonNode root = JsonMapper.shared().readTree(json);
    assertThat(root.path("answer").asString()).isEqualTo("no-violations");
    assertThat(root.at("/failedHandshakes/0/recovered").asBoolean()).isTrue();
  }

  @Test
  void anotherHandshakeDoesNotClearAFailure() throws IOException {
    String failure = refused("mdmclient");
    String later = connected("mdmclient", "scep.example", 4);
    for (String log :
        List.of(
            failure + later.replace("mdmclient", "Safari"),
            failure + later.replace("scep.example", "mdm.example"),
            // The handshake began, and was not completed.
            failure + later.lines().findFirst().orElseThrow() + "\n",
            // The handshake was before the failure, although its lines are behind it.
            failure + later.replace("10:12:3", "10:12:0"),
            later.replace("10:12:3", "10:12:0") + failure,
            // A failure follows the last success.
            failure + later + failure.replace("10:12:3", "10:12:5"),
            // A release that logs no violation shows nothing by its success.
            failure + later.replace("[server(0) name(", "[min_version(0x0303) name("))) {
      Cli.Result result = Cli.run("log", "explain", log(log).toString());
      assertThat(result.status()).as(log).isEqualTo(ExitCode.FAILURE);
      assertThat(result.out()).contains("failed in the TLS handshake").contains("Probe");
    }
  }

  @Test
  void aFailureOfAProcessWithoutANameIsNotCleared() throws IOException {
    String log =
        (refused("mdmclient") + connected("mdmclient", "scep.example", 4))
            .lines()
            .map(
                line ->
                    "{\"subsystem\":\"com.apple.network\",\"log_type\":\"Info\",\"process\":\"\","
                        + "\"raw_message\":\"\",\"timestamp\":\""
                        + line.substring(0, 26).replace(' ', 'T')
                        + "Z\",\"message\":\""
                        + line.substring(line.indexOf("boringssl] ") + 11)
                        + "\"}\n")
            .collect(Collectors.joining());

    Cli.Result result = Cli.run("log", "explain", log(log).toString());

    assertThat(result.status()).isEqualTo(ExitCode.FAILURE);
    assertThat(result.out()).containsPattern("scep\\.example +unknown process +protocol version");
  }

  @Test
  void anotherDeviceDoesNotClearAFailure() throws IOException {
    Path phone = log("phone.txt", refused("mdmclient"));
    Path tablet = log("tablet.txt", connected("mdmclient", "scep.example", 4));

    assertThat(Cli.run("log", "explain", phone.toString(), tablet.toString()).status())
        .isEqualTo(ExitCode.FAILURE);
  }

  @Test
  void aLogOfAReleaseThatLogsNoViolationLeavesTheAnswerOpen() throws IOException {
    String now = connected("mdmclient", "mdm.example", 1);
    String old = now.replace("[server(0) name(", "[min_version(0x0303) name(");

    Cli.Result result = Cli.run("log", "explain", log(old).toString());
    assertThat(result.status()).isEqualTo(ExitCode.FAILURE);
    assertThat(result.out())
        .contains("log.txt is a log of a release before 26.4, at least in part");
    String json = Cli.run("log", "explain", "--json", log(old).toString()).out();
    assertThat(SchemaFiles.published("log").validate(json, InputFormat.JSON)).isEmpty();
    assertThat(JsonMapper.shared().readTree(json).at("/unread/0/kind").asString())
        .isEqualTo("older-release");
    // After an update of the device, servers that it reached before the update are still open.
    assertThat(Cli.run("log", "explain", log(old + now).toString()).status())
        .isEqualTo(ExitCode.FAILURE);
    assertThat(Cli.run("log", "explain", log(now).toString()).status()).isEqualTo(ExitCode.OK);
  }

  @Test
  void timesBeforeLogsExistedAreNotKnown() throws IOException {
    String epoch = "1970-01-01 00:0";
    Path clean = log(EVENT.formatted(1, "mdmclient", "x").replace("2026-04-30 10:1", epoch));

    assertThat(Cli.run("log", "explain", clean.toString()).out())
        .contains("No violations.", "the time is not known")
        .doesNotContain("1970");
    Path one = log(EVENT.formatted(1, "mdmclient", EMS).replace("2026-04-30 10:1", epoch));
    assertThat(Cli.run("log", "explain", one.toString()).out())
        .contains("1 violation of 1 server", "the time is not known")
        .doesNotContain("1970");
    Cli.Result json = Cli.run("log", "explain", "--json", one.toString());
    assertThat(json.out()).doesNotContain("1970").contains("\"timesUnknown\" : true");
    assertThat(SchemaFiles.published("log").validate(json.out(), InputFormat.JSON)).isEmpty();
  }

  @Test
  void eachExplanationIsPrintedOnce() throws IOException {
    String other = EMS.replace("MDM.", "other.");
    Path log = log(EVENT.formatted(1, "mdmclient", EMS) + EVENT.formatted(2, "mdmclient", other));

    String text = Cli.run("log", "explain", log.toString()).out();
    assertThat(text.split("Remedy: ", -1)).hasSize(2);
    assertThat(text).contains("ems-not-negotiated: as above, at mdm.example.com");
    Path page = directory.resolve("page.html");
    Cli.run("log", "explain", "--html", page.toString(), log.toString());
    String html = Files.readString(page);
    assertThat(html.split("What to do:", -1)).hasSize(2);
    assertThat(html.split("href=\"#violation-1\"", -1)).hasSize(3);
    assertThat(html).contains("id=\"violation-1\"");
  }

  @Test
  void severalLogsHaveAColumnForTheDevice() throws IOException {
    Path phone = log("phone.txt", EVENT.formatted(1, "mdmclient", EMS));
    Path tablet = log("tablet.txt", EVENT.formatted(2, "mdmclient", EMS));
    Path again = log("again.txt", EVENT.formatted(2, "mdmclient", EMS));

    Cli.Result text =
        Cli.run("log", "explain", phone.toString(), tablet.toString(), again.toString());

    assertThat(text.out())
        .containsPattern("phone, tablet +mdm\\.example\\.com +mdmclient .* +2 +2026-04-30 10:12:31")
        .contains("in the logs of 3 devices", "1 message is left out, because an earlier");
    assertThat(Cli.run("log", "explain", phone.toString()).out()).doesNotContain("DEVICE");

    String[] both = {"log", "explain", "--json", phone.toString(), tablet.toString()};
    JsonNode json = JsonMapper.shared().readTree(Cli.run(both).out());
    assertThat(json.at("/devices/1").asString()).isEqualTo("tablet");
    assertThat(json.at("/findings/0/devices/0/name").asString()).isEqualTo("phone");
    assertThat(json.at("/findings/0/devices/0/count").asInt()).isEqualTo(1);
    both[2] = "--csv";
    assertThat(Cli.run(both).out()).contains(",phone tablet,refused");
    Path page = directory.resolve("page.html");
    Cli.run("log", "explain", "--html", page.toString(), phone.toString(), tablet.toString());
    assertThat(page).content().contains(">Devices<", "phone, tablet");
  }

  @Test
  void aFileThatDoesNotExistIsNamedBeforeTheOthersAreRead() throws IOException {
    Path log = log(EVENT.formatted(1, "mdmclient", EMS));

    Cli.Result result = Cli.run("log", "explain", log.toString(), "no-such-file");

    assertThat(result.status()).isEqualTo(ExitCode.USAGE);
    assertThat(result.err()).contains("no-such-file");
    assertThat(result.out()).isEmpty();
    assertThat(Cli.run("log", "explain", log.toString(), "-").status()).isEqualTo(ExitCode.USAGE);
  }

  @Test
  void violationsOfAppsAloneAreNotRequiredToBeFixed() throws IOException {
    Path log = log(EVENT.formatted(1, "Safari", KEY));

    Cli.Result result = Cli.run("log", "explain", log.toString());

    assertThat(result.status()).isEqualTo(ExitCode.OK);
    assertThat(result.out())
        .contains("app alone", "1 violation of 1 server", "requirements do not apply");
    assertThat(Cli.run("log", "explain", "--all", log.toString()).status())
        .isEqualTo(ExitCode.DEVIATION);
    JsonNode json =
        JsonMapper.shared().readTree(Cli.run("log", "explain", "--json", log.toString()).out());
    assertThat(json.path("answer").asString()).isEqualTo("not-required");
    assertThat(json.at("/findings/0/priority").asString()).isEqualTo("app");
    assertThat(SchemaFiles.published("log").validate(json.toString(), InputFormat.JSON)).isEmpty();
  }

  @Test
  void violationsOfAppsAndAPartThatWasNotReadLeaveTheAnswerOpen() throws IOException {
    Path log = log(EVENT.formatted(1, "Safari", KEY) + EVENT.formatted(2, "mdmd", "Warning [ATS"));

    Cli.Result result = Cli.run("log", "explain", log.toString());

    assertThat(result.status()).isEqualTo(ExitCode.FAILURE);
    assertThat(result.out())
        .contains("Cannot tell whether there are violations of other processes");
  }

  @ParameterizedTest
  @ValueSource(strings = {"nsurlsessiond", "mobileassetd", "mdmd"})
  void whereTheRequirementsMayApplyAViolationCounts(String process) throws IOException {
    Cli.Result result = Cli.run("log", "explain", log(EVENT.formatted(1, process, KEY)).toString());

    assertThat(result.status()).isEqualTo(ExitCode.DEVIATION);
    assertThat(result.out())
        .contains("27 refuses")
        .contains("noticed by 1 process. OS 27 refuses the connection.")
        .doesNotContain("app alone");
  }

  @Test
  void aLineWithoutItsProcessCounts() throws IOException {
    assertThat(Cli.run("log", "explain", log(KEY + "\n").toString()).status())
        .isEqualTo(ExitCode.DEVIATION);
  }

  @Test
  void whatIsOnlyLoggedComesAfterWhatIsRefused() throws IOException {
    String suite =
        "%s [ATS violation]: Ciphersuite(TLS_RSA_WITH_AES_128_GCM_SHA256) not offered in ATS"
            + " negotiated for server: a.example.com";
    Path log =
        log(
            EVENT.formatted(1, "mdmd", suite.formatted("Warning"))
                + EVENT.formatted(2, "mdmd", KEY)
                + EVENT.formatted(3, "Safari", KEY.replace("apps", "0")));
    Path page = directory.resolve("page.html");

    Cli.Result result = Cli.run("log", "explain", log.toString());

    assertThat(result.status()).isEqualTo(ExitCode.DEVIATION);
    assertThat(result.out())
        .containsPattern("(?s)27 refuses.*only logged.*app alone")
        .contains("OS 27: 27 does not offer such a suite.");
    Cli.run("log", "explain", log.toString(), "--html", page.toString());
    assertThat(page)
        .content()
        .containsPattern(
            "(?s)OS 27 refuses connections.*apps.example.com.*Only logged.*a.example.com.*Apps"
                + " alone.*0.example.com");

    // A device on 27 has refused it.
    Path refused = log(EVENT.formatted(1, "mdmd", suite.formatted("Error")));
    assertThat(Cli.run("log", "explain", refused.toString()).out())
        .contains("27 refuses")
        .doesNotContain("only logged");
  }

  @Test
  void thePageHasTheLettersInItself() throws IOException {
    Path log = log(EVENT.formatted(1, "mdmd", KEY) + EVENT.formatted(2, "Safari", KEY));
    Path page = directory.resolve("page-with-letters.html");
    Path letters = directory.resolve("letters");

    Cli.run("log", "explain", log.toString(), "--html", page.toString());
    Cli.run("log", "letters", log.toString(), "--out", letters.toString());

    String html = Files.readString(page).replace("&#x3D;", "=");
    try (Stream<Path> files = Files.list(letters)) {
      List<Path> written =
          files.filter(file -> file.getFileName().toString().startsWith("letter-")).toList();
      assertThat(written).hasSize(3);
      for (Path letter : written) {
        assertThat(html)
            .contains(
                "download=\"" + letter.getFileName() + "\"",
                ";base64," + Base64.getEncoder().encodeToString(Files.readAllBytes(letter)) + "\"");
      }
    }
  }

  @Test
  void aLogWithoutViolationsIsGood() throws IOException {
    Cli.Result result =
        Cli.run("log", "explain", log(EVENT.formatted(1, "mdmclient", "TLS connected")).toString());

    assertThat(result.status()).isEqualTo(ExitCode.OK);
    assertThat(result.out()).startsWith("No violations. Events from 2026-04-30 10:12:31 +0200");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"count\":0,\"finished\":1}\n",
        "[]\n",
        "[\n]\n",
        "Filtering the log data using \"process == 1\"\n[]",
        "Timestamp                       Thread     Type        Activity             PID    TTL\n"
      })
  void whereNothingMatchedItSaysWhatMayBeWrong(String nothing) throws IOException {
    Cli.Result result = Cli.run("log", "explain", log(nothing).toString());

    assertThat(result.err()).isEmpty();
    assertThat(result.status()).isEqualTo(ExitCode.OK);
    assertThat(result.out()).contains("no event", "--info", "logging profile");
  }

  @Test
  void anEmptyFileIsAFailedExport() throws IOException {
    Cli.Result result = Cli.run("log", "explain", log("").toString());

    assertThat(result.status()).isEqualTo(ExitCode.FAILURE);
    assertThat(result.out()).contains("Cannot tell", "is empty", "the export failed");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\n \n",
        "[connected]\n",
        "Timestamp,Event Type,Log Type,Subsystem\n",
        "Dear Sir,\n----------\n"
      })
  void whatNoFilterExplainsLeavesTheAnswerOpen(String log) throws IOException {
    Cli.Result result = Cli.run("log", "explain", log(log).toString());

    assertThat(result.status()).isEqualTo(ExitCode.FAILURE);
    assertThat(result.out()).contains("Cannot tell").doesNotContain("No violations");
  }

  @Test
  void aLineThatWasCutLeavesTheAnswerOpen() throws IOException {
    String log = EVENT.formatted(1, "mdmclient", "TLS connected");

    for (String cut : List.of("Warning [ATS", "Warning [ATS violati", "Warning...")) {
      Cli.Result result =
          Cli.run("log", "explain", log(log + EVENT.formatted(2, "mdmclient", cut)).toString());
      assertThat(result.status()).as(cut).isEqualTo(ExitCode.FAILURE);
      assertThat(result.out()).contains("1 line looks like a violation", "line 2:");
    }
  }

  @Test
  void everyPartThatWasNotReadMeetsThePublishedSchema() throws IOException {
    Schema schema = SchemaFiles.published("log");
    Files.createSymbolicLink(directory.resolve("link"), Path.of("nowhere"));
    Files.write(
        directory.resolve("mixed.txt"),
        (EVENT.formatted(1, "mdmclient", "TLS connected") + "\0".repeat(900)).getBytes(UTF_8));

    String json = Cli.run("log", "explain", "--json", directory.toString()).out();

    assertThat(json).contains("\"link\"", "\"not-text\"");
    assertThat(schema.validate(json, InputFormat.JSON)).as(json).isEmpty();
  }

  @Test
  void saysThatAPageWasWritten() throws IOException {
    Path page = directory.resolve("page.html");
    Cli.Result result =
        Cli.run(
            "log",
            "explain",
            log(EVENT.formatted(1, "mdmd", KEY)).toString(),
            "--html",
            page.toString());

    assertThat(result.status()).isEqualTo(ExitCode.DEVIATION);
    assertThat(result.out()).contains("Written: " + page, "1 violation of 1 server");
  }

  @Test
  void aServerThatOnlyOtherProcessesConnectToNeedsNoChange() throws IOException {
    Path page = directory.resolve("page.html");
    Path log = log(EVENT.formatted(1, "mdmclient", EMS) + EVENT.formatted(2, "Safari", KEY));

    Cli.Result result = Cli.run("log", "explain", log.toString(), "--html", page.toString());

    assertThat(result.out()).contains("requirements do not cover connected to 1 of the servers.");
    String text = Files.readString(page);
    assertThat(text.indexOf("need no change"))
        .isGreaterThan(text.indexOf("mdm.example.com"))
        .isLessThan(text.indexOf("<h3>apps.example.com"));
  }

  @Test
  void keepsWhatItDoesNotKnow() throws IOException {
    String message = "Error [ATS FCPv3.0 violation]: Moon not full for server: h.example";

    Cli.Result result =
        Cli.run("log", "explain", log(EVENT.formatted(1, "mdmd", message)).toString());

    assertThat(result.status()).isEqualTo(ExitCode.DEVIATION);
    assertThat(result.out()).contains("unrecognised violation").contains(message);
  }

  @Test
  void nothingIsSaidOfAnEnforcingReleaseWhereTheWordsAreNotKnown() throws IOException {
    String message = "Warning [ATS FCPv3.0 violation]: Moon not full for server: h.example";
    Path log = log(EVENT.formatted(1, "mdmd", message));
    Path page = directory.resolve("page.html");

    Cli.Result result = Cli.run("log", "explain", log.toString());

    assertThat(result.status()).isEqualTo(ExitCode.DEVIATION);
    assertThat(result.out())
        .containsPattern("h\\.example +mdmd +unrecognised violation +not known +1")
        .contains(
            "It is not known whether OS 27 refuses the connection: the words of the message are"
                + " not known.")
        .doesNotContain("only logged", "not certain");
    Cli.Result json = Cli.run("log", "explain", "--json", log.toString());
    assertThat(json.status()).isEqualTo(ExitCode.DEVIATION);
    assertThat(SchemaFiles.published("log").validate(json.out(), InputFormat.JSON)).isEmpty();
    JsonNode finding = JsonMapper.shared().readTree(json.out()).at("/findings/0");
    assertThat(finding.path("priority").asString()).isEqualTo("unknown");
    assertThat(finding.path("onlyLogged").isNull()).isTrue();
    assertThat(Cli.run("log", "explain", "--csv", log.toString()).out()).endsWith(",unknown\r\n");
    Cli.run("log", "explain", log.toString(), "--html", page.toString());
    assertThat(page)
        .content()
        .containsPattern("(?s)<h2 class=\"group\">Not known: .*<h3>h.example")
        .doesNotContain("Only logged");
  }

  @Test
  void writesJsonThatMeetsThePublishedSchema() throws IOException {
    Schema schema = SchemaFiles.published("log");
    for (String lines :
        List.of(
            EVENT.formatted(1, "mdmd", KEY) + EVENT.formatted(2, "Safari", "Warning [ATS Moon] x"),
            EVENT.formatted(1, "mdmd", "Error [ATS FCPv3.0 violation]: Moon not full"),
            EVENT.formatted(1, "mdmclient", "TLS connected"))) {
      String json = Cli.run("log", "explain", "--json", log(lines).toString()).out();
      assertThat(schema.validate(json, InputFormat.JSON)).as(json).isEmpty();
    }
    String json =
        Cli.run("log", "explain", "--json", log(EVENT.formatted(1, "mdmd", KEY)).toString()).out();
    String bad = json.replace("rsa-key-below-2048", "rsa-key-of-the-moon");
    assertThat(schema.validate(bad, InputFormat.JSON)).isNotEmpty();
  }

  @Test
  void timesHaveSecondsEvenIfTheyAreZero() throws IOException {
    String event = EVENT.formatted(1, "mdmd", KEY).replace(":31.456789", ":00.000000");
    assertThat(event).contains(":00.000000");
    Path log = log(event);

    String json = Cli.run("log", "explain", "--json", log.toString()).out();
    assertThat(SchemaFiles.published("log").validate(json, InputFormat.JSON)).isEmpty();
    JsonNode root = JsonMapper.shared().readTree(json);
    for (String time : List.of("/first", "/last", "/findings/0/first", "/findings/0/last")) {
      assertThat(root.at(time).asString()).matches("2026-04-30T10:12:00\\+02:00");
    }
    assertThat(Cli.run("log", "explain", "--csv", log.toString()).out())
        .contains(",2026-04-30T10:12:00+02:00,2026-04-30T10:12:00+02:00,");
    String diff = Cli.run("log", "diff", "--json", log.toString(), log.toString()).out();
    assertThat(SchemaFiles.published("log-diff").validate(diff, InputFormat.JSON)).isEmpty();
    assertThat(JsonMapper.shared().readTree(diff).at("/new/first").asString())
        .isEqualTo("2026-04-30T10:12:00+02:00");
    // The schema refuses what has no seconds.
    String bad = json.replace("T10:12:00+", "T10:12+");
    assertThat(SchemaFiles.published("log").validate(bad, InputFormat.JSON)).isNotEmpty();
  }

  @Test
  void probeSaysInOneLineWhatOfALogWasNotRead() throws IOException {
    Path archive = directory.resolve("empty.logarchive");
    Files.createDirectories(archive.resolve("Persist"));
    Path list = Files.writeString(directory.resolve("list.txt"), "milk, bread\n");

    assertThat(Cli.run("probe", "--from-log", archive.toString()).err())
        .contains("'ats-harness log explain " + archive + "' prints what to do.")
        .doesNotContain("\\u000a", "..");
    assertThat(Cli.run("probe", "--from-log", list.toString()).err())
        .contains("is not a log that can be read here", "Give a file that one of")
        .doesNotContain("\\u000a", "..");
  }

  @Test
  void probeVisitsServersThatALogNamesWithoutAViolation() throws IOException {
    Path log = log(connected("mdmclient", "mdm.example", 1));

    Cli.Result result =
        Cli.run("probe", "--from-log", log.toString(), "--resolve", "mdm.example:127.0.0.1:1");

    assertThat(result.status()).isEqualTo(ExitCode.FAILURE);
    assertThat(result.out()).contains("NO VERDICT  https://mdm.example");
  }

  @Test
  void theServerThatIsNotNamedIsTheLast() throws IOException {
    String nameless = EMS.replaceFirst("server: .*", "server: <private>");
    Path log =
        log(
            EVENT.formatted(1, "mdmd", nameless)
                + EVENT.formatted(2, "mdmd", EMS)
                + EVENT.formatted(3, "mdmd", "Warning [ATS violati"));
    Path page = directory.resolve("page.html");

    assertThat(Cli.run("log", "explain", log.toString()).out())
        .containsPattern("(?m)(?s)^mdm\\.example\\.com$.*^Server not named$")
        .doesNotContainPattern("(?m)^-$")
        .contains("'ats-harness explain CODE --product NAME' has");
    Cli.run("log", "explain", log.toString(), "--html", page.toString());
    assertThat(page)
        .content()
        .containsPattern("(?s)<h3>mdm.example.com.*<h3>Server not named.*<h2>Not read</h2>");
  }

  @Test
  void writesJson() throws IOException {
    Cli.Result result =
        Cli.run("log", "explain", "--json", log(EVENT.formatted(1, "mdmd", KEY)).toString());

    JsonNode finding = JsonMapper.shared().readTree(result.out()).at("/findings/0");
    assertThat(finding.path("server").asString()).isEqualTo("apps.example.com");
    assertThat(finding.path("code").asString()).isEqualTo("rsa-key-below-2048");
    assertThat(finding.at("/parameters/0").asString()).isEqualTo("1024");
    assertThat(finding.path("activity").asString()).isEqualTo("MDM");
    assertThat(finding.path("count").asInt()).isEqualTo(1);
    assertThat(finding.path("first").asString()).startsWith("2026-04-30T10:12:31");
    assertThat(finding.path("remedy").asString()).isNotEmpty();
  }

  @Test
  void aSpreadsheetRunsNoCell() throws IOException {
    String message = "[ATS violation]: =cmd|'/c calc'!A0, \"x\" for server: h.example";

    Cli.Result result =
        Cli.run("log", "explain", "--csv", log(EVENT.formatted(1, "@mdmd", message)).toString());

    assertThat(result.out().lines())
        .hasSize(2)
        .last()
        .asString()
        .startsWith("h.example,'@mdmd,,unrecognised violation,");
    assertThat(result.out()).contains("\"\"x\"\" for server: h.example\",log,app\r\n");
  }

  @Test
  void whatALogSaysIsTextOnThePage() throws IOException {
    Path page = directory.resolve("page.html");
    String message =
        "[ATS violation]: <script>alert(1)</script>\u0008 for server: \"onclick='x'{style}";

    Cli.Result result =
        Cli.run(
            "log",
            "explain",
            "--html",
            page.toString(),
            log(EVENT.formatted(1, "<b>mdmd</b>", message)).toString());

    assertThat(result.status()).isEqualTo(ExitCode.FAILURE);
    assertThat(result.out()).doesNotContain("<script", "\u0008");
    assertThat(page)
        .content()
        .contains("&lt;script&gt;", "\\u0008")
        .doesNotContain("<script", "<b>", "onclick='");
  }

  @Test
  void controlCharactersDoNotReachTheTerminal() throws IOException {
    String message = "[ATS violation]: \u001b]0;x\u0007 for server: h\u202e.example";

    Cli.Result result =
        Cli.run("log", "explain", log(EVENT.formatted(1, "mdmd\u001b[2J", message)).toString());

    assertThat(result.out()).contains("\\u202e").doesNotContain("\u001b", "\u0007", "\u202e");
  }

  @Test
  void whatIsNotALogLeavesTheAnswerOpen() throws IOException {
    Cli.Result result = Cli.run("log", "explain", log("Dear Sir,\n").toString());

    assertThat(result.status()).isEqualTo(ExitCode.FAILURE);
    assertThat(result.out())
        .contains("Cannot tell", "log.txt is not a log")
        .contains("ats-harness log filter");
    assertThat(Cli.run("log", "explain", "no-such-file").status()).isEqualTo(ExitCode.USAGE);
  }

  @Test
  void withoutAnEventOfTheNetworkTheAnswerIsOpen() throws IOException {
    String other =
        "2026-04-30 10:12:31.456789+0200 0x1a2b3    Info        0x0                  412    0   "
            + " mdmclient: [com.apple.ManagedClient:MDM] for com.apple.network\n";

    Cli.Result result = Cli.run("log", "explain", log(other).toString());

    assertThat(result.status()).isEqualTo(ExitCode.FAILURE);
    assertThat(result.out())
        .contains("Cannot tell", "none of the subsystem com.apple.network", "--info", "Profile");
  }

  @Test
  void withoutMessagesOfLevelInfoTheAnswerIsOpen() throws IOException {
    String log =
        "Skipping info and debug messages, pass --info and/or --debug to include.\n"
            + EVENT.formatted(1, "mdmclient", "TLS connected");

    Cli.Result result = Cli.run("log", "explain", log(log).toString());

    assertThat(result.status()).isEqualTo(ExitCode.FAILURE);
    assertThat(result.out()).contains("leaves out messages of level Info");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Unknown shared string message",
        "Failed to get string message from UUIDText file: 6F2A273A77993A719F649607CADC090B",
        "Failed to get string message from absolute UUIDText file: 6F",
        "Error: Invalid shared string offset",
        "Error: Invalid UUID index",
        "Error: Invalid offset 55 for UUID 6F2A273A77993A719F649607CADC090B",
        "<compose failure [UUID]>",
        "<compose failure [missing precomposed log]>"
      })
  void recordsWithoutATextLeaveTheAnswerOpen(String text) throws IOException {
    String line =
        "{\"subsystem\":\"%s\",\"log_type\":\"Error\",\"process\":\"\",\"message\":\"%s\","
            + "\"raw_message\":\"\",\"timestamp\":\"2026-09-21T14:15:00.000000000Z\"}\n";
    String log =
        line.formatted("com.apple.network", text)
            + line.formatted("com.apple.other", text)
            + line.formatted("com.apple.network", "Connected");

    Cli.Result result = Cli.run("log", "explain", "--json", log(log).toString());

    assertThat(result.status()).isEqualTo(ExitCode.FAILURE);
    JsonNode json = JsonMapper.shared().readTree(result.out());
    assertThat(json.path("answer").asString()).isEqualTo("cannot-tell");
    assertThat(json.at("/unread/0/kind").asString()).isEqualTo("unresolved-texts");
    assertThat(json.at("/unread/0/count").asInt()).isEqualTo(1);
  }

  @Test
  void jsonThatIsCutOffLeavesTheAnswerOpen() throws IOException {
    String event =
        "{\"subsystem\":\"com.apple.network\",\"eventMessage\":\"TLS connected\",\"processID\":1}";

    for (String cut :
        List.of(
            "[" + event + ",",
            "[" + event + ",\n{\"subsystem\":\"com.ap",
            event + "\n" + event.substring(0, 40),
            "[{\n  \"subsystem\" : \"com.apple.network\",\n  \"eventMessage\" : \"x")) {
      Cli.Result result = Cli.run("log", "explain", log(cut).toString());
      assertThat(result.status()).as(cut).isEqualTo(ExitCode.FAILURE);
      assertThat(result.out()).contains("is cut off");
    }
    for (String whole : List.of("[" + event + "]", event + "\n" + event, "[\n" + event + "\n]\n")) {
      assertThat(Cli.run("log", "explain", log(whole).toString()).status())
          .as(whole)
          .isEqualTo(ExitCode.OK);
    }
  }

  @Test
  void violationsAndWhatWasNotReadAreBothSaid() throws IOException {
    Path log =
        log(
            EVENT.formatted(1, "mdmclient", EMS)
                + EVENT.formatted(
                    2, "mdmclient", EMS.replace("MDM.example.com.", "mdm.exa\u2026")));
    Path page = directory.resolve("page.html");

    Cli.Result text = Cli.run("log", "explain", log.toString());
    assertThat(text.status()).isEqualTo(ExitCode.DEVIATION);
    assertThat(text.out())
        .contains("1 violation of 1 server")
        .contains("1 line looks like a violation and could not be read", "line 2:");

    assertThat(Cli.run("log", "explain", "--csv", log.toString()).out())
        .contains("not read,unreadable-lines,1,");
    Cli.run("log", "explain", "--html", page.toString(), log.toString());
    assertThat(page).content().contains("Not read", "could not be read");
  }

  @Test
  void aServerThatTheLogHidesIsNotCounted() throws IOException {
    Path log =
        log(
            EVENT.formatted(1, "mdmclient", EMS)
                + EVENT.formatted(2, "mdmclient", EMS.replace("MDM.example.com.", "<private>")));

    assertThat(Cli.run("log", "explain", log.toString()).out())
        .contains("2 violations of 1 server,", "1 of the violations does not name the server")
        .contains("<private>");
  }

  @Test
  void namesThatAreTooLongAreNotKept() throws IOException {
    StringBuilder log = new StringBuilder();
    for (int i = 0; i < 200; i++) {
      String name = "s" + i + "a".repeat(40_000) + ".example";
      log.append(EVENT.formatted(1, "mdmclient", EMS.replace("MDM.example.com.", name)));
    }

    Cli.Result result = Cli.run("log", "explain", log(log.toString()).toString());

    assertThat(result.status()).isEqualTo(ExitCode.FAILURE);
    assertThat(result.out())
        .contains("200 violations have an unreadable name of the server:", "it is too long")
        .hasSizeLessThan(20_000);
  }

  @Test
  void whatAppleExemptsIsStated() throws IOException {
    String untrusted =
        "Warning [ATS Violation]: ATS certificate trust requirement not satisfied for server:"
            + " scep.example.com";
    Cli.Result result =
        Cli.run(
            "log",
            "explain",
            log(EVENT.formatted(1, "profiled", untrusted)
                    + EVENT.formatted(2, "softwareupdated", KEY))
                .toString());

    assertThat(result.out())
        .contains("SCEP server", "anchor certificates", "content caching")
        .contains("softwareupdated, software update", "names software updates")
        .doesNotContain("not a process that Apple's requirements cover");
  }

  @Test
  void theTimeZoneIsUsedWhereALogHasNone() throws IOException {
    String line = "2026-04-30 10:12:33.456 Df mdmd[1:2] " + EMS + "\n";

    Cli.Result result =
        Cli.run("log", "explain", "--time-zone", "Asia/Tokyo", log(line).toString());

    assertThat(result.out()).contains("2026-04-30 10:12:33 +0900");
    assertThat(Cli.run("log", "explain", "--time-zone", "Mars", "x").status())
        .isEqualTo(ExitCode.USAGE);
  }

  @Test
  void theFilterNamesTheProcessesOfThePlatform() {
    Cli.Result result = Cli.run("log", "filter", "--platform", "macos", "--release", "27.0");

    assertThat(result.status()).isEqualTo(ExitCode.OK);
    assertThat(result.out().strip())
        .startsWith("process IN {\"appstoreagent\", ")
        .contains("\"System Settings\"")
        .doesNotContain("mdmd", "compliance")
        .endsWith(
            "AND subsystem == \"com.apple.network\" AND (eventMessage CONTAINS[c] \"ATS violation\""
                + " OR eventMessage CONTAINS[c] \"ATS FCPv2.1 violation\")");
    assertThat(Cli.run("log", "filter").out()).contains("mdmd", "mdmclient", "compliance");
    assertThat(Cli.run("log", "filter", "--platform", "beos").status()).isEqualTo(ExitCode.USAGE);
  }

  private Path log(String text) throws IOException {
    return log("log.txt", text);
  }

  private Path log(String name, String text) throws IOException {
    return Files.writeString(directory.resolve(name), text);
  }
}
