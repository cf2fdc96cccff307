package dev.atsharness.conformance.checker.internal;

import dev.atsharness.conformance.CheckedEndpoint;
import dev.atsharness.conformance.CheckerOutput;
import dev.atsharness.conformance.checker.internal.Adapter.Format;
import dev.atsharness.conformance.checker.internal.Adapter.VersionQuery;
import dev.atsharness.conformance.checker.internal.CheckerContainer.Run;
import dev.atsharness.conformance.checker.internal.CheckerContainer.Task;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** A program in an image, run in a new container for each endpoint and read as its adapter says. */
public final class ContainerChecker extends AdapterChecker {

  private static final String CA = "/ats-harness/ca.pem";
  private static final String OUTPUT = "/ats-harness/output";

  /** The limit for the version query; the engine may have to unpack a new image first. */
  private static final Duration VERSION_LIMIT = Duration.ofMinutes(2);

  private final ContainerEngine engine;
  private final String image;
  private final String network;

  private ContainerChecker(
      Adapter adapter, ContainerEngine engine, String image, String network, String version) {
    super(adapter, version);
    this.engine = engine;
    this.image = image;
    this.network = network;
  }

  /**
   * Creates a checker from an adapter with an image.
   *
   * @param network the network of the harness, see {@link Task}
   * @param searchPath where to search for the program of a container engine
   * @throws IllegalArgumentException if there is no container engine; the message says what to do
   * @throws IOException if the image cannot be run or does not report its version
   */
  public static ContainerChecker of(Adapter adapter, String network, String searchPath)
      throws IOException, InterruptedException {
    ContainerEngine engine = engine(adapter.name(), searchPath);
    String image = adapter.executable().image().orElseThrow();
    engine.requireImage(image);
    return new ContainerChecker(adapter, engine, image, network, version(adapter, engine, image));
  }

  private static ContainerEngine engine(String name, String searchPath) throws IOException {
    try {
      return ContainerEngine.find(searchPath);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(name + " is an image, and " + e.getMessage(), e);
    }
  }

  private static String version(Adapter adapter, ContainerEngine engine, String image)
      throws IOException, InterruptedException {
    if (adapter.executable().version().isEmpty()) {
      return "";
    }
    VersionQuery query = adapter.executable().version().get();
    Run run =
        CheckerContainer.run(
            engine,
            new Task(
                image,
                query.arguments(),
                adapter.invocation().environment(),
                CheckerContainer.NO_NETWORK,
                Map.of(),
                Map.of(),
                OUTPUT,
                0),
            VERSION_LIMIT);
    return version(adapter, query, image, run.streams());
  }

  @Override
  public CheckerOutput check(CheckedEndpoint endpoint, Duration limit)
      throws IOException, InterruptedException {
    Placeholders values =
        Placeholders.of(endpoint, endpoint.location().dedicatedUrl(), Path.of(CA), Path.of(OUTPUT));
    List<String> arguments = adapter.invocation().arguments().stream().map(values::fill).toList();
    Duration bound = bound(limit);
    Run run =
        CheckerContainer.run(
            engine,
            new Task(
                image,
                arguments,
                environment(values),
                network,
                hosts(endpoint),
                Map.of(CA, endpoint.caPem()),
                OUTPUT,
                MAX_REPORT),
            bound);
    boolean inFile = adapter.output().file() && run.exit().isPresent();
    String text = inFile ? run.report() : run.streams();
    CheckerOutput output = read(run, text, bound).withOutput(text);
    return run.left()
        .map(why -> output.withNote("its container was not removed: " + why))
        .orElse(output);
  }

  private CheckerOutput read(Run run, String text, Duration bound) {
    if (run.exit().isEmpty()) {
      return CheckerOutput.stopped(name(), bound);
    }
    if (run.cut() && !adapter.output().file()) {
      return CheckerOutput.inconclusive(
          name() + " wrote more than " + (Tool.MAX_OUTPUT >> 20) + " MiB");
    }
    int exit = run.exit().get();
    try {
      if (adapter.output().format() == Format.CLIENT) {
        return readClient(adapter, exit, text);
      }
      return adapter.output().format() == Format.CONTRACT
          ? readContract(adapter, exit, run.output(), run.errors())
          : read(adapter, exit, text, run.streams());
    } catch (IOException e) {
      return CheckerOutput.failed(e);
    }
  }

  /**
   * Returns the names to add. A container that shares another one's network also shares its names,
   * and cannot have more.
   */
  private Map<String, String> hosts(CheckedEndpoint endpoint) {
    boolean known = endpoint.location().host().equals(endpoint.location().address());
    return network.equals(CheckerContainer.HOST_NETWORK) && !known
        ? Map.of(endpoint.location().host(), endpoint.location().address())
        : Map.of();
  }
}
