package dev.atsharness.conformance.checker.internal;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Runs a program once in a container, with limited time, limited output and limited processes. The
 * container is always removed, with everything that the program started. If the JVM ends first, for
 * example by Ctrl-C, it waits for the removal.
 */
public final class CheckerContainer {

  /**
   * The network of the machine on which the engine runs, where a harness on this machine listens.
   */
  public static final String HOST_NETWORK = "host";

  static final String NO_NETWORK = "none";

  private static final int MAX_PROCESSES = 512;

  /**
   * The label with which {@code docker ps --all --filter label=} finds a container that was not
   * removed.
   */
  private static final String LABEL = "dev.atsharness.checker";

  /**
   * The state of an ended container. Podman says "stopped" until it has cleaned up the container.
   */
  private static final Pattern ENDED = Pattern.compile("(?:exited|stopped) (\\d+)");

  /**
   * What to run.
   *
   * @param image the image's name
   * @param arguments the arguments for its entry point
   * @param environment variables in addition to the image's own
   * @param network {@link #HOST_NETWORK}, {@link #NO_NETWORK} or {@code container:ID}
   * @param hosts names and their addresses; only on {@link #HOST_NETWORK}
   * @param files files to put into the container before it starts, by absolute path
   * @param report the absolute path of a file that it may write its report to
   * @param maxReport the limit on the report in bytes; if it is 0, no report is read
   */
  record Task(
      String image,
      List<String> arguments,
      Map<String, String> environment,
      String network,
      Map<String, String> hosts,
      Map<String, String> files,
      String report,
      int maxReport) {}

  /**
   * The result of a run.
   *
   * @param exit exit status; empty if it was stopped
   * @param cut true if it wrote more to its streams than was kept
   * @param output standard output, at most {@link Tool#MAX_OUTPUT} bytes
   * @param errors standard error, with the same limit
   * @param report the content of its report
   * @param left why its container still exists; empty if it was removed
   */
  record Run(
      Optional<Integer> exit,
      boolean cut,
      String output,
      String errors,
      String report,
      Optional<String> left) {

    /** Everything that it wrote to its streams. */
    String streams() {
      return output + errors;
    }

    private Run leaving(Optional<String> container) {
      return new Run(exit, cut, output, errors, report, container);
    }
  }

  private final ContainerEngine engine;
  private final Task task;

  /**
   * A name chosen here, so that the container can be removed even if its creation was interrupted.
   */
  private final String name = "ats-harness-checker-" + UUID.randomUUID();

  private CheckerContainer(ContainerEngine engine, Task task) {
    this.engine = engine;
    this.task = task;
  }

  /**
   * Runs the program until it ends, the time is up or this thread is interrupted.
   *
   * @throws IOException if it cannot be started, or its report is too long
   */
  static Run run(ContainerEngine engine, Task task, Duration limit)
      throws IOException, InterruptedException {
    return new CheckerContainer(engine, task).run(limit);
  }

  private Run run(Duration limit) throws IOException, InterruptedException {
    Optional<String> left = Optional.empty();
    Run run;
    ExitGuard guard = ExitGuard.ofThisThread();
    try {
      engine.create(name, options(), task.image(), task.arguments());
      engine.putFiles(name, task.files(), task.report());
      run = start(limit);
    } finally {
      left = engine.remove(name);
      guard.close();
    }
    return run.leaving(left);
  }

  private List<String> options() {
    List<String> options =
        new ArrayList<>(
            List.of(
                "--label=" + LABEL,
                "--network=" + task.network(),
                // Its output goes only to this process, so that it cannot fill the engine's disk.
                "--log-driver=none",
                "--pids-limit=" + MAX_PROCESSES));
    task.environment().forEach((name, value) -> options.add("--env=" + name + "=" + value));
    task.hosts().forEach((host, address) -> options.add("--add-host=" + host + ":" + address));
    return options;
  }

  private Run start(Duration limit) throws IOException, InterruptedException {
    ContainerEngine.Attached attached = engine.start(name, limit);
    Tool.Run client = attached.client();
    Optional<Integer> exit = client.exit().isEmpty() ? Optional.empty() : Optional.of(exit(client));
    String report =
        exit.isEmpty() || task.maxReport() == 0
            ? ""
            : engine.file(name, task.report(), task.maxReport());
    return new Run(
        exit, attached.cut(), client.output(), client.errors(), report, Optional.empty());
  }

  /**
   * Returns the program's exit status. The client that ran it has the same one, or its own if the
   * client failed.
   */
  private int exit(Tool.Run client) throws IOException {
    Matcher ended = ENDED.matcher(engine.state(name));
    if (!ended.matches()) {
      throw new IOException("cannot run the image " + task.image() + ": " + engine.words(client));
    }
    return Integer.parseInt(ended.group(1));
  }
}
