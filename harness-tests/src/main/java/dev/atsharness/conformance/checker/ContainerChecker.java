package dev.atsharness.conformance.checker;

import dev.atsharness.conformance.CheckedEndpoint;
import dev.atsharness.conformance.CheckerOutput;
import dev.atsharness.conformance.checker.Adapter.Format;
import dev.atsharness.conformance.checker.Adapter.VersionQuery;
import dev.atsharness.conformance.container.CheckerContainer;
import dev.atsharness.conformance.container.CheckerContainer.Run;
import dev.atsharness.conformance.container.CheckerContainer.Task;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * A program in an image, run in a container of its own for each endpoint and read as its adapter
 * says.
 */
final class ContainerChecker extends AdapterChecker {

  private static final String CA = "/ats-harness/ca.pem";
  private static final String OUTPUT = "/ats-harness/output";

  /** The image may have to be fetched first. */
  private static final Duration VERSION_LIMIT = Duration.ofMinutes(2);

  private final String image;
  private final String network;

  private ContainerChecker(Adapter adapter, String image, String network, String version) {
    super(adapter, version);
    this.image = image;
    this.network = network;
  }

  /**
   * A checker by an adapter with an image.
   *
   * @param network the one that the harness is on, see {@link Task}
   * @throws IllegalArgumentException if there is nothing to run containers with; the message says
   *     what to do
   * @throws IOException if the image cannot be run, or does not tell its version
   */
  static ContainerChecker of(Adapter adapter, String network)
      throws IOException, InterruptedException {
    requireEngine(adapter.name());
    String image = adapter.image().orElseThrow();
    return new ContainerChecker(adapter, image, network, version(adapter, image));
  }

  private static void requireEngine(String name) {
    boolean runs;
    try {
      runs = CheckerContainer.engineRuns();
    } catch (NoClassDefFoundError e) {
      throw new IllegalArgumentException(
          name + " is an image, which takes Testcontainers: add org.testcontainers:testcontainers",
          e);
    }
    if (!runs) {
      throw new IllegalArgumentException(
          name + " is an image, and there is no Docker engine to run it; start one");
    }
  }

  private static String version(Adapter adapter, String image)
      throws IOException, InterruptedException {
    if (adapter.version().isEmpty()) {
      return "";
    }
    VersionQuery query = adapter.version().get();
    Run run =
        CheckerContainer.run(
            new Task(
                image,
                query.arguments(),
                adapter.environment(),
                "none",
                Map.of(),
                Map.of(),
                OUTPUT,
                0),
            VERSION_LIMIT);
    return version(adapter, query, image, run.streams());
  }

  @Override
  public CheckerOutput check(CheckedEndpoint target, Duration limit)
      throws IOException, InterruptedException {
    Placeholders values =
        Placeholders.of(target, target.dedicatedUrl(), Path.of(CA), Path.of(OUTPUT));
    List<String> arguments = adapter.arguments().stream().map(values::fill).toList();
    Duration bound = bound(limit);
    Run run =
        CheckerContainer.run(
            new Task(
                image,
                arguments,
                environment(values),
                network,
                hosts(target),
                Map.of(CA, target.caPem()),
                OUTPUT,
                MAX_REPORT),
            bound);
    if (run.exit().isEmpty()) {
      return CheckerOutput.stopped(name(), bound).withOutput(run.streams());
    }
    String text = adapter.output().file() ? run.report() : run.streams();
    int exit = run.exit().get();
    try {
      CheckerOutput report =
          adapter.output().format() == Format.CONTRACT
              ? readContract(adapter, exit, run.output(), run.errors())
              : read(adapter, exit, text, run.streams());
      return report.withOutput(text);
    } catch (IOException e) {
      return CheckerOutput.failed(e).withOutput(text);
    }
  }

  /** A container that shares another's network shares its names too, and can have none besides. */
  private Map<String, String> hosts(CheckedEndpoint target) {
    boolean known = target.host().equals(target.address());
    return network.equals(CheckerContainer.HOST_NETWORK) && !known
        ? Map.of(target.host(), target.address())
        : Map.of();
  }
}
