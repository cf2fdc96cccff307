package dev.atsharness.cli;

import dev.atsharness.io.internal.FileFault;
import dev.atsharness.log.internal.text.HostileText;
import dev.atsharness.yaml.BadFileException;
import java.io.IOException;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** Prints one message for each failure. The stack trace is printed only with {@code --debug}. */
final class ErrorReporter implements IExecutionExceptionHandler, IParameterExceptionHandler {

  private final Terminal err;

  ErrorReporter(Terminal err) {
    this.err = err;
  }

  @Override
  public int handleParseException(ParameterException e, String[] arguments) {
    tell(e.getMessage());
    UnmatchedArgumentException.printSuggestions(e, err.writer());
    String help = e.getCommandLine().getCommandSpec().qualifiedName() + " --help";
    err.line("Try '" + help + "'.");
    return ExitCode.USAGE;
  }

  @Override
  public int handleExecutionException(Exception e, CommandLine command, ParseResult parsed) {
    tell(e, message(e), command);
    return isUsage(e) ? ExitCode.USAGE : ExitCode.FAILURE;
  }

  /** Reports an {@link Error}: not enough memory, or a fault in this program. */
  int ofError(Error e, CommandLine command) {
    String name = e.getClass().getSimpleName();
    tell(
        e,
        e instanceof OutOfMemoryError
            ? "cannot tell: not enough memory; give Java more with java -Xmx4g -jar ..."
            : "internal error: " + name + "; run again with --debug",
        command);
    return ExitCode.FAILURE;
  }

  private void tell(Throwable e, String message, CommandLine command) {
    if (command.getCommandSpec().root().userObject() instanceof AtsHarnessCommand root
        && root.debug()) {
      e.printStackTrace(err.writer());
    } else {
      tell(message);
    }
  }

  private static boolean isUsage(Exception e) {
    return (e instanceof UsageException && !(e instanceof RunningHarness.AbsentException))
        || e instanceof BadFileException;
  }

  private static String message(Exception e) {
    if (e instanceof IOException failure) {
      return FileFault.named(failure);
    }
    String message = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    return e instanceof RuntimeException && e.getMessage() == null
        ? "internal error: " + message + "; run again with --debug"
        : message;
  }

  private void tell(String message) {
    for (String line : message.split("\n", -1)) {
      err.line(err.style(Terminal.Style.BAD, "ats-harness: ") + HostileText.escape(line));
    }
  }
}
