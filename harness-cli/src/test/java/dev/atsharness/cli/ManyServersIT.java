package dev.atsharness.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import dev.atsharness.cli.internal.bench.GeneratedScenarios;
import dev.atsharness.cli.internal.servers.ServerListReader;
import dev.atsharness.server.AtsHarness;
import dev.atsharness.server.Endpoint;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.w3c.dom.Element;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Lists of servers: eleven kinds of wrong ones, compliant ones, and some that cannot be judged. */
class ManyServersIT {

  private static final List<String> WRONG = GeneratedScenarios.WRONG;

  private static final List<String> RIGHT =
      List.of("baseline/tls13", "baseline/tls12", "baseline/ecdsa", "baseline/tls13-only");

  private static final int PATHS_OF_WRONG = 2;
  private static final int PATHS_OF_RIGHT = 8;
  private static final int REFUSED = WRONG.size() * PATHS_OF_WRONG;
  private static final int FINE = 4 * PATHS_OF_RIGHT;
  private static final int EXEMPT = 1;

  /** Longer than DNS allows, so no name server is asked. */
  private static final String NO_SUCH_HOST = "a".repeat(64) + ".test";

  private static final int OPEN = 2;
  private static final int ALL = REFUSED + FINE + EXEMPT + OPEN;
  private static final String HOSTILE = "<script>alert(1)</script> & Co";

  private static final int PATIENCE_SECONDS = 60;

  @TempDir static Path shared;
  @TempDir Path directory;
  private static AtsHarness harness;
  private static Path ca;
  private static List<String> lines;
  private static Path list;

  @BeforeAll
  static void start() throws Exception {
    harness =
        AtsHarness.builder()
            .only(Stream.concat(WRONG.stream(), RIGHT.stream()).toArray(String[]::new))
            .start();
    ca = Files.writeString(shared.resolve("ca.pem"), harness.caPem());
    lines = new ArrayList<>(List.of("url,owner,role,resolve,product"));
    for (int path = 0; path < PATHS_OF_RIGHT; path++) {
      for (String id : RIGHT) {
        lines.add(line(id, path, "Anna", ""));
      }
      if (path < PATHS_OF_WRONG) {
        for (String id : WRONG) {
          lines.add(line(id, path, "\"" + HOSTILE + "\"", ""));
        }
      }
    }
    lines.add(line("handshake/no-ems", 99, "Anna", "scep"));
    lines.add(NO_SUCH_HOST + ",,,,");
    lines.add("https://" + NO_SUCH_HOST + ":8443/,Bob,,,");
    list = Files.write(shared.resolve("servers.csv"), lines);
  }

  @AfterAll
  static void stop() {
    harness.close();
  }

  private static String line(String id, int path, String owner, String role) {
    Endpoint endpoint = harness.endpoint(id);
    return url(endpoint, path) + "," + owner + "," + role + "," + endpoint.address() + ",nginx";
  }

  private static String url(Endpoint endpoint, int path) {
    return "https://" + endpoint.host() + ":" + endpoint.port() + "/path/" + path;
  }

  private static Cli.Result probe(Object... options) {
    List<String> arguments = new ArrayList<>(List.of("probe", "--ca", ca.toString()));
    Stream.of(options).map(Object::toString).forEach(arguments::add);
    return Cli.run(arguments.toArray(String[]::new));
  }

