package dev.atsharness.cli;

import dev.atsharness.server.Manifest;
import dev.atsharness.server.internal.device.Certificate;
import dev.atsharness.server.internal.device.DeviceKit;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
    name = "device",
    description = "Prepare a real device.",
    footer = {
      "",
      "Examples:",
      "  ats-harness device kit --against http://127.0.0.1:8090 --out kit",
      "  ats-harness device tour --against http://127.0.0.1:8090"
    })
final class DeviceCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  private final Terminal err;

  DeviceCommand(Terminal err) {
    this.err = err;
  }

  /** Refuses a harness whose root no device may trust. */
  static void requireForDevices(Manifest manifest) {
    DeviceKit.refusal(new Certificate(manifest.ca().pem()))
        .ifPresent(
            why -> {
              throw new UsageException(why);
            });
  }

  @Override
  public Integer call() {
    spec.commandLine().usage(err.writer());
    return ExitCode.USAGE;
  }
}
