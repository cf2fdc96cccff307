package dev.atsharness.cli;

import dev.atsharness.io.internal.WholeFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Writes what a command writes into the files and directories that its options name. */
final class OutputFile {

  private OutputFile() {}

  /**
   * Writes a file, or replaces it.
   *
   * @param option the option that names the file
   * @throws OutputException if it cannot be written; an earlier file is then as it was
   */
  static void write(String option, Path file, String text) {
    try {
      WholeFile.write(file, text.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new OutputException(option, file, e);
    }
  }

  /**
   * Writes a file that does not exist yet.
   *
   * @param option the option that names the file
   * @throws UsageException if the file exists
   * @throws OutputException if it cannot be written
   */
  static void create(String option, Path file, String text) {
    try {
      WholeFile.create(file, text.getBytes(StandardCharsets.UTF_8));
    } catch (FileAlreadyExistsException e) {
      throw isThere(option, file);
    } catch (IOException e) {
      throw new OutputException(option, file, e);
    }
  }

  /**
   * Writes files into a directory, replacing those that exist.
   *
   * @param option the option that names the directory
   */
  static void writeAll(
      String option, Path directory, Collection<String> names, Function<String, byte[]> content) {
    makeDirectory(option, directory);
    for (String name : names) {
      try {
        WholeFile.write(directory.resolve(name), content.apply(name));
      } catch (IOException e) {
        throw new OutputException(option, directory.resolve(name), e);
      }
    }
  }

  /**
   * Writes files into a directory: all, or none if one exists or cannot be written.
   *
   * @param option the option that names the directory
   */
  static void createAll(
      String option, Path directory, Collection<String> names, Function<String, String> content) {
    makeDirectory(option, directory);
    Optional<Path> there = names.stream().map(directory::resolve).filter(Files::exists).findFirst();
    if (there.isPresent()) {
      throw isThere(option, there.get());
    }
    List<Path> made = new ArrayList<>();
    try {
      for (String name : names) {
        create(option, directory.resolve(name), content.apply(name));
        made.add(directory.resolve(name));
      }
    } catch (OutputException e) {
      made.forEach(file -> remove(file, e));
      throw e;
    }
  }

  private static void remove(Path file, OutputException because) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      because.addSuppressed(e);
    }
  }

  private static void makeDirectory(String option, Path directory) {
    try {
      Files.createDirectories(directory);
    } catch (FileAlreadyExistsException e) {
      throw new UsageException(option + " " + directory + " is a file; give a directory", e);
    } catch (IOException e) {
      throw new OutputException(option, directory, e);
    }
  }

  static UsageException isThere(String option, Path file) {
    return new UsageException(
        option + ": " + file + " exists already; choose another file, or remove it");
  }
}
