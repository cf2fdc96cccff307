package dev.atsharness.conformance.checker.internal;

import dev.atsharness.io.internal.TemporaryFiles;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A container engine, used through its program: {@code docker} or {@code podman}. Only options that
 * both have are used, and every call has a time limit. Stopping the program does not stop the
 * engine's work. Therefore, except for the run of a container and the download of an image, every
 * call is completed even if the thread is interrupted, so that the caller knows what to remove.
 *
 * @param program the program's file
 * @param podman whether it is Podman
 * @param contact time limit for one call
 */
record ContainerEngine(Path program, boolean podman, Duration contact) {

  private static final String DOCKER = "docker";
  private static final String PODMAN = "podman";

  /**
   * The time limit for one call. A working engine answers within 0.1 s, on a busy machine within a
   * few seconds.
   */
  private static final Duration CONTACT = Duration.ofSeconds(30);

  private static final Duration DOWNLOAD = Duration.ofMinutes(10);

  /** The messages of Docker and Podman for a missing file; the exit status is 1 or higher. */
  private static final Pattern NO_FILE =
      Pattern.compile("could not (?:find|be found)|no such file", Pattern.CASE_INSENSITIVE);

  /**
   * A run of a container, as seen by its client.
   *
   * @param client the client's run; it has an exit status if it ended within the limit
   * @param cut true if the container wrote more than was kept
   */
  record Attached(Tool.Run client, boolean cut) {}

  /**
   * Returns the first engine that answers; Docker is preferred to Podman.
   *
   * @param searchPath like the environment variable {@code PATH}
   * @throws IllegalArgumentException if there is none; the message says what to do
   */
  static ContainerEngine find(String searchPath) throws IOException {
    return find(searchPath, CONTACT);
  }

  static ContainerEngine find(String searchPath, Duration contact) throws IOException {
    List<String> reasons = new ArrayList<>();
    for (String name : List.of(DOCKER, PODMAN)) {
      Optional<Path> program = Tool.find(searchPath, name, name + ".exe");
      if (program.isPresent()) {
        ContainerEngine engine = new ContainerEngine(program.get(), name.equals(PODMAN), contact);
        Tool.Run answer = engine.run("version");
        if (!succeeded(answer)) {
          reasons.add(name + " says: " + engine.words(answer));
        } else if (engine.podman || !isPodman(answer)) {
          return engine;
        }
      }
    }
    throw new IllegalArgumentException(
        reasons.isEmpty()
            ? "neither docker nor podman is on the PATH; install one of them"
            : "no container engine answers: " + String.join("; ", reasons));
  }

  /**
   * True if the program is Podman. Podman can also be installed as {@code docker}; it then writes
   * one more line each time.
   */
  private static boolean isPodman(Tool.Run version) {
    return version.streams().toLowerCase(Locale.ROOT).contains(PODMAN);
  }

  /**
   * Downloads an image unless it exists locally.
   *
   * @throws IOException if that fails; the message says what to do
   */
  void requireImage(String image) throws IOException, InterruptedException {
    if (succeeded(run("image", "inspect", "--", image))) {
      return;
    }
    Tool.Run download =
        Tool.await(client(Tool.NO_INPUT, List.of("pull", "--quiet", "--", image)), DOWNLOAD);
    if (!succeeded(download)) {
      throw new IOException(
          "cannot run the image "
              + image
              + ": it is not on this machine, and cannot be downloaded ("
              + (download.exit().isEmpty()
                  ? "not done after " + DOWNLOAD.toMinutes() + " minutes"
                  : words(download))
              + "); build it or load it, or correct its name in the adapter");
    }
  }

