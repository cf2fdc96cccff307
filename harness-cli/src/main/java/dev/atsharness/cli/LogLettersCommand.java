package dev.atsharness.cli;

import dev.atsharness.log.LogExplanation;
import dev.atsharness.log.LogSummary;
import dev.atsharness.log.LoggedViolation;
import dev.atsharness.log.internal.letter.LetterFiles;
import dev.atsharness.log.internal.letter.LetterTally;
import dev.atsharness.log.internal.report.LogReport;
import dev.atsharness.log.internal.text.HostileText;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "letters",
    description = {
      "Write a letter for the owner of each server that a device's log names: what is wrong, why it"
          + " matters, what to change, and how to check it. Each letter is there as a page to print"
          + " or mail, in Markdown and as plain text; index.html lists them."
    },
    footer = {
      "",
      "Without --owners there is a letter for each server. With it, all servers of an owner are in",
      "one letter. The file is that of 'probe --from': CSV whose first line names the columns url,",
      "owner, role and product; a row also applies to the same host in another URL.",
      "",
      "A host may have several rows. If the log gives a port that a row has, the rows with that"
          + " port",
      "count; otherwise all rows of the host do. Each of their owners gets the letter. A host has"
          + " no",
      "letter for its role only if Apple's requirements apply to none of its rows.",
      "",
      "Examples:",
      "  ats-harness log letters ats.ndjson --out letters",
      "  ats-harness log letters phone.txt --out letters --product nginx",
      "  ats-harness log letters sysdiagnose.tar.gz --out letters --owners owners.csv",
      "  ats-harness log letters phone.txt --out letters --contact 'Device team, it@example.org'",
      "",
      "Exit status: 0 no violations, or only of apps or servers to which Apple's requirements do"
          + " not",
      "apply; 1 violations; 2 wrong usage; 3 cannot tell: none was found, but a part was not read"
          + " or not",
      "understood."
    })
final class LogLettersCommand implements Callable<Integer> {

  private static final String OUT = "--out";

  @Mixin private LogInput log;

  @Option(
      names = OUT,
      paramLabel = "DIR",
      converter = OutputPath.Directory.class,
      required = true,
      description = "Where to write; created if it does not exist. No file is overwritten.")
  private Path directory;

  @Mixin private OwnersOptions owners;

  @Option(
      names = "--contact",
      paramLabel = "TEXT",
      description =
          "Who answers questions; the last line of each letter, for example a mail address.")
  private Optional<String> contact = Optional.empty();

  private final Terminal out;
  private final Terminal err;

  LogLettersCommand(Terminal out, Terminal err) {
    this.out = out;
    this.err = err;
  }

  @Override
  public Integer call() {
    if (contact.filter(String::isBlank).isPresent()) {
      throw new UsageException("--contact: the text is empty");
    }
    requireNew();
    OwnersOptions.Owners known = owners.read(err);
    LogExplanation explanation = new LogExplanation();
    LetterTally tally = new LetterTally();
    Consumer<LoggedViolation> both = explanation.andThen(tally);
    LogSummary summary = log.read(err, log.reader(), both);
    LogReport report = new LogReport(summary, explanation);
    LetterFiles files = new LetterFiles(summary, report.sentence(), tally, known::of, contact);
    OutputFile.createAll(OUT, directory, files.names(), files::content);
    files.notes().forEach(note -> err.line("note: " + HostileText.escape(note)));
    known.unmatched().ifPresent(note -> err.line("note: " + HostileText.escape(note)));
    out.line(HostileText.escape(report.sentence()));
    if (!files.totals().isEmpty()) {
      out.line(files.totals());
    }
    if (!known.whole()) {
      out.line(
          "Cannot tell whether more servers need a letter: not all rows of --owners were used.");
    }
    out.line(written(files.letters()));
    return switch (report.answer()) {
      case VIOLATIONS ->
          files.required()
              ? ExitCode.DEVIATION
              : summary.unread().isEmpty()
                      && known.whole()
                      && report.failed().stream().noneMatch(report::matters)
                  ? ExitCode.OK
                  : ExitCode.FAILURE;
      case NO_VIOLATIONS, NOT_REQUIRED -> ExitCode.OK;
      case CANNOT_TELL -> ExitCode.FAILURE;
    };
  }

  /** Says where the letters are, or why there is none. */
  private String written(int letters) {
    Path index = directory.resolve(LetterFiles.INDEX);
    if (letters == 0) {
      return "No letter was written; " + index + " says why.";
    }
    return letters == 1
        ? "1 letter in " + directory + "; " + index + " lists it."
        : letters + " letters in " + directory + "; " + index + " lists them.";
  }

  /** Refuses a directory with letters of an earlier run, before the log is read. */
  private void requireNew() {
    if (Files.exists(directory.resolve(LetterFiles.INDEX))) {
      throw new UsageException(
          OUT
              + ": "
              + directory
              + " has letters of an earlier run: "
              + LetterFiles.INDEX
              + " exists already; choose another directory, or remove this one");
    }
  }
}
