package dev.atsharness.cli;

import dev.atsharness.io.internal.WholeFile;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.bouncycastle.util.IPAddress;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "hosts",
    description = "Print the hosts-file lines that make the scenario names resolve, or write them.",
    footer = {
      "",
      "Examples:",
      "  ats-harness hosts",
      "  sudo ./ats-harness hosts --install",
      "  ats-harness hosts --address 192.168.1.7     for a device on the network"
    })
final class HostsCommand implements Callable<Integer> {

  @Mixin private CatalogueOptions catalogue;

  @Option(
      names = "--domain",
      paramLabel = "NAME",
      defaultValue = "ats-harness.test",
      description = "Parent of all host names; ${DEFAULT-VALUE} by default.")
  private String domain;

  @Option(
      names = "--address",
      paramLabel = "IP",
      defaultValue = "127.0.0.1",
      description = "The address of the names; ${DEFAULT-VALUE} by default.")
  private String address;

  @Option(
      names = "--install",
      description = "Write the lines to the hosts file, replacing earlier ones.")
  private boolean install;

  @Option(
      names = "--file",
      paramLabel = "FILE",
      description = "The hosts file; the system's by default.")
  private Path file = systemFile();

  private final Terminal out;

  HostsCommand(Terminal out) {
    this.out = out;
  }

  @Override
  public Integer call() {
    if (!IPAddress.isValid(address)) {
      throw new UsageException("--address " + address + " is not an IP address");
    }
    String block = HostsBlock.of(HostsBlock.names(catalogue.chosen(), domain), address);
    if (!install) {
      out.writer().print(block);
      return ExitCode.OK;
    }
    try {
      String text = HostsBlock.into(Files.readString(file), block);
      WholeFile.write(file, text.getBytes(StandardCharsets.UTF_8));
    } catch (AccessDeniedException e) {
      throw new UsageException(
          "no permission to write "
              + file
              + "; run it as administrator (sudo), or append the lines"
              + " of 'ats-harness hosts' yourself",
          e);
    } catch (NoSuchFileException e) {
      throw new UsageException(file + " cannot be written: " + FileErrors.of(e), e);
    } catch (IOException e) {
      throw new OutputException("--file", file, e);
    }
    out.line("wrote the names to " + file);
    return ExitCode.OK;
  }

  private static Path systemFile() {
    String windows = System.getenv("SystemRoot");
    return File.separatorChar == '\\' && windows != null
        ? Path.of(windows, "System32", "drivers", "etc", "hosts")
        : Path.of("/etc/hosts");
  }
}
