package dev.atsharness.cli;

import dev.atsharness.drill.internal.Drill;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "drill",
    description = {
      "Practise reading device logs: an artificial log and questions about it. Each answer is"
          + " judged at once, with the reason."
    },
    footer = {
      "",
      "Answer with the number of a choice, or several separated by blanks. Ctrl-D ends early.",
      "",
      "Examples:",
      "  ats-harness drill",
      "  ats-harness drill --level 3 --log drill.log   read the log in an editor meanwhile",
      "  ats-harness drill --seed 4711 --level 2       the same drill for everybody",
      "  ats-harness drill export --seed 4711 --level 2 --out class",
      "",
      "Exit status: 0 whatever the score, 2 wrong usage."
    })
final class DrillCommand implements Callable<Integer> {

  @Mixin private DrillOptions options;

  @Option(
      names = "--log",
      paramLabel = "FILE",
      converter = OutputPath.New.class,
      description = "Write the log to this file instead of showing it.")
  private Optional<Path> log = Optional.empty();

  private final InputStream in;
  private final Terminal out;

  DrillCommand(InputStream in, Terminal out) {
    this.in = in;
    this.out = out;
  }

  @Override
  public Integer call() throws IOException {
    Drill drill = options.drill();
    log.ifPresent(file -> OutputFile.create("--log", file, drill.log()));
    DrillSession session =
        new DrillSession(
            drill, new BufferedReader(new InputStreamReader(in, Charset.defaultCharset())), out);
    StopHook lastWords = StopHook.lastWords(session::tellScore);
    try {
      session.begin(log);
      session.ask();
    } finally {
      lastWords.remove();
    }
    session.tellScore();
    return ExitCode.OK;
  }
}
