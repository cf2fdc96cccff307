package dev.atsharness.log.internal.archive;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A program that makes text of a log in Apple's binary form: {@code log} of macOS, or {@code
 * unifiedlog_iterator}, an example program of the crate macos-unifiedlogs.
 *
 * @param file its file
 * @param isApples whether it is {@code log} of macOS
 */
public record LogProgram(Path file, boolean isApples) {

  /** The environment variable that names {@code unifiedlog_iterator}. */
  public static final String VARIABLE = "ATS_HARNESS_UNIFIEDLOG_ITERATOR";

  /** The name of the program that runs everywhere. */
  public static final String ITERATOR = "unifiedlog_iterator";

  private static final Path APPLES = Path.of("/usr/bin/log");

  /** The program of this machine. */
  public static Optional<LogProgram> ofThisMachine() {
    return find(System.getenv(), System.getProperty("os.name", ""));
  }

  /**
   * The named program, even if it does not exist, so that the mistake is reported; else {@code log}
   * on a Mac, and {@code unifiedlog_iterator} on the PATH elsewhere.
   */
  static Optional<LogProgram> find(Map<String, String> environment, String system) {
    String named = environment.getOrDefault(VARIABLE, "");
    if (!named.isBlank()) {
      return Optional.of(new LogProgram(Path.of(named), false));
    }
    if (system.toLowerCase(Locale.ROOT).startsWith("mac") && Files.isExecutable(APPLES)) {
      return Optional.of(new LogProgram(APPLES, true));
    }
    return Stream.of(environment.getOrDefault("PATH", "").split(File.pathSeparator))
        .filter(folder -> !folder.isBlank())
        .flatMap(folder -> in(folder, ITERATOR, ITERATOR + ".exe"))
        .filter(file -> Files.isRegularFile(file) && Files.isExecutable(file))
        .findFirst()
        .map(file -> new LogProgram(file, false));
  }

  private static Stream<Path> in(String folder, String... names) {
    try {
      Path directory = Path.of(folder);
      return Stream.of(names).map(directory::resolve);
    } catch (InvalidPathException e) {
      return Stream.empty(); // a folder that cannot exist has no program
    }
  }

  /** The name of the program in messages. */
  public String name() {
    return isApples ? "log show" : file.getFileName().toString();
  }

  /** The command that prints all records of the network, or more, as a line of JSON each. */
  List<String> command(Path archive) {
    String input = archive.toAbsolutePath().toString();
    return isApples
        ? List.of(
            file.toString(),
            "show",
            "--archive",
            input,
            "--info",
            "--style",
            "ndjson",
            "--predicate",
            "subsystem == \"com.apple.network\"")
        : List.of(file.toString(), "--mode", "log-archive", "--input", input, "--format", "jsonl");
  }
}