  @Test
  void allFormsOfTheReportSayTheSame() throws Exception {
    Path broken = Files.write(directory.resolve("broken.csv"), lines);
    Files.writeString(broken, "ftp://nowhere.test,Bob\n", StandardOpenOption.APPEND);
    Path html = directory.resolve("r.html");
    Path csv = directory.resolve("r.csv");
    Path markdown = directory.resolve("r.md");
    Path junit = directory.resolve("r.xml");
    Path sarif = directory.resolve("r.sarif");

    Cli.Result result =
        probe(
            "--from",
            broken,
            "--html",
            html,
            "--csv",
            csv,
            "--markdown",
            markdown,
            "--junit",
            junit,
            "--sarif",
            sarif);

    String totals =
        ALL
            + " servers: "
            + REFUSED
            + " refused by iOS 27, 0 logged only, "
            + FINE
            + " fine, "
            + EXEMPT
            + " exempt, "
            + OPEN
            + " not judged.";
    assertThat(result.status()).as(result.err()).isEqualTo(ExitCode.DEVIATION);
    assertThat(result.out()).contains(totals + " 1 line could not be read.");
    assertThat(result.err()).contains("broken.csv: line " + (ALL + 2) + ": 'ftp://nowhere.test'");
    assertThat(inOrder(result.out())).isEqualTo(urls());
    assertThat(result.out())
        .contains("EXEMPT  https://no-ems", "does not resolve", "protocol-versions: Enable");

    assertThat(Files.readString(html))
        .contains(totals, "&lt;script&gt;alert(1)", "ftp://nowhere.test", "support.apple.com")
        .contains("TLS 1.2 negotiated without extended master secret (EMS) for server: no-ems")
        .doesNotContain("<script>alert(1)");
    assertThat(Files.readString(markdown)).contains(totals).doesNotContain("<script>");
    try (CsvReader<NamedCsvRecord> rows = CsvReader.builder().ofNamedCsvRecord(csv)) {
      List<NamedCsvRecord> all = rows.stream().toList();
      assertThat(all.subList(0, ALL)).extracting(row -> row.getField("url")).isEqualTo(urls());
      assertThat(all.get(ALL).getField("reason")).startsWith("line " + (ALL + 2) + ": 'ftp://");
      assertThat(all.get(ALL).getField("result")).isEqualTo("NO VERDICT");
      assertThat(all.stream().filter(row -> row.getField("group").equals("refused")))
          .hasSize(REFUSED)
          .allMatch(row -> row.getField("owner").equals(HOSTILE))
          .noneMatch(row -> row.getField("remedy").isEmpty());
      assertThat(all.stream().filter(row -> row.getField("group").equals("exempt")))
          .hasSize(EXEMPT);
    }
    try (InputStream again = Files.newInputStream(csv)) {
      assertThat(ServerListReader.read(again).servers()).hasSize(ALL);
    }
    Element suite = suite(junit);
    assertThat(suite.getAttribute("tests")).isEqualTo(String.valueOf(ALL + 1));
    assertThat(suite.getAttribute("failures")).isEqualTo(String.valueOf(REFUSED));
    assertThat(suite.getAttribute("errors")).isEqualTo(String.valueOf(OPEN + 1));
    assertThat(suite.getAttribute("skipped")).isEqualTo(String.valueOf(EXEMPT));
    assertThat(suite.getElementsByTagName("failure").getLength()).isEqualTo(REFUSED);
    JsonNode run = JsonMapper.shared().readTree(Files.readString(sarif)).path("runs").path(0);
    assertThat(run.path("results").size()).isEqualTo(REFUSED + OPEN);
    assertThat(run.path("properties").path("totals").toString())
        .isEqualTo(
            "{\"refused\":%d,\"logged\":0,\"fine\":%d,\"exempt\":%d,\"not-judged\":%d}"
                .formatted(REFUSED, FINE, EXEMPT, OPEN));
    assertThat(
            run.path("results")
                .path(0)
                .path("locations")
                .path(0)
                .path("physicalLocation")
                .path("region")
                .path("startLine")
                .asInt())
        .isEqualTo(6);
  }

  private static List<String> urls() throws IOException {
    try (InputStream in = Files.newInputStream(list)) {
      return ServerListReader.read(in).servers().stream()
          .map(server -> server.url().toString())
          .toList();
    }
  }

  private static List<String> inOrder(String out) {
    return out.lines()
        .filter(line -> line.matches("(PASS|FAIL|NO VERDICT|EXEMPT)  .*"))
        .map(line -> line.replaceFirst("^[A-Z ]+  (\\S+).*", "$1"))
        .toList();
  }

  @Test
  void jsonIsALineForEachServer() throws Exception {
    Cli.Result result =
        probe(
            "--json",
            url(harness.endpoint("handshake/no-ems"), 1),
            NO_SUCH_HOST,
            "--resolve",
            "*:127.0.0.1:" + harness.endpoint("handshake/no-ems").port());

    assertThat(result.status()).isEqualTo(ExitCode.DEVIATION);
    Schema schema = schema();
    List<String> all = result.out().lines().toList();
    assertThat(all).hasSize(2);
    for (String line : all) {
      assertThat(schema.validate(line, InputFormat.JSON)).isEmpty();
    }
    JsonNode first = JsonMapper.shared().readTree(all.get(0));
    assertThat(first.path("result").asString()).isEqualTo("FAIL");
    assertThat(first.path("group").asString()).isEqualTo("refused");
    assertThat(first.path("server").path("line").asInt()).isEqualTo(1);
  }

