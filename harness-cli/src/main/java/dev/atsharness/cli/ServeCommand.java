package dev.atsharness.cli;

import dev.atsharness.device.internal.SimulatedDevice;
import dev.atsharness.server.AtsHarness;
import dev.atsharness.server.Manifest;
import dev.atsharness.server.device.Certificate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "serve",
    description = "Serve the scenarios until Ctrl-C.",
    footer = {
      "",
      "Examples:",
      "  ats-harness serve",
      "  ats-harness serve --only 'handshake/*' --https-port 0 --first-port 0",
      "  ats-harness serve --bind 192.168.1.7 --https-port 443 --state ~/.ats-harness",
      "  ats-harness serve --bind 192.168.1.7 --dns-port 5300",
      "  ats-harness serve --ready-file ready.json     for scripts: it appears when all is ready"
    })
final class ServeCommand implements Callable<Integer> {

  @Mixin private CatalogueOptions catalogue;
  @Mixin private ListenOptions listen;

  @Option(
      names = "--ready-file",
      paramLabel = "FILE",
      description = "Write the manifest here once everything accepts connections.")
  private Optional<Path> readyFile = Optional.empty();

  @Option(names = "--json", description = "Print the manifest instead of a table.")
  private boolean json;

  private final Terminal out;
  private final Terminal err;

  ServeCommand(Terminal out, Terminal err) {
    this.out = out;
    this.err = err;
  }

  @Override
  public Integer call() throws InterruptedException, IOException {
    readyFile.ifPresent(ServeCommand::requireWritable);
    CountDownLatch stopped = new CountDownLatch(1);
    warnOfLocalNames();
    warnOfNoToken();
    AtsHarness harness = listen.start(catalogue.chosen(err));
    Thread stop =
        new Thread(
            () -> {
              harness.close();
              keep(harness);
              readyFile.ifPresent(this::delete);
              stopped.countDown();
            },
            "stop");
    Runtime.getRuntime().addShutdownHook(stop);
    listen.keep(harness.manifest());
    readyFile.ifPresent(harness.manifest()::write);
    if (json) {
      out.writer().print(harness.manifest().toJson());
    } else {
      print(harness.manifest());
    }
    out.writer().flush();
    stopped.await();
    return ExitCode.OK;
  }

  private void warnOfNoToken() {
    if (listen.listening().consoleBeyondLoopback() && RunningHarness.token().isEmpty()) {
      err.line(
          "warning: the console listens beyond this machine and ATS_HARNESS_CONSOLE_TOKEN is not"
              + " set, so that its data is shown to no one and 'check --against' fails. Set it to"
              + " 16 or more characters and start again, for a container with docker run -e"
              + " ATS_HARNESS_CONSOLE_TOKEN");
    }
  }

  private void warnOfLocalNames() {
    if (SimulatedDevice.isLocal("any." + listen.domain())) {
      err.line(
          "warning: devices do not apply ATS to names in .local, so that nothing will be logged or"
              + " refused as the scenarios say; choose another --domain");
    }
  }

  private void print(Manifest manifest) {
    Table table = new Table().row("SCENARIO", "URL", "DEDICATED PORT", "WHAT IS WRONG");
    for (Manifest.Endpoint endpoint : manifest.endpoints()) {
      table.row(
          endpoint.id(),
          endpoint.url().toString(),
          listen.listening().ownPort(endpoint),
          endpoint.title());
    }
    table.print(out);
    out.line();
    listen.listening().lines(manifest).forEach(out::line);
    if (listen.listening().consoleBeyondLoopback() && RunningHarness.token().isPresent()) {
      out.line("Token:     the console's data needs the one in ATS_HARNESS_CONSOLE_TOKEN");
    }
    out.line("Trust:     curl -s " + manifest.console().resolve("/ca.pem") + " -o ca.pem");
    out.line("           curl --cacert ca.pem ..., openssl s_client -CAfile ca.pem ...;");
    out.line(
        "           the root is constrained to "
            + manifest.domain()
            + " and loopback; its SHA-256 is");
    out.line("           " + new Certificate(manifest.caPem()).sha256());
    out.line("Devices:   " + manifest.console().resolve("/device/"));
    manifest.dns().ifPresent(dns -> out.line("DNS:       " + example(dns, manifest)));
    names(manifest);
    out.line("Ctrl-C stops.");
  }

  private void names(Manifest manifest) {
    List<String> hosts = manifest.endpoints().stream().map(Manifest.Endpoint::host).toList();
    String address = manifest.https().address();
    boolean resolve =
        hosts.isEmpty()
            || HostResolution.of(hosts.get(0))
                .filter(found -> found.getHostAddress().equals(address))
                .isPresent();
    if (resolve) {
      return;
    }
    out.line("Names:     they do not resolve to " + address + " here. Either");
    out.line(
        "           sudo ./ats-harness hosts --install --address "
            + address
            + listen.domainWords()
            + catalogue.shellWords());
    out.line(
        "           or tell each client: curl --connect-to ::"
            + address
            + ":"
            + manifest.https().port()
            + " ..., or add to its hosts file what");
    out.line(
        "           ./ats-harness hosts --address "
            + address
            + listen.domainWords()
            + catalogue.shellWords()
            + " prints");
  }

  private static String example(Manifest.Listener dns, Manifest manifest) {
    String host =
        manifest.endpoints().isEmpty() ? manifest.domain() : manifest.endpoints().get(0).host();
    return "dig @" + dns.address() + " -p " + dns.port() + " " + host;
  }

  private static void requireWritable(Path file) {
    Path directory = file.toAbsolutePath().getParent();
    if (directory == null || Files.isDirectory(file)) {
      throw new UsageException("--ready-file " + file + " is a directory; name a file");
    }
    if (!Files.isDirectory(directory)) {
      throw new UsageException("--ready-file " + file + ": there is no directory " + directory);
    }
    if (!Files.isWritable(directory)) {
      throw new UsageException("--ready-file " + file + ": no permission to write " + directory);
    }
  }

  private void keep(AtsHarness harness) {
    try {
      listen.keep(harness.journal());
    } catch (IOException e) {
      err.line("ats-harness: the journal cannot be kept: " + e.getMessage());
    }
  }

  private void delete(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      err.line("ats-harness: " + file + " cannot be removed: " + e.getMessage());
    }
  }
}
