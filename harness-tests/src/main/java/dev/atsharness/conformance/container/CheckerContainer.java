package dev.atsharness.conformance.container;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.command.WaitContainerResultCallback;
import com.github.dockerjava.api.exception.DockerClientException;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.model.Frame;
import com.github.dockerjava.api.model.LogConfig;
import com.github.dockerjava.api.model.LogConfig.LoggingType;
import com.github.dockerjava.api.model.StreamType;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.ContainerFetchException;
import org.testcontainers.containers.ContainerLaunchException;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.startupcheck.StartupCheckStrategy;
import org.testcontainers.images.builder.Transferable;
import org.testcontainers.utility.DockerImageName;

/**
 * A program in a container, run once in bounds: limited time, limited output, limited processes.
 * Whatever it started is gone with the container.
 */
public final class CheckerContainer {

  /** The network of the machine that the engine runs on, where a harness on it listens. */
  public static final String HOST_NETWORK = "host";

  /** Most output kept, in bytes, of each stream; the rest is dropped. */
  private static final int MAX_OUTPUT = 1 << 20;

  private static final long MAX_PROCESSES = 512;
  private static final int WORLD_READABLE = 0644;
  private static final int WORLD_WRITABLE = 0666;
  private static final Duration LAST_WORDS = Duration.ofSeconds(5);

  /**
   * What to run.
   *
   * @param image the image's name
   * @param arguments for its entry point
   * @param environment on top of the image's own
   * @param network {@link #HOST_NETWORK}, or {@code container:ID}
   * @param hosts names and the addresses they resolve to; only on {@link #HOST_NETWORK}
   * @param files what to put into it before it starts, by absolute path
   * @param report the absolute path of a file that it may write its report to
   * @param maxReport longest report read, in bytes
   */
  public record Task(
      String image,
      List<String> arguments,
      Map<String, String> environment,
      String network,
      Map<String, String> hosts,
      Map<String, String> files,
      String report,
      int maxReport) {}

  /**
   * What came of a run.
   *
   * @param exit exit status; empty if it was stopped
   * @param output standard output, at most a mebibyte
   * @param errors standard error, at most a mebibyte
   * @param report what it wrote to its report
   */
  public record Run(Optional<Integer> exit, String output, String errors, String report) {

    /** Everything it said. */
    public String streams() {
      return output + errors;
    }
  }

  private CheckerContainer() {}

  /** Whether an engine is there that can run containers. */
  public static boolean engineRuns() {
    return DockerClientFactory.instance().isDockerAvailable();
  }

  /**
   * Runs it to its end, or until the time is up or this thread is interrupted.
   *
   * @throws IOException if it cannot be started, or its report is too long
   */
  public static Run run(Task task, Duration limit) throws IOException, InterruptedException {
    try (Started container = new Started(task)) {
      container.start();
      Optional<Integer> exit = container.awaitExit(limit);
      return exit.isEmpty()
          ? new Run(exit, container.output(), container.errors(), "")
          : new Run(exit, container.output(), container.errors(), container.report());
    } catch (ContainerLaunchException | ContainerFetchException | DockerException e) {
      throw new IOException("cannot run the image " + task.image() + ": " + rootCause(e), e);
    }
  }

  private static String rootCause(Throwable e) {
    return e.getCause() == null ? e.getMessage() : rootCause(e.getCause());
  }

  private static final class Started extends GenericContainer<Started> {

    private final Task task;
    private final Streams streams = new Streams();

    Started(Task task) {
      super(DockerImageName.parse(task.image()));
      this.task = task;
      withCommand(task.arguments().toArray(String[]::new));
      withEnv(task.environment());
      withNetworkMode(task.network());
      task.hosts().forEach(this::withExtraHost);
      task.files()
          .forEach((path, text) -> withCopyToContainer(transferable(text, WORLD_READABLE), path));
      withCopyToContainer(transferable("", WORLD_WRITABLE), task.report());
      withStartupCheckStrategy(new AnyState());
      // What it prints goes to us alone, so that none of it piles up on the engine's disk.
      withCreateContainerCmdModifier(
          command ->
              command.withHostConfig(
                  command
                      .getHostConfig()
                      .withLogConfig(new LogConfig(LoggingType.NONE))
                      .withPidsLimit(MAX_PROCESSES)));
    }

    private static Transferable transferable(String text, int mode) {
      return Transferable.of(text.getBytes(StandardCharsets.UTF_8), mode);
    }

    /** It is no server: there is nothing to wait for. */
    @Override
    protected void waitUntilContainerStarted() {}

    /** Before its first word. */
    @Override
    protected void containerIsCreated(String id) {
      try {
        getDockerClient()
            .attachContainerCmd(id)
            .withStdOut(true)
            .withStdErr(true)
            .withFollowStream(true)
            .exec(streams)
            .awaitStarted();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }

    Optional<Integer> awaitExit(Duration limit) throws InterruptedException {
      try {
        int status =
            getDockerClient()
                .waitContainerCmd(getContainerId())
                .exec(new WaitContainerResultCallback())
                .awaitStatusCode(limit.toMillis(), TimeUnit.MILLISECONDS);
        streams.awaitCompletion(LAST_WORDS.toMillis(), TimeUnit.MILLISECONDS);
        return Optional.of(status);
      } catch (DockerClientException timeIsUp) {
        if (Thread.interrupted()) {
          throw new InterruptedException("interrupted while " + task.image() + " ran");
        }
        return Optional.empty();
      }
    }

    String output() {
      return streams.output();
    }

    String errors() {
      return streams.errors();
    }

    String report() throws IOException {
      try {
        byte[] bytes =
            copyFileFromContainer(task.report(), in -> in.readNBytes(task.maxReport() + 1));
        if (bytes.length > task.maxReport()) {
          throw new IOException(
              task.image() + "'s report is longer than " + task.maxReport() + " bytes");
        }
        return new String(bytes, StandardCharsets.UTF_8);
      } catch (NotFoundException removed) {
        return "";
      }
    }
  }

  /** A program may be over at once, with any exit status. */
  private static final class AnyState extends StartupCheckStrategy {
    @Override
    public StartupStatus checkStartupState(DockerClient client, String containerId) {
      InspectContainerResponse.ContainerState state = getCurrentState(client, containerId);
      return "created".equals(state.getStatus())
          ? StartupStatus.NOT_YET_KNOWN
          : StartupStatus.SUCCESSFUL;
    }
  }

  private static final class Streams extends ResultCallback.Adapter<Frame> {

    private final ByteArrayOutputStream output = new ByteArrayOutputStream();
    private final ByteArrayOutputStream errors = new ByteArrayOutputStream();

    @Override
    public void onNext(Frame frame) {
      keep(frame.getStreamType() == StreamType.STDERR ? errors : output, frame.getPayload());
    }

    private synchronized void keep(ByteArrayOutputStream stream, byte[] bytes) {
      stream.write(bytes, 0, Math.min(bytes.length, MAX_OUTPUT - stream.size()));
    }

    synchronized String output() {
      return output.toString(StandardCharsets.UTF_8);
    }

    synchronized String errors() {
      return errors.toString(StandardCharsets.UTF_8);
    }
  }
}
