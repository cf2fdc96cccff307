package dev.atsharness.console.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.atsharness.ats.DetectedViolation;
import dev.atsharness.ats.OsRelease;
import dev.atsharness.ats.Violation;
import dev.atsharness.log.LogExplanation;
import dev.atsharness.log.LogFormat;
import dev.atsharness.log.LogReader;
import dev.atsharness.log.LogSummary;
import dev.atsharness.log.LogWriter;
import dev.atsharness.log.internal.archive.ConversionLimits;
import dev.atsharness.log.internal.archive.LogConverter;
import dev.atsharness.log.internal.archive.LogProgram;
import dev.atsharness.log.internal.letter.LetterFiles;
import dev.atsharness.log.internal.letter.LetterTally;
import dev.atsharness.log.internal.letter.LetterZip;
import dev.atsharness.log.internal.letter.Owner;
import dev.atsharness.log.internal.report.LogReport;
import dev.atsharness.scenario.Catalogue;
import dev.atsharness.scenario.internal.Releases;
import dev.atsharness.server.AtsHarness;
import dev.atsharness.server.Endpoint;
import dev.atsharness.testing.OutsideProgram;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class LogConsoleIT {

  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2026-05-01T12:00:00Z"), ZoneOffset.UTC);
  private static final String HOST = "no-ems.ats-harness.test";

  private static final HttpClient CLIENT = HttpClient.newHttpClient();

  @TempDir static Path directory;

  private static AtsHarness harness;

  @BeforeAll
  static void start() {
    harness = harness(Optional.empty());
  }

  private static AtsHarness harness(Optional<LogProgram> program) {
    return AtsHarness.builder()
        .only("handshake/no-ems", "baseline/tls13")
        .clock(CLOCK)
        .console(
            new LogConsole(
                Catalogue.builtIn(), CLOCK, new LogConverter(program, ConversionLimits.UPLOAD)))
        .start();
  }

  @AfterAll
  static void stop() {
    harness.close();
  }

  private static String log(LogFormat format, OsRelease release, String... hosts) {
    LogWriter writer = new LogWriter(CLOCK, release, "mdmclient");
    return format.text(
        List.of(hosts).stream()
            .map(host -> writer.event(DetectedViolation.of(Violation.EMS_NOT_NEGOTIATED), host))
            .toList());
  }

  @Test
  void aLogIsExplainedAndHeldAgainstTheHarness() throws Exception {
    String log = log(LogFormat.DEFAULT, Releases.builtIn().named("27.0"), HOST, "mdm.example.com");
    JsonNode answer = json(post("", BodyPublishers.ofString(log)));

    assertThat(answer.path("sentence").asString()).startsWith("2 violations of 2 servers");
    JsonNode findings = answer.at("/explanation/findings");
    assertThat(findings).hasSize(2);
    assertThat(findings.at("/0/server").asString()).isEqualTo("mdm.example.com");
    assertThat(findings.at("/1/code").asString()).isEqualTo("ems-not-negotiated");
    assertThat(answer.path("profile").asString()).isEqualTo(Catalogue.builtIn().enforcing().id());
    assertThat(answer.path("others").asInt()).isEqualTo(1);
    assertThat(answer.at("/check/checkers/0/verdicts")).hasSize(2);
    assertThat(answer.path("visited")).hasSize(1);
  }

  @Test
  void theLettersComeWithTheAnswer() throws Exception {
    String log = log(LogFormat.DEFAULT, Releases.builtIn().named("27.0"), HOST, "mdm.example.com");
    JsonNode answer = json(post("", BodyPublishers.ofString(log)));

    LetterTally tally = new LetterTally();
    LogExplanation explanation = new LogExplanation();
    LogSummary summary =
        new LogReader(CLOCK)
            .read(
                new ByteArrayInputStream(log.getBytes(StandardCharsets.UTF_8)),
                "The file",
                explanation.andThen(tally));
    LetterFiles files =
        new LetterFiles(
            summary,
            new LogReport(summary, explanation).sentence(),
            tally,
            server -> List.of(Owner.UNKNOWN));
    assertThat(answer.at("/letters/number").asInt()).isEqualTo(2);
    assertThat(Base64.getDecoder().decode(answer.at("/letters/zip").asString()))
        .isEqualTo(LetterZip.of(files, 1 << 20).orElseThrow());
    assertThat(files.names()).contains("letter-mdm.example.com.html", "letter-" + HOST + ".md");
    assertThat(answer.path("html").asString()).contains("download=\"letter-mdm.example.com.html\"");
  }

  @Test
  void theDeviceAndItsTimeZoneCanBeSaid() throws Exception {
    BodyPublisher compact =
        BodyPublishers.ofString(log(LogFormat.COMPACT, Releases.builtIn().named("26.4"), HOST));
    JsonNode answer = json(post("?profile=ios-26.4-system&zone=Asia/Kolkata", compact));
    assertThat(answer.path("profile").asString()).isEqualTo("ios-26.4-system");
    assertThat(answer.at("/explanation/first").asString()).endsWith("+05:30");

    assertThat(post("?profile=none", compact).statusCode()).isEqualTo(400);
    assertThat(post("?zone=Moon/Base", compact).statusCode()).isEqualTo(400);
  }

  @Test
  void gzipIsUnpacked() throws Exception {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (OutputStream out = new GZIPOutputStream(packed)) {
      out.write(
          log(LogFormat.NDJSON, Releases.builtIn().named("26.5"), HOST)
              .getBytes(StandardCharsets.UTF_8));
    }
    JsonNode answer = json(post("", BodyPublishers.ofByteArray(packed.toByteArray())));
    assertThat(answer.at("/explanation/violations").asInt()).isEqualTo(1);
  }

  @Test
  void whatCannotBeReadIsNamedWithTheWayToMakeText() throws Exception {
    JsonNode shopping = json(post("?name=list.txt", BodyPublishers.ofString("milk, bread\n")));
    assertThat(shopping.path("answer").asString()).isEqualTo("cannot-tell");
    assertThat(shopping.at("/explanation/unread/0/what").asString())
        .startsWith("list.txt is not a log");

    byte[] trace = new byte[1024];
    trace[1] = 0x10;
    JsonNode binary = json(post("?name=1.tracev3", BodyPublishers.ofByteArray(trace)));
    assertThat(binary.path("answer").asString()).isEqualTo("cannot-tell");
    assertThat(binary.at("/explanation/unread/0/kind").asString()).isEqualTo("binary-log");
    assertThat(binary.at("/explanation/unread/0/remedy").asString()).contains("log show --archive");
    assertThat(binary.at("/check/checkers/0/void").asString()).startsWith("cannot tell");
  }

  @Test
  void whatOtherClientsDidIsNotSaidOfADeviceOfWhichNothingWasRead() throws Exception {
    try (AtsHarness other = harness(Optional.empty())) {
      Endpoint endpoint = other.endpoint("handshake/no-ems");
      try (Socket client = new Socket(endpoint.address(), endpoint.port())) {
        client.getOutputStream().write("no TLS\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        client.shutdownOutput();
        await().until(() -> other.journal().newest() > 0);
      }
      String foreign = log(LogFormat.DEFAULT, Releases.builtIn().named("27.0"), "mdm.example.com");
      for (String log : List.of("milk, bread\n", foreign)) {
        JsonNode answer = json(post(other, "", BodyPublishers.ofString(log)));

        assertThat(answer.at("/check/checkers/0/verdicts")).as(log).isEmpty();
        assertThat(answer.path("visited").isArray()).isTrue();
        assertThat(answer.path("visited")).isEmpty();
        assertThat(answer.at("/check/checkers/0/void").asString()).startsWith("cannot tell");
      }
    }
  }

  @Test
  void aSysdiagnoseIsReadThroughTheProgram() throws Exception {
    OutsideProgram.require("sh");
    Path recorded =
        Files.writeString(
            directory.resolve("recorded.jsonl"),
            log(LogFormat.UNIFIEDLOG_JSONL, Releases.builtIn().named("27.0"), HOST));
    Path program = directory.resolve("iterator");
    Files.writeString(program, "#!/bin/sh\ncat '" + recorded + "'\n");
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(packed)) {
      zip.putNextEntry(new ZipEntry("s/system_logs.logarchive/Persist/1.tracev3"));
      zip.write(1);
    }
    BodyPublisher upload = BodyPublishers.ofByteArray(packed.toByteArray());
    LogProgram iterator = new LogProgram(program, false);
    try (AtsHarness other = harness(Optional.of(iterator))) {
      JsonNode answer = json(post(other, "?name=s.zip", upload));

      assertThat(answer.path("answer").asString()).isEqualTo("violations");
      assertThat(answer.at("/explanation/converted/0/program").asString()).isEqualTo("iterator");
      assertThat(answer.at("/explanation/converted/0/networkRecords").asInt()).isEqualTo(1);
      assertThat(answer.path("html").asString()).startsWith("<!DOCTYPE html>").contains(HOST);
      assertThat(answer.path("csv").asString()).contains(HOST + ",mdmclient,");
      assertThat(answer.at("/cures/ems-not-negotiated/nginx").asString()).isNotEmpty();
    }

    JsonNode without = json(post("?name=s.zip", upload));
    assertThat(without.path("answer").asString()).isEqualTo("cannot-tell");
    assertThat(without.at("/explanation/unread/0/remedy").asString()).contains("cargo install");
    assertThat(json(get("/api/log/profiles")).path("converts").asBoolean()).isFalse();
  }

  @Test
  void archivesInOneAnotherHaveALimit() throws Exception {
    byte[] packed =
        log(LogFormat.NDJSON, Releases.builtIn().named("26.5"), HOST)
            .getBytes(StandardCharsets.UTF_8);
    for (int i = 0; i < 200; i++) {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      try (OutputStream gzip = new GZIPOutputStream(out)) {
        gzip.write(packed);
      }
      packed = out.toByteArray();
    }

    JsonNode answer = json(post("?name=deep.gz", BodyPublishers.ofByteArray(packed)));

    assertThat(answer.path("answer").asString()).isEqualTo("cannot-tell");
    assertThat(answer.at("/explanation/unread")).hasSize(1);
    assertThat(answer.at("/explanation/unread/0/kind").asString()).isEqualTo("over-limit");
  }

  @Test
  void aLogThatSaysItIsTooLongIsRefusedBeforeItComes() throws Exception {
    try (Socket socket = begin(LogConsole.MAX_LOG + 1)) {
      assertThat(status(socket)).isEqualTo("HTTP/1.1 413");
    }
  }

  /** Sends a request that only announces the length of its body. */
  private static Socket begin(long length) throws IOException {
    Socket socket = new Socket(console().getHost(), console().getPort());
    String head =
        "POST /api/log HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
            + "Content-Type: application/octet-stream\r\nContent-Length: "
            + length
            + "\r\n\r\n";
    socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
    return socket;
  }

  private static String status(Socket socket) throws IOException {
    return new String(socket.getInputStream().readNBytes(12), StandardCharsets.US_ASCII);
  }

  @Test
  void onlySoManyLogsAreReadAtOnce() throws Exception {
    byte[] line =
        log(LogFormat.DEFAULT, Releases.builtIn().named("26.5"), HOST)
            .getBytes(StandardCharsets.UTF_8);
    // The console collects the first 64 KiB of a body before a reader gets it.
    byte[] beginning = new byte[64 * 1024 + 1];
    Arrays.fill(beginning, (byte) '\n');
    List<Socket> slow = new ArrayList<>();
    for (int i = 0; i < LogConsole.MAX_READERS; i++) {
      Socket socket = begin(beginning.length + line.length);
      socket.getOutputStream().write(beginning);
      slow.add(socket);
    }
    await()
        .until(
            () -> post("", BodyPublishers.ofByteArray(line)),
            answer ->
                answer.statusCode() == 503
                    && answer.headers().firstValue("Retry-After").isPresent());

    for (Socket socket : slow) {
      try (socket) {
        socket.getOutputStream().write(line);
        assertThat(status(socket)).isEqualTo("HTTP/1.1 200");
      }
    }
    await()
        .until(
            () -> post("", BodyPublishers.ofByteArray(line)).statusCode(),
            Integer.valueOf(200)::equals);
  }

  @Test
  void aLongLogMayArriveInParts() throws Exception {
    byte[] line =
        log(LogFormat.DEFAULT, Releases.builtIn().named("26.5"), HOST)
            .getBytes(StandardCharsets.UTF_8);
    byte[] part = new byte[64 * 1024 + 1];
    Arrays.fill(part, (byte) '\n');
    try (Socket socket = begin(2L * part.length + line.length)) {
      socket.setSoTimeout(20_000);
      for (byte[] next : List.of(part, part, line)) {
        // Gives the server time to notice that there is nothing to read.
        assertThat(get("/api/log/lines?scenario=handshake/no-ems").statusCode()).isEqualTo(200);
        socket.getOutputStream().write(next);
      }
      assertThat(status(socket)).isEqualTo("HTTP/1.1 200");
    }
  }

  @Test
  void wholeLinesAreThoseThatTheSimulatedDeviceWrites() throws Exception {
    JsonNode lines = json(get("/api/log/lines?scenario=handshake/no-ems")).path("lines");
    assertThat(lines.at("/27.0/0").asString())
        .contains("mdmclient", "libboringssl", "Error [ATS FCPv2.1 violation]", HOST);
    assertThat(get("/api/log/lines?scenario=no/such").statusCode()).isEqualTo(404);
  }

  private static URI console() {
    return harness.manifest().console();
  }

  private static HttpRequest request(AtsHarness to, String query, BodyPublisher log) {
    return HttpRequest.newBuilder(to.manifest().console().resolve("/api/log" + query))
        .header("Content-Type", "application/octet-stream")
        .POST(log)
        .build();
  }

  private static HttpResponse<String> post(String query, BodyPublisher log)
      throws IOException, InterruptedException {
    return post(harness, query, log);
  }

  private static HttpResponse<String> post(AtsHarness to, String query, BodyPublisher log)
      throws IOException, InterruptedException {
    return CLIENT.send(request(to, query, log), BodyHandlers.ofString());
  }

  private static HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return CLIENT.send(
        HttpRequest.newBuilder(console().resolve(path)).build(), BodyHandlers.ofString());
  }

  private static JsonNode json(HttpResponse<String> response) {
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    return JsonMapper.shared().readTree(response.body());
  }
}