  /**
   * Creates a container.
   *
   * @throws IOException if that fails
   */
  void create(String name, List<String> options, String image, List<String> arguments)
      throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                "create",
                "--name=" + name,
                "--pull=never",
                "--stop-timeout=0")); // "podman rm" waits for this time
    if (podman) {
      command.add("--http-proxy=false"); // otherwise Podman passes on this machine's proxy settings
    }
    command.addAll(options);
    command.addAll(List.of("--", image));
    command.addAll(arguments);
    require(run(Tool.NO_INPUT, command), "cannot run the image " + image);
  }

  /**
   * Puts files into a created container.
   *
   * @param files the texts by absolute path, readable by all users
   * @param report the absolute path of an empty file that all users may write
   * @throws IOException if that fails
   */
  void putFiles(String name, Map<String, String> files, String report) throws IOException {
    Path archive = TemporaryFiles.file("ats-harness-container", ".tar", "the files of a container");
    try {
      ContainerFiles.write(archive, files, report);
      require(
          run(archive.toFile(), List.of("cp", "-", name + ":/")),
          "cannot put files into a container");
    } finally {
      Files.delete(archive);
    }
  }

  /**
   * Starts a container and reads its streams until it ends or the time is up. Output beyond {@link
   * Tool#MAX_OUTPUT} is dropped.
   */
  Attached start(String name, Duration limit) throws IOException, InterruptedException {
    ProcessFamily client = client(Tool.NO_INPUT, List.of("start", "--attach", name));
    Drain output = Drain.dropping(client.root().getInputStream(), Tool.MAX_OUTPUT);
    Drain errors = Drain.dropping(client.root().getErrorStream(), Tool.MAX_OUTPUT);
    Tool.Run run = Tool.await(client, output, errors, limit);
    return new Attached(run, output.cut() || errors.cut());
  }

  /** Returns a container's status and exit status. */
  String state(String name) throws IOException {
    Tool.Run state =
        run("container", "inspect", "--format={{.State.Status}} {{.State.ExitCode}}", name);
    require(state, "cannot tell how a container ended");
    return state.output().strip();
  }

  /**
   * Returns the text of a file in a container; empty if it does not exist.
   *
   * @throws IOException if it is longer
   */
  String file(String name, String path, int longest) throws IOException {
    ProcessFamily client = client(Tool.NO_INPUT, List.of("cp", name + ":" + path, "-"));
    Process process = client.root();
    Drain archive =
        Drain.of(
            process.getInputStream(),
            ContainerFiles.archiveSize(longest),
            process::destroyForcibly);
    Drain errors = Drain.of(process.getErrorStream(), Tool.MAX_OUTPUT, process::destroyForcibly);
    Tool.Run copy = uninterrupted(() -> Tool.await(client, archive, errors, contact));
    if (!archive.flooded()) {
      if (copy.exit().filter(status -> status != 0).isPresent()
          && NO_FILE.matcher(copy.errors()).find()) {
        return "";
      }
      require(copy, "cannot read the report in a container");
    }
    return ContainerFiles.read(archive.bytes(), longest);
  }

  /** Removes a container. Returns the reason if it still exists, as far as known. */
  Optional<String> remove(String name) throws IOException {
    Tool.Run removal = run("rm", "--force", "--volumes", name);
    return succeeded(removal)
            || words(removal).toLowerCase(Locale.ROOT).contains("no such container")
        ? Optional.empty()
        : Optional.of(words(removal));
  }

  private void require(Tool.Run run, String otherwise) throws IOException {
    if (!succeeded(run)) {
      throw new IOException(otherwise + ": " + words(run));
    }
  }

  private static boolean succeeded(Tool.Run run) {
    return run.exit().filter(status -> status == 0).isPresent();
  }

  /** Returns the program's message about its failure. */
  String words(Tool.Run run) {
    if (run.exit().isEmpty()) {
      return "no answer within " + contact.toSeconds() + " s";
    }
    List<String> lines = run.errors().lines().filter(line -> !line.isBlank()).toList();
    return lines.stream()
        .filter(line -> line.startsWith("Error"))
        .findFirst()
        .or(() -> lines.stream().findFirst())
        .orElse("exit status " + run.exit().get());
  }

  private Tool.Run run(String... arguments) throws IOException {
    return run(Tool.NO_INPUT, List.of(arguments));
  }

  private Tool.Run run(File input, List<String> arguments) throws IOException {
    ProcessFamily client = client(input, arguments);
    return uninterrupted(() -> Tool.await(client, contact));
  }

  private ProcessFamily client(File input, List<String> arguments) throws IOException {
    List<String> command =
        Stream.concat(Stream.of(program.toString()), arguments.stream()).toList();
    return ProcessFamily.startClient(new ProcessBuilder(command), input);
  }

  /** Waits on another thread, which is not interrupted together with this one. */
  private static Tool.Run uninterrupted(Waiting waiting) {
    return CompletableFuture.supplyAsync(
            () -> {
              try {
                return waiting.end();
              } catch (InterruptedException e) {
                throw new IllegalStateException("nothing interrupts this thread", e);
              }
            },
            task -> new Thread(task, "container engine").start())
        .join();
  }

  @FunctionalInterface
  private interface Waiting {
    Tool.Run end() throws InterruptedException;
  }
}