  @Test
  void withoutAFaultWhatIsOpenDecides() {
    String right = url(harness.endpoint("baseline/tls13"), 0);
    String[] resolve = {"--resolve", "*:127.0.0.1:" + harness.endpoint("baseline/tls13").port()};

    assertThat(probe(right, right + "0", resolve[0], resolve[1]).status()).isEqualTo(ExitCode.OK);
    assertThat(probe(right, NO_SUCH_HOST, "--resolve", host("baseline/tls13")).status())
        .isEqualTo(ExitCode.FAILURE);
    assertThat(probe(right, right, resolve[0], resolve[1]).err())
        .contains("argument 2 repeats argument 1");
  }

  private static String host(String id) {
    return harness.endpoint(id).host() + ":127.0.0.1";
  }

  @Test
  void aLineThatCannotBeUsedIsNotAPass() throws Exception {
    Path some =
        Files.write(
            directory.resolve("some.csv"),
            List.of(lines.get(0), line("baseline/tls13", 0, "", ""), "://,,,,"));

    Cli.Result result = probe("--from", some);

    assertThat(result.status()).isEqualTo(ExitCode.FAILURE);
    assertThat(result.out()).contains("1 server: 0 refused by iOS 27, 0 logged only, 1 fine");
    assertThat(result.err()).contains("line 3: ");
    List<String> json = probe("--from", some, "--json").out().lines().toList();
    assertThat(json).hasSize(2);
    assertThat(json.get(1)).contains("\"result\":\"NO VERDICT\"", "\"unread\":{\"line\":3,");
    assertThat(schema().validate(json.get(1), InputFormat.JSON)).isEmpty();
  }

  private static Schema schema() throws IOException {
    return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
        .getSchema(
            Files.readString(Path.of("..", "scenarios", "schema", "probe.schema.json")),
            InputFormat.JSON);
  }

  @Test
  void aRowThatIsExemptHidesNoOther() throws Exception {
    Path some =
        Files.write(
            directory.resolve("some.csv"),
            List.of(
                lines.get(0),
                line("handshake/no-ems", 0, "Anna", "scep"),
                line("handshake/no-ems", 0, "Bob", "mdm"),
                line("handshake/no-ems", 0, "Carl", "mdm")));
    List<String> forms = List.of("html", "csv", "markdown", "junit", "sarif");
    List<Object> options = new ArrayList<>(List.of("--from", some));
    forms.forEach(form -> options.addAll(List.of("--" + form, directory.resolve(form))));

    Cli.Result result = probe(options.toArray());

    String note = "but what it says about role differs; each is visited and judged for itself";
    assertThat(result.status()).isEqualTo(ExitCode.DEVIATION);
    assertThat(result.err()).contains("line 3 has the server of line 2");
    assertThat(result.out())
        .contains("2 servers: 1 refused by iOS 27, 0 logged only, 0 fine, 1 exempt", note)
        .contains("(Bob, Carl)");
    for (String form : forms) {
      assertThat(Files.readString(directory.resolve(form)).replace("&#59;", ";"))
          .as(form)
          .contains(note, "line 4 repeats line 3", "Bob, Carl");
    }
    options.add("--json");
    assertThat(probe(options.toArray()).out().lines())
        .hasSize(2)
        .allMatch(line -> line.contains(note));
  }

  @Test
  void whatAnEarlierRunIsSaidToHaveFoundIsNotBelieved() throws Exception {
    Path results = directory.resolve("results.jsonl");
    String wrong = url(harness.endpoint("handshake/no-ems"), 0);
    String[] resolve = {"--resolve", host("handshake/no-ems")};
    probe(wrong, "--resume", results, resolve[0], resolve[1]);
    Files.writeString(
        results, Files.readString(results).replace("\"result\":\"FAIL\"", "\"result\":\"PASS\""));

    Cli.Result result = probe(wrong, "--resume", results, resolve[0], resolve[1]);

    assertThat(result.status()).isEqualTo(ExitCode.USAGE);
    assertThat(result.err())
        .contains("results.jsonl: line 1: its result is 'PASS', but its parts make 'FAIL'");
  }

