package dev.atsharness.cli;

import dev.atsharness.conformance.CheckerResult;
import dev.atsharness.conformance.ConformanceResult;
import dev.atsharness.conformance.checker.internal.AdapterFile;
import dev.atsharness.conformance.checker.internal.AdapterFile.Written;
import dev.atsharness.log.internal.text.HostileText;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneId;

/**
 * The file of {@code --write-gaps}: today's deviations as known gaps.
 *
 * @param file the path of the file, which does not exist yet
 * @param adapter the adapter of the checker that is run
 */
record GapFile(Path file, AdapterFile adapter) {

  private static final String OPTION = "--write-gaps";

  /**
   * Checks the name of the file before the run.
   *
   * @throws UsageException if the name cannot be used
   */
  static GapFile of(Path file, AdapterFile adapter) {
    if (!AdapterFile.isFile(file.toString())) {
      throw new UsageException(
          OPTION + " " + file + ": use a name that ends in .yaml, which --checker requires");
    }
    return new GapFile(file, adapter);
  }

  /** Writes the file and prints a summary of it. If the run is void, writes nothing. */
  void write(ConformanceResult result, Terminal err) {
    CheckerResult checker = result.checkers().get(0);
    if (checker.voided().isPresent()) {
      err.line(
          OPTION
              + ": "
              + file
              + " is not written: the run is void, so it shows for no server whether the checker is"
              + " right. Fix the cause and run this again");
      return;
    }
    Written written =
        adapter.withGaps(file, checker.verdicts(), LocalDate.now(ZoneId.systemDefault()));
    OutputFile.create(OPTION, file, written.text());
    err.line(
        "wrote "
            + written.gaps()
            + (written.gaps() == 1 ? " known gap" : " known gaps")
            + (written.gaps() == written.servers()
                ? ""
                : " of "
                    + written.servers()
                    + (written.servers() == 1 ? " server" : " servers")
                    + ", one for each missed or wrong code,")
            + " to "
            + file
            + "; '--checker "
            + file
            + "' uses it");
    if (!written.stale().isEmpty()) {
      err.line(
          "not in it: "
              + HostileText.escape(String.join(", ", written.stale()))
              + ", where the checker sees what its adapter says it cannot see; correct the adapter"
              + " by hand");
    }
  }
}
