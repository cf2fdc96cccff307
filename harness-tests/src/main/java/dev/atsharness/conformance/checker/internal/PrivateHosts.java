package dev.atsharness.conformance.checker.internal;

import dev.atsharness.conformance.CheckedEndpoint;
import dev.atsharness.io.internal.TemporaryFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Runs a program so that an endpoint's name resolves for it, for programs that only take a name.
 * The program runs in a separate mount namespace (unshare(1), user_namespaces(7)) with its own
 * hosts file. The machine's hosts file is not changed. Linux only.
 */
public final class PrivateHosts {

  private static final Duration TRIAL_LIMIT = Duration.ofSeconds(10);

  private final Path unshare;

  private PrivateHosts(Path unshare) {
    this.unshare = unshare;
  }

  /**
   * Finds the program that gives a checker private host names.
   *
   * @param searchPath like the environment variable {@code PATH}
   * @throws IllegalArgumentException if this system does not support it; the message says why and
   *     what to do
   */
  public static PrivateHosts find(String searchPath) throws IOException, InterruptedException {
    String instead = "; put the lines of 'ats-harness hosts' into the hosts file instead";
    Path unshare =
        Tool.find(searchPath, "unshare")
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "a private hosts file needs Linux and unshare (util-linux)" + instead));
    PrivateHosts found = new PrivateHosts(unshare);
    Path hosts = TemporaryFiles.file("ats-harness-hosts", "", "a private hosts file");
    try {
      Tool.Run trial =
          Tool.run(found.wrap(List.of("true"), hosts), Path.of("."), Map.of(), TRIAL_LIMIT);
      if (trial.exit().filter(status -> status == 0).isEmpty()) {
        throw new IllegalArgumentException(
            "this system does not allow a private hosts file ("
                + trial.streams().strip().lines().findFirst().orElse("no reason given")
                + ")"
                + instead);
      }
      return found;
    } finally {
      Files.delete(hosts);
    }
  }

  /**
   * Returns the command that runs the program so that the endpoint's name resolves, and that of the
   * endpoint to which its answer leads; writes the hosts file that it needs.
   */
  List<String> resolving(CheckedEndpoint endpoint, List<String> command, WorkDirectory directory)
      throws IOException {
    CheckedEndpoint.Location there = endpoint.location();
    String names =
        Stream.concat(Stream.of(there.host()), there.leadsTo().stream())
            .map(host -> there.address() + " " + host + "\n")
            .collect(Collectors.joining());
    return wrap(command, directory.write("hosts", "127.0.0.1 localhost\n" + names));
  }

  private List<String> wrap(List<String> command, Path hosts) {
    List<String> wrapped =
        new ArrayList<>(
            List.of(
                unshare.toString(),
                "--mount",
                "--map-root-user",
                "/bin/sh",
                "-c",
                "mount --bind \"$1\" /etc/hosts && shift && exec \"$@\"",
                "sh",
                hosts.toString()));
    wrapped.addAll(command);
    return wrapped;
  }
}