  @Test
  void shardsAreTheWholeTogether() throws Exception {
    List<String> both = new ArrayList<>();
    Path joined = directory.resolve("joined.jsonl");
    for (int part = 1; part <= 2; part++) {
      Path results = directory.resolve(part + ".jsonl");
      Cli.Result result = probe("--from", list, "--shard", part + "/2", "--resume", results);
      both.addAll(inOrder(result.out()));
      Files.write(
          joined,
          Files.readAllBytes(results),
          StandardOpenOption.CREATE,
          StandardOpenOption.APPEND);
    }
    assertThat(both).containsExactlyInAnyOrderElementsOf(urls());

    Cli.Result report = probe("--from", list, "--resume", joined, "--json");

    assertThat(report.err()).contains(ALL + " of " + ALL + " servers have a result in");
    assertThat(report.out().lines()).hasSize(ALL);
  }

  @Test
  void resultsOfOtherOptionsAreNotMixed() throws Exception {
    Path results = directory.resolve("results.jsonl");
    String right = url(harness.endpoint("baseline/tls13"), 0);
    probe(right, "--resolve", host("baseline/tls13"), "--resume", results);

    Cli.Result result =
        probe(right, "--resolve", host("baseline/tls13"), "--resume", results, "--no-follow");

    assertThat(result.status()).isEqualTo(ExitCode.USAGE);
    assertThat(result.err())
        .contains(
            "line 1 was made with other settings than this run: then 'nothing of that', now 'not"
                + " followed'");
  }

