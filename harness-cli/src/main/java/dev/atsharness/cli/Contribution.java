package dev.atsharness.cli;

import dev.atsharness.ats.ClientProfile;
import dev.atsharness.conformance.CheckerResult;
import dev.atsharness.conformance.ConformanceResult;
import dev.atsharness.conformance.internal.DeviceContribution;
import dev.atsharness.log.LogSummary;
import dev.atsharness.log.internal.text.HostileText;
import dev.atsharness.scenario.Catalogue;
import dev.atsharness.scenario.internal.ClientProfiles;
import dev.atsharness.scenario.internal.DeviceEvidence;
import dev.atsharness.scenario.internal.DeviceResult;
import dev.atsharness.scenario.internal.DeviceResult.Outcome;
import dev.atsharness.scenario.internal.TestedDevice;
import dev.atsharness.yaml.internal.Problem;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Option;

/**
 * The options that say whether to write what a device showed as a file for {@code
 * scenarios/evidence}, and the kind of device.
 */
final class Contribution {

  private static final String OPTION = "--contribute";

  @Option(
      names = OPTION,
      paramLabel = "FILE",
      converter = OutputPath.New.class,
      description =
          "Write what the device showed here, as an entry for the catalogue: without names,"
              + " addresses and identifiers. The text is shown first, and written if you agree.")
  private Optional<Path> file = Optional.empty();

  @Option(
      names = "--device-os",
      paramLabel = "OS",
      description =
          "With --contribute: the device's system and its release, e.g. 'macOS"
              + " ${bundle:reference-release}'.")
  private Optional<String> os = Optional.empty();

  @Option(
      names = "--device-build",
      paramLabel = "BUILD",
      description = "With --contribute: the build of that release, e.g. 25F71, if you know it.")
  private Optional<String> build = Optional.empty();

  @Option(
      names = "--device-model",
      paramLabel = "MODEL",
      description =
          "With --contribute: Apple's identifier of the model, e.g. iPhone17,2, if you know it."
              + " Never a serial number.")
  private Optional<String> model = Optional.empty();

  @Option(
      names = "--log-taken",
      paramLabel = "HOW",
      description =
          "With --contribute: how the log was taken: sysdiagnose, log-show, log-stream, console,"
              + " idevicesyslog, pymobiledevice3 or unifiedlog-iterator.")
  private Optional<String> taken = Optional.empty();

  @Option(
      names = "--yes",
      description = "With --contribute: write the file without a question, after it was shown.")
  private boolean yes;

  /** Whether a file is wanted. */
  boolean wanted() {
    return file.isPresent();
  }

  /**
   * Checks the options before the log is read.
   *
   * @throws UsageException if one is missing or cannot be used
   */
  void check(Catalogue catalogue) {
    if (file.isEmpty()) {
      if (yes || Stream.of(os, build, model, taken).anyMatch(Optional::isPresent)) {
        throw new UsageException(
            "--device-os, --device-build, --device-model, --log-taken and --yes belong to "
                + OPTION
                + " FILE, which is missing");
      }
      return;
    }
    if (os.isEmpty() || taken.isEmpty()) {
      throw new UsageException(
          OPTION
              + " needs the device's system and release, and how the log was taken, for example"
              + " --device-os 'iOS "
              + catalogue.releases().reference()
              + "' --log-taken sysdiagnose");
    }
    String example =
        DeviceEvidence.text(
            device(LocalDate.EPOCH),
            List.of(
                new DeviceResult(
                    catalogue.scenarios().get(0).id(),
                    Optional.of(Outcome.CONNECTED),
                    Optional.empty(),
                    Optional.empty(),
                    List.of())));
    DeviceEvidence.check(example, OPTION, catalogue).stream()
        .map(Problem::message)
        .filter(message -> message.matches("(?s)(device|log|release)\\b.*"))
        .findFirst()
        .ifPresent(
            message -> {
              throw new UsageException(
                  OPTION
                      + ": the device is described by --device-os 'iOS "
                      + catalogue.releases().reference()
                      + "', --device-build 23F79, --device-model iPhone17,2 and --log-taken"
                      + " sysdiagnose; "
                      + HostileText.escape(message));
            });
  }

