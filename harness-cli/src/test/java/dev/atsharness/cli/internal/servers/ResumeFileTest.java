package dev.atsharness.cli.internal.servers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

class ResumeFileTest {

  @TempDir Path directory;

  @Test
  void aFileOfSomethingElseIsLeftAsItIs() throws IOException {
    for (String text : List.of("precious line without an end", "a.example\nb.example")) {
      Path file = Files.writeString(directory.resolve("notes.txt"), text);

      assertThatThrownBy(() -> ResumeFile.open(file, List.of(), "none"))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("choose another file");
      assertThat(file).hasContent(text);
    }
  }

  @Test
  void aResultThatWasBeingWrittenIsCut() throws IOException {
    Path file = Files.writeString(directory.resolve("results.jsonl"), "{\"versi");

    try (ResumeFile results = ResumeFile.open(file, List.of(), "none")) {
      assertThat(results.size()).isZero();
    }
    assertThat(file).isEmptyFile();
  }

  @Test
  void whatDiffersFromTheSettingsOfAnEarlierRunIsNamed() throws IOException {
    String line =
        """
        {"result":"PASS","server":{"listed":"https://a.example"},"settings":"version 1, roots aa, role mdm"}
        """;
    Path file = Files.writeString(directory.resolve("results.jsonl"), line);

    assertThatThrownBy(
            () -> ResumeFile.open(file, List.of(), "version 2, roots aa, role mdm, identity bb"))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("then 'version 1', now 'version 2, identity bb'")
        .hasMessageContaining("choose another file, which starts afresh");
    assertThat(file).hasContent(line);
  }

  @Test
  void onlyARegularFileHoldsResults() {
    assertThatThrownBy(() -> ResumeFile.open(directory, List.of(), "none"))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("not a regular file");
  }

  private static final ListedServer SERVER = ListedServer.of(URI.create("https://a.example"), 1);

  /** A line of one URL that was visited and found like this. */
  private static ObjectNode line(String verdict, String fcp, String time) {
    ObjectNode line =
        (ObjectNode)
            JsonMapper.shared()
                .readTree(
                    """
                    {"version":1,"url":"https://a.example","reason":"","followed":true,
                     "clientHello":{"profile":"p","form":"published","inferred":null,"notSent":[]},
                     "notFollowed":[],"violations":[],"log":[],"seconds":1.0,"settings":"none",
                     "hops":[{"url":"https://a.example","why":{"kind":"start"},"reason":"",
                       "causes":[],"notKnown":[],"notSeen":[],"notes":[],"inferred":[],"advice":[],
                       "exceptions":[],"expiring":[],"visits":[{"address":"192.0.2.1","port":443,
                         "verdict":"fine","reason":"","clients":[{"profile":"p","network":"ok",
                           "connected":true,"refusedBy":null,"stage":null,"alert":null,
                           "refusal":null,"clientCertificateRequested":false,
                           "trustFailures":[],"violations":[],"log":[]}]}]}]}
                    """);
    ((ObjectNode) line.path("hops").path(0)).put("verdict", verdict).put("fcp", fcp);
    line.put("verdict", verdict).put("fcp", fcp);
    ObjectNode whole =
        (ObjectNode) AnsweredServer.of(SERVER, line, Duration.ofSeconds(1), "none").probe();
    whole.put("time", time);
    return time.isEmpty() ? whole.without("time") : whole;
  }

  private ResumeFile open(Object... lines) throws IOException {
    Path file = directory.resolve("results.jsonl");
    Files.writeString(
        file, Stream.of(lines).map(line -> line + "\n").collect(Collectors.joining()));
    return ResumeFile.open(file, List.of(SERVER), "none");
  }

  private void assertRefused(ObjectNode line, String words) {
    ObjectNode good = line("fine", "pass", "2026-11-30T10:00:00Z");
    assertThatThrownBy(() -> open(good, line))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("line 2: ")
        .hasMessageContaining(words)
        .hasMessageContaining("choose another file, or remove the line");
  }

  @Test
  void aResultIsNotBelievedAlone() {
    String time = "2026-11-30T10:00:00Z";
    assertRefused(
        line("wrong", "fail", time).put("result", "PASS"),
        "its result is 'PASS', but its parts make 'FAIL'");
    assertRefused(
        line("wrong", "fail", time).put("group", "fine"),
        "its group is 'fine', but its parts make 'refused'");
    assertRefused(
        line("wrong", "fail", time).put("verdict", "fine"), "its verdict is 'fine', but its parts");
    ObjectNode exempt = line("fine", "pass", time).put("fcp", "exempt");
    assertRefused(exempt, "its fcp is 'exempt', but its parts make 'pass'");
    ObjectNode notSeen = line("fine", "pass", time);
    ((ObjectNode) notSeen.path("hops").path(0))
        .putArray("notSeen")
        .addObject()
        .put("trouble", "document")
        .put("reason", "x");
    assertRefused(notSeen, "its URL 1 is 'fine', but not all that was seen there is");
    ObjectNode notVisited = line("fine", "pass", time);
    ((ObjectNode) notVisited.path("hops").path(0)).putArray("visits");
    assertRefused(notVisited, "its URL 1 is 'fine', but not all that was seen there is");
  }

  @Test
  void aLineThatIsNotWholeOrOfAnotherVersionIsRefused() {
    ObjectNode bare = JsonMapper.shared().createObjectNode().put("result", "PASS");
    bare.putObject("server").put("listed", "https://a.example");
    bare.put("settings", "none");
    assertRefused(bare, "it is not a whole result: server: key 'line' is missing");
    assertRefused(line("fine", "pass", "").put("version", 2), "its version is 2");
    ObjectNode impossible = line("fine", "pass", "");
    ((ObjectNode) impossible.path("server")).put("listed", "https://bad host/");
    assertRefused(impossible, "'https://bad host/' is not a URL");
  }

  @Test
  void theNewestOfSeveralResultsCounts() throws IOException {
    try (ResumeFile results =
        open(
            line("wrong", "fail", "2026-11-30T10:00:02Z"),
            line("fine", "pass", "2026-11-30T10:00:01Z"))) {
      AnsweredServer chosen = results.of(SERVER).orElseThrow();

      assertThat(chosen.result()).isEqualTo(ServerResult.FAIL);
      assertThat(chosen.notes())
          .containsExactly(
              "the file of --resume has 2 results of this server; the newest, of"
                  + " 2026-11-30T10:00:02Z, counts");
    }
  }

  @Test
  void withoutANewestResultTheWorstCounts() throws IOException {
    for (String time : List.of("", "2026-11-30T10:00:00Z")) {
      try (ResumeFile results =
          open(line("wrong", "fail", "2026-11-30T10:00:00Z"), line("fine", "pass", time))) {
        AnsweredServer chosen = results.of(SERVER).orElseThrow();

        assertThat(chosen.result()).isEqualTo(ServerResult.FAIL);
        assertThat(chosen.notes()).singleElement().asString().endsWith("and the worst counts");
      }
    }
  }

  @Test
  void resultsWithoutATimeAreCounted() throws IOException {
    try (ResumeFile results = open(line("fine", "pass", ""))) {
      Audit audit =
          new Audit(
              List.of(results.of(SERVER).orElseThrow()),
              List.of(),
              new Audit.Origin(Optional.empty(), false, List.of(), Optional.empty()),
              new Audit.Visitors("test", "iOS 27", "none"),
              Instant.EPOCH,
              Instant.EPOCH);

      assertThat(audit.earlier())
          .contains("1 result is of an earlier run (--resume); of 1 the time is not known.");
    }
  }
}
