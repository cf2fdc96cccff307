package dev.atsharness.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

/** Every command whose standard output cannot be written. */
class StandardOutputTest {

  private static final OutputStream FULL =
      new OutputStream() {
        @Override
        public void write(int value) throws IOException {
          throw new IOException("No space left on device");
        }
      };

  /** What is printed without a server; DIR is a directory with the files that are needed. */
  private static final List<String> CHEAP =
      List.of(
          "list",
          "list --json",
          "show baseline/tls13",
          "explain",
          "explain --json",
          "hosts",
          "log filter",
          "log explain DIR/ats.log",
          "log explain DIR/ats.log --json",
          "log explain DIR/ats.log --csv",
          "log explain DIR/ats.log --html DIR/page.html",
          "log diff DIR/ats.log DIR/ats.log",
          "log letters DIR/ats.log --out DIR/letters",
          "drill export --seed 1 --out DIR/class",
          "device kit --state DIR/state --out DIR/kit",
          "scenario new handshake/mine --from handshake/no-ems --scenarios DIR/mine");

  /** Commands that need a server, a result of one, the keyboard, or minutes. */
  private static final Set<String> OTHERS =
      Set.of(
          "bench",
          "bench check",
          "bench log",
          "bench probe",
          "check",
          "device",
          "device tour",
          "drill",
          "log",
          "log check",
          "probe",
          "report",
          "report diff",
          "scenario",
          "scenario check",
          "serve");

  @TempDir Path directory;

  private final StringWriter messages = new StringWriter();
  private final Terminal err = new Terminal(new PrintWriter(messages, true), false, false);

  static Stream<String> commands() {
    return Stream.concat(
        CHEAP.stream(), names(new TreeSet<>()).stream().map(name -> name + " --help"));
  }

  @ParameterizedTest
  @MethodSource("commands")
  void aFullDiskIsNotAnAnswer(String command) throws IOException {
    StandardOutput standard = new StandardOutput(FULL, () -> false);

    assertThat(run(standard, command)).as(messages.toString()).isEqualTo(ExitCode.FAILURE);
    assertThat(messages.toString().lines())
        .filteredOn(line -> line.startsWith("ats-harness: "))
        .containsExactly(
            "ats-harness: the standard output cannot be written: the disk is full; send it"
                + " elsewhere");
  }

  @ParameterizedTest
  @MethodSource("commands")
  void aReaderThatHasEndedIsNotAnAnswerAndNothingIsSaid(String command) throws IOException {
    StandardOutput standard = new StandardOutput(FULL, () -> true);

    assertThat(run(standard, command)).isEqualTo(ExitCode.FAILURE);
    assertThat(messages.toString().lines()).noneMatch(line -> line.startsWith("ats-harness: "));
  }

  @Test
  void anOutputThatIsWholeChangesNothing() {
    StandardOutput standard = new StandardOutput(OutputStream.nullOutputStream(), () -> true);
    Terminal out = terminal(standard);
    out.line("an answer");

    assertThat(standard.written(out, err, ExitCode.DEVIATION)).isEqualTo(ExitCode.DEVIATION);
    assertThat(messages.toString()).isEmpty();
  }

  @Test
  void everyCommandIsTriedOrIsNotCheap() {
    Set<String> tried =
        names(new TreeSet<>()).stream()
            .filter(name -> CHEAP.stream().anyMatch(cheap -> (cheap + " ").startsWith(name + " ")))
            .filter(name -> !OTHERS.contains(name))
            .collect(Collectors.toCollection(TreeSet::new));
    tried.addAll(OTHERS);

    assertThat(names(new TreeSet<>())).isEqualTo(tried);
  }

  /** The names of all commands, without that of the program. */
  private static Set<String> names(Set<String> found) {
    Terminal none = new Terminal(new PrintWriter(new StringWriter()), false, false);
    names("", Main.line(none, none), found);
    return found;
  }

  private static void names(String prefix, CommandLine line, Set<String> found) {
    line.getSubcommands()
        .forEach(
            (name, command) -> {
              found.add(prefix + name);
              names(prefix + name + " ", command, found);
            });
  }

  private int run(StandardOutput standard, String command) throws IOException {
    Files.writeString(
        directory.resolve("ats.log"),
        "2026-06-01 10:00:00.000000+0200 0x1 Default 0x0 1 0 mdmclient: nothing\n");
    Terminal out = terminal(standard);
    int status = Main.execute(out, err, command.replace("DIR", directory.toString()).split(" "));
    return standard.written(out, err, status);
  }

  private static Terminal terminal(StandardOutput standard) {
    return new Terminal(new PrintWriter(standard, false, StandardCharsets.UTF_8), false, false);
  }
}