  /** The client profile of the device's release; empty if no file is wanted. */
  Optional<ClientProfile> profile(Catalogue catalogue) {
    return os.map(text -> ClientProfiles.system(catalogue, device(LocalDate.EPOCH).release()));
  }

  /**
   * Shows what would be written, and writes it if the user agrees.
   *
   * @throws UsageException if there is nobody to ask, and {@code --yes} is not given
   */
  void write(
      DeviceContribution shown,
      ConformanceResult result,
      LogSummary log,
      Catalogue catalogue,
      Terminal err) {
    Path target = file.orElseThrow();
    Optional<String> why = nothing(shown, result.checkers().get(0));
    if (why.isPresent()) {
      err.line(OPTION + ": " + target + " is not written: " + HostileText.escape(why.get()));
      return;
    }
    String text = DeviceEvidence.text(device(day(log)), shown.results());
    err.line();
    err.line("This is what the device showed. Check that nothing in it identifies a person, a");
    err.line("device or a server:");
    err.line();
    text.lines().forEach(line -> err.line("  " + HostileText.escape(line)));
    err.line();
    if (text.contains("(removed)")) {
      err.line("(removed) stands for words of a message that none of Apple's known messages has.");
      err.line();
    }
    if (!shown.leftOut().isEmpty()) {
      err.line("Not in it:");
      shown.leftOut().forEach((scenario, reason) -> err.line("  " + scenario + ": " + reason));
      err.line();
    }
    List<Problem> problems = DeviceEvidence.check(text, target.toString(), catalogue);
    if (!problems.isEmpty()) {
      err.line("It does not agree with the catalogue, which makes it the most valuable report:");
      problems.forEach(problem -> err.line("  " + HostileText.escape(problem.message())));
      err.line();
    }
    if (!agreed(target, err)) {
      err.line("not written: " + target);
      return;
    }
    OutputFile.create(OPTION, target, text);
    err.line("Written: " + target + ". docs/contributing-results.md says where to send it.");
  }

  private static Optional<String> nothing(DeviceContribution shown, CheckerResult device) {
    if (device.voided().isPresent()) {
      return Optional.of("the run is void, so it shows nothing: " + device.voided().get());
    }
    if (shown.results().isEmpty()) {
      return Optional.of(
          shown.leftOut().isEmpty()
              ? "neither the log nor the journal shows a connection to a scenario"
              : "nothing can be concluded: "
                  + shown.leftOut().entrySet().stream()
                      .map(entry -> entry.getKey() + ": " + entry.getValue())
                      .collect(Collectors.joining("; ")));
    }
    return Optional.empty();
  }

  private boolean agreed(Path target, Terminal err) {
    if (yes) {
      return true;
    }
    if (!Terminal.present()) {
      throw new UsageException(
          OPTION
              + " "
              + target
              + ": not written, because there is no terminal to ask at. Read the text above; if it"
              + " may be published, run this again with --yes");
    }
    err.writer().flush();
    String answer = System.console().readLine("Write this to %s? [y/N] ", target);
    return answer != null && answer.strip().toLowerCase(Locale.ROOT).matches("y|yes");
  }

  private TestedDevice device(LocalDate day) {
    String[] words = os.orElseThrow().strip().split("\\s+", 2);
    return new TestedDevice(
        words[0],
        words.length > 1 ? words[1] : "",
        build,
        model,
        day.toString(),
        taken.orElseThrow());
  }

  /** The day of the last event, in the zone of the log. */
  private static LocalDate day(LogSummary log) {
    return log.last()
        .map(OffsetDateTime::toLocalDate)
        .orElseGet(() -> LocalDate.now(ZoneId.systemDefault()));
  }
}
