package dev.atsharness.cli;

import dev.atsharness.io.internal.FileFault;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * The standard output of the process. It remembers its first failure, which writers for text do not
 * throw.
 */
final class StandardOutput extends OutputStream {

  private static final int KIND = 0xF000;
  private static final int PIPE = 0x1000;
  private static final int SOCKET = 0xC000;

  private final OutputStream to;
  private final BooleanSupplier pipe;
  private Optional<IOException> failure = Optional.empty();

  /** The one of this process. */
  StandardOutput() {
    this(new FileOutputStream(FileDescriptor.out), StandardOutput::isPipe);
  }

  /**
   * @param pipe whether there is a reader that may end before the output does
   */
  StandardOutput(OutputStream to, BooleanSupplier pipe) {
    this.to = to;
    this.pipe = pipe;
  }

  @Override
  public void write(int value) throws IOException {
    write(new byte[] {(byte) value}, 0, 1);
  }

  @Override
  public synchronized void write(byte[] from, int start, int length) throws IOException {
    if (failure.isPresent()) {
      throw failure.get(); // text behind a gap would look whole
    }
    try {
      to.write(from, start, length);
    } catch (IOException e) {
      failure = Optional.of(e);
      throw e;
    }
  }

  @Override
  public void flush() throws IOException {
    to.flush();
  }

  /**
   * Returns the status of a command, or "cannot tell" if its output is not whole. A reader that has
   * ended, such as {@code head}, wanted no more, so nothing is said.
   */
  int written(Terminal out, Terminal err, int status) {
    out.writer().flush();
    if (failure.isEmpty()) {
      return status;
    }
    if (!pipe.getAsBoolean()) {
      err.line(
          "ats-harness: the standard output cannot be written: "
              + FileFault.words(failure.get())
              + "; send it elsewhere");
    }
    return ExitCode.FAILURE;
  }

  /** Whether the process writes to a pipe or a socket; the message of its error is the system's. */
  private static boolean isPipe() {
    try {
      int kind = (Integer) Files.getAttribute(Path.of("/dev/fd/1"), "unix:mode") & KIND;
      return kind == PIPE || kind == SOCKET;
    } catch (IOException | UnsupportedOperationException e) {
      return false; // it is closed, or the system does not say
    }
  }
}
