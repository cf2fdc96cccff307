package dev.atsharness.cli;

import dev.atsharness.device.internal.SimulatedDevice;
import dev.atsharness.io.internal.FileFault;
import dev.atsharness.server.AtsHarness;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
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
      "  ats-harness serve --table                     a row for every scenario, with its ports",
      "  ats-harness serve --only 'handshake/*' --https-port 0 --first-port 0",
      "  ats-harness serve --bind 192.168.1.7 --https-port 443 --state ~/.ats-harness",
      "  ats-harness serve --bind 192.168.1.7 --dns-port 5300",
      "  ats-harness serve --ready-file ready.json     for scripts: written when all is ready"
    })
final class ServeCommand implements Callable<Integer> {

  @Mixin private CatalogueOptions catalogue;
  @Mixin private ListenOptions listen;
  @Mixin private CaOptions ca;

  @Option(
      names = "--ready-file",
      paramLabel = "FILE",
      converter = OutputPath.class,
      description = "Write the manifest here once everything accepts connections.")
  private Optional<Path> readyFile = Optional.empty();

  @Option(names = "--table", description = "Print a row for every scenario.")
  private boolean table;

  @Option(names = "--json", description = "Print the manifest with every scenario.")
  private boolean json;

  private final Terminal out;
  private final Terminal err;

  ServeCommand(Terminal out, Terminal err) {
    this.out = out;
    this.err = err;
  }

  @Override
  public Integer call() throws InterruptedException, IOException {
    CountDownLatch stopped = new CountDownLatch(1);
    listen.requirePossible(ca);
    warnOfLocalNames();
    warnOfNoToken();
    ca.warn(err);
    AtsHarness harness = listen.start(catalogue.chosen(err), ca);
    CaOptions.sayLeftOut(harness, err);
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
    listen.rootEnd(harness.manifest(), Instant.now()).ifPresent(err::line);
    readyFile.ifPresent(harness.manifest()::write);
    if (json) {
      out.writer().print(harness.manifest().toJson());
    } else {
      new ServeReport(out, listen, catalogue).print(harness.manifest(), table);
    }
    if (out.writer().checkError()) {
      return ExitCode.FAILURE; // nobody is told where it listens
    }
    stopped.await();
    return ExitCode.OK;
  }

  private void warnOfNoToken() {
    if (listen.listening().consoleBeyondLoopback() && RunningHarness.token().isEmpty()) {
      err.line(
          "warning: other machines can reach the console and ATS_HARNESS_CONSOLE_TOKEN is not set,"
              + " so the console shows no data and 'check --against' fails. Set it to 16 or more"
              + " characters and start again, for a container with docker run -e"
              + " ATS_HARNESS_CONSOLE_TOKEN");
    }
  }

  private void warnOfLocalNames() {
    if (SimulatedDevice.isLocal("any." + listen.domain())) {
      err.line(
          "warning: devices do not apply ATS to names in .local, so they will not log or refuse"
              + " anything; choose another --domain");
    }
  }

  private void keep(AtsHarness harness) {
    try {
      listen.keep(harness.journal());
    } catch (IOException e) {
      err.line("ats-harness: the journal cannot be stored: " + FileFault.named(e));
    }
  }

  private void delete(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      err.line("ats-harness: " + file + " cannot be removed: " + FileErrors.of(e));
    }
  }
}
