package dev.atsharness.cli;

import dev.atsharness.conformance.CheckerResult;
import dev.atsharness.conformance.ConformanceResult;
import dev.atsharness.conformance.checker.AdapterFile;
import dev.atsharness.conformance.checker.AdapterFile.Written;
import dev.atsharness.log.internal.text.HostileText;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneId;

/**
 * The file of {@code --write-gaps}: what deviates today, as known gaps.
 *
 * @param file where it will be; nothing is there yet
 * @param adapter of the checker that is run
 */
record GapFile(Path file, AdapterFile adapter) {

  private static final String OPTION = "--write-gaps";

  /**
   * Refuses, before the work is done, a place where nothing can be written or something is.
   *
   * @throws UsageException if the file cannot be written
   */
  static GapFile of(Path file, AdapterFile adapter) {
    if (!AdapterFile.isFile(file.toString())) {
      throw new UsageException(
          OPTION + " " + file + ": give it a name that ends in .yaml, as --checker takes it");
    }
    if (Files.exists(file)) {
      throw CreateNew.isThere(OPTION, file);
    }
    ReportFiles.requireWritable(OPTION, file);
    return new GapFile(file, adapter);
  }

  /** Writes the file, and says what is in it; not if the run is void. */
  void write(ConformanceResult result, Terminal err) {
    CheckerResult checker = result.checkers().get(0);
    if (checker.voided().isPresent()) {
      err.line(
          OPTION
              + ": "
              + file
              + " is not written, for there is nothing to write down: the run is void, and says of no"
              + " server how the checker does there. Mend that first, then run this again");
      return;
    }
    Written written =
        adapter.withGaps(file, checker.verdicts(), LocalDate.now(ZoneId.systemDefault()));
    CreateNew.write(OPTION, file, written.text());
    err.line(
        "wrote "
            + written.gaps()
            + (written.gaps() == 1 ? " known gap" : " known gaps")
            + (written.gaps() == written.servers()
                ? ""
                : " of "
                    + written.servers()
                    + (written.servers() == 1 ? " server" : " servers")
                    + ", one for each code that is missed or wrong there,")
            + " to "
            + file
            + "; '--checker "
            + file
            + "' runs the checker with it");
    if (!written.stale().isEmpty()) {
      err.line(
          "not in it: "
              + HostileText.escape(String.join(", ", written.stale()))
              + ", where the checker sees what its adapter says it cannot see; mend the adapter by"
              + " hand");
    }
  }
}
