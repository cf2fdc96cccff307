package dev.atsharness.conformance.checker.internal;

import dev.atsharness.conformance.CheckedEndpoint;
import dev.atsharness.conformance.CheckerOutput;
import dev.atsharness.conformance.checker.internal.Adapter.Format;
import dev.atsharness.conformance.checker.internal.Adapter.VersionQuery;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** An outside program, run and read as its adapter says. */
public final class ProgramChecker extends AdapterChecker {

  private static final Duration VERSION_LIMIT = Duration.ofSeconds(20);

  private final Path program;
  private final boolean named;
  private final Optional<PrivateHosts> hosts;

  private ProgramChecker(
      Adapter adapter, Path program, String version, boolean named, Optional<PrivateHosts> hosts) {
    super(adapter, version);
    this.program = program;
    this.named = named || hosts.isPresent();
    this.hosts = hosts;
  }

  /**
   * Creates a checker from an adapter whose program is installed.
   *
   * @param named whether the endpoints' names resolve on this machine
   * @param hosts if present, the names resolve for the program in any case
   * @throws IOException if the program does not report its version
   */
  public static ProgramChecker of(
      Adapter adapter, Path program, boolean named, Optional<PrivateHosts> hosts)
      throws IOException, InterruptedException {
    return new ProgramChecker(adapter, program, version(adapter, program), named, hosts);
  }

  /** Creates a checker for a program that follows the contract, called by the shell. */
  public static ProgramChecker of(
      ShellCommand command, boolean named, Optional<PrivateHosts> hosts) {
    return new ProgramChecker(command.adapter(), Path.of(ShellCommand.SHELL), "", named, hosts);
  }

  @Override
  public CheckerOutput check(CheckedEndpoint endpoint, Duration limit)
      throws IOException, InterruptedException {
    try (WorkDirectory directory = WorkDirectory.create()) {
      Path ca = directory.write("ca.pem", endpoint.caPem());
      Path output = directory.path().resolve("output");
      Placeholders values = Placeholders.of(endpoint, url(endpoint), ca, output);
      List<String> command = command(adapter.invocation().arguments().stream().map(values::fill));
      Duration bound = bound(limit);
      Tool.Run run =
          Tool.run(
              hosts.isEmpty() ? command : hosts.get().resolving(endpoint, command, directory),
              adapter.invocation().directory().orElse(directory.path()),
              environment(values),
              bound);
      Optional<CheckerOutput> stopped = run.stopped(adapter.name(), bound);
      return stopped.isPresent() ? run.complete(stopped.get(), run.streams()) : read(run, output);
    }
  }

  /**
   * Returns the URL for the program; a program that follows the contract may have no other way to
   * connect.
   */
  private URI url(CheckedEndpoint endpoint) {
    return named || !endpoint.location().hasAddressUrl() || !adapter.output().format().fixed()
        ? endpoint.location().dedicatedUrl()
        : endpoint.location().addressUrl();
  }

  private CheckerOutput read(Tool.Run run, Path output) {
    String text = run.streams();
    int exit = run.exit().orElseThrow();
    try {
      if (adapter.output().format() == Format.CLIENT) {
        return run.complete(readClient(adapter, exit, text), text);
      }
      if (adapter.output().format() == Format.CONTRACT) {
        return run.complete(readContract(adapter, exit, run.output(), run.errors()), text);
      }
      if (adapter.output().file()) {
        text = file(output, run);
      }
      return run.complete(read(adapter, exit, text, run.streams()), text);
    } catch (IOException e) {
      return run.complete(CheckerOutput.failed(e), text);
    }
  }

  private List<String> command(Stream<String> arguments) {
    return Stream.concat(Stream.of(program.toString()), arguments).toList();
  }

  private String file(Path output, Tool.Run run) throws IOException {
    try (InputStream in = Files.newInputStream(output)) {
      byte[] bytes = in.readNBytes(MAX_REPORT + 1);
      if (bytes.length > MAX_REPORT) {
        throw new IOException(adapter.name() + "'s report is longer than " + MAX_REPORT + " bytes");
      }
      return new String(bytes, StandardCharsets.UTF_8);
    } catch (NoSuchFileException e) {
      throw new IOException(
          adapter.name()
              + " wrote no report, exit status "
              + run.exit().orElseThrow()
              + "; its last output: "
              + lastLine(run.streams()),
          e);
    }
  }

  private static String version(Adapter adapter, Path program)
      throws IOException, InterruptedException {
    if (adapter.executable().version().isEmpty()) {
      return "";
    }
    VersionQuery query = adapter.executable().version().get();
    List<String> command =
        Stream.concat(Stream.of(program.toString()), query.arguments().stream()).toList();
    Tool.Run run =
        Tool.run(command, Path.of("."), adapter.invocation().environment(), VERSION_LIMIT);
    return version(adapter, query, program, run.streams());
  }
}
