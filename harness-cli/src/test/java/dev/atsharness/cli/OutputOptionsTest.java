package dev.atsharness.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/** The options that name files to write: which they are, and what is refused before the run. */
class OutputOptionsTest {

  /** Options with a path that is read, or that is the private directory of 'serve'. */
  private static final Set<String> INPUTS =
      Set.of(
          "--ca",
          "--file", // of 'hosts', which reads it first
          "--from",
          "--identity",
          "--identity-password-file",
          "--maven-repository",
          "--owners",
          "--rerun",
          "--scenarios",
          "--state");

  /** What else a command needs, so that only its output can be wrong. */
  private static final Map<String, String> NEEDED =
      Map.of(
          "check", "--checker simulated-device --only baseline/*",
          "device kit", "--state DIR/state",
          "drill", "",
          "drill export", "",
          "log check", "DIR/ats.log --against DIR/none.json",
          "log explain", "DIR/ats.log",
          "log letters", "DIR/ats.log",
          "probe", "mdm.example.com",
          "report", "DIR/none.json",
          "serve", "--only baseline/*");

  @TempDir Path directory;

  private record Output(String command, String option, OutputPath kind) {
    @Override
    public String toString() {
      return command + " " + option;
    }
  }

  static Stream<Output> outputs() {
    Terminal none = new Terminal(new PrintWriter(new StringWriter()), false, false);
    return outputs("", Main.line(none, none));
  }

  static Stream<Output> files() {
    return outputs()
        .filter(output -> !(output.kind() instanceof OutputPath.Directory))
        .filter(output -> !output.command().equals("scenario new"));
  }

  private static Stream<Output> outputs(String name, CommandLine line) {
    return Stream.concat(
        line.getCommandSpec().options().stream()
            .flatMap(
                option ->
                    OutputOptions.kind(option).stream()
                        .map(kind -> new Output(name, option.longestName(), kind))),
        line.getSubcommands().entrySet().stream()
            .flatMap(sub -> outputs((name + " " + sub.getKey()).strip(), sub.getValue())));
  }

  /** An option that nobody has sorted would be written without a check. */
  @Test
  void everyOptionWithAPathIsReadOrMarkedAsWritten() {
    Terminal none = new Terminal(new PrintWriter(new StringWriter()), false, false);

    assertThat(unmarked(Main.line(none, none), new TreeSet<>())).isSubsetOf(INPUTS);
    assertThat(outputs().map(Output::toString))
        .contains("check --json", "probe --resume", "log letters --out", "serve --ready-file");
  }

  private static Set<String> unmarked(CommandLine line, Set<String> found) {
    for (OptionSpec option : line.getCommandSpec().options()) {
      boolean path = List.of(option.auxiliaryTypes()).contains(Path.class);
      if ((path || option.type() == Path.class) && OutputOptions.kind(option).isEmpty()) {
        found.add(option.longestName());
      }
    }
    line.getSubcommands().values().forEach(sub -> unmarked(sub, found));
    return found;
  }

  @ParameterizedTest
  @MethodSource("files")
  void aDirectoryIsNoFile(Output output) throws IOException {
    assertRefused(output, directory.toString(), ExitCode.USAGE, "this is a directory; give a file");
  }

  @ParameterizedTest
  @MethodSource("files")
  void aFileInADirectoryThatDoesNotExistIsRefused(Output output) throws IOException {
    Path missing = directory.resolve("missing");

    assertRefused(
        output,
        missing.resolve("x.yaml").toString(),
        ExitCode.USAGE,
        "there is no directory " + missing + "; create it first");
  }

  @ParameterizedTest
  @MethodSource("files")
  @EnabledOnOs(value = OS.LINUX, disabledReason = "/proc is of Linux")
  void whereNoFileCanBeMadeTheCommandDoesNotBegin(Output output) throws IOException {
    String words =
        output.kind() instanceof OutputPath.Lines
            ? "this is not a regular file"
            : "cannot be written: nothing can be made there; name another place";

    assertRefused(
        output,
        "/proc/x.yaml",
        output.kind() instanceof OutputPath.Lines ? ExitCode.USAGE : ExitCode.FAILURE,
        words);
  }

  @ParameterizedTest
  @MethodSource("files")
  @EnabledOnOs(value = OS.LINUX, disabledReason = "links need a privilege elsewhere")
  void aDanglingLinkIsNamedWithItsTarget(Output output) throws IOException {
    Path link = Files.createSymbolicLink(directory.resolve("x.yaml"), Path.of("missing/there"));

    assertRefused(
        output,
        link.toString(),
        ExitCode.USAGE,
        output.kind() instanceof OutputPath.New
            ? "exists already"
            : "this is a link to "
                + directory.resolve("missing/there")
                + ": there is no directory");
  }

  @Test
  void oneFileIsNotForTwoOptions() throws IOException {
    Path file = directory.resolve("a.html");

    Cli.Result result =
        Cli.run(
            "check",
            "--html",
            file.toString(),
            "--markdown",
            directory + "/./a.html",
            "--jobs",
            "1");

    assertThat(result.err())
        .contains("name the same file")
        .contains("--html")
        .contains("--markdown");
    assertThat(result.status()).isEqualTo(ExitCode.USAGE);
    assertThat(file).doesNotExist();
  }

  @ParameterizedTest
  @CsvSource({
    "probe --from in --csv in, --csv, --from",
    "probe --from in --csv link, --csv, --from",
    "probe --from link --html in, --html, --from",
    "probe a.test --ca in --markdown in, --markdown, --ca",
    "probe a.test --identity in --junit in, --junit, --identity",
    "probe a.test --identity x --identity-password-file in --sarif in, --sarif, --identity-pass",
    "probe --from-log in --html in, --html, --from-log",
    "probe --from in --resume in, --resume, --from",
    "check --rerun in --json in, --json, --rerun",
    "check --checker in --html in, --html, --checker",
    "log explain in --html in, --html, FILE",
    "log check in --against other --json in, --json, FILE",
    "log check other --against in --json in, --json, --against",
    "report other in --html in, --html, FILE",
  })
  @EnabledOnOs(value = OS.LINUX, disabledReason = "links need a privilege elsewhere")
  void whatACommandReadsItDoesNotWrite(String command, String output, String input)
      throws IOException {
    Path in = Files.writeString(directory.resolve("in"), "precious\n");
    Files.createSymbolicLink(directory.resolve("link"), in);
    String[] words =
        Stream.of(command.split(" "))
            .map(
                word ->
                    List.of("in", "link", "other").contains(word) ? directory + "/" + word : word)
            .toArray(String[]::new);

    Cli.Result result = Cli.run(words);

    assertThat(result.err())
        .startsWith("ats-harness: " + output)
        .contains(input)
        .contains("the same file");
    assertThat(result.status()).isEqualTo(ExitCode.USAGE);
    assertThat(in).hasContent("precious");
  }

  private void assertRefused(Output output, String target, int status, String words)
      throws IOException {
    Files.writeString(directory.resolve("ats.log"), "nothing\n");
    String needed = NEEDED.get(output.command()).replace("DIR", directory.toString());
    String command = (output.command() + " " + needed).strip();
    String contribute =
        output.option().equals("--contribute") ? " --device-os iOS --log-taken sysdiagnose" : "";

    Cli.Result result =
        Cli.run((command + contribute + " " + output.option() + " " + target).split(" "));

    assertThat(result.err()).startsWith("ats-harness: " + output.option()).contains(target, words);
    assertThat(result.err().lines()).hasSize(1);
    assertThat(result.status()).isEqualTo(status);
    assertThat(result.out()).isEmpty();
  }
}
