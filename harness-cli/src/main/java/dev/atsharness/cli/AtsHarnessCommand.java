package dev.atsharness.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

@Command(
    name = "ats-harness",
    description = {
      "Servers that violate Apple's ATS and FCP v2.1 requirements, each in exactly one known way,"
          + " and the means to test whether a checker notices."
    },
    versionProvider = AtsHarnessCommand.Version.class,
    footer = {
      "",
      "Examples:",
      "  ats-harness serve",
      "  ats-harness check --checker testssl --only 'handshake/*'",
      "  ats-harness probe https://mdm.example.com/ --as ${bundle:enforcing-device}",
      "",
      "Exit status: 0 all as expected, 1 deviations, 2 wrong usage, 3 cannot tell, or the harness",
      "failed."
    })
final class AtsHarnessCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      scope = ScopeType.INHERIT,
      description = "Show this help.")
  @SuppressWarnings("unused") // picocli reads it
  private boolean help;

  @Option(
      names = {"-V", "--version"},
      versionHelp = true,
      description = "Show the version.")
  @SuppressWarnings("unused") // picocli reads it
  private boolean version;

  @Option(names = "--debug", scope = ScopeType.INHERIT, description = "Show stack traces.")
  private boolean debug;

  private final Terminal err;

  AtsHarnessCommand(Terminal err) {
    this.err = err;
  }

  boolean debug() {
    return debug;
  }

  @Override
  public Integer call() {
    spec.commandLine().usage(err.writer());
    return ExitCode.USAGE;
  }

  /** The version of this build, from a file that Maven fills in. */
  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      return new String[] {"ats-harness " + current()};
    }

    static String current() {
      Properties properties = new Properties();
      try (InputStream in = Version.class.getResourceAsStream("version.properties")) {
        properties.load(in);
      } catch (IOException e) {
        throw new UncheckedIOException("cannot read version.properties", e);
      }
      return properties.getProperty("version");
    }
  }
}
