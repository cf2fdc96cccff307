package dev.atsharness.conformance.checker.internal;

import dev.atsharness.conformance.KnownLimitations;
import dev.atsharness.conformance.checker.internal.Adapter.Executable;
import dev.atsharness.conformance.checker.internal.Adapter.Format;
import dev.atsharness.conformance.checker.internal.Adapter.Invocation;
import dev.atsharness.conformance.checker.internal.Adapter.Output;
import dev.atsharness.conformance.checker.internal.Adapter.Results;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A shell command for a program that follows the contract of {@link ContractOutput}, or for a
 * client on trial.
 *
 * @param text the command with {@linkplain Placeholders placeholders}
 * @param format how its result is read
 */
public record ShellCommand(String text, Format format) {

  static final String SHELL = "/bin/sh";

  /**
   * @throws IllegalArgumentException if there is no command, or it has an unknown placeholder in
   *     braces
   */
  public ShellCommand {
    if (text.isBlank()) {
      throw new IllegalArgumentException("no command; write for example './my-check {url}'");
    }
    Placeholders.requireKnown(text);
  }

  /** A program that follows the contract. */
  public ShellCommand(String text) {
    this(text, Format.CONTRACT);
  }

  /** Returns the command of a client on trial. */
  public static ShellCommand ofClient(String text) {
    return new ShellCommand(text, Format.CLIENT);
  }

  /**
   * Returns the name of the first file in the command: the program, or the script if the program is
   * its interpreter.
   */
  String name() {
    List<String> words =
        Stream.of(text.strip().split("\\s+")).map(word -> word.replaceAll("[\"']", "")).toList();
    String program =
        words.stream()
            .filter(word -> !word.contains("{") && Files.isRegularFile(Path.of(word)))
            .findFirst()
            .orElse(words.get(0));
    Path file = Path.of(program).getFileName();
    return file == null ? program : file.toString();
  }

  /**
   * Returns the arguments of the shell. Values are passed as variables, so that none has to be
   * quoted.
   */
  List<String> arguments() {
    return List.of("-c", Placeholders.asVariables(text));
  }

  /** Returns its adapter: it runs on this machine, without known limitations. */
  Adapter adapter() {
    return new Adapter(
        name(),
        text,
        new Executable(List.of(SHELL), List.of(), Optional.empty(), "", Optional.empty()),
        new Invocation(arguments(), Map.of(), Optional.of(Path.of(".")), Optional.empty(), false),
        new Output(format, false, Set.of(), false),
        new Results(List.of(), List.of(), List.of()),
        new KnownLimitations(false, Map.of(), List.of()));
  }
}
