package dev.atsharness.cli;

import dev.atsharness.io.internal.WholeFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/**
 * Checks the files that a command is told to write, before it runs: later the work of several
 * minutes would be lost.
 */
final class OutputOptions {

  private OutputOptions() {}

  /**
   * Checks the options of the command that was called.
   *
   * @throws UsageException if a file cannot be meant, two options name the same, or the command
   *     reads it
   * @throws OutputException if a file cannot be written
   */
  static void check(ParseResult parsed) {
    ParseResult called = parsed;
    while (called.hasSubcommand()) {
      called = called.subcommand();
    }
    if (called.isUsageHelpRequested()) {
      return;
    }
    Map<Path, String> options = new HashMap<>();
    for (OptionSpec option : called.matchedOptions()) {
      Optional<OutputPath> kind = kind(option);
      Optional<Path> file = kind.flatMap(any -> path(option));
      if (file.isPresent()) {
        requireNotRead(option.longestName(), file.get(), called);
        check(option.longestName(), file.get(), kind.get());
        requireOther(option.longestName(), file.get(), options);
      }
    }
  }

  /** Says which files an option names; empty if it names none to write. */
  static Optional<OutputPath> kind(OptionSpec option) {
    ITypeConverter<?>[] converters = option.converters();
    return converters.length == 1 && converters[0] instanceof OutputPath kind
        ? Optional.of(kind)
        : Optional.empty();
  }

  private static Optional<Path> path(OptionSpec option) {
    Object value = option.getValue();
    return value instanceof Optional<?> optional
        ? optional.map(Path.class::cast)
        : Optional.ofNullable((Path) value);
  }

  private static void check(String option, Path file, OutputPath kind) {
    if (kind instanceof OutputPath.Directory) {
      if (Files.exists(file) && !Files.isDirectory(file)) {
        throw new UsageException(option + " " + file + " is a file; give a directory");
      }
      return;
    }
    if (Files.isDirectory(file)) {
      throw new UsageException(option + " " + file + ": this is a directory; give a file in it");
    }
    if (kind instanceof OutputPath.New && Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
      throw OutputFile.isThere(option, file);
    }
    try {
      requireDirectory(option, file);
      if (kind instanceof OutputPath.Lines && !WholeFile.isOrdinary(file)) {
        throw new UsageException(option + " " + file + ": this is not a regular file");
      }
      WholeFile.attempt(file);
    } catch (IOException e) {
      throw new OutputException(option, file, e);
    }
  }

  private static void requireDirectory(String option, Path file) throws IOException {
    Path target = WholeFile.target(file);
    Path directory = target.getParent();
    if (directory != null && !Files.isDirectory(directory)) {
      String link = Files.isSymbolicLink(file) ? ": this is a link to " + target : "";
      throw new UsageException(
          option
              + " "
              + file
              + link
              + ": there is no directory "
              + directory
              + "; create it first");
    }
  }

  /**
   * Compares with all that is given besides: whatever names an existing file may be read. What an
   * output option names is compared by {@link #requireOther}.
   */
  private static void requireNotRead(String option, Path file, ParseResult called) {
    Stream<ArgSpec> others =
        Stream.concat(
            called.matchedOptions().stream().filter(other -> kind(other).isEmpty()),
            called.matchedPositionals().stream());
    for (ArgSpec other : others.toList()) {
      for (String value : other.originalStringValues()) {
        if (isSame(option, file, value)) {
          throw new UsageException(
              option
                  + " "
                  + file
                  + ": "
                  + (other instanceof OptionSpec read ? read.longestName() : other.paramLabel())
                  + " names the same file, which would be overwritten; choose another");
        }
      }
    }
  }

  private static boolean isSame(String option, Path file, String value) {
    try {
      Path read = Path.of(value);
      return Files.isRegularFile(read) && Files.exists(file) && Files.isSameFile(read, file);
    } catch (InvalidPathException e) {
      return false; // a value that names no file
    } catch (IOException e) {
      throw new OutputException(option, file, e);
    }
  }

  private static void requireOther(String option, Path file, Map<Path, String> options) {
    try {
      if (!WholeFile.isOrdinary(file)) {
        return; // two outputs may go to one terminal
      }
      Path target = WholeFile.target(file);
      Path directory = target.getParent();
      Path place =
          directory == null ? target : directory.toRealPath().resolve(target.getFileName());
      String before = options.put(place, option);
      if (before != null) {
        throw new UsageException(
            before
                + " and "
                + option
                + " name the same file, "
                + file
                + "; choose another for one");
      }
    } catch (IOException e) {
      throw new OutputException(option, file, e);
    }
  }
}
