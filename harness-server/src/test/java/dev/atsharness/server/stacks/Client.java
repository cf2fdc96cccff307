package dev.atsharness.server.stacks;

import dev.atsharness.server.proof.Command;
import dev.atsharness.testing.OutsideProgram;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A client that verifies a server with one TLS library. The README beside the clients says what the
 * arguments and the output mean.
 */
interface Client {

  /** For the slowest: before its first run, Go compiles its whole TLS library. */
  Duration LIMIT = Duration.ofMinutes(5);

  /** The client's output for these arguments. */
  String output(String... arguments) throws Exception;

  /**
   * A client that another program runs.
   *
   * @param file the client's file
   * @param programs names of the program and its first arguments, the preferred one first
   */
  static Client file(String file, String... programs) {
    return arguments -> {
      Optional<String> program =
          Stream.of(programs)
              .filter(each -> OutsideProgram.find(words(each)[0]).isPresent())
              .findFirst();
      if (program.isEmpty()) {
        return words(programs[0])[0] + " is not there";
      }
      List<String> command =
          Stream.of(Stream.of(words(program.get())), Stream.of(path(file)), Stream.of(arguments))
              .flatMap(part -> part)
              .toList();
      return new Command(command, LIMIT).output();
    };
  }

  private static String[] words(String command) {
    return command.split(" ");
  }

  private static String path(String file) throws URISyntaxException {
    return Path.of(Client.class.getResource(file).toURI()).toString();
  }
}
