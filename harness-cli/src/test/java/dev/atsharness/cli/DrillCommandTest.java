package dev.atsharness.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import dev.atsharness.drill.internal.Drill;
import dev.atsharness.drill.internal.DrillQuestion;
import dev.atsharness.drill.internal.DrillSheets;
import dev.atsharness.drill.internal.Drills;
import dev.atsharness.log.LogExplanation;
import dev.atsharness.log.LogReader;
import dev.atsharness.scenario.Catalogue;
import dev.atsharness.yaml.internal.SchemaFiles;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class DrillCommandTest {

  private static final long SEED = 4711;

  @TempDir Path directory;

  @Test
  void playsADrillToTheEnd() {
    Drill drill = new Drills(Catalogue.builtIn()).drill(SEED, 3);
    String answers =
        drill.questions().stream().map(DrillCommandTest::typed).collect(Collectors.joining());

    String said = play(answers, "--level", "3");

    int questions = drill.questions().size();
    assertThat(said)
        .contains(drill.lines().get(drill.lines().size() - 1))
        .contains(questions + " of " + questions + " right.")
        .contains("To repeat this drill: ats-harness drill --seed 4711 --level 3")
        .doesNotContain("Wrong.\n", "\u001b");
    assertThat(said.split("Right\\.", -1)).hasSize(questions + 1);
    drill.questions().forEach(question -> assertThat(said).contains(question.reason()));
  }

  @Test
  void tellsTheAnswerAndTheReasonAtOnce() {
    Drill drill = new Drills(Catalogue.builtIn()).drill(SEED, 1);
    DrillQuestion servers = drill.question("servers");
    int wrong =
        IntStream.rangeClosed(1, servers.choices().size())
            .filter(n -> !servers.answer().contains(servers.choices().get(n - 1).id()))
            .findFirst()
            .orElseThrow();
    int right = Integer.parseInt(typed(servers).strip());

    assertThat(play(wrong + "\n"))
        .containsPattern("(?m)^(Numbers: )?Wrong\\.$")
        .contains(told(wrong, servers.choices().get(wrong - 1), "wrong"))
        .contains(told(right, servers.choices().get(right - 1), "right, but not chosen"))
        .contains(servers.reason())
        .contains("0 of 1 right, " + (drill.questions().size() - 1) + " not answered.");
  }

  private static String told(int number, DrillQuestion.Choice choice, String mark) {
    return "   %d  %s: %s\n      %s\n".formatted(number, choice.text(), mark, choice.note());
  }

  @Test
  void whatIsNoChoiceIsAskedAgain() {
    assertThat(play("\nx\n99\n0\n")).contains("Type numbers from 1 to 4, separated by spaces.");
    assertThat(play("1\n1 2\n")).contains("Type one number from 1 to 5.");
  }

  @Test
  void theEndOfInputEndsItWithTheScore() {
    assertThat(play("")).containsPattern("0 of 0 right, 5 not answered\\.");
  }

  @Test
  void aLogInAFileIsTheLogAlone() throws IOException {
    Path file = directory.resolve("drill.log");

    assertThat(play("", "--log", file.toString()))
        .contains("The log: " + file)
        .doesNotContain("Timestamp  ");
    assertThat(file).hasContent(new Drills(Catalogue.builtIn()).drill(SEED, 1).log());

    Cli.Result again = Cli.run("drill", "--log", file.toString());
    assertThat(again.status()).isEqualTo(ExitCode.USAGE);
    assertThat(again.err()).contains("exists already");
  }

  @Test
  void exportsTheLogAndTheKeyApart() throws IOException {
    String[] command = {
      "drill", "export", "--seed", "7", "--level", "2", "--out", directory.resolve("a").toString()
    };
    Cli.Result result = Cli.run(command);

    assertThat(result.status()).isEqualTo(ExitCode.OK);
    assertThat(result.out().lines()).hasSize(4).allMatch(line -> line.startsWith("Written:  "));
    Path name = directory.resolve("a");
    JsonNode key =
        JsonMapper.shared().readTree(Files.readString(name.resolve("drill-7-level-2-key.json")));
    LogExplanation explanation = new LogExplanation();
    new LogReader(Clock.systemUTC())
        .read(Files.readString(name.resolve("drill-7-level-2.log")))
        .forEach(explanation);
    assertThat(explanation.findings().stream().map(finding -> finding.server()))
        .containsAll(withViolations(key));
    assertThat(Files.readString(name.resolve("drill-7-level-2-key.md"))).contains("- [x] ");
    assertThat(Files.readString(name.resolve("drill-7-level-2-questions.md")))
        .contains("- [ ] ")
        .doesNotContain("[x]");

    Cli.Result again = Cli.run(command);
    assertThat(again.status()).isEqualTo(ExitCode.USAGE);
    assertThat(again.err()).contains("drill-7-level-2.log exists already");
  }

  private static List<String> withViolations(JsonNode key) {
    return key.path("servers").properties().stream()
        .filter(server -> !server.getValue().isEmpty())
        .map(Map.Entry::getKey)
        .toList();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void theKeyMeetsThePublishedSchema(int level) throws IOException {
    Schema schema = SchemaFiles.published("drill-key");
    String key = new DrillSheets(new Drills(Catalogue.builtIn()).drill(SEED, level)).json();

    assertThat(schema.validate(key, InputFormat.JSON)).as(key).isEmpty();
    String bad = key.replace("\"answer\"", "\"answers\"");
    assertThat(schema.validate(bad, InputFormat.JSON)).isNotEmpty();
  }

  @Test
  void wrongUsageIsSaid() {
    assertThat(Cli.run("drill", "--level", "4").err()).contains("levels are 1 to 3");
    assertThat(Cli.run("drill", "--level", "4").status()).isEqualTo(ExitCode.USAGE);
    assertThat(Cli.run("drill", "--seed", "x").status()).isEqualTo(ExitCode.USAGE);
    assertThat(Cli.run("drill", "export").err()).contains("--out");
  }

  private static String typed(DrillQuestion question) {
    return IntStream.rangeClosed(1, question.choices().size())
            .filter(n -> question.answer().contains(question.choices().get(n - 1).id()))
            .mapToObj(Integer::toString)
            .collect(Collectors.joining(" "))
        + "\n";
  }

  private static String play(String input, String... options) {
    StringWriter said = new StringWriter();
    DrillCommand command =
        new DrillCommand(
            new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
            new Terminal(new PrintWriter(said), false, false));
    int status =
        new CommandLine(command)
            .execute(
                Stream.concat(Stream.of("--seed", "" + SEED), Stream.of(options))
                    .toArray(String[]::new));
    assertThat(status).isEqualTo(ExitCode.OK);
    return said.toString();
  }
}
