package dev.atsharness.cli;

import dev.atsharness.drill.internal.Drill;
import dev.atsharness.drill.internal.DrillSheets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "export",
    description =
        "Write a drill for a class: the log, the questions and, separately, the answer key.",
    footer = {
      "",
      "Examples:",
      "  ats-harness drill export --level 2 --out class",
      "  ats-harness drill export --seed 4711 --level 3 --out class"
    })
final class DrillExportCommand implements Callable<Integer> {

  @Mixin private DrillOptions options;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      converter = OutputPath.Directory.class,
      required = true,
      description = "Where to write; created if it does not exist. No file is overwritten.")
  private Path directory;

  private final Terminal out;

  DrillExportCommand(Terminal out) {
    this.out = out;
  }

  @Override
  public Integer call() {
    Drill drill = options.drill();
    DrillSheets sheets = new DrillSheets(drill);
    String name = "drill-" + drill.seed() + "-level-" + drill.level();
    Map<String, String> files = new LinkedHashMap<>();
    files.put(name + ".log", drill.log());
    files.put(name + "-questions.md", sheets.questions());
    files.put(name + "-key.md", sheets.key());
    files.put(name + "-key.json", sheets.json());
    OutputFile.createAll("--out", directory, files.keySet(), files::get);
    files.keySet().forEach(file -> out.line("Written:  " + directory.resolve(file)));
    return ExitCode.OK;
  }
}