  @ParameterizedTest
  @CsvSource({"INT, 2", "TERM, 15", "KILL, 9"})
  void anInterruptedRunContinuesAndThenSaysTheSameAsAWholeOne(String signal, int number)
      throws Exception {
    Program.requireSignal(signal, number);
    boolean killed = signal.equals("KILL");
    Path results = directory.resolve("results.jsonl");
    Path html = directory.resolve("r.html");
    Path csv = directory.resolve("r.csv");
    Path out = directory.resolve("out");
    Process probe =
        program("--from", list, "--resume", results, "--html", html, "--csv", csv, "--jobs", "1")
            .redirectOutput(out.toFile())
            .redirectErrorStream(true)
            .start();
    try {
      await()
          .atMost(Duration.ofSeconds(PATIENCE_SECONDS))
          .until(() -> Files.exists(results) && Files.readAllLines(results).size() >= 3);
      Program.send(signal, probe);
      assertThat(probe.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
    } finally {
      probe.destroyForcibly();
    }
    assertThat(probe.exitValue()).isEqualTo(128 + number);
    String text = Files.readString(results);
    long known = text.chars().filter(c -> c == '\n').count();
    assertThat(known).isBetween(3L, ALL - 1L);
    if (!killed) {
      assertThat(Files.readString(out))
          .contains("were not visited; the same command continues", "not visited)");
      assertThat(inOrder(Files.readString(out))).isEqualTo(urls().subList(0, (int) known));
      assertThat(Files.readString(html)).contains("The run was stopped before its end");
      assertThat(withoutTimes(csv)).hasSize(ALL);
    }
    if (text.endsWith("\n")) {
      Files.writeString(results, "{\"cut", StandardOpenOption.APPEND);
    }

    Cli.Result rest = probe("--from", list, "--resume", results, "--html", html, "--csv", csv);

    assertThat(rest.err()).contains(known + " of " + ALL + " servers have a result in");
    assertThat(inOrder(rest.out())).isEqualTo(urls());
    assertThat(Files.readAllLines(results)).hasSize(ALL);
    assertThat(Files.readString(html))
        .contains(REFUSED + " refused by iOS 27", "of an earlier run (--resume), the oldest of")
        .doesNotContain("The run was stopped");
    Path whole = directory.resolve("whole.csv");
    assertThat(probe("--from", list, "--csv", whole).out()).doesNotContain("earlier run");
    assertThat(withoutTimes(csv)).isEqualTo(withoutTimes(whole));
  }

  @Test
  void afterAStopAllFormsHaveTheSameTotals() throws Exception {
    Program.requireSignal("INT", 2);
    Path out = directory.resolve("out.jsonl");
    List<Object> options = new ArrayList<>(List.of("--from", list, "--jobs", "1", "--json"));
    for (String form : List.of("html", "csv", "markdown", "junit", "sarif")) {
      options.addAll(List.of("--" + form, directory.resolve(form)));
    }
    Process probe =
        program(options.toArray())
            .redirectOutput(out.toFile())
            .redirectError(directory.resolve("err").toFile())
            .start();
    try {
      await()
          .atMost(Duration.ofSeconds(PATIENCE_SECONDS))
          .until(() -> Files.readAllLines(out).size() >= 3);
      Program.send("INT", probe);
      assertThat(probe.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
    } finally {
      probe.destroyForcibly();
    }

    List<JsonNode> all =
        Files.readAllLines(out).stream().map(JsonMapper.shared()::readTree).toList();
    assertThat(all)
        .extracting(one -> one.path("server").path("listed").asString())
        .isEqualTo(urls());
    Schema schema = schema();
    assertThat(all).allSatisfy(one -> assertThat(schema.validate(one)).isEmpty());
    long unvisited = all.stream().filter(one -> one.has("unvisited")).count();
    assertThat(unvisited).isBetween(1L, ALL - 3L);
    Map<String, Long> totals = count(all.stream().map(one -> one.path("group").asString()));
    long open = totals.get("not-judged");
    String sentence =
        "%d servers: %d refused by iOS 27, %d logged only, %d fine, %d exempt, %d not judged (%d not"
                .formatted(
                    ALL,
                    totals.getOrDefault("refused", 0L),
                    totals.getOrDefault("logged", 0L),
                    totals.getOrDefault("fine", 0L),
                    totals.getOrDefault("exempt", 0L),
                    open,
                    unvisited)
            + " visited).";
    for (String form : List.of("html", "markdown", "junit")) {
      assertThat(Files.readString(directory.resolve(form))).as(form).contains(sentence);
    }
    String html = Files.readString(directory.resolve("html"));
    assertThat(
            Pattern.compile(", (\\d+) not judged\\.</p>")
                .matcher(html)
                .results()
                .mapToLong(owner -> Long.parseLong(owner.group(1)))
                .sum())
        .isEqualTo(open);
    try (CsvReader<NamedCsvRecord> rows =
        CsvReader.builder().ofNamedCsvRecord(directory.resolve("csv"))) {
      assertThat(count(rows.stream().map(row -> row.getField("group")))).isEqualTo(totals);
    }
    assertThat(suite(directory.resolve("junit")).getAttribute("errors"))
        .isEqualTo(String.valueOf(open));
    JsonNode run =
        JsonMapper.shared()
            .readTree(Files.readString(directory.resolve("sarif")))
            .path("runs")
            .path(0);
    assertThat(run.path("properties").path("totals").path("not-judged").asLong()).isEqualTo(open);
    Map<String, Long> results =
        count(run.path("results").valueStream().map(one -> one.path("ruleId").asString()));
    totals.keySet().removeAll(List.of("fine", "exempt"));
    assertThat(results).isEqualTo(totals);

    Cli.Result rest = probe("--from", list, "--resume", out, "--json");

    assertThat(rest.err()).contains((ALL - unvisited) + " of " + ALL + " servers have a result in");
    assertThat(rest.out().lines()).hasSize(ALL).noneMatch(line -> line.contains("unvisited"));
  }

  private static Map<String, Long> count(Stream<String> groups) {
    return groups.collect(Collectors.groupingBy(one -> one, TreeMap::new, Collectors.counting()));
  }

  private static Element suite(Path junit) throws Exception {
    return DocumentBuilderFactory.newDefaultInstance()
        .newDocumentBuilder()
        .parse(junit.toFile())
        .getDocumentElement();
  }

  private static List<List<String>> withoutTimes(Path csv) throws IOException {
    try (CsvReader<NamedCsvRecord> rows = CsvReader.builder().ofNamedCsvRecord(csv)) {
      return rows.stream().map(row -> row.getFields().subList(0, row.getFieldCount() - 1)).toList();
    }
  }

  @Test
  void aListComesFromStandardInput() throws Exception {
    Path out = directory.resolve("out");
    Path in =
        Files.writeString(
            directory.resolve("in"), url(harness.endpoint("baseline/tls13"), 7) + "\n");
    Process probe =
        program("--from", "-", "--resolve", host("baseline/tls13"))
            .redirectInput(in.toFile())
            .redirectOutput(out.toFile())
            .redirectErrorStream(true)
            .start();

    assertThat(probe.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
    assertThat(Files.readString(out)).startsWith("PASS  https://").contains("1 server: ");
    assertThat(probe.exitValue()).isEqualTo(ExitCode.OK);
  }

  @Test
  void closedStandardInputIsNamed() throws Exception {
    ProcessBuilder closed = program("--from", "-");
    List<String> command = new ArrayList<>(List.of("/bin/sh", "-c", "exec \"$@\" <&-", "sh"));
    command.addAll(closed.command());
    Path out = directory.resolve("out");
    Process probe =
        closed.command(command).redirectOutput(out.toFile()).redirectErrorStream(true).start();

    assertThat(probe.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
    assertThat(Files.readString(out)).contains("standard input is closed; pipe the list into it");
    assertThat(probe.exitValue()).isEqualTo(ExitCode.USAGE);
  }

  @Test
  void aLogNamesTheServers() throws Exception {
    Endpoint weak = harness.endpoint("handshake/no-ems");
    Path log =
        Files.writeString(
            directory.resolve("device.log"),
            """
            2026-11-30 10:00:00.000000+0000 0x1a2b Default 0x0 123 0 mdmclient: (libboringssl.dylib) [com.apple.network:boringssl] boringssl_context_log(12) [C1:1][0x1] Warning [ATS FCPv2.1 violation]: TLS 1.2 negotiated without extended master secret (EMS) for server: %1$s
            2026-11-30 10:00:01.000000+0000 0x1a2b Default 0x0 123 0 mdmclient: (libboringssl.dylib) [com.apple.network:boringssl] boringssl_context_log(12) [C2:1][0x2] Warning [ATS FCPv2.1 violation]: TLS 1.2 negotiated without extended master secret (EMS) for server: %1$s
            """
                .formatted(weak.host()));

    Cli.Result result =
        probe("--from-log", log, "--resolve", weak.host() + ":443:127.0.0.1:" + weak.port());

    assertThat(result.err()).isEmpty();
    assertThat(inOrder(result.out())).containsExactly("https://" + weak.host());
    assertThat(result.status()).isEqualTo(ExitCode.DEVIATION);
  }

  private static ProcessBuilder program(Object... options) {
    return Program.of(Stream.concat(Stream.of("probe", "--ca", ca), Stream.of(options)).toArray());
  }

  @Test
  void whatCannotBeUsedIsRefusedWithTheRemedy() throws Exception {
    assertThat(probe().err()).contains("no servers: write URLs");
    assertThat(probe("a.test", "--from", list).err()).contains("choose one of them");
    assertThat(probe("--from", directory.resolve("absent")).err()).contains("does not exist");
    assertThat(probe("a.test", "b.test", "--connect", "127.0.0.1:1").err()).contains("--resolve");
    assertThat(probe("a.test", "b.test", "--jobs", "0").err()).contains("--jobs 0");
    assertThat(probe("a.test", "b.test", "--time-limit", "0").err()).contains("--time-limit 0");
    assertThat(probe("a.test", "ftp://b.test").status()).isEqualTo(ExitCode.USAGE);
    assertThat(probe("--from", directory).err()).contains("it is a directory; give a file");
    Path empty = Files.writeString(directory.resolve("empty"), "# nothing\n");
    Path report = directory.resolve("empty.xml");
    Cli.Result nothing = probe("--from", empty, "--junit", report);
    assertThat(nothing.err()).contains("it names no server");
    assertThat(nothing.status()).isEqualTo(ExitCode.FAILURE);
    assertThat(report).exists();
    assertThat(
            ServerListReader.read(
                    new ByteArrayInputStream("a.test".getBytes(StandardCharsets.UTF_8)))
                .servers())
        .hasSize(1);
  }
}
