package dev.atsharness.cli;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * Reads the name of a file that a command writes, and so marks its option: {@link OutputOptions}
 * looks at the files of all such options before the command runs.
 */
sealed class OutputPath implements ITypeConverter<Path> {

  @Override
  public Path convert(String text) {
    try {
      return Path.of(text);
    } catch (InvalidPathException e) {
      throw new TypeConversionException("'" + text + "' is not the name of a file");
    }
  }

  /** A file that must not exist yet. */
  static final class New extends OutputPath {}

  /** A file to which lines are added while the command runs. */
  static final class Lines extends OutputPath {}

  /** A directory, which is made if it does not exist. */
  static final class Directory extends OutputPath {}
}
